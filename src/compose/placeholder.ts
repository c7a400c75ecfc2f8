/**
 * `$[[ inputs.name ]]` takes its value from an include's inputs or from the pipeline's, `$[[ matrix.NAME ]]` from the
 * job's matrix. Until a value is known, text that holds one can become any other text, and a value that is nothing else
 * can become a list, a number or a boolean.
 */
import type { Value } from '../yaml/values.ts';

const PLACEHOLDER = /\$\[\[.*?\]\]/s;

export function holdsPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

export function isPlaceholder(value: Value): boolean {
  return value.kind === 'scalar' && holdsPlaceholder(value.text.text);
}
