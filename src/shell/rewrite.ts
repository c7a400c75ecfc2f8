/**
 * Changes to commands as they are written. Words that a variable, a function's argument or the text of another shell brings
 * have no text of their own, and a command with such words is left as it is.
 */
import type { Command, VariableReference, Word } from '../pipeline/commands.ts';
import type { Place } from '../source/source-file.ts';
import type { TextEdit } from '../source/text-edit.ts';
import { readText, rewriteText, type TextChange } from '../yaml/edit-scalar.ts';
import { insertItemBefore } from '../yaml/edit-structure.ts';
import { scalarAt } from '../yaml/written.ts';

/** Whether every word of the command stands in the script, one behind the other, all in one text. */
export function isWrittenOut({ place, words }: Command): boolean {
  const scalar = scalarAt(place);
  let end = place.range[0];
  for (const word of words) {
    if (word.place.file !== place.file || word.place.range[0] < end || word.place.range[1] > place.range[1])
      return false;
    end = word.place.range[1];
  }
  return scalar !== undefined && words.length > 1 && words.every((word) => readText(word.place) !== undefined);
}

/** A word behind the last one. */
export function appendWord({ words, place }: Command, text: string): TextChange {
  const end = words.at(-1)?.place.range[1] ?? place.range[1];
  return { place: place.file.place(end, end), text: ` ${text}` };
}

/** Takes a word out, with the blanks before it. */
export function removeWords({ words }: Command, first: Word, last: Word = first): TextChange {
  const before = words[words.indexOf(first) - 1];
  const { file, range } = first.place;
  return { place: file.place(before ? before.place.range[1] : range[0], last.place.range[1]), text: '' };
}

/** What the command reads from its standard input: `echo "$PASSWORD" | `. */
export function pipeInto({ place }: Command, text: string): TextChange {
  return { place: place.file.place(place.range[0], place.range[0]), text: `echo ${text} | ` };
}

/** The text between the first and the last of some words. */
export function textOfWords(first: Word, last: Word): string | undefined {
  return readText(first.place.file.place(first.place.range[0], last.place.range[1]));
}

/** A word in double quotes where a variable would be open to the shell otherwise. */
export function inDoubleQuotes(text: string): string {
  return /^\$\w+$|^\$\{[^}"]*\}$/.test(text) ? `"${text}"` : text;
}

/** Another name in place of a variable's, in a script as well as in the text that the runner expands. */
export function renameVariable(
  { name, place }: Pick<VariableReference, 'name' | 'place'>,
  instead: string,
): readonly TextEdit[] | undefined {
  const written = readText(place);
  const found = written && new RegExp(`^(\\$\\{?[#!]?|%)${name}(?!\\w)`).exec(written);
  return found ? rewriteText([{ place, text: `${found[1]}${instead}${written.slice(found[0].length)}` }]) : undefined;
}

/** What ends or divides a compound command: a line before one of these is in another branch, or in none. */
const INNER = /\b(?:then|else|elif|do|case)\b|[)`]/;
/** A line that goes on in the next one. */
const GOES_ON = /(?:\\|\||&&|\|\|)[ \t]*$/;

/**
 * A command of its own before the one that stands at `place`: a line of the same `|`, or an item of the list. Undefined
 * where it would come into another branch of the script.
 */
export function insertCommandBefore(place: Place, command: string): readonly TextEdit[] | undefined {
  const scalar = scalarAt(place);
  const said = scalar && readText(scalar.file.place(startOf(scalar), place.range[0]));
  if (!scalar || said === undefined) return undefined;
  if (scalar.style !== 'literal' && scalar.style !== 'script') {
    return said.includes('\n') ? undefined : insertItemBefore(place, command);
  }
  const lines = said.split('\n');
  let first = lines.length - 1;
  while (first > 0 && GOES_ON.test(lines[first - 1] ?? '')) first--;
  const before = lines.slice(first).join('\n');
  if (INNER.test(before)) return undefined;
  const start = sourceAt(scalar.text.place(lines.slice(0, first).join('\n').length + (first > 0 ? 1 : 0)), before);
  return rewriteText([{ place: start, text: `${command}\n${/^\s*/.exec(before)?.[0] ?? ''}` }]);
}

/** Behind the blanks at the beginning of a line. */
function sourceAt({ file, range }: Place, line: string): Place {
  const start = range[0] + (/^\s*/.exec(line)?.[0].length ?? 0);
  return file.place(start, start);
}

function startOf({ text }: NonNullable<ReturnType<typeof scalarAt>>): number {
  return text.place(0).range[0];
}
