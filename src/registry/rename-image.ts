/** Another name for an image wherever a job says it: where it is built or tagged, pushed and pulled. */
import type { ImageReference } from '../pipeline/events.ts';
import type { Job } from '../pipeline/nodes.ts';
import { showText } from '../pipeline/symbolic.ts';
import type { TextEdit } from '../source/text-edit.ts';
import { readText, rewriteText, type TextChange } from '../yaml/edit-scalar.ts';

type Edits = readonly TextEdit[] | undefined;

/** `${CI_REGISTRY_IMAGE}-api` becomes `${CI_REGISTRY_IMAGE}/api`. */
export function moveBelowOwnImage(reference: ImageReference, job: Job | undefined): Edits {
  return rename(reference, job, ({ value }) => {
    const next = value[value.findIndex((part) => part.kind === 'variable' && part.name === 'CI_REGISTRY_IMAGE') + 1];
    const written = next && readText(next.place);
    if (next?.kind !== 'literal' || !written?.startsWith(next.text.slice(0, 1))) return undefined;
    const [start] = next.place.range;
    const divider = /^[-_.]+/.exec(written)?.[0] ?? '';
    return { place: next.place.file.place(start, start + divider.length), text: '/' };
  });
}

/** `api:1` becomes `$CI_REGISTRY_IMAGE/api:1`. */
export function nameOwnRegistry(reference: ImageReference, job: Job | undefined): Edits {
  return rename(reference, job, ({ value: [first] }) => {
    const written = first && readText(first.place);
    const isOpen = first?.kind === 'literal' ? written?.startsWith(first.text.slice(0, 1)) : written?.startsWith('$');
    if (!first || !isOpen || first.quote === 'single') return undefined;
    const [start] = first.place.range;
    return { place: first.place.file.place(start, start), text: '$CI_REGISTRY_IMAGE/' };
  });
}

/** The change to each place that says the name, once; undefined when one of them cannot be changed. */
function rename(
  reference: ImageReference,
  job: Job | undefined,
  change: (reference: ImageReference) => TextChange | undefined,
): Edits {
  const changes = new Map<string, TextChange>();
  for (const name of namesOf(reference, job)) {
    const own = change(name);
    if (!own) return undefined;
    changes.set(`${own.place.file.path}:${own.place.range[0]}`, own);
  }
  return rewriteText([...changes.values()]);
}

/** The references that are the same text after expansion as the given one, which is among them. */
function namesOf(reference: ImageReference, job: Job | undefined): readonly ImageReference[] {
  const name = showText(reference.value);
  const all = (job?.events ?? []).flatMap((event) => {
    if (event.type === 'Build') return event.tags;
    return event.type === 'Push' || event.type === 'Pull' ? [event.reference] : [];
  });
  return [reference, ...all.filter((other) => other !== reference && showText(other.value) === name)];
}
