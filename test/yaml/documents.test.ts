import { describe, expect, test } from 'vitest';
import { textAt } from '../../src/source/source-file.ts';
import { load, plainValue, problemsOf } from './plain-value.ts';

/** The text, its header and its content. */
const DOCUMENTS: readonly (readonly [title: string, text: string, header: unknown, content: unknown])[] = [
  ['one document', 'a: 1\n', undefined, { a: 1 }],
  ['a divider first', '---\na: 1\n', undefined, { a: 1 }],
  ['a divider first, with a comment', '--- # hi\na: 1\n', undefined, { a: 1 }],
  ['only a comment before the divider', '# hi\n---\na: 1\n', undefined, { a: 1 }],
  ['a divider last', 'a: 1\n---\n', undefined, { a: 1 }],
  ['a divider last, without a line break', 'a: 1\n---', undefined, { a: 1 }],
  ['no header: only the first counts', 'a: 1\n---\nb: 2\n', undefined, { a: 1 }],
  ['a header', 'spec:\n  inputs: {}\n---\na: 1\n', { spec: { inputs: {} } }, { a: 1 }],
  ['a header with nothing in it', 'spec:\n---\na: 1\n', { spec: null }, { a: 1 }],
  ['a header after a divider', '---\nspec: {}\n---\na: 1\n', { spec: {} }, { a: 1 }],
  ['a header alone is content', 'spec: {}\n', undefined, { spec: {} }],
  ['a header and nothing', 'spec: {}\n---\n# nothing\n', undefined, { spec: {} }],
  ['with a header, the last of three counts', 'spec: {}\n---\na: 1\n---\nb: 2\n', { spec: {} }, { b: 2 }],
  ['later dividers belong to the parser', '---\nspec: {}\n---\na: 1\n---\nb: 2\n', { spec: {} }, { a: 1 }],
  ['no divider without a blank behind it', 'a: |\n  x\n---x: 2\n', undefined, { a: 'x\n', '---x': 2 }],
  ['no divider when indented', 'a: |\n  --- x\n', undefined, { a: '--- x\n' }],
  ['line breaks of Windows', 'spec: {}\r\n---\r\na: 1\r\n', { spec: {} }, { a: 1 }],
  ['an explicit end', 'a: 1\n...\n', undefined, { a: 1 }],
  ['an end, and what nobody reads', 'a: 1\n...\n"b\n', undefined, { a: 1 }],
  ['a third document that nobody reads', '---\nspec: {}\n---\na: 1\n---\n\tb: "\n', { spec: {} }, { a: 1 }],
  ['a byte order mark', '\uFEFFa: 1\n', undefined, { a: 1 }],
  ['nothing', '', undefined, undefined],
  ['blanks', ' \n\n', undefined, undefined],
  ['a comment', '# hi\n', undefined, undefined],
  ['null', '~\n', undefined, undefined],
  ['an empty mapping', '{}\n', undefined, undefined],
];

describe('documents', () => {
  test.each(DOCUMENTS)('%s', (_, text, header, content) => {
    const file = load(text);
    expect(file.problems).toEqual([]);
    expect(plainValue(file.header)).toEqual(header);
    expect(plainValue(file.content)).toEqual(content);
  });
});

test('only what has nothing but blanks is blank', () => {
  expect(['', ' \n', '\uFEFF\n', '# hi\n', 'a: 1\n'].map((text) => load(text).blank)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('a divider inside a block scalar cuts the file, as in GitLab', () => {
  expect(problemsOf('job:\n  script:\n    - |\n      cat <<E\n--- \nE\n')).toEqual(['notMapping 6:1 E']);
});

test('a divider eats the indentation behind it, as in GitLab', () => {
  expect(problemsOf('---\n  a: 1\n  b: 2\n')).toEqual(['syntaxError 3:3 b']);
});

test('anchors do not reach the next document', () => {
  expect(problemsOf('spec: &s {}\n---\na: *s\n')).toEqual(['unknownAlias 3:4 *s']);
});

test('places in a later document are places in the file', () => {
  const { content, comments } = load('spec: {}\n---\na: 1 # one\n');
  const entry = content?.kind === 'mapping' ? content.entries.get('a') : undefined;
  expect(entry && textAt(entry.key.place)).toBe('a');
  expect(entry && textAt(entry.value.place)).toBe('1');
  expect(comments.map(({ place }) => place.file.position(place.range[0]))).toEqual([{ line: 3, column: 6 }]);
});

test('comments are found where they are, and not inside texts', () => {
  const text = [
    '# first',
    'a: b # after',
    'c: "# no" #tight',
    'd: | # header',
    '  # no',
    '  x # no',
    '  # indented own line after text is text',
    'e: [a, # in brackets',
    '  b]',
    "f: 'x",
    "  # no'",
    'g: a#no',
    '# last',
  ].join('\n');
  const comments = load(text).comments.map(({ text, ownLine, place }) => {
    expect(textAt(place)).toBe(text);
    return [text, ownLine];
  });
  expect(comments).toEqual([
    ['# first', true],
    ['# after', false],
    ['#tight', false],
    ['# header', false],
    ['# in brackets', false],
    ['# last', true],
  ]);
});

test.each(['a: b\n# c\n', 'a: b\n\n  # c\n', 'a:\n  # c\n  - b\n', 'a:\n  - b\n    # c\n', '# c'])(
  'the comment of %j stands on a line of its own',
  (text) => {
    expect(load(text).comments).toMatchObject([{ text: '# c', ownLine: true }]);
  },
);
