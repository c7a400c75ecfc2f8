/**
 * The proof that places can be trusted: for some hundred scalars, written by hand and generated, every piece of the value
 * is found again in the source, one to one or as an escape or a folded line break, in order, and nothing is left over but
 * what YAML itself needs.
 */
import { expect, test } from 'vitest';
import type { Scalar, Value } from '../../src/yaml/values.ts';
import { load } from './plain-value.ts';

const WRITTEN = [
  'plain',
  'plain  with   blanks',
  'plain\n  over\n\n\n  lines',
  'plain\r\n  over\r\n\r\n  lines',
  'plain   \n    over\n \n  lines',
  "''",
  "'''quoted'''",
  "' blanks '",
  "'over\n  lines'",
  "'over  \n\n\n  \t lines '",
  "' \n'",
  '""',
  '"\\"quoted\\""',
  '" blanks "',
  '"over\n  lines"',
  '"over  \r\n\r\n  \t lines "',
  '"joined\\\n    lines"',
  '"joined \\\n  \\  lines"',
  '"joined\\\n\n\n  lines"',
  '"\\0\\a\\b\\e\\f\\n\\r\\t\\v\\N\\_\\L\\P\\ \\/\\\\"',
  '"\\x41\\u00e9\\U0001F600"',
  '"\\n\\n"',
  '|\n',
  '|\n  literal\n',
  '|-\n  literal\n\n\n',
  '|+\n  literal\n\n\n',
  '|+\n\n\n',
  '|\n\n  literal\n\n    deeper\n\n',
  '|\r\n  literal\r\n\r\n  lines\r\n',
  '| # comment\n  literal # no comment',
  '|1\n   literal\n  lines\n',
  '|4-\n      literal\n    lines\n',
  '|\n  \ttab\n  x\t\n',
  '>\n  folded\n  lines\n',
  '>-\n  folded\n\n  lines\n\n\n  end',
  '>+\n  folded\n  lines\n\n',
  '>\n\n  folded\n   deeper\n   lines\n  again\n',
  '>\n  folded\n  \ttab\n  again\n',
  '>\r\n  folded\r\n  lines\r\n\r\n  end\r\n',
  '>2\n    folded\n  lines\n',
];

/** The words of which the styles make texts; a blank line is written with and without blanks. */
const WORDS = [
  'docker',
  'login',
  ' ',
  '   ',
  '\t',
  '"',
  "'",
  '\\',
  '$X',
  '#',
  'é',
  '😀',
  ': ',
  '- ',
  '{',
  ']',
  '|',
  '',
];

/** The same numbers on every run. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function generated(count: number): string[] {
  const random = numbers(7);
  const pick = <Choice>(choices: readonly Choice[], fallback: Choice): Choice =>
    choices[Math.floor(random.next().value * choices.length)] ?? fallback;
  const words = (least: number) =>
    Array.from({ length: least + pick([0, 1, 2, 4], 0) }, () => pick(WORDS, '')).join('');
  const lineBreak = () => pick(['\n', '\n', '\r\n', '\n\n', '\n  \n'], '\n');
  const lines = () => Array.from({ length: pick([1, 1, 2, 3, 5], 1) }, () => words(1));
  const styles: readonly (() => string)[] = [
    () => `x${lines().join(`${lineBreak()}  `)}`.replace(/: | #|\t|^\s+$|:$/gm, ''),
    () => `'${lines().join(`${lineBreak()} `).replaceAll("'", "''")}'`,
    () => `"${lines().join(`${lineBreak()} \t`).replace(/["\\]/g, '\\$&')}\\n\\x41"`,
    () =>
      `"${lines()
        .join('\\\n   ')
        .replace(/["]/g, '\\"')
        .replace(/\\(?!["\n])/g, '\\\\')}x"`,
    () => `${pick(['|', '>'], '|')}${pick(['', '-', '+'], '')}\n  x${lines().join(`${lineBreak()}  `)}${lineBreak()}`,
    () =>
      `${pick(['|', '>'], '|')}2${pick(['', '-', '+'], '')}\n${lines()
        .map((line) => `    ${line}`)
        .join(lineBreak())}\n`,
  ];
  return Array.from({ length: count }, () => pick(styles, () => 'x')());
}

/** As the value of a key, and as an item of a list below one, two columns further in. */
const FRAMES: readonly ((written: string) => string)[] = [
  (written) => `key: ${written}\nlast: 1\n`,
  (written) => `key:\n  - - ${written.replace(/\n(?=[^\n\r])/g, '\n    ')}\n`,
];

const CASES = [...WRITTEN, ...generated(600)].flatMap((written) => FRAMES.map((frame) => frame(written)));

test('every piece leads back to the source', () => {
  const exact = CASES.filter((text) => {
    const { content, problems } = load(text);
    if (problems.length > 0) return false;
    const scalar = firstScalar(content);
    expectPieces(text, scalar);
    return isDecoded(scalar, text);
  });
  expect(exact.length).toBeGreaterThan(CASES.length * 0.8);
});

function firstScalar(value: Value | undefined): Scalar {
  if (value?.kind === 'scalar') return value;
  if (value?.kind === 'list') return firstScalar(value.items[0]?.value);
  if (value?.kind === 'mapping') return firstScalar(value.entries.get('key')?.value);
  throw new Error('no scalar');
}

/** The scalar's places are finer than the scalar, if there is anything to tell apart. */
function isDecoded({ text, place }: Scalar, source: string): boolean {
  const [only] = text.pieces;
  if (text.pieces.length > 1 || text.text.length <= 1 || !only) return true;
  return source.slice(only.source, only.source + only.sourceLength) === text.text || only.source !== place.range[0];
}

function expectPieces(source: string, scalar: Scalar): void {
  const { text, pieces } = scalar.text;
  let at = 0;
  let sourceAt = scalar.place.range[0];
  for (const piece of pieces) {
    const end = piece.source + piece.sourceLength;
    expect(piece.at, source).toBe(at);
    expect(source.slice(sourceAt, piece.source), source).toMatch(MARKUP);
    at += piece.length;
    sourceAt = end;
    const written = source.slice(piece.source, end);
    if (pieces.length > 1) expect([written, text.slice(piece.at, at)], source).toSatisfy(isMeaning);
  }
  expect(at, source).toBe(text.length);
}

/** What can stand between two pieces: quotes, the header of a block scalar, indentation, breaks that are taken away. */
const MARKUP = /^(?:["']|[|>][-+\d]*(?: #.*)?\r?\n|\\\r?\n|[ \t]|\r?\n)*$/;

const ESCAPES: Readonly<Record<string, string>> = {
  "''": "'",
  '\\0': '\0',
  '\\a': '\x07',
  '\\e': '\x1b',
  '\\v': '\v',
  '\\N': '\x85',
  '\\_': '\xa0',
  '\\L': '\u2028',
  '\\P': '\u2029',
  '\\ ': ' ',
  '\\x41': 'A',
  '\\U0001F600': '😀',
};

/** Whether the written means the value: itself, an escape, or a line break with blanks around it. */
function isMeaning([written, value]: readonly [string, string]): boolean {
  if (written === value || ESCAPES[written] === value) return true;
  if (/^\\?\s+$/.test(written))
    return value === ' ' || (/^\n+$/.test(value) && written.split('\n').length > value.length);
  return /^\\/.test(written) && JSON.parse(`"${written}"`) === value;
}
