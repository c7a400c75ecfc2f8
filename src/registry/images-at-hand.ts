/** Which images docker has in a job: those that the job builds, tags, pulls and runs. */
import type { Command } from '../pipeline/commands.ts';
import type { ImageReference } from '../pipeline/events.ts';
import type { Job } from '../pipeline/nodes.ts';
import { literalText, type Part } from '../pipeline/symbolic.ts';
import { behindWrappers } from '../shell/wrappers.ts';
import { type Invocation, readInvocation } from './arguments.ts';
import { clientOf } from './clients/index.ts';
import { PREDEFINED } from './predefined-variables.ts';
import { readReference } from './reference.ts';
import { whyOpaque } from './transparent.ts';

/**
 * The names under which docker finds an image in the job, wherever in the job they come from. Undefined when there may be
 * others: an image whose name stands in a file, a script that is not read, options that a variable holds.
 */
export function imagesAtHand(job: Job): readonly ImageReference[] | undefined {
  if (job.hidden || job.mayHave('before_script')) return undefined;
  if (job.scripts.some(({ opaque }) => opaque !== undefined)) return undefined;
  const commands = job.scripts.flatMap((script) => script.commands);
  if (commands.some(mayBringImages)) return undefined;
  const names = job.events.flatMap((event) => {
    if (event.type === 'Pull') return [event.reference];
    return event.type === 'Build' ? event.tags : [];
  });
  const bringsOthers = job.events.some((event) => event.type === 'Build' && event.tags.length === 0);
  return bringsOthers ? undefined : [...names, ...commands.flatMap(taggedBy)];
}

/** Whether images with other names than the command line tells may be there after a command. */
function mayBringImages(command: Command): boolean {
  const { words, name } = programOf(command);
  if (words.length === 0) return false;
  if (words.some((word) => IMAGE_STORES.test(literalText(word.value.slice(0, 1)) ?? ''))) return true;
  const invocation = invocationOf(command);
  return invocation && !invocation.client.runsProject
    ? hasOpenArguments(invocation)
    : whyOpaque(words, name) !== undefined;
}

/** How skopeo names what docker and podman keep. */
const IMAGE_STORES = /^(docker-daemon|containers-storage):/;

/** `docker build $OPTIONS .`: a variable that is not quoted may hold `--tag` and more. */
function hasOpenArguments({ verb, own, global }: Invocation): boolean {
  const words = [...global.positional, ...own.positional];
  const open = words.some(({ value }) => value.some(mayBeOptions));
  return (
    open && (verb === undefined || verb.references?.some(({ does, options }) => does === 'tag' && options) === true)
  );
}

function mayBeOptions(part: Part): boolean {
  if (part.kind === 'literal' || part.quote !== 'none') return false;
  return part.kind === 'unknown' || !PREDEFINED.has(part.name);
}

/** What `docker tag` gives another name to has been there before. */
function taggedBy(command: Command): readonly ImageReference[] {
  const { verb, own } = invocationOf(command) ?? {};
  const [source] = own?.positional ?? [];
  return source && verb?.words.at(-1) === 'tag' ? [readReference(source.value, source.place, [], {})] : [];
}

function invocationOf(command: Command): Invocation | undefined {
  const { words, name } = programOf(command);
  const client = name === undefined ? undefined : clientOf(name);
  return client && readInvocation(client, words.slice(1));
}

function programOf({ words }: Command) {
  const own = behindWrappers(words);
  const [program] = own;
  return { words: own, name: program && literalText(program.value) };
}
