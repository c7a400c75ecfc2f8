/** Prose in lines of limited width. */
import { columnsOf } from './columns.ts';

/**
 * Breaks text between words. The first line begins with `first`, the others with as many blanks. Lines that are indented
 * are taken for code and stay whole, as does a word that is too long for a line: commands and addresses are to be copied.
 */
export function wrap(text: string, width: number, first = ''): string[] {
  const indent = ' '.repeat(columnsOf(first));
  const lines = text.split('\n').flatMap((line) => (/^\s{2}/.test(line) ? [line] : fill(line, width - indent.length)));
  return lines.map((line, index) => ((index === 0 ? first : indent) + line).trimEnd());
}

/** A word, or several inside one pair of backticks: short code is read as one. */
const WORD = /(?:[^\s`]|`[^`]{1,50}`|`)+/g;

function fill(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(WORD) ?? []) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columnsOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
