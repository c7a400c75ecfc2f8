/** Changes to a YAML file: what the values are to say is written in the notation that stands there. */
import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/source/source-file.ts';
import { applyEdits, type TextEdit } from '../../src/source/text-edit.ts';
import { readText, replaceName, rewriteText, textBehind } from '../../src/yaml/edit-scalar.ts';
import {
  expandName,
  insertEntriesAfter,
  insertItemBefore,
  insertYamlBefore,
  replaceValue,
} from '../../src/yaml/edit-structure.ts';
import { loadYaml } from '../../src/yaml/load.ts';
import { plainValue } from './plain-value.ts';

/** The file, and the place of the text between `«` and `»` in it. */
function marked(text: string, path = 'a.yml') {
  const [before = '', inside = '', after = ''] = text.split(/[«»]/);
  const file = new SourceFile(path, before + inside + after);
  return { file, place: file.place(before.length, before.length + inside.length) };
}

function apply(file: SourceFile, edits: readonly TextEdit[] | undefined): string | undefined {
  const changes = edits?.map(({ place, text }) => ({ range: place.range, text }));
  return changes && applyEdits(file.text, changes);
}

function contentOf(text: string): unknown {
  const { content, problems } = loadYaml(new SourceFile('a.yml', text));
  expect(problems).toEqual([]);
  return content && plainValue(content);
}

describe('a text in a scalar', () => {
  test.each<[name: string, before: string, text: string, after: string, value: unknown]>([
    ['plain', 'a: docker «login» x # c\n', 'push', 'a: docker push x # c\n', 'docker push x'],
    ['plain, quotes in the middle', 'a: docker «login»\n', 'login "$X"', 'a: docker login "$X"\n', 'docker login "$X"'],
    ['plain, a colon and a blank', 'a: echo «x»\n', '"a: b"', 'a: \'echo "a: b"\'\n', 'echo "a: b"'],
    ['plain, a number sign', 'a: echo «x» # c\n', 'x #y', "a: 'echo x #y' # c\n", 'echo x #y'],
    ['plain, a quote at the beginning', 'a: «docker» x\n', '"docker"', 'a: \'"docker" x\'\n', '"docker" x'],
    ['plain, single quotes', "a: «echo» 'x'\n", "'echo'", "a: \"'echo' 'x'\"\n", "'echo' 'x'"],
    ['plain, what would be no text', 'a: «x»\n', 'yes', "a: 'yes'\n", 'yes'],
    ['plain in brackets', 'a: [echo «x», b]\n', '{a, b}', "a: ['echo {a, b}', b]\n", ['echo {a, b}', 'b']],
    ['plain over lines', 'a: echo\n  «x»\n  y\n', 'x: 1', "a: 'echo\n  x: 1\n  y'\n", 'echo x: 1 y'],
    ['single-quoted', "a: 'it''s «x»'\n", 'a \'b\' "c"', "a: 'it''s a ''b'' \"c\"'\n", "it's a 'b' \"c\""],
    ['double-quoted', 'a: "say \\"«x»\\""\n', '"\\n"', 'a: "say \\"\\"\\\\n\\"\\""\n', 'say ""\\n""'],
    ['literal', 'a: |\n  one\n  «two»\n', '"x": \'y\'', 'a: |\n  one\n  "x": \'y\'\n', 'one\n"x": \'y\'\n'],
    [
      'literal, more lines',
      'a:\n - |\n    one\n    «two»\n',
      'x\ny',
      'a:\n - |\n    one\n    x\n    y\n',
      ['one\nx\ny\n'],
    ],
    ['literal, indented text', 'a: |2\n    «b»\n', 'x\n  y', 'a: |2\n    x\n    y\n', '  x\n  y\n'],
    ['literal, carriage returns', 'a: |\r\n  «b»\r\n', 'x\ny', 'a: |\r\n  x\r\n  y\r\n', 'x\ny\n'],
    ['folded', 'a: >\n  one\n  «two»\n', 'x # y', 'a: >\n  one\n  x # y\n', 'one x # y\n'],
    ['an insertion at the end', "a: 'x«»'\n", " 'y'", "a: 'x ''y'''\n", "x 'y'"],
    ['behind a header', 'spec:\n---\na: «x»\n', 'y', 'spec:\n---\na: y\n', 'y'],
    ['a key', '«imgae»: x\n', 'image', 'image: x\n', undefined],
  ])('%s', (_name, before, text, after, value) => {
    const { file, place } = marked(before);
    const changed = apply(file, rewriteText([{ place, text }]));
    expect(changed).toBe(after);
    if (value !== undefined) expect(contentOf(after)).toHaveProperty('a', value);
  });

  test('several changes that need quotes are one', () => {
    const { file, place } = marked('a: echo «x» y\n');
    const end = file.place(file.text.length - 2, file.text.length - 1);
    const edits = rewriteText([
      { place, text: 'b: c' },
      { place: end, text: 'd' },
    ]);
    expect(apply(file, edits)).toBe("a: 'echo b: c d'\n");
  });

  test.each([
    ['a line break outside of a literal', "a: 'x «y»'\n", 'b\nc'],
    ['a line break in folded text', 'a: >\n  x «y»\n', 'b\nc'],
    ['a place over the border', 'a: x«\nb: »y\n', 'z'],
    ['a part of an escape', 'a: "x\\«u0041»"\n', 'z'],
    ['no scalar', 'a:« »x\n', 'z'],
  ])('%s cannot be written', (_name, before, text) => {
    expect(rewriteText([{ place: marked(before).place, text }])).toBeUndefined();
  });

  test('a file that is no YAML says what stands there', () => {
    const { file, place } = marked('set -e\n«docker» push x\n', 'ci/push.sh');
    expect(apply(file, rewriteText([{ place, text: 'docker login: y\n# "\ndocker' }]))).toBe(
      'set -e\ndocker login: y\n# "\ndocker push x\n',
    );
  });

  test('is read without its notation', () => {
    expect(readText(marked('a: "say «\\"x\\"» \\u0041"\n').place)).toBe('"x"');
    expect(readText(marked("a: 'it«''s» x'\n").place)).toBe("'s");
    expect(textBehind(marked('a: "say«» \\"x\\""\n').place)?.text).toBe(' "x"');
  });

  test('a name is replaced where it stands, and nowhere else', () => {
    const { file, place } = marked("a: '«biuld»'\n");
    expect(apply(file, replaceName(place, 'biuld', 'build'))).toBe("a: 'build'\n");
    expect(replaceName(place, 'other', 'build')).toBeUndefined();
  });
});

describe('an item before another', () => {
  test.each([
    ['of a list', 'a:\n  - one\n  - «two» # c\n', 'x', 'a:\n  - one\n  - x\n  - two # c\n'],
    ['that needs quotes', 'a:\n- «two»\n', 'echo "a: b"', 'a:\n- \'echo "a: b"\'\n- two\n'],
    ['with an anchor', 'a:\n  - &x «two»\n', 'x', 'a:\n  - x\n  - &x two\n'],
    ['over lines', 'a:\n  - one\n    «two»\n', 'x', 'a:\n  - x\n  - one\n    two\n'],
    ['in brackets', 'a: [one, «two»]\n', 'x, y', "a: [one, 'x, y', two]\n"],
    ['where there is one text', 'job:\n  a: «two» # c\n', 'x', 'job:\n  a:\n    - x\n    - two # c\n'],
    ['behind carriage returns', 'a:\r\n  - «two»\r\n', 'x', 'a:\r\n  - x\r\n  - two\r\n'],
  ])('%s', (_name, before, text, after) => {
    const { file, place } = marked(before);
    expect(apply(file, insertItemBefore(place, text))).toBe(after);
    contentOf(after);
  });

  test('may be no text', () => {
    const { file, place } = marked('a:\n  - «two»\n');
    expect(apply(file, insertYamlBefore(place, '!reference [x, y]'))).toBe('a:\n  - !reference [x, y]\n  - two\n');
  });

  test.each([
    ['in a list on the line of another', 'a:\n  - - «two»\n'],
    ['in a hash in brackets', '{a: «two»}\n'],
    ['with an anchor in brackets', 'a: [&x «two»]\n'],
    ['for a single text with an anchor', 'a: &x «two»\n'],
    ['for a single text over lines', 'a: one\n  «two»\n'],
  ])('not %s', (_name, before) => {
    expect(insertItemBefore(marked(before).place, 'x')).toBeUndefined();
  });
});

describe('keys beside others', () => {
  test.each([
    ['behind a value', 'v:\n  «A»: 1 # c\n  B: 2\n', 'v:\n  A: 1 # c\n  C: "3"\n  B: 2\n'],
    ['behind the last one, without a line end', 'v:\n  «A»: 1', 'v:\n  A: 1\n  C: "3"'],
    ['in an item', 'v:\n  - «A»: 1\n', 'v:\n  - A: 1\n    C: "3"\n'],
    ['in brackets', 'v: { «A»: 1, B: 2 }\n', 'v: { A: 1, C: "3", B: 2 }\n'],
  ])('%s', (_name, before, after) => {
    const { file, place } = marked(before);
    expect(apply(file, insertEntriesAfter(place, ['C: "3"']))).toBe(after);
    contentOf(after);
  });

  test.each([
    ['a value', 'j:\n  image: «x:1» # c\n', 'j:\n  image:\n    name: x:1 # c\n    alias: y\n'],
    ['an item', 's:\n  - «x:1» # c\n  - b\n', 's:\n  - name: x:1 # c\n    alias: y\n  - b\n'],
    ['a quoted item in brackets', 's: ["«x:1»", b]\n', 's: [{ name: "x:1", alias: y }, b]\n'],
    ['what is a hash already', 's:\n  - name: «x:1»\n    z: 1\n', 's:\n  - name: x:1\n    alias: y\n    z: 1\n'],
  ])('a name that becomes a hash: %s', (_name, before, after) => {
    const { file, place } = marked(before);
    expect(apply(file, expandName(place, ['alias: y']))).toBe(after);
    contentOf(after);
  });

  test('another value', () => {
    const { file, place } = marked("v: { «A»: 'x', B: 2 }\n");
    expect(apply(file, replaceValue(place, '""'))).toBe('v: { A: "", B: 2 }\n');
    expect(replaceValue(marked('v: { «A»: [x] }\n').place, '""')).toBeUndefined();
  });

  test.each([
    ['a block scalar', 'v:\n  «A»: |\n    x\n'],
    ['a hash', 'v:\n  «A»:\n    value: x\n'],
  ])('not behind %s', (_name, before) => {
    expect(insertEntriesAfter(marked(before).place, ['C: "3"'])).toBeUndefined();
  });
});
