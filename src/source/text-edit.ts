/** Changes to the text of files, as fixes make them. */
import type { Place, Range } from './source-file.ts';

/** What stands at `place` becomes `text`. An empty place is an insertion, an empty text a removal. */
export interface TextEdit {
  readonly place: Place;
  readonly text: string;
}

/** A change that makes a finding go away. Its edits, which may be in several files, are made all or none. */
export interface Fix {
  /** What it does, in the imperative and without a full stop: "Name the registry". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** A change of one file's text. */
export interface RangeEdit {
  readonly range: Range;
  readonly text: string;
}

/** Whether two changes touch the same characters, or insert at the same point, so that they cannot both be made. */
export function overlap(a: RangeEdit, b: RangeEdit): boolean {
  const [first, second] = a.range[0] <= b.range[0] ? [a.range, b.range] : [b.range, a.range];
  return second[0] < first[1] || (first[0] === second[0] && first[1] === second[1]);
}

/** @param edits in any order, none of which overlap */
export function applyEdits(text: string, edits: readonly RangeEdit[]): string {
  let result = '';
  let from = 0;
  for (const edit of edits.toSorted((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])) {
    result += text.slice(from, edit.range[0]) + edit.text;
    from = edit.range[1];
  }
  return result + text.slice(from);
}
