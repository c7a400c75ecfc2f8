import { describe, expect, test } from 'vitest';
import { textAt } from '../../src/source/source-file.ts';
import type { Scalar, Value } from '../../src/yaml/values.ts';
import { entryOf, load, mappingOf } from './plain-value.ts';

function scalarOf(value: Value): Scalar {
  if (value.kind !== 'scalar') throw new Error(`a ${value.kind}`);
  return value;
}

/** A YAML text, a part of the decoded value of `key`, and what is written where that part comes from. */
const PARTS: readonly (readonly [text: string, part: string, written: string])[] = [
  ['key: docker login $X', 'login', 'login'],
  ['key: a\n  docker\n  push', 'docker push', 'docker\n  push'],
  ['key: a\n  docker\n  push', 'push', 'push'],
  ['key: a\n\n  b', 'a\nb', 'a\n\n  b'],
  ["key: 'it''s a test'", "'", "''"],
  ["key: 'it''s a test'", 'test', 'test'],
  ["key: 'it''s\n  a test'", "t's a", "t''s\n  a"],
  ['key: "a\\tb"', '\t', '\\t'],
  ['key: "\\u0041bc"', 'A', '\\u0041'],
  ['key: "\\u0041bc"', 'bc', 'bc'],
  ['key: "\\U0001F600!"', '!', '!'],
  ['key: "😀 x"', 'x', 'x'],
  ['key: "a \\\n   b"', 'b', 'b'],
  ['key: "a \\\n   b"', 'a b', 'a \\\n   b'],
  ['key: "a\r\n  b c"', 'c', 'c'],
  ['key: |\n  one\n  two\n', 'two', 'two'],
  ['key: |\n  one\n  two\n', 'e\nt', 'e\n  t'],
  ['key: |\r\n  one\r\n  two\r\n', 'two', 'two'],
  ['key: |\r\n  one\r\n  two\r\n', 'one\ntwo', 'one\r\n  two'],
  ['key: |2-\n     one\n  two\n', '   one', '   one'],
  ['key: |\n  if x\n  \tthen\n', '\tthen', '\tthen'],
  ['key: |\n\n\n  one\n', 'one', 'one'],
  ['key: >\n  one\n  two\n\n  three\n', 'one two', 'one\n  two'],
  ['key: >\n  one\n  two\n\n  three\n', 'three', 'three'],
  ['key: >-\n  one\n   more\n  two', 'more', 'more'],
  ['key: >-\n  one\n   more\n  two', 'two', 'two'],
  ['key: :symbol', 'sym', 'sym'],
  ['key: :"a symbol"', 'symbol', 'symbol'],
  ['key: 1.10', '1.1', '1.10'],
  ['key: yes', 'true', 'yes'],
  ['key: 0x10', '16', '0x10'],
  ['key: !!binary aGk=', 'i', 'aGk='],
];

describe('a part of a value is where it is written', () => {
  test.each(PARTS)('%j: %j', (text, part, written) => {
    const scalar = scalarOf(entryOf(mappingOf(text), 'key').value);
    const start = scalar.text.text.indexOf(part);
    expect(start).toBeGreaterThanOrEqual(0);
    expect(textAt(scalar.text.place(start, start + part.length))).toBe(written);
  });
});

test('nothing is where it could be written', () => {
  const { value } = entryOf(mappingOf('a:\nkey:\nb: 1\n'), 'key');
  expect(value.place.range).toEqual([7, 7]);
  expect(scalarOf(value).text.place(0).range).toEqual([7, 7]);
});

/** A YAML text, the way to a value, and the text of its place. */
const PLACES: readonly (readonly [text: string, path: readonly string[], written: string])[] = [
  ['a: "x" # c\n', ['a'], '"x"'],
  ['a: &b !c x\n', ['a'], 'x'],
  ['a: |- # c\n  x\n  y  \n\n \nb: 1\n', ['a'], '|- # c\n  x\n  y  '],
  ['a: |\n', ['a'], '|'],
  ['a:\n  b: 1\n  c: [d]  # e\n\nf: 1\n', ['a'], 'b: 1\n  c: [d]'],
  ['a:\n  b: 1\n  c:\n\nf: 1\n', ['a'], 'b: 1\n  c:'],
  ['a:\n  - x\n  - y # e\n\nf: 1\n', ['a'], '- x\n  - y'],
  ['a:\n- x\n- |\n  y\n\nf: 1\n', ['a'], '- x\n- |\n  y'],
  ['a: { b: 1, c }  # d\n', ['a'], '{ b: 1, c }'],
  ['x: &x {}\na:\n  - *x\nb: 1\n', ['a'], '- *x'],
  ['x: &x {}\na:\n  <<: *x\nb: 1\n', ['a'], '<<: *x'],
  ['a:\r\n  b: 1\r\n  c: 2\r\n', ['a'], 'b: 1\r\n  c: 2'],
];

test.each(PLACES)('in %j, %j is %j', (text, path, written) => {
  expect(textAt(entryOf(mappingOf(text), ...path).value.place)).toBe(written);
});

test('the content runs from its first to its last character', () => {
  const { content } = load('# c\n\na: 1\nb: 2 # d\n\n');
  expect(content && textAt(content.place)).toBe('a: 1\nb: 2');
});
