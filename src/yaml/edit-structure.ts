/** Adds items and keys to a YAML file beside what stands there, in the form that is used there. */
import type { Place } from '../source/source-file.ts';
import type { TextEdit } from '../source/text-edit.ts';
import { showScalar } from './edit-scalar.ts';
import { columnOf, lineBreakOf, scalarAt, valueOfKey, type WrittenScalar } from './written.ts';

/**
 * A text as a new item before the one that holds the place; a single text that a list may stand for becomes a list.
 * Undefined where an item is written in a way that leaves no room before it.
 */
export function insertItemBefore(place: Place, text: string): readonly TextEdit[] | undefined {
  const scalar = scalarAt(place);
  return scalar && insertYamlBefore(place, showScalar(text, scalar.inBrackets));
}

/** The same with an item that is no text. */
export function insertYamlBefore(place: Place, item: string): readonly TextEdit[] | undefined {
  const scalar = scalarAt(place);
  if (!scalar) return undefined;
  const { file, range, role, inBrackets, leader, hasProperties } = scalar;
  const lineBreak = lineBreakOf(file);
  if (role === 'item' && inBrackets && !hasProperties)
    return [{ place: file.place(range[0], range[0]), text: `${item}, ` }];
  if (!leader || inBrackets) return undefined;
  const column = columnOf(file, leader[0]);
  if (role === 'item' && startsLine(scalar)) {
    return [{ place: file.place(leader[0], leader[0]), text: `- ${item}${lineBreak}${column}` }];
  }
  if (role !== 'value' || !/^:[ \t]+$/.test(file.text.slice(leader[1], range[0])) || !endsLine(scalar))
    return undefined;
  const dash = `:${lineBreak}${column}  - `;
  return [{ place: file.place(leader[1], range[0]), text: `${dash}${item}${dash.slice(1)}` }];
}

/** Another value, as it is to stand in YAML, for the key at the place. */
export function replaceValue(key: Place, value: string): readonly TextEdit[] | undefined {
  const scalar = valueOfKey(key);
  if (!scalar || scalar.hasProperties) return undefined;
  return [{ place: scalar.file.place(...scalar.range), text: value }];
}

/** Keys with the values that are given, as they are to stand in YAML, behind the entry whose key or value is at the place. */
export function insertEntriesAfter(place: Place, entries: readonly string[]): readonly TextEdit[] | undefined {
  const scalar = valueOfKey(place) ?? scalarAt(place);
  if (scalar?.role !== 'value' || !scalar.leader) return undefined;
  const { file, range, inBrackets, leader } = scalar;
  if (inBrackets)
    return [{ place: file.place(range[1], range[1]), text: entries.map((entry) => `, ${entry}`).join('') }];
  const before = file.text.slice(file.text.lastIndexOf('\n', leader[0] - 1) + 1, leader[0]);
  if (!/^(?:- *| )*$/.test(before) || !endsLine(scalar)) return undefined;
  return [{ place: endOfLine(scalar), text: linesAt(scalar, columnOf(file, leader[0]), entries) }];
}

/**
 * The hash that a name alone stands for, with more keys: `image: x` as `image: { name: x }`. A name that stands in a hash
 * already gets the keys beside it.
 */
export function expandName(place: Place, entries: readonly string[]): readonly TextEdit[] | undefined {
  const scalar = scalarAt(place);
  if (!scalar || scalar.hasProperties) return undefined;
  const { file, range, role, inBrackets, leader } = scalar;
  if (role === 'value' && leader && file.text.slice(...leader) === 'name') return insertEntriesAfter(place, entries);
  if (inBrackets) {
    return [
      { place: file.place(range[0], range[0]), text: '{ name: ' },
      { place: file.place(range[1], range[1]), text: `${entries.map((entry) => `, ${entry}`).join('')} }` },
    ];
  }
  if (!leader || !endsLine(scalar)) return undefined;
  if (role === 'item') {
    if (file.position(leader[0]).line !== file.position(range[0]).line) return undefined;
    return [
      { place: file.place(range[0], range[0]), text: 'name: ' },
      { place: endOfLine(scalar), text: linesAt(scalar, columnOf(file, range[0]), entries) },
    ];
  }
  if (role !== 'value' || !/^:[ \t]+$/.test(file.text.slice(leader[1], range[0]))) return undefined;
  const column = `${columnOf(file, leader[0])}  `;
  return [
    { place: file.place(leader[1], range[0]), text: `:${lineBreakOf(file)}${column}name: ` },
    { place: endOfLine(scalar), text: linesAt(scalar, column, entries) },
  ];
}

function linesAt({ file }: WrittenScalar, column: string, entries: readonly string[]): string {
  return entries.map((entry) => `${lineBreakOf(file)}${column}${entry}`).join('');
}

/** Whether nothing but blanks and the dash stands before the item on its line. */
function startsLine({ file, leader }: WrittenScalar): boolean {
  if (!leader) return false;
  return file.text.slice(file.text.lastIndexOf('\n', leader[0] - 1) + 1, leader[0]).trim() === '';
}

/** Whether the scalar stands on one line, with nothing but a comment behind it. */
function endsLine({ file, style, range }: WrittenScalar): boolean {
  if (style === 'literal' || style === 'folded' || /\n/.test(file.text.slice(...range))) return false;
  return /^[ \t]*(?:[ \t]#[^\n]*)?\r?(?:\n|$)/.test(file.text.slice(range[1]));
}

/** Where the line of the scalar ends, its comment included. */
function endOfLine({ file, range }: WrittenScalar): Place {
  const end = range[1] + (/\r?\n|$/.exec(file.text.slice(range[1]))?.index ?? 0);
  return file.place(end, end);
}
