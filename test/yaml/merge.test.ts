import { describe, expect, test } from 'vitest';
import { textAt } from '../../src/source/source-file.ts';
import { entryOf, load, mappingOf, plainValue } from './plain-value.ts';

const ANCHORS = '.a: &a {image: a, stage: build}\n.b: &b {image: b, script: b}\n.list: &list [*a]\n.text: &text x\n';

/** What stands in the job, and what it holds afterwards, in this order. */
const MERGES: readonly (readonly [title: string, job: string, merged: Readonly<Record<string, unknown>>])[] = [
  ['keys before it are overwritten', 'image: mine\n<<: *a', { image: 'a', stage: 'build' }],
  ['keys after it win', '<<: *a\nimage: mine', { image: 'mine', stage: 'build' }],
  ['of two, the later wins', '<<: *a\n<<: *b', { image: 'b', stage: 'build', script: 'b' }],
  ['of a list, the earlier wins', '<<: [*a, *b]', { image: 'a', script: 'b', stage: 'build' }],
  ['a mapping can be written there', '<<: {x: 1}\ny: 2', { x: 1, y: 2 }],
  ['also in a list', '<<: [{x: 1}, *a]', { image: 'a', stage: 'build', x: 1 }],
  ['an aliased text stays a key', '<<: *text', { '<<': 'x' }],
  ['an aliased list stays a key', '<<: *list', { '<<': [{ image: 'a', stage: 'build' }] }],
  [
    'a list with a text stays a key',
    'image: i\n<<: [*a, *text]',
    { image: 'i', '<<': [{ image: 'a', stage: 'build' }, 'x'] },
  ],
  ['a plain text stays a key', '<<: x', { '<<': 'x' }],
  ['quotes do not matter', '"<<": *a', { image: 'a', stage: 'build' }],
  ['a text by its tag is a key', '!!str <<: *a', { '<<': { image: 'a', stage: 'build' } }],
  ['a repeated key keeps its place and takes the last value', 'x: 1\ny: 2\nx: 3', { x: 3, y: 2 }],
];

describe('<<', () => {
  test.each(MERGES)('%s', (_, job, merged) => {
    const lines = job.split('\n').map((line) => `  ${line}\n`);
    const { value } = entryOf(mappingOf(`${ANCHORS}job:\n${lines.join('')}`), 'job');
    const plain = plainValue(value);
    expect(plain).toEqual(merged);
    expect(Object.keys(plain ?? {})).toEqual(Object.keys(merged));
  });
});

test('an alias is the very value, with a trail that names the anchor', () => {
  const content = mappingOf('.s: &s [a]\njob:\n  script: *s\n  list:\n    - *s\n');
  const anchored = entryOf(content, '.s').value;
  const script = entryOf(content, 'job', 'script');
  expect(script.value).toBe(anchored);
  expect(script.trail.map(({ kind, name, place }) => [kind, name, textAt(place)])).toEqual([['anchor', 's', '*s']]);
  const { value: list } = entryOf(content, 'job', 'list');
  const item = list.kind === 'list' ? list.items[0] : undefined;
  expect(item?.value).toBe(anchored);
  expect(item?.trail).toHaveLength(1);
});

test('what `<<` merges has a trail that leads back through every alias', () => {
  const content = mappingOf('.a: &a {image: i}\n.b: &b\n  <<: *a\njob:\n  <<: [*b]\n  stage: s\n');
  const image = entryOf(content, 'job', 'image');
  expect(image.trail.map(({ name }) => name)).toEqual(['b', 'a']);
  expect(textAt(image.value.place)).toBe('i');
  expect(textAt(image.key.place)).toBe('image');
  expect(entryOf(content, 'job', 'stage').trail).toEqual([]);
});

test('an anchor can be given again, and an alias means the last one before it', () => {
  expect(plainValue(mappingOf('a: &x 1\nb: *x\nc: &x 2\nd: *x\n'))).toEqual({ a: 1, b: 1, c: 2, d: 2 });
});

test('an alias can be a key', () => {
  expect(plainValue(mappingOf('a: &x job\n*x : 1\n'))).toEqual({ a: 'job', job: 1 });
});

describe('!reference', () => {
  test.each([
    ['[.a, script]', ['.a', 'script']],
    ['[".a", \'b\']', ['.a', 'b']],
    ['[]', undefined],
    ['[1]', undefined],
    ['[a, [b]]', undefined],
    ['{a: b}', undefined],
  ])('%s', (written, path) => {
    const { value } = entryOf(mappingOf(`job:\n  script: !reference ${written}\n`), 'job', 'script');
    expect(value).toMatchObject({ kind: 'reference', path });
    expect(textAt(value.place)).toBe(written);
  });

  test('on items of a list', () => {
    expect(plainValue(mappingOf('script:\n  - !reference [.a, b]\n  - echo\n'))).toEqual({
      script: [{ '!reference': ['.a', 'b'] }, 'echo'],
    });
  });

  test('an alias to one is unknown, as Psych does not register it', () => {
    expect(load('a: &a !reference [.x]\nb: *a\n').problems).toMatchObject([
      { kind: 'unknownAlias', data: { name: 'a' } },
    ]);
  });
});

test('keys that are no strings keep their type', () => {
  const content = mappingOf('123: a\ntrue: b\n~: c\n{x: y}: d\n');
  expect([...content.entries].map(([name, { key }]) => [name, key.type])).toEqual([
    ['123', 'integer'],
    ['true', 'boolean'],
    ['', 'null'],
    ['{x: y}', 'null'],
  ]);
});
