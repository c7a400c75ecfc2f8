/** Variables that the shell does not expand, because they stand in single quotes or in a here-document that is quoted. */
import type { LiteralPart, SymbolicText } from '../pipeline/symbolic.ts';
import { type Place, textAt } from '../source/source-file.ts';

export interface Unexpanded {
  /** The names in one quoted text, each once. */
  readonly names: readonly string[];
  /** The quoted text, or a string in it that has double quotes, is nothing but the first name: `"$NAME"`. */
  readonly isWhole: boolean;
  readonly by: 'single-quotes' | 'here-document';
  /** What is quoted, with its quotes. */
  readonly quoted: Place;
  /** The first of them. */
  readonly place: Place;
}

/** One entry for each quoted text in which a variable's name stands. */
export function unexpandedIn(text: SymbolicText): readonly Unexpanded[] {
  const found: Unexpanded[] = [];
  for (const part of text) {
    if (part.kind !== 'literal' || !part.text.includes('$') || !isQuoted(part)) continue;
    const matches = [...part.text.matchAll(/\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g)];
    const [first] = matches;
    if (!first) continue;
    found.push({
      names: [...new Set(matches.map(([, plain, braced]) => plain ?? braced ?? ''))],
      isWhole: part.text.trim() === first[0] || part.text.includes(`"${first[0]}"`),
      by: startsWithQuote(part) ? 'single-quotes' : 'here-document',
      quoted: part.place,
      place: placeOf(first[0], part.place),
    });
  }
  return found;
}

/** A value keeps the place of its text, but takes on the quotes of the variable that it replaces. */
function isQuoted(part: LiteralPart): boolean {
  return part.quote === 'single' || startsWithQuote(part);
}

function startsWithQuote({ place }: LiteralPart): boolean {
  return /^\$?'/.test(textAt(place));
}

/** Where the YAML escapes a character of it, the name cannot be found, and the whole text stands for it. */
function placeOf(name: string, { file, range }: Place): Place {
  const at = textAt({ file, range }).indexOf(name);
  return at === -1 ? { file, range } : file.place(range[0] + at, range[0] + at + name.length);
}
