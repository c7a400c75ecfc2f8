/** Pushes, pulls and builds: the references that a command names, each with the credential that it would use. */
import type { ImageReference } from '../pipeline/events.ts';
import { accessFor } from './access.ts';
import { valuesOf } from './arguments.ts';
import { mentionsAuthFolder } from './auth-path.ts';
import { basePulls } from './base-pulls.ts';
import { followCompose } from './compose-command.ts';
import { readReference } from './reference.ts';
import { proxyArguments, referenceWords } from './reference-words.ts';
import { type ClientStep, eventBase } from './step.ts';

/** Adds the events of a command that moves images. */
export function transfer(step: ClientStep): void {
  const { command, invocation, lookup, state, job } = step;
  const { own, client, verb } = invocation;
  if (valuesOf(own, MOUNTS).some((word) => mentionsAuthFolder(word.value))) {
    state.opaque ??= 'it runs a container that can write the auth file';
  }
  const tags: ImageReference[] = [];
  for (const source of verb?.references ?? []) {
    for (const word of referenceWords(own, source, command, lookup)) {
      const { place } = word;
      const reference = readReference(word.value, place, job.services, job.facts);
      if (source.does === 'tag') {
        tags.push(reference);
        continue;
      }
      const access = accessFor(reference, step, source);
      if (source.does === 'push') {
        const role = source.role === 'base' ? 'image' : source.role;
        job.events.push({ type: 'Push', reference, role, access, ...eventBase(command, client.name, place) });
      } else {
        const role = source.role === 'manifest' ? 'image' : source.role;
        job.events.push({ type: 'Pull', reference, role, access, ...eventBase(command, client.name, place) });
      }
    }
  }
  const bases = basePulls(step);
  job.events.push(...(bases ?? []));
  for (const { value, place } of bases ? [] : proxyArguments(own)) {
    const reference = readReference(value, place, job.services, job.facts);
    const access = accessFor(reference, step);
    job.events.push({ type: 'Pull', reference, role: 'base', access, ...eventBase(command, client.name, place) });
  }
  const bringsOthers = verb?.does === 'load' || (verb?.does === 'compose' && !followCompose(step));
  if (bringsOthers) job.events.push({ type: 'Build', tags: [], ...eventBase(command, client.name) });
  else if (tags.length > 0) job.events.push({ type: 'Build', tags, ...eventBase(command, client.name) });
}

/** Options that share files with a container. */
const MOUNTS = ['-v', '--volume', '--mount'];
