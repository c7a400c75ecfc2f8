import { describe, expect, test } from 'vitest';
import { load, plainValue, problemsOf } from './plain-value.ts';

/** A faulty text and its problems: kind, line and column, and what they point at. */
const FAULTS: readonly (readonly [text: string, ...problems: string[]])[] = [
  ['job:\n  script: echo foo: bar\n', 'syntaxError 2:19 :'],
  ['job:\n  script\n  image: x\n', 'syntaxError 2:3 script'],
  ['job:\n  image:foo\n  stage: x\n', 'syntaxError 2:3 image:foo'],
  ['job:\n  script: a\n    image: x\n', 'syntaxError 3:5 image'],
  ['job:\n    script: a\n  image: x\n', 'syntaxError 3:3 image: x'],
  ['job:\n  script:\n    - echo "a\n      b": c\n', 'syntaxError 4:9 :'],
  ['job:\n  - a\n  b: c\n', 'syntaxError 3:3 b: c'],
  ['job:\n  script:\n    - a\n   - b\n', 'syntaxError 4:4 - b'],
  ['job:\n  script: - a\n', 'syntaxError 2:11 -'],
  ['job:\n  script:\n    - "a\n  image: x\n', 'syntaxError 3:7 "'],
  ['a: "b\\"', 'syntaxError 1:4 "'],
  ["a: 'b''", "syntaxError 1:4 '"],
  ['job:\n  script:\n    - "a\n    - "b"\n', 'syntaxError 4:8 b"'],
  ["job:\n  script:\n    - 'it's'\n", "syntaxError 3:11 s'"],
  ['job:\n  script:\n    - [ -f x ] && y\n', 'syntaxError 3:16 && y'],
  ['job:\n  script:\n    - "a" && b\n', 'syntaxError 3:11 && b'],
  ['job:\n  only: [a, b\n  image: x\n', 'syntaxError 2:13 b'],
  ['job:\n  variables: {A: b\n  image: x\n', 'syntaxError 2:18 b'],
  ['job:\n  only: [a, b]]\n', 'syntaxError 2:15 ]'],
  ['job:\n  only: [a,, b]\n', 'syntaxError 2:12 ,'],
  ['job:\n  variables: {A: :sym}\n', 'syntaxError 2:18 :'],
  ['job:\n  variables: {A:, B: c}\n', 'syntaxError 2:16 :'],
  ['job:\n  variables: {: a}\n', 'syntaxError 2:15 :'],
  ['job:\n  : a\n', 'syntaxError 2:3 :'],
  ['job:\n  image: @foo\n', 'syntaxError 2:10 @'],
  ['job:\n  script:\n    - `ls`\n', 'syntaxError 3:7 `'],
  ['job:\n  a: %b\n', 'syntaxError 2:6 %'],
  ['job:\n  paths:\n    - *.txt\n', 'syntaxError 3:7 *.txt'],
  ['job:\n  script:\n    - && ls\n', 'syntaxError 3:7 &&'],
  ['.a: &a.b {}\n', 'syntaxError 1:5 &a.b'],
  ['a: &a &b c\n', 'syntaxError 1:7 &b'],
  ['a: "C:\\dir"\n', 'syntaxError 1:7 \\'],
  ['a: !b!c d\n', 'syntaxError 1:4 !b!c'],
  ['a: |x\n', 'syntaxError 1:5 x'],
  ['job:\n  script:\n    - |\n    echo\n', 'syntaxError 4:5 echo'],
  ['a: |\n    \n  b\n', 'syntaxError 3:3 b'],
  ['a: |\n  \tb\n', 'syntaxError 2:3 \t'],
  ['a: |\n  b\n\t\n  c\n', 'syntaxError 3:1 \t'],
  ['%YAML 1.2\n---\na: b\n', 'syntaxError 1:1 %YAML 1.2'],
  ['<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n', 'syntaxError 1:1 <<<<<<< HEAD'],
  ['a: {b\n: c}\n', 'syntaxError 1:5 b'],
  ['job:\n\tscript: x\n', 'tabIndent 2:1 \t'],
  ['job:\n  script:\n\t- x\n', 'tabIndent 3:1 \t'],
  ['job:\n  -\tx\n', 'tabIndent 2:4 \t'],
  ['a: b\n\t\nc: d\n', 'tabIndent 2:1 \t'],
  ['a:\n\t\n  b: c\n', 'tabIndent 2:1 \t'],
  ['a: b\r\n\tc: d\r\n', 'tabIndent 2:1 \t'],
  ['a: *b\n', 'unknownAlias 1:4 *b'],
  ['a: *b\nb: &b c\nc: *d\n', 'unknownAlias 1:4 *b', 'unknownAlias 3:4 *d'],
  ['a: &a [*a]\n', 'recursiveAlias 1:8 *a'],
  ['a: &a\n  <<: *a\n', 'recursiveAlias 2:7 *a'],
  ['a: 2024-01-02\n', 'dateValue 1:4 2024-01-02'],
  ['a: !ruby/object:Foo {}\n', 'forbiddenTag 1:21 {}'],
  ['- a\n- b\n', 'notMapping 1:1 - a'],
  ['hello\n', 'notMapping 1:1 hello'],
  ['a: b\u0000c\n', 'controlCharacter 1:5 \u0000'],
  ['a: b\u001bc: d: e\n', 'controlCharacter 1:5 \u001b'],
];

describe('one located problem a fault', () => {
  test.each(FAULTS)('%j', (text, ...problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test.each(FAULTS)('words for %j', (text) => {
    for (const { kind, data } of load(text).problems) {
      if (kind !== 'syntaxError') continue;
      expect(data.reason).toMatch(/^[a-z`].*[^.]$/);
      expect(data.reason).not.toMatch(/not YAML|something is missing/);
      expect(data.hint).toMatch(/^(?:[a-z].*[^.])?$/);
    }
  });
});

/** What other parsers refuse and libyaml, so GitLab, accepts. */
test.each([
  'a: "b\nc"\n',
  "a: 'b\nc: d'\nd: e\n",
  'a: [\nb,\nc\n]\n',
  'job:\n  only: [\n  a\n  ]\n  image: x\n',
  'a: {\n"b": c\n}\n',
  'a: "b"#c\n',
  'a: |#c\n  b\n',
  'a:\tb\n',
  'a: b\t# c\n',
  'a: b\n \t\nc: d\n',
  'a: [b:c, http://d]\n',
  'a: {"b":c}\n',
  'a: 1\na: 2\n',
  'a: b\rc: d\r',
  'a: ! b\n',
  'a: é\u00a0\u2028😀\n',
])('%j is fine', (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test('what stands before a fault is saved', () => {
  const { content } = load('a: 1\nb:\n  - x\n  - "y\nc: 2\n');
  expect(content).toMatchObject({ kind: 'mapping' });
  expect(plainValue(content)).toMatchObject({ a: 1, b: ['x', 'y c: 2'] });
});

test('of many problems, a handful', () => {
  expect(load('a: *b\n'.repeat(100)).problems).toHaveLength(5);
});

describe('limits', () => {
  const nested = (depth: number) => `a: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}\n`;

  test('a hundred levels', () => {
    expect(problemsOf(nested(100))).toEqual([]);
    expect(problemsOf(nested(101))).toEqual(['tooDeep 1:103 [']);
  });

  test('levels that only aliases add', () => {
    const half = `${'['.repeat(60)}${']'.repeat(60)}`;
    expect(problemsOf(`a: &a ${half}\nb: ${'['.repeat(50)}*a${']'.repeat(50)}\n`)).toEqual(['tooDeep 2:54 *a']);
  });

  test('two mebibytes', () => {
    const line = `# ${'é'.repeat(49)}\n`;
    const fits = line.repeat(Math.floor((2 * 1024 * 1024) / 101));
    expect(load(fits).problems).toEqual([]);
    expect(load(fits + line).problems).toMatchObject([{ kind: 'tooBig', data: { limit: '2097152' } }]);
  });

  test.each([
    ['aliases', (name: string, of: string) => `${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]\n`],
    ['merge keys', (name: string, of: string) => `${name}: &${name} {x: {<<: *${of}}, y: {<<: *${of}}}\n`],
  ])('a bomb of %s', (_, level) => {
    const levels = Array.from({ length: 40 }, (_, at) => level(`a${at + 1}`, `a${at}`));
    expect(load(`a0: &a0 {x: x}\n${levels.join('')}`).problems).toMatchObject([{ kind: 'parsedTooBig' }]);
  });

  test('what is used often is no bomb', () => {
    const uses = Array.from({ length: 1000 }, (_, at) => `job${at}: {<<: *a, script: *s}\n`);
    expect(load(`.a: &a {image: x, tags: [y]}\n.s: &s [a, b, c]\n${uses.join('')}`).problems).toEqual([]);
  });
});

/** Each ends, with a problem or none, in less time than anybody notices. */
describe('nothing throws or hangs', () => {
  const MANY = 10_000;
  test.each<readonly [string, string]>([
    ...[
      '[',
      '{',
      '[{a: ',
      '- ',
      '? ',
      ': ',
      'a: ',
      '"',
      "'",
      '\\"',
      '!a ',
      '&a ',
      '*a ',
      '|',
      ']',
      ',',
      '%a\n',
      '---\n',
      '\t',
    ].map((part) => [JSON.stringify(part), part.repeat(MANY)] as const),
    ['200 levels of lines', Array.from({ length: 200 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
    [
      'a chain of merges',
      `a0: &a0 {x: x}\n${Array.from({ length: MANY }, (_, at) => `a${at + 1}: &a${at + 1} {<<: *a${at}}\n`).join('')}`,
    ],
    ['a line of a megabyte', `a: ${'x '.repeat(500_000)}\n`],
    ['a text of escapes', `a: "${'\\n'.repeat(MANY)}"`],
    ['a text of blanks', `a: "${' '.repeat(MANY)}\n${'\t'.repeat(MANY)}x"`],
    ['lone surrogates', 'a: \ud800\n\udfff: b\n'],
    ['binary', Array.from({ length: MANY }, (_, at) => String.fromCharCode((at * at * 31 + at) % 256)).join('')],
    ['faults on every line', 'a: b: c\n"d" e\n'.repeat(1000)],
  ])('%s', (_, text) => {
    const start = performance.now();
    expect(load(text).problems.length).toBeLessThanOrEqual(5);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
