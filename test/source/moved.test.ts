/** What was worked out of a text is taken to a later one only where that says the same, and then to the right place. */
import { describe, expect, test } from 'vitest';
import { Moves, movedReach, reachOf, staysAsItIs } from '../../src/source/moved.ts';
import { type Place, SourceFile, textAt } from '../../src/source/source-file.ts';
import { noteVersion } from '../../src/source/versions.ts';
import { loadYaml } from '../../src/yaml/load.ts';
import type { Value } from '../../src/yaml/values.ts';

const BEFORE = 'a: [x, "y\\tz"]\nb:\n  script:\n    - |\n      one\n      two\nc: d\n';

function valueAt(file: SourceFile, key: string): Value | undefined {
  const { content } = loadYaml(file);
  return content?.kind === 'mapping' ? content.entries.get(key)?.value : undefined;
}

/** Every text of a value, as the file has it where the value says that it stands, and the file. */
function textsOf(value: Value | undefined): readonly string[] {
  switch (value?.kind) {
    case 'scalar':
      return [
        show(value.place),
        ...value.text.pieces.map(({ file, source, sourceLength }) => show(file.place(source, source + sourceLength))),
      ];
    case 'list':
      return [show(value.place), ...value.items.flatMap((item) => textsOf(item.value))];
    case 'mapping':
      return [
        show(value.place),
        ...[...value.entries.values()].flatMap((entry) => [show(entry.key.place), ...textsOf(entry.value)]),
      ];
    default:
      return [];
  }
}

function show(place: Place): string {
  return `${place.file.position(place.range[0]).line}: ${textAt(place)}`;
}

describe('a value is where a new reading of the text finds it', () => {
  test.each([
    ['nothing typed', BEFORE],
    ['a line above', `# line\n${BEFORE}`],
    ['a character above', BEFORE.replace('x', 'xx')],
    ['less above', BEFORE.replace('x, ', '')],
    ['another character above', BEFORE.replace('x', 'z')],
    ['a line break in place of a blank above', BEFORE.replace('x, ', 'x,\n')],
    ['below', BEFORE.replace('c: d', 'c: e')],
  ])('%s', (_, text) => {
    const [before, after] = [new SourceFile('.gitlab-ci.yml', BEFORE), new SourceFile('.gitlab-ci.yml', text)];
    const value = valueAt(before, 'b');
    noteVersion(before, after);
    expect(textsOf(new Moves().of(value))).toEqual(textsOf(valueAt(after, 'b')));
    expect(textsOf(value)).toHaveLength(6);
  });

  test('over many keystrokes', () => {
    const first = new SourceFile('.gitlab-ci.yml', BEFORE);
    const value = valueAt(first, 'b');
    let file = first;
    for (let count = 1; count <= 5; count++) {
      const typed = new SourceFile('.gitlab-ci.yml', `#${'\n'.repeat(count)}${BEFORE}`);
      noteVersion(file, typed);
      file = typed;
    }
    expect(textsOf(new Moves().of(value))).toEqual(textsOf(valueAt(file, 'b')));
  });
});

test.each([
  ['typed over itself', BEFORE.replace('one', 'four')],
  ['between two changes', `# line\n${BEFORE.replace('c: d', 'c: e')}`],
])('what was %s is taken nowhere', (_, text) => {
  const before = new SourceFile('.gitlab-ci.yml', BEFORE);
  const value = valueAt(before, 'b');
  noteVersion(before, new SourceFile('.gitlab-ci.yml', text));
  expect(new Moves().of(value)).toBeUndefined();
  expect(staysAsItIs(reachOf(value))).toBe(false);
});

test('what stands before all that is typed need not be moved', () => {
  const before = new SourceFile('.gitlab-ci.yml', BEFORE);
  const value = valueAt(before, 'b');
  noteVersion(before, new SourceFile('.gitlab-ci.yml', `${BEFORE}e: f\n`));
  expect(staysAsItIs(reachOf(value))).toBe(true);
});

test('what has moved reaches as far as if it were read anew, and into no older version', () => {
  let file = new SourceFile('.gitlab-ci.yml', BEFORE);
  let value = valueAt(file, 'b');
  let reach = reachOf(value);
  for (const line of ['# x\n', '', '# y\n# z\n']) {
    const typed = new SourceFile('.gitlab-ci.yml', line + BEFORE);
    noteVersion(file, typed);
    file = typed;
    value = new Moves().of(value);
    reach = movedReach(reach);
    expect(reach).toEqual(reachOf(value));
    expect([...reach.keys()]).toEqual([file]);
  }
});
