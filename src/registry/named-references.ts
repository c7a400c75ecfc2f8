/** The image references that a job's commands name: what they push and pull, and the names that they give to images. */
import type { ImageReference } from '../pipeline/events.ts';
import type { Job } from '../pipeline/nodes.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';

export interface NamedReference {
  readonly reference: ImageReference;
  readonly event: RegistryEvent;
}

/**
 * In the order in which they are named. Base images come from a Dockerfile, whose stages have names of their own; a cache that
 * is not found is left; and where the command may fail, a reference that is none does no harm.
 */
export function namedReferences({ events, hidden }: Job): readonly NamedReference[] {
  if (hidden) return [];
  return events.flatMap((event): NamedReference[] => {
    if (event.command.forgiven) return [];
    if (event.type === 'Build') return event.tags.map((reference) => ({ reference, event }));
    const isNamed = event.type === 'Push' || (event.type === 'Pull' && event.role === 'image');
    return isNamed ? [{ reference: event.reference, event }] : [];
  });
}

/** Those that share docker's parser, or its words. */
const DOCKERS_WORDS: ReadonlySet<string> = new Set([
  'docker',
  'docker-compose',
  'nerdctl',
  'ctr',
  'podman',
  'buildah',
  'skopeo',
]);

/** The beginning of a sentence that ends in docker's log line. */
export function stopsWith({ client }: RegistryEvent): string {
  return DOCKERS_WORDS.has(client) ? 'the command stops with' : 'the command stops, as docker would, with';
}
