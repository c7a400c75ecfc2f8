/** Where composed values come from, and what is said when something does not fit together. */
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import type { Composition } from '../../src/compose/composition.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { textAt } from '../../src/source/source-file.ts';
import type { Item, Value } from '../../src/yaml/values.ts';
import { plainValue as plain } from '../yaml/plain-value.ts';

const ROOT = '.gitlab-ci.yml';

function composeFiles(files: Readonly<Record<string, string>>): Composition {
  return compose(new MemoryHost(files), ROOT);
}

/** The whole trail of a value: what the edges on the way from the root say, one after the other. */
function trailTo({ config }: Composition, path: readonly (string | number)[]): string[] {
  if (!config) throw new Error('nothing was composed');
  const way: Item[] = [{ value: config, trail: [] }];
  for (const key of path) way.push(childOf(way.at(-1)?.value ?? config, key));
  const steps = way.flatMap(({ trail }) => trail);
  const place = (way.at(-1)?.value ?? config).place;
  return [
    ...steps.map((step) => `${step.kind} ${step.name} (${step.place.file.path}: ${textAt(step.place)})`),
    `${place.file.path}: ${textAt(place)}`,
  ];
}

function childOf(value: Value, key: string | number): Item {
  const child =
    value.kind === 'mapping'
      ? value.entries.get(String(key))
      : value.kind === 'list'
        ? value.items[Number(key)]
        : undefined;
  if (!child) throw new Error(`nothing at ${key}`);
  return child;
}

describe('the trail of a value', () => {
  const composition = composeFiles({
    [ROOT]: [
      'include: ci/a.yml',
      'variables:',
      '  OWN: o',
      'build:',
      '  extends: .base',
      '  script:',
      '    - !reference [.steps, script]',
      '    - own',
      '',
    ].join('\n'),
    'ci/a.yml': [
      'include:',
      '  - local: /ci/b.yml',
      'variables:',
      '  A: a',
      '.base:',
      '  extends: .deep',
      '  image: base',
      'test:',
      '  extends: .base',
      '',
    ].join('\n'),
    'ci/b.yml': [
      '.deep:',
      '  variables:',
      '    D: d',
      '.steps:',
      '  script:',
      '    - s1',
      '    - !reference [.more, script]',
      '.more:',
      '  script: [m1]',
      '',
    ].join('\n'),
  });
  const TO_A = 'include ci/a.yml (.gitlab-ci.yml: ci/a.yml)';
  const TO_B = 'include ci/b.yml (ci/a.yml: /ci/b.yml)';

  test.each<[readonly (string | number)[], readonly string[]]>([
    [['variables', 'OWN'], ['.gitlab-ci.yml: o']],
    [
      ['variables', 'A'],
      [TO_A, 'ci/a.yml: a'],
    ],
    [['build', 'script', 1], ['.gitlab-ci.yml: own']],
    [
      ['build', 'image'],
      ['extends .base (.gitlab-ci.yml: .base)', TO_A, 'ci/a.yml: base'],
    ],
    [
      ['test', 'image'],
      [TO_A, 'extends .base (ci/a.yml: .base)', TO_A, 'ci/a.yml: base'],
    ],
    [
      ['build', 'variables', 'D'],
      ['extends .base (.gitlab-ci.yml: .base)', TO_A, 'extends .deep (ci/a.yml: .deep)', TO_A, TO_B, 'ci/b.yml: d'],
    ],
    [
      ['build', 'script', 0, 0],
      ['reference .steps, script (.gitlab-ci.yml: [.steps, script])', TO_A, TO_B, 'ci/b.yml: s1'],
    ],
    [
      ['build', 'script', 0, 1, 0],
      [
        'reference .steps, script (.gitlab-ci.yml: [.steps, script])',
        TO_A,
        TO_B,
        'reference .more, script (ci/b.yml: [.more, script])',
        TO_A,
        TO_B,
        'ci/b.yml: m1',
      ],
    ],
  ])('%j', (path, expected) => {
    expect(trailTo(composition, path)).toEqual(expected);
  });

  test('of a file are its include entries', () => {
    expect(composition.problems).toEqual([]);
    expect(composition.files.map(({ path }) => path)).toEqual([ROOT, 'ci/a.yml', 'ci/b.yml']);
    expect(composition.files.map((file) => composition.includedBy(file).map(({ name }) => name))).toEqual([
      [],
      ['ci/a.yml'],
      ['ci/a.yml', 'ci/b.yml'],
    ]);
  });
});

describe('merging', () => {
  test('shares what is not merged', () => {
    const { config } = composeFiles({
      [ROOT]: '.base:\n  variables:\n    A: a\nbuild:\n  extends: .base\n  script: x\n',
    });
    const at = (job: string): Value | undefined => {
      const value = config?.entries.get(job)?.value;
      return value?.kind === 'mapping' ? value.entries.get('variables')?.value : undefined;
    };
    expect(at('build')).toBeDefined();
    expect(at('build')).toBe(at('.base'));
  });

  test('is not associative: what an include replaced inside itself comes as a whole', () => {
    const { config } = composeFiles({
      [ROOT]: 'include: [one.yml, two.yml]\n',
      'one.yml': 'x:\n  one: 1\n',
      'two.yml': 'include: three.yml\nx:\n  two: 2\n',
      'three.yml': 'x: text\n',
    });
    expect(plain(config)).toEqual({ x: { one: 1, two: 2 } });
  });
});

describe('while something is missing', () => {
  const REMOTE = 'include:\n  - template: Docker.gitlab-ci.yml\n';
  const USES = 'build:\n  extends: .gone\n  script:\n    - !reference [.gone, script]\n    - make\n';

  test.each([
    ['an include that cannot be read', { [ROOT]: REMOTE + USES }, []],
    ['an include that does not exist', { [ROOT]: `include: gone.yml\n${USES}` }, ['config-include missing']],
    ['a nested include', { [ROOT]: `include: a.yml\n${USES}`, 'a.yml': REMOTE }, []],
    [
      'a key that an input names',
      { [ROOT]: `spec:\n  inputs:\n    x:\n---\n$[[ inputs.x ]]:\n  script: x\n${USES}` },
      [],
    ],
    ['nothing', { [ROOT]: USES }, ['config-extends unknownParent', 'config-reference missing']],
  ])('%s', (_, files, problems) => {
    const composition = composeFiles(files);
    expect(composition.problems.map(({ rule, kind }) => `${rule} ${kind}`)).toEqual(problems);
    expect(composition.complete).toBe(problems.length === 2);
    const script = plain(composition.config) as { build: { script: unknown[] } };
    expect(script.build.script).toEqual([{ '!reference': ['.gone', 'script'] }, 'make']);
  });
});

test('unresolved includes tell what they are', () => {
  const { unresolved } = composeFiles({
    [ROOT]: [
      'include:',
      '  - project: acme/ci',
      '    ref: v2',
      '    file: [/a.yml, /b.yml]',
      '  - https://ci.example.com/x.yml',
      '  - component: $CI_SERVER_FQDN/acme/x/y@1',
      '  - local: $DIRECTORY/x.yml',
      '  - template: Go.gitlab-ci.yml',
      '    rules:',
      '      - if: $CI_COMMIT_TAG',
      '  - local: gone.yml',
      '    rules:',
      '      - exists: [Makefile]',
      '      - if: $CI_COMMIT_TAG',
      'build:',
      '  script: make',
      '',
    ].join('\n'),
  });
  expect(unresolved.map(({ kind, target, place, conditional }) => [kind, target, textAt(place), conditional])).toEqual([
    ['project', 'acme/ci: /a.yml@v2', '/a.yml', false],
    ['project', 'acme/ci: /b.yml@v2', '/b.yml', false],
    ['remote', 'https://ci.example.com/x.yml', 'https://ci.example.com/x.yml', false],
    ['component', '$CI_SERVER_FQDN/acme/x/y@1', '$CI_SERVER_FQDN/acme/x/y@1', true],
    ['local', '$DIRECTORY/x.yml', '$DIRECTORY/x.yml', true],
    ['template', 'Go.gitlab-ci.yml', 'Go.gitlab-ci.yml', true],
    ['local', 'gone.yml', 'gone.yml', true],
  ]);
});

test('what a conditional include brings is marked on its trail', () => {
  const { config, unresolved, problems } = composeFiles({
    [ROOT]: 'include:\n  - local: a.yml\n    rules:\n      - if: $CI_COMMIT_TAG\nx:\n  script: x\n',
    'a.yml': 'include: b.yml\na:\n  script: a\n',
    'b.yml': 'b:\n  script: b\n',
  });
  const trails = [...(config?.entries ?? [])].map(([name, { trail }]) => [name, trail.map((step) => step.conditional)]);
  expect(Object.fromEntries(trails)).toEqual({ b: [true, undefined], a: [true], x: [] });
  expect([...unresolved, ...problems]).toEqual([]);
});

test('a wildcard includes each file once, and the root file too', () => {
  const composition = composeFiles({
    [ROOT]: "include: '**.yml'\nbuild:\n  script: make\n",
    'a.yml': "include: '**.yml'\na:\n  script: a\n",
    'ci/b.yml': 'b:\n  script: b\n',
  });
  expect(composition.problems).toEqual([]);
  expect(Object.keys(plain(composition.config) as object).toSorted()).toEqual(['a', 'b', 'build']);
});

describe('bad input is a located problem, never an exception', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['no root file', {}, 'config-syntax unreadable'],
    ['an empty root file', { [ROOT]: ' \n' }, 'config-syntax blank'],
    ['a list', { [ROOT]: '- a\n' }, 'config-syntax notMapping'],
    ['an include of itself', { [ROOT]: 'include: .gitlab-ci.yml\nx:\n  script: x\n' }, 'config-include cycle'],
    ['a path out of the repository', { [ROOT]: 'include: ../x.yml\nx:\n  script: x\n' }, 'config-include unreadable'],
    [
      'an include of a reference',
      { [ROOT]: 'include: !reference [.x, y]\nx:\n  script: x\n' },
      'config-include notStringOrHash',
    ],
    ['a reference to its own file', { [ROOT]: '.x: !reference [.x]\nx:\n  script: x\n' }, 'config-reference circular'],
  ])('%s', (_, files, expected) => {
    const { problems } = composeFiles(files);
    expect(problems.map(({ rule, kind }) => `${rule} ${kind}`)).toEqual([expected]);
  });

  test('deep chains end before the stack does', () => {
    const chain = (line: (i: number) => string): string => Array.from({ length: 3000 }, (_, i) => line(i)).join('');
    const extending = composeFiles({
      [ROOT]: `.t0:\n  script: x\n${chain((i) => `.t${i + 1}:\n  extends: .t${i}\n`)}`,
    });
    expect(extending.problems.map(({ kind }) => kind)).toEqual(['tooDeep']);
    const backwards = composeFiles({
      [ROOT]: `${chain((i) => `.t${i}:\n  extends: .t${i + 1}\n`)}.t3000:\n  script: x\n`,
    });
    expect(backwards.problems.map(({ kind }) => kind)).toEqual(['tooDeep']);
    const referring = composeFiles({ [ROOT]: `${chain((i) => `.t${i}: !reference [.t${i + 1}]\n`)}.t3000: x\n` });
    expect(referring.problems).toEqual([]);
  });
});

test('a large project composes in a moment', () => {
  const names = Array.from({ length: 150 }, (_, i) => `ci/${i}.yml`);
  const jobs = (file: number): string =>
    Array.from({ length: 14 }, (_, i) => `job-${file}-${i}:\n  extends: .base\n  script: make ${i}\n`).join('');
  const files = Object.fromEntries(names.map((name, i) => [name, `variables:\n  V${i}: v\n${jobs(i)}`]));
  const start = performance.now();
  const composition = composeFiles({ ...files, [ROOT]: `include: [${names.join(', ')}]\n.base:\n  image: alpine\n` });
  expect(composition.config?.entries.size).toBe(150 * 14 + 2);
  expect(composition.problems).toEqual([]);
  expect(performance.now() - start).toBeLessThan(10_000);
});
