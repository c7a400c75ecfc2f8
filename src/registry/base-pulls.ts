/** What a build pulls: the images that its Dockerfile names, when that is a file of the repository. */
import type { Access, ImageReference, Pull } from '../pipeline/events.ts';
import { showText } from '../pipeline/symbolic.ts';
import type { FileContent } from '../source/host.ts';
import { SourceFile } from '../source/source-file.ts';
import { joinTrails } from '../yaml/values.ts';
import { accessFor } from './access.ts';
import { baseImages } from './base-images.ts';
import { readBuild } from './build-syntax.ts';
import { type Dockerfile, readDockerfile } from './dockerfile.ts';
import { readReference } from './reference.ts';
import { type ClientStep, eventBase } from './step.ts';
import { subcommandPlace } from './subcommand-place.ts';

/** Undefined where the command builds nothing, or from a Dockerfile that is not known here. */
export function basePulls(step: ClientStep): readonly Pull[] | undefined {
  const { command, invocation, job } = step;
  const build = readBuild(step);
  const found = build && firstFile(build.paths, step);
  if (!found) return undefined;
  const commandPlace = subcommandPlace(step);
  const { file, dockerfile } = found;
  const trail = joinTrails(command.trail, [{ kind: 'dockerfile', name: file.path, place: commandPlace }]);
  const values = new Map([...build.arguments].map(([name, { value }]) => [name, value]));
  return baseImages(dockerfile, { ...build, arguments: values }).map((image): Pull => {
    const reference = { ...readReference(image.value, image.place, job.services, job.facts), trail };
    const [place] = image.arguments.flatMap((name) => build.arguments.get(name)?.place ?? []);
    return {
      ...eventBase(command, invocation.client.name),
      type: 'Pull',
      place: place ?? commandPlace,
      reference,
      role: 'base',
      access: isAtHand(reference, step) ? AT_HAND : accessFor(reference, step),
    };
  });
}

interface Found {
  readonly file: SourceFile;
  readonly dockerfile: Dockerfile;
}

/** Many jobs build from the same file, whose content is one object for all of them. */
const known = new WeakMap<FileContent, Found | undefined>();

function firstFile(paths: readonly string[], { job }: ClientStep): Found | undefined {
  for (const path of paths) {
    const content = job.readFile(path);
    if (!content.ok) continue;
    if (!known.has(content)) {
      const file = new SourceFile(path, content.text);
      const dockerfile = readDockerfile(file);
      known.set(content, dockerfile && { file, dockerfile });
    }
    return known.get(content);
  }
  return undefined;
}

const AT_HAND: Access = { kind: 'unknown', reason: 'the job may have the image already' };

/** What the job has built, loaded or pulled before is taken from there (moby: `adapters/containerimage`). */
function isAtHand({ value }: ImageReference, { job }: ClientStep): boolean {
  const name = showText(value);
  return job.events.some((event) => {
    if (event.type === 'Pull') return showText(event.reference.value) === name;
    return (
      event.type === 'Build' && (event.tags.length === 0 || event.tags.some((tag) => showText(tag.value) === name))
    );
  });
}
