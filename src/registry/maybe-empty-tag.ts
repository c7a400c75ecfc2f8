/** Image tags that are nothing but a variable which has no value in some of the pipelines that a job is in. */
import type { Admission } from '../pipeline/admits.ts';
import { canRunWithout } from '../pipeline/admits-questions.ts';
import type { ImageReference } from '../pipeline/events.ts';
import type { Job } from '../pipeline/nodes.ts';
import { showText, type VariablePart } from '../pipeline/symbolic.ts';
import { askedInScripts } from '../shell/asks.ts';
import { namedReferences, stopsWith } from './named-references.ts';
import { onlyVariableOfTag } from './reference-faults.ts';

export interface EmptyTag {
  readonly part: VariablePart;
  /** The first reference with this tag. */
  readonly reference: ImageReference;
  /** The variable wherever the job has it for the tag of the same reference, the first included. */
  readonly uses: readonly VariablePart[];
  /** A pipeline that shows it: "a push to the default branch". */
  readonly example: string;
  /** How a message begins to say what the client says of it. */
  readonly stops: string;
}

/** Only these are empty by the kind of the pipeline; of others nobody knows when they are. */
const BY_PIPELINE = /^CI_(COMMIT_(TAG|BRANCH)|MERGE_REQUEST_\w+)$/;

/**
 * Each such reference once. What stands in a branch of the script, or after a question whether the variable is set, is meant
 * for the pipelines in which it is.
 *
 * @param admission in which pipelines the job is; asked for when there is a tag to ask about
 */
export function maybeEmptyTags(job: Job, admission: () => Admission): readonly EmptyTag[] {
  const found = new Map<string, Omit<EmptyTag, 'example' | 'uses'> & { readonly uses: VariablePart[] }>();
  for (const { reference, event } of namedReferences(job)) {
    const part = event.certain ? onlyVariableOfTag(reference) : undefined;
    if (!part || !BY_PIPELINE.test(part.name)) continue;
    const text = showText(reference.value);
    const known = found.get(text);
    if (known) known.uses.push(part);
    else found.set(text, { part, reference, uses: [part], stops: stopsWith(event) });
  }
  if (found.size === 0) return [];
  const asked = askedInScripts(job);
  return [...found.values()].flatMap((tag) => {
    if (asked.has(tag.part.name)) return [];
    const { answer, example } = canRunWithout(admission(), tag.part.name);
    return answer === 'yes' && example !== undefined ? [{ ...tag, example }] : [];
  });
}
