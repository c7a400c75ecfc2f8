/**
 * Where the characters of a plain or quoted scalar come from: escapes, doubled quotes and folded line breaks.
 */
import type { Decoding } from './decoding.ts';

/** The one-character escapes of double-quoted scalars. */
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

/** The escapes that name a character by its number, with their count of hexadecimal digits. */
const NUMBERED: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

const ORDINARY = /[^\\' \t\r\n]+/y;
const BLANKS = /[ \t]+/y;
/** A line break that is folded, with the blanks around it and the empty lines after it. */
const FOLD = /[ \t]*\r?\n[ \t\r\n]*/y;
/** A line break that a backslash takes away; breaks of empty lines after it stay. */
const ESCAPED_BREAK = /\\\r?\n(?:[ \t]*\r?\n)*[ \t]*/y;

/** Says how many characters of an escape stand at an offset, after adding what they mean; 0 where there is none. */
type Escape = (at: number) => number;

/** Here and below, `start` and `end` enclose what is between the quotes, if there are quotes. */
export function decodePlain(decoding: Decoding, start: number, end: number): void {
  decodeLines(decoding, start, end, () => 0);
}

export function decodeSingleQuoted(decoding: Decoding, start: number, end: number): void {
  decodeLines(decoding, start, end, (at) => {
    if (!decoding.source.startsWith("''", at)) return 0;
    decoding.replace(at, at + 2, "'");
    return 2;
  });
}

export function decodeDoubleQuoted(decoding: Decoding, start: number, end: number): void {
  decodeLines(decoding, start, end, (at) => {
    if (decoding.source[at] !== '\\') return 0;
    const folded = lengthAt(ESCAPED_BREAK, decoding.source, at);
    const [length, by] = folded > 0 ? [folded, '\n'.repeat(breaksIn(decoding, at, folded) - 1)] : escaped(decoding, at);
    decoding.replace(at, at + length, by);
    return length;
  });
}

function decodeLines(decoding: Decoding, start: number, end: number, decodeEscape: Escape): void {
  const { source } = decoding;
  let at = start;
  while (at < end) {
    const fold = lengthAt(FOLD, source, at);
    if (fold > 0) {
      const breaks = breaksIn(decoding, at, fold);
      decoding.replace(at, Math.min(at + fold, end), breaks === 1 ? ' ' : '\n'.repeat(breaks - 1));
      at += fold;
      continue;
    }
    const escaped = decodeEscape(at);
    const run = escaped || lengthAt(ORDINARY, source, at) || lengthAt(BLANKS, source, at) || 1;
    if (escaped === 0) decoding.copy(at, Math.min(at + run, end));
    at += run;
  }
}

function escaped(decoding: Decoding, at: number): [length: number, by: string] {
  const name = decoding.source[at + 1] ?? '';
  const digits = NUMBERED[name];
  if (digits === undefined) return [2, ESCAPES[name] ?? `\\${name}`];
  const code = Number.parseInt(decoding.source.slice(at + 2, at + 2 + digits), 16);
  return [2 + digits, code <= 0x10ffff ? String.fromCodePoint(code) : ''];
}

function breaksIn(decoding: Decoding, at: number, length: number): number {
  return decoding.source.slice(at, at + length).split('\n').length - 1;
}

function lengthAt(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex - at : 0;
}
