/** Text that a script builds and runs: `eval "…"`, `sh -c '…'`. */
import type { Word } from '../pipeline/commands.ts';
import type { SymbolicText } from '../pipeline/symbolic.ts';

/** A text with private characters in the places of values that are no syntax of its own. */
export interface BuiltText {
  readonly text: string;
  readonly inserted: readonly SymbolicText[];
}

const OPEN = '\uE000';
const CLOSE = '\uE001';

/**
 * The text of words as a script. What the outer shell has expanded already is a value, not syntax, whatever quotes surround
 * it in the inner script, and is kept out of the parser's sight.
 */
export function buildText(words: readonly Word[]): BuiltText {
  const inserted: SymbolicText[] = [];
  const text = words
    .map(({ value }) =>
      value
        .map((part) => (part.kind === 'literal' ? part.text : `${OPEN}${inserted.push([part]) - 1}${CLOSE}`))
        .join(''),
    )
    .join(' ');
  return { text, inserted };
}

/** Puts the values back into what was read from a built text. */
export function reveal(text: SymbolicText, inserted: readonly SymbolicText[]): SymbolicText {
  if (inserted.length === 0) return text;
  return text.flatMap((part) => {
    if (part.kind !== 'literal') return [part];
    return part.text.split(/(\uE000\d+\uE001)/).flatMap((piece): SymbolicText => {
      if (!piece.startsWith(OPEN)) return piece === '' ? [] : [{ ...part, text: piece }];
      return inserted[Number(piece.slice(1, -1))] ?? [];
    });
  });
}
