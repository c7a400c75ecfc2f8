/**
 * Cuts a file into documents as GitLab does: by a regular expression on the text, before any YAML parser has seen it.
 */
import type { Range } from '../source/source-file.ts';

/** Two documents, and one more for the nothing before a leading `---`. */
const MAX_PIECES = 3;

/** `/^---\s+/` in Ruby: `^` is after every line feed, `\s` is ASCII. It eats the indentation of the line that follows. */
const DIVIDER = /(?<=^|\n)---[ \t\r\n\f\v]+/g;

/**
 * The spans of the documents. What looks like a divider inside a block scalar is one (GitLab's `multi_doc_yaml.rb`); from
 * the third document on, dividers are left to the YAML parser.
 */
export function splitDocuments(text: string): Range[] {
  const pieces: Range[] = [];
  let start = 0;
  if (!text.startsWith('---') && !text.includes('\n---')) return [[0, text.length]];
  for (const divider of text.matchAll(DIVIDER)) {
    if (pieces.length === MAX_PIECES - 1) break;
    pieces.push([start, divider.index]);
    start = divider.index + divider[0].length;
  }
  pieces.push([start, text.length]);
  return pieces;
}
