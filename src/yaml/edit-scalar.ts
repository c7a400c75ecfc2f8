/**
 * Writes into a scalar what it is to say: a change of the value, made in the notation in which the scalar stands, so that
 * nothing else of the file changes. Where its notation cannot say it, the scalar is quoted anew.
 */
import type { LocatedText, Piece } from '../source/located-text.ts';
import type { Place } from '../source/source-file.ts';
import { applyEdits, type RangeEdit, type TextEdit } from '../source/text-edit.ts';
import { resolvePlain } from './resolve-scalar.ts';
import { columnOf, lineBreakOf, type Style, scalarAt, type WrittenScalar } from './written.ts';

/** What the scalar says at `place` is to become `text`. An empty place inserts. */
export interface TextChange {
  readonly place: Place;
  readonly text: string;
}

/** What a part of a scalar says: `"a"` for `\"a\"` in double quotes. Undefined where the place is not inside of one. */
export function readText(place: Place): string | undefined {
  const scalar = scalarAt(place);
  if (!scalar) return undefined;
  const [from, to] = place.range.map((offset) => offsetIn(scalar, offset));
  return from === undefined || to === undefined ? undefined : scalar.text.text.slice(from, to);
}

/** What a scalar goes on to say behind a place in it. */
export function textBehind(place: Place): LocatedText | undefined {
  const scalar = scalarAt(place);
  const from = scalar && offsetIn(scalar, place.range[1]);
  return from === undefined ? undefined : scalar?.text.slice(from);
}

/** One name in place of another, where nothing but that stands. */
export function replaceName(place: Place, name: string, instead: string): readonly TextEdit[] | undefined {
  return readText(place) === name ? rewriteText([{ place, text: instead }]) : undefined;
}

/**
 * The changes as edits of the file. Undefined: one of them is not inside a scalar, or would need another form of it, as
 * line breaks do outside of `|`.
 */
export function rewriteText(changes: readonly TextChange[]): readonly TextEdit[] | undefined {
  const byScalar = new Map<WrittenScalar, TextChange[]>();
  for (const change of changes) {
    const scalar = scalarAt(change.place);
    if (!scalar || readText(change.place) === undefined) return undefined;
    byScalar.set(scalar, [...(byScalar.get(scalar) ?? []), change]);
  }
  const edits: TextEdit[] = [];
  for (const [scalar, own] of byScalar) {
    const rewritten = rewriteScalar(scalar, own);
    if (!rewritten) return undefined;
    edits.push(...rewritten);
  }
  return edits;
}

/** A text as a scalar on one line: as it is if YAML takes it for text then, otherwise in quotes. */
export function showScalar(text: string, inBrackets: boolean): string {
  return isPlain(text, inBrackets) ? text : inQuotes(text);
}

function rewriteScalar(scalar: WrittenScalar, changes: readonly TextChange[]): readonly TextEdit[] | undefined {
  const { file, range, style, inBrackets } = scalar;
  const breaksLines = changes.some(({ text }) => text.includes('\n'));
  if (breaksLines && style !== 'literal' && style !== 'script') return undefined;
  const edits = changes.map(({ place, text }) => ({ range: place.range, text: encode(text, scalar) }));
  const body = bodyOf(scalar, edits);
  if (style !== 'plain' || isPlain(body, inBrackets) || (scalar.type !== 'string' && !inBrackets)) {
    return edits.map(({ range: [start, end], text }) => ({ place: file.place(start, end), text }));
  }
  return [{ place: file.place(...range), text: inQuotes(body) }];
}

/** The text of the scalar in the file after the edits. */
function bodyOf({ file, range: [start, end] }: WrittenScalar, edits: readonly RangeEdit[]): string {
  const moved = edits.map(({ range, text }) => ({ range: [range[0] - start, range[1] - start] as const, text }));
  return applyEdits(file.text.slice(start, end), moved);
}

const ENCODERS: Readonly<Record<Style, (text: string) => string>> = {
  plain: (text) => text,
  'single-quoted': (text) => text.replaceAll("'", "''"),
  'double-quoted': (text) => text.replace(/["\\]/g, '\\$&'),
  literal: (text) => text,
  folded: (text) => text,
  script: (text) => text,
};

function encode(text: string, scalar: WrittenScalar): string {
  const encoded = ENCODERS[scalar.style](text);
  return encoded.includes('\n') ? encoded.replaceAll('\n', `${lineBreakOf(scalar.file)}${indentOf(scalar)}`) : encoded;
}

/** The spaces that YAML takes off the lines of a block; what a line has beyond them belongs to it. */
function indentOf({ file, text }: WrittenScalar): string {
  const first = text.pieces.find(({ at, length, sourceLength }) => length === sourceLength && text.text[at] !== '\n');
  return first ? columnOf(file, first.source) : '';
}

/** Single quotes leave shell text as it is; many of them inside are better escaped. A plain text folds as a quoted one. */
function inQuotes(body: string): string {
  const count = (pattern: RegExp): number => [...body.matchAll(pattern)].length;
  return count(/'/g) > count(/["\\]/g)
    ? `"${ENCODERS['double-quoted'](body)}"`
    : `'${ENCODERS['single-quoted'](body)}'`;
}

/** Whether YAML reads the text as this very text when it has no quotes. */
function isPlain(text: string, inBrackets: boolean): boolean {
  if (/^[,[\]{}#&*!|>'"%@`]|^[-?:](\s|$)|^\s|\s$|:(\s|$)|\s#|^(---|\.\.\.)/.test(text) || text === '') return false;
  if (inBrackets && /[,[\]{}]|^[-?:]/.test(text)) return false;
  return resolvePlain(text.replace(/\s*\n\s*/g, ' ')).type === 'string';
}

/** Where a character of the file is in the value. Undefined inside of what stands for another character. */
function offsetIn({ text }: WrittenScalar, source: number): number | undefined {
  let before: Piece | undefined;
  for (const piece of text.pieces) {
    if (piece.source === source) return piece.at;
    if (piece.source < source) before = piece;
  }
  if (!before) return undefined;
  const inside = source - before.source;
  if (before.length === before.sourceLength && inside <= before.length) return before.at + inside;
  return inside === before.sourceLength ? before.at + before.length : undefined;
}
