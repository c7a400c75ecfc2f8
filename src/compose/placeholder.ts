/**
 * `$[[ inputs.name ]]` takes its value from an include's inputs or from the pipeline's, `$[[ matrix.NAME ]]` from the
 * job's matrix. Where the value is not known the text stays as it is: it can become any other text, and a value that is
 * nothing else can become a list, a number or a boolean.
 */
import type { Value } from '../yaml/values.ts';

const PLACEHOLDER = /\$\[\[.*?\]\]/s;

export function holdsPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

export function isPlaceholder(value: Value): boolean {
  return value.kind === 'scalar' && holdsPlaceholder(value.text.text);
}

/** Whether some text at any depth of the value is not known. */
export function holdsUnknown(value: Value): boolean {
  switch (value.kind) {
    case 'scalar':
      return isPlaceholder(value);
    case 'list':
      return value.items.some((item) => holdsUnknown(item.value));
    case 'mapping':
      return [...value.entries.values()].some((entry) => holdsUnknown(entry.key) || holdsUnknown(entry.value));
    case 'reference':
      return false;
  }
}
