/** `type=image,"name=a,b",push=true`: lists of fields in one option's value, as BuildKit reads them (Go `encoding/csv`). */
import { literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';

export interface Field {
  readonly key: string;
  readonly value: SymbolicText;
}

/** The fields of a text. One without `=` has its text as the key. */
export function readFields(text: SymbolicText): Field[] {
  const shown = shapeOf(text);
  // A quoted field may hold commas.
  return [...shown.matchAll(/"([^"]*)"|[^,"]+/g)].map((match): Field => {
    const quoted = match[1] !== undefined;
    const from = match.index + (quoted ? 1 : 0);
    const field = match[1] ?? match[0];
    const equals = field.indexOf('=');
    if (equals === -1) return { key: field, value: [] };
    return { key: field.slice(0, equals).trim(), value: sliceText(text, from + equals + 1, from + field.length) };
  });
}

/** The members of a list that commas separate. */
export function splitList(text: SymbolicText): SymbolicText[] {
  return [...shapeOf(text).matchAll(/[^,]+/g)].map(({ 0: member, index }) =>
    sliceText(text, index, index + member.length),
  );
}

/** Whether the fields of an output say that it goes to a registry: `type=registry`, `type=image,…,push=true`. */
export function goesToRegistry(fields: readonly Field[]): boolean {
  const literal = (key: string): string | undefined => {
    const field = fields.find((each) => each.key === key);
    return field && literalText(field.value);
  };
  return literal('type') === 'registry' || literal('push') === 'true';
}

/** The text with one character in the place of each part that is not literal. */
export function shapeOf(text: SymbolicText): string {
  return text.map((part) => (part.kind === 'literal' ? part.text : '\uE000')).join('');
}

/** What stands at some characters of a text's shape. */
export function sliceText(text: SymbolicText, from: number, to: number): SymbolicText {
  const slice: Part[] = [];
  let at = 0;
  for (const part of text) {
    const length = part.kind === 'literal' ? part.text.length : 1;
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    at += length;
    if (end > start) slice.push(part.kind === 'literal' ? { ...part, text: part.text.slice(start, end) } : part);
  }
  return slice;
}
