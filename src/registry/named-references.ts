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
 * is not found is left; charts are no images; and where the command may fail, a reference that is none does no harm.
 */
export function namedReferences({ events, hidden }: Job): readonly NamedReference[] {
  if (hidden) return [];
  return events.flatMap((event): NamedReference[] => {
    if (event.command.forgiven || event.client === 'helm') return [];
    if (event.type === 'Build') return event.tags.map((reference) => ({ reference, event }));
    const isNamed = event.type === 'Push' || (event.type === 'Pull' && event.role === 'image');
    return isNamed ? [{ reference: event.reference, event }] : [];
  });
}
