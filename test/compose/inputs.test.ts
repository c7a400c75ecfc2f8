/** Inputs: what values files get, where these point to, and what is not known. */
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import type { Composition } from '../../src/compose/composition.ts';
import { givenInputs } from '../../src/compose/given-inputs.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { type Place, textAt } from '../../src/source/source-file.ts';
import type { Item, Value } from '../../src/yaml/values.ts';
import { plainValue as plain } from '../yaml/plain-value.ts';

const ROOT = '.gitlab-ci.yml';

/** A file with these inputs, which gets what is given. */
function fill(inputs: string, content: string, given: object = {}, variables: Readonly<Record<string, string>> = {}) {
  const text = `spec:\n  inputs: ${inputs}\n---\n${content}\n`;
  return compose(new MemoryHost({ [ROOT]: text }), ROOT, {
    inputs: givenInputs(given),
    variables: new Map(Object.entries(variables)),
  });
}

function problemsOf({ problems }: Composition): string[] {
  return problems.map(({ rule, kind, place }) => `${rule} ${kind}: ${textAt(place)}`);
}

function valueAt({ config }: Composition, ...path: readonly (string | number)[]): Item {
  let item: Item = { value: config ?? { kind: 'mapping', entries: new Map(), place: nowhere }, trail: [] };
  for (const key of path) {
    const { value }: Item = item;
    const child = value.kind === 'mapping' ? value.entries.get(`${key}`) : undefined;
    const inner = value.kind === 'list' ? value.items[Number(key)] : child;
    if (!inner) throw new Error(`nothing at ${key}`);
    item = inner;
  }
  return item;
}

const nowhere: Place = givenInputs({}).place;

function textOf(value: Value) {
  if (value.kind !== 'scalar') throw new Error('no scalar');
  return value.text;
}

describe('values', () => {
  test.each<[string, string, object, unknown]>([
    ['a string stays one', '{a: }', { a: 'x' }, 'x'],
    ['a string input makes text of a number', '{a: }', { a: 1.5 }, '1.5'],
    [
      'and of a list',
      '{a: }',
      { a: ['x', 1, null, true, { k: 'v', 'a-b': 2 }] },
      '["x", 1, nil, true, {:k=>"v", :"a-b"=>2}]',
    ],
    ['and of nothing', '{a: {default: }}', {}, ''],
    ['a number input reads text', '{a: {type: number}}', { a: '3' }, 3],
    ['a boolean input too', '{a: {type: boolean}}', { a: 'true' }, true],
    ['and an array input', '{a: {type: array}}', { a: '["x", {"k": [1]}]' }, ['x', { k: [1] }]],
    ['a default', '{a: {type: array, default: [1, x]}}', {}, [1, 'x']],
    ['null is not given', '{a: {default: d}}', { a: null }, 'd'],
    ['an empty text is', '{a: {default: d}}', { a: '' }, ''],
    ['but not for an input with rules', '{a: {rules: [{default: d}]}}', { a: '' }, 'd'],
    ['no rule matches', `{b: , a: {rules: [{if: '$[[ inputs.b ]] == "x"', default: d}]}}`, { b: 'y' }, ''],
    ['a rule matches', `{b: , a: {rules: [{if: '$[[ inputs.b ]] == "x"', default: d}]}}`, { b: 'x' }, 'd'],
  ])('%s', (_, inputs, given, expected) => {
    const composition = fill(inputs, 'x: $[[ inputs.a ]]', given);
    expect(problemsOf(composition)).toEqual([]);
    expect((plain(composition.config) as { x: unknown }).x).toEqual(expected);
  });

  test.each<[string, string, unknown]>([
    ['$[[ inputs.s | truncate(1,3) ]]', '{s: {default: abcdef}}', 'bcd'],
    ['$[[ inputs.s | truncate(9,3) ]]', '{s: {default: abcdef}}', ''],
    ['$[[ inputs.s | truncate(0,1) ]]', '{s: {default: 🚀x}}', '🚀'],
    ['$[[ inputs.s | posix_escape ]]', `{s: {default: "a b's"}}`, "a\\ b\\'s"],
    ['$[[ inputs.s | posix_escape ]]', "{s: {default: ''}}", "''"],
    ['$[[ inputs.s | expand_vars ]]', '{s: {default: "$A-${A}"}}', 'va-va'],
    ['$[[ inputs.s | expand_vars | truncate(0,1) ]]', '{s: {default: $A}}', 'v'],
    ["$[[ inputs.s | split(',') ]]", "{s: {default: 'a, b,,c '}}", ['a', 'b', 'c']],
    ['[1, "$[[ inputs.s ]]", 2]', '{s: {type: array, default: [a, [b]]}}', [1, 'a', ['b'], 2]],
    ['x$[[ inputs.s ]]y$[[ inputs.s ]]', '{s: {default: "-"}}', 'x-y-'],
    ['$[[ inputs.s[1][0].k ]]', '{s: {type: array, default: [a, [{k: v}]]}}', 'v'],
    ['$[[ matrix.X ]] $[[ inputs.s ]]', '{s: {default: a}}', '$[[ matrix.X ]] a'],
    ['$[[ inputs.s | expand_vars ]]', '{s: {default: $UNKNOWN}}', '$[[ inputs.s | expand_vars ]]'],
  ])('%s', (text, inputs, expected) => {
    const composition = fill(inputs, `x: ${text}`, {}, { A: 'va' });
    expect(problemsOf(composition)).toEqual([]);
    expect((plain(composition.config) as { x: unknown }).x).toEqual(expected);
  });

  test('keys take values, and so do texts that an anchor shares', () => {
    const { config } = fill('{a: }', '$[[ inputs.a ]]-job: &b {x: "$[[ inputs.a ]]"}\nother: *b', { a: 'n' });
    expect(plain(config)).toEqual({ 'n-job': { x: 'n' }, other: { x: 'n' } });
  });
});

describe('places', () => {
  const composition = compose(
    new MemoryHost({
      [ROOT]: 'include:\n  - local: a.yml\n    inputs:\n      image: docker:27\n      long: "abcdefghijklmnopqrstu"\n',
      'a.yml': [
        'spec:',
        '  inputs: {image: , long: , name: {default: tool}}',
        '---',
        'x:',
        '  image: $[[ inputs.image ]]',
        '  script:',
        '    - docker push "reg/$[[ inputs.name ]]:$TAG"',
        '    - |',
        '      echo $[[ inputs.long ]] end',
        '      $[[inputs.name]]$[[inputs.name]]',
        '',
      ].join('\n'),
    }),
    ROOT,
  );

  test('a value that is one block is where it is given, and the trail leads over the block', () => {
    expect(composition.problems).toEqual([]);
    const { value, trail } = valueAt(composition, 'x', 'image');
    expect([value.place.file.path, textAt(value.place)]).toEqual([ROOT, 'docker:27']);
    expect(trail.map(({ kind, name, place }) => [kind, name, textAt(place)])).toEqual([
      ['input', 'inputs.image', '$[[ inputs.image ]]'],
    ]);
  });

  test.each<[number, string, string]>([
    [0, 'docker', 'docker'],
    [0, 'tool', '$[[ inputs.name ]]'],
    [0, 'oo', '$[[ inputs.name ]]'],
    [0, 'reg/tool:$TAG', 'reg/$[[ inputs.name ]]:$TAG'],
    [0, '$TAG', '$TAG'],
    [1, 'cde', '$[[ inputs.long ]]'],
    [1, 'abcdefghijklmnopqrstu', '$[[ inputs.long ]]'],
    [1, 'u end', '$[[ inputs.long ]] end'],
    [1, 'tooltool', '$[[inputs.name]]$[[inputs.name]]'],
  ])('in line %i, %s points at %s', (line, words, expected) => {
    const text = textOf(valueAt(composition, 'x', 'script', line).value);
    const start = text.text.indexOf(words);
    expect(start).toBeGreaterThanOrEqual(0);
    const place = text.place(start, start + words.length);
    expect([place.file.path, textAt(place)]).toEqual(['a.yml', expected]);
  });

  test('nothing but empty values still has a place', () => {
    const empty = fill('{a: {default: ""}}', 'x: $[[ inputs.a ]]$[[ inputs.a ]]');
    const text = textOf(valueAt(empty, 'x').value);
    expect(text.text).toBe('');
    expect(textAt(text.place(0))).toBe('');
  });
});

describe('who gives the values', () => {
  const TEXT = 'spec:\n  inputs: {a: {default: d}, b: }\n---\nx: $[[ inputs.a ]] $[[ inputs.b ]]\n';

  test.each<[string, string, unknown, boolean]>([
    ['a pipeline that starts by itself', ROOT, 'd $[[ inputs.b ]]', true],
    ['everybody who includes the file', 'templates/x.yml', '$[[ inputs.a ]] $[[ inputs.b ]]', true],
  ])('%s', (_, path, expected, complete) => {
    const composition = compose(new MemoryHost({ [path]: TEXT }), path);
    expect(problemsOf(composition)).toEqual([]);
    expect(composition.complete).toBe(complete);
    expect(plain(composition.config)).toEqual({ x: expected });
  });

  test('a file that is included twice gets what each include gives', () => {
    const { config, problems } = compose(
      new MemoryHost({
        [ROOT]: 'include: [{local: a.yml, inputs: {n: one}}, {local: a.yml, inputs: {n: two}}]\n',
        'a.yml': 'spec: {inputs: {n: }}\n---\njob $[[ inputs.n ]]: $[[ inputs.n ]]\n',
      }),
      ROOT,
    );
    expect(problems).toEqual([]);
    expect(plain(config)).toEqual({ 'job one': 'one', 'job two': 'two' });
  });

  test('what an input names is included', () => {
    const files = { 'a.yml': 'spec: {inputs: {n: }}\n---\ninclude: $[[ inputs.n ]].yml\n', 'b.yml': 'b: b\n' };
    const { config } = compose(new MemoryHost({ ...files, [ROOT]: 'include: {local: a.yml, inputs: {n: b}}\n' }), ROOT);
    expect(plain(config)).toEqual({ b: 'b' });
    const open = compose(new MemoryHost(files), 'a.yml');
    expect(open.unresolved.map(({ reason, conditional }) => [reason, conditional])).toEqual([
      ['has a name that depends on an input', true],
    ]);
  });
});

test('more blocks than GitLab takes are a problem, once', () => {
  const blocks = Array.from({ length: 10_001 }, (_, i) => `  - $[[ inputs.a | truncate(0,${i}) ]]`);
  expect(problemsOf(fill('{a: }', `x:\n${blocks.join('\n')}`, { a: 'v' }))).toEqual([
    'config-inputs tooManyBlocks: $[[ inputs.a | truncate(0,10000) ]]',
  ]);
});

test.each<[string, string, object]>([
  ['headers of odd forms', 'spec: [1]\n---\na: $[[ inputs.x ]]\n', {}],
  ['inputs of odd forms', 'spec: {inputs: [1, {a: 2}], component: 3, include: 4}\n---\na: $[[ component.x ]]\n', {}],
  [
    'odd blocks',
    'spec: {inputs: {a: }}\n---\na: $[[ a ]] $[[ | ]] $[[ inputs. ]] $[[ inputs.a[ ]] $[[ .a ]]\n',
    { a: 'x' },
  ],
  ['odd values', 'spec: {inputs: {a: {rules: [{if: 5}, 6, {}]}}}\n---\na: $[[ inputs.a ]]\n', { a: { b: 1 } }],
  ['an input without a name', 'spec: {inputs: {"": }}\n---\na: $[[ inputs. ]]\n', {}],
])('%s make problems, never an exception', (_, text, given) => {
  const composition = compose(new MemoryHost({ [ROOT]: text }), ROOT, { inputs: givenInputs(given) });
  expect(composition.problems.length).toBeGreaterThan(0);
  expect(composition.problems.every(({ place }) => place.range[0] <= place.range[1])).toBe(true);
});
