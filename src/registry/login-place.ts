/**
 * Where a missing login is told. A reference in the command is its own place. One that the command takes from a Dockerfile
 * or a compose file lacks nothing there: the login belongs into the job, before the command, and is told once for all that
 * the command takes from files.
 */
import type { ImageReference, Pull, Push } from '../pipeline/events.ts';
import type { Job, Located } from '../pipeline/nodes.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';

export interface LoginPlace {
  readonly node: Located;
  /** The references in files that the login is for. */
  readonly named: readonly ImageReference[];
}

/** Undefined where an earlier event of the same command speaks for this one. */
export function loginPlace(event: Push | Pull, job: Job | undefined): LoginPlace | undefined {
  if (!event.reference.trail) return { node: event.reference, named: [] };
  const alike = job?.events.filter((each) => isAlike(each, event)) ?? [event];
  return alike[0] === event ? { node: event, named: alike.map(({ reference }) => reference) } : undefined;
}

/** Whether the other event of the command lacks the same login. */
function isAlike(other: RegistryEvent, { type, command, place, reference }: Push | Pull): other is Push | Pull {
  return (
    (other.type === 'Push' || other.type === 'Pull') &&
    other.type === type &&
    other.command === command &&
    other.place === place &&
    other.access.kind === 'missing' &&
    other.reference.trail !== undefined &&
    other.reference.host.key === reference.host.key
  );
}
