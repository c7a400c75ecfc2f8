/** Includes of all kinds: which files they mean, what is missing, and what is wrong with them. */
import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { compose } from '../../src/compose/compose.ts';
import type { Composition } from '../../src/compose/composition.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { lintRoot } from '../../src/lint/lint.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { OPEN_KEYWORDS } from '../../src/pipeline/nodes.ts';
import { type Fetched, type RemoteSource, sourceKey } from '../../src/source/remote.ts';
import { textAt } from '../../src/source/source-file.ts';
import { plainValue as plain } from '../yaml/plain-value.ts';

const ROOT = '.gitlab-ci.yml';
const SHA = '0123456789012345678901234567890123456789';

type Files = Readonly<Record<string, string>>;

function composeWith(
  files: Files,
  fetched: readonly [RemoteSource, Fetched][] = [],
  variables: Files = {},
): Composition {
  const known = new Map(fetched.map(([source, found]) => [sourceKey(source), found]));
  return compose(new MemoryHost(files, known), ROOT, { variables: new Map(Object.entries(variables)) });
}

function project(file: string, ref = 'v1'): RemoteSource {
  return { kind: 'project', project: 'acme/ci', ref, file };
}

function got(path: string, text: string, more: object = {}): Fetched {
  return { ok: true, path, text, ...more };
}

const HOME = { home: { project: 'acme/ci', sha: SHA } };

describe('what was fetched takes part', () => {
  const component: RemoteSource = {
    kind: 'component',
    server: 'gitlab.example.com',
    project: 'acme/tools',
    name: 'lint',
    version: '1',
  };
  const template: RemoteSource = { kind: 'template', name: 'Jobs/Build.gitlab-ci.yml' };
  const remote: RemoteSource = { kind: 'remote', url: 'https://ci.example.com/x.yml' };

  test.each<[string, string, readonly [RemoteSource, Fetched][], object]>([
    [
      'files of a project, and the local files that they include there',
      'include: {project: Acme/CI, ref: v1, file: [/a.yml, b.yml]}',
      [
        [project('a.yml'), got('acme/ci@v1:/a.yml', 'include: /c.yml\na: a', HOME)],
        [project('c.yml', SHA), got('acme/ci@0123:/c.yml', 'a: c\nc: c', HOME)],
        [project('b.yml'), got('acme/ci@v1:/b.yml', 'b: b', HOME)],
      ],
      { a: 'a', b: 'b', c: 'c' },
    ],
    [
      'the files of another project that a pattern there means, but for the one that has the pattern',
      'include: {project: acme/ci, ref: v1, file: jobs/all.yml}',
      [
        [project('jobs/all.yml'), got('acme/ci@v1:/jobs/all.yml', "include: 'jobs/*.yml'\na: all", HOME)],
        [
          { kind: 'tree', project: 'acme/ci', ref: SHA },
          got('tree', 'jobs/all.yml\njobs/b.yml\njobs/deep/c.yml\nd.yml'),
        ],
        [project('jobs/b.yml', SHA), got('acme/ci@0123:/jobs/b.yml', 'a: b\nb: b', HOME)],
      ],
      { a: 'all', b: 'b' },
    ],
    ['a remote file', 'include: https://ci.example.com/x.yml', [[remote, got('https://x', 'a: 1')]], { a: 1 }],
    ['a template', 'include: {template: Jobs/Build.gitlab-ci.yml}', [[template, got('template:x', 'a: 1')]], { a: 1 }],
    [
      'a component with its own name and version',
      'include: {component: $CI_SERVER_FQDN/acme/tools/lint@1, inputs: {job: x}}',
      [
        [
          component,
          got(
            'acme/tools@1.4.2:/templates/lint.yml',
            'spec: {inputs: {job: }, component: [name, version, reference, sha]}\n---\n$[[ inputs.job ]]: $[[ component.name ]] $[[ component.version ]] $[[ component.reference ]] $[[ component.sha ]]',
            { home: { project: 'acme/tools', sha: SHA }, version: '1.4.2' },
          ),
        ],
      ],
      { x: `lint 1.4.2 1 ${SHA}` },
    ],
  ])('%s', (_, text, fetched, expected) => {
    const { config, problems, unresolved, complete } = composeWith({ [ROOT]: `${text}\n` }, fetched, {
      CI_SERVER_FQDN: 'gitlab.example.com',
    });
    expect(problems).toEqual([]);
    expect(unresolved).toEqual([]);
    expect(complete).toBe(true);
    expect(plain(config)).toEqual(expected);
  });
});

test('what is missing says what would have to be fetched', () => {
  const { unresolved, problems } = composeWith(
    {
      [ROOT]: [
        'include:',
        '  - {project: $CI_PROJECT_ROOT_NAMESPACE/ci, file: /a.yml}',
        '  - {project: $SOMEWHERE/ci, file: a.yml}',
        '  - {remote: https://ci.example.com/x.yml, integrity: sha256-AAAA}',
        '  - {component: gitlab.example.com/acme/tools/lint@~latest}',
        '  - {project: acme/ci, ref: v1, file: b.yml}',
        '',
      ].join('\n'),
    },
    [[project('b.yml'), got('acme/ci@v1:/b.yml', "include: [c.yml, 'jobs/*.yml']", HOME)]],
    { CI_PROJECT_ROOT_NAMESPACE: 'acme' },
  );
  expect(problems).toEqual([]);
  expect(unresolved.map(({ kind, place, source }) => [kind, textAt(place), source])).toEqual([
    ['project', '/a.yml', { kind: 'project', project: 'acme/ci', ref: '', file: 'a.yml' }],
    ['project', 'a.yml', undefined],
    [
      'remote',
      'https://ci.example.com/x.yml',
      { kind: 'remote', url: 'https://ci.example.com/x.yml', integrity: 'sha256-AAAA' },
    ],
    [
      'component',
      'gitlab.example.com/acme/tools/lint@~latest',
      { kind: 'component', server: 'gitlab.example.com', project: 'acme/tools', name: 'lint', version: '~latest' },
    ],
    ['local', 'c.yml', { kind: 'project', project: 'acme/ci', ref: SHA, file: 'c.yml' }],
    ['local', "'jobs/*.yml'", { kind: 'tree', project: 'acme/ci', ref: SHA }],
  ]);
});

describe('faults', () => {
  const remote: RemoteSource = { kind: 'remote', url: 'https://ci.example.com/x.yml' };

  test.each<[string, string, readonly [RemoteSource, Fetched][], readonly string[]]>([
    [
      'a local file of a remote file',
      'include: https://ci.example.com/x.yml',
      [[remote, got('https://x', 'include: a.yml\na: 1')]],
      ['config-include noProject a.yml'],
    ],
    [
      'a component in a remote file',
      'include: https://ci.example.com/x.yml',
      [[remote, got('https://x', 'include: {component: a/b/c/d@1}\na: 1')]],
      ['config-include noProjectForComponent a/b/c/d@1'],
    ],
    [
      'a file that the server does not have',
      'include: {project: acme/ci, ref: v1, file: a.yml}',
      [[project('a.yml'), { ok: false, reason: 'no-file' }]],
      ['config-include notThere a.yml'],
    ],
    [
      'but not one that may only be hidden here',
      'include: {project: acme/ci, ref: v1, file: a.yml}',
      [[project('a.yml'), { ok: false, reason: 'no-project' }]],
      [],
    ],
    [
      'an empty file',
      'include: {project: acme/ci, ref: v1, file: a.yml}',
      [[project('a.yml'), got('acme/ci@v1:/a.yml', ' \n')]],
      ['config-include blank a.yml'],
    ],
    [
      'a file that includes itself in its project',
      'include: {project: acme/ci, ref: v1, file: a.yml}',
      [
        [project('a.yml'), got('acme/ci@v1:/a.yml', 'include: a.yml\na: 1', HOME)],
        [project('a.yml', SHA), got('acme/ci@0123:/a.yml', 'include: a.yml\na: 1', HOME)],
      ],
      ['config-include cycle a.yml'],
    ],
    [
      'inputs from a template',
      'spec: {include: {template: A.gitlab-ci.yml}}\n---\na: 1',
      [],
      ['config-include noInputsFile A.gitlab-ci.yml'],
    ],
    [
      'a component that takes its inputs from elsewhere',
      'include: {component: a/b/c/d@1}',
      [
        [
          { kind: 'component', server: 'a', project: 'b/c', name: 'd', version: '1' },
          got('b/c@1:/templates/d.yml', 'spec: {include: x.yml}\n---\na: 1', HOME),
        ],
      ],
      ['config-inputs componentInclude include'],
    ],
  ])('%s', (_, text, fetched, expected) => {
    const { problems } = composeWith({ [ROOT]: `${text}\n` }, fetched);
    expect(problems.map(({ rule, kind, place }) => `${rule} ${kind} ${textAt(place)}`)).toEqual(expected);
  });
});

test('what GitLab says to a file that is not there', () => {
  const missing: readonly [RemoteSource, Fetched][] = [
    [project('a.yml', 'v1'), { ok: false, reason: 'no-file' }],
    [project('a.yml', 'v9'), { ok: false, reason: 'no-ref' }],
    [
      { kind: 'template', name: 'None.gitlab-ci.yml' },
      { ok: false, reason: 'no-file' },
    ],
    [
      { kind: 'component', server: 'a', project: 'b/c', name: 'd', version: '9' },
      { ok: false, reason: 'no-version' },
    ],
  ];
  const known = new Map(missing.map(([source, found]) => [sourceKey(source), found]));
  const text = [
    'include:',
    '  - {project: acme/ci, ref: v1, file: a.yml}',
    '  - {project: acme/ci, ref: v9, file: a.yml}',
    '  - {template: None.gitlab-ci.yml}',
    '  - {component: a/b/c/d@9}',
    'x: {script: s}',
    '',
  ].join('\n');
  const { findings, unresolved } = lintRoot(new MemoryHost({ [ROOT]: text }, known), ROOT, RULES);
  expect(findings.map(({ rule, severity, message }) => [rule, severity, /invalid: (.*)"/.exec(message)?.[1]])).toEqual([
    ['config-include', 'error', 'Project `acme/ci` file `a.yml` does not exist!'],
    ['config-include', 'error', 'Project `acme/ci` reference `v9` does not exist!'],
    ['config-include', 'error', 'Included file `None.gitlab-ci.yml` is empty or does not exist!'],
    ['config-include', 'error', "Component 'a/b/c/d@9' - content not found"],
  ]);
  expect(unresolved.length).toBe(4);
});

describe('rules', () => {
  const FILES = { 'a.yml': 'a: a', 'src/x.go': '' };

  test.each<[string, string, Files, 'in' | 'out' | 'maybe']>([
    ['an unknown variable', '[{if: $X}]', {}, 'maybe'],
    ['a known variable', '[{if: $X == "1"}]', { X: '1' }, 'in'],
    ['a known variable with another value', '[{if: $X == "1"}]', { X: '2' }, 'out'],
    ['a file that is there', '[{exists: [src/*.go]}]', {}, 'in'],
    ['a file that is not there', '[{exists: [src/*.rs]}]', {}, 'out'],
    ['changes', '[{changes: [src/*.go]}]', {}, 'maybe'],
    ['never for what is there', '[{exists: [src/x.go], when: never}, {when: always}]', {}, 'out'],
    ['a second rule', '[{exists: [none], when: never}, {when: always}]', {}, 'in'],
    ['both ways the same', '[{if: $X}, {when: always}]', {}, 'in'],
    ['never, or always', '[{if: $X, when: never}, {when: always}]', {}, 'maybe'],
    ['only when it is not', '[{if: $X, when: never}]', {}, 'out'],
  ])('%s', (_, rules, variables, expected) => {
    const text = `include: [{local: a.yml, rules: ${rules}}]\nb: b\n`;
    const { config, certain, problems } = composeWith({ ...FILES, [ROOT]: text }, [], variables);
    expect(problems).toEqual([]);
    expect('a' in (plain(config) as object) ? (certain ? 'in' : 'maybe') : 'out').toBe(expected);
  });

  test('of an include cause no errors, and what they may bring is not missed', () => {
    const pipeline = buildPipeline(
      composeWith({
        [ROOT]: [
          'include: [{local: a.yml, rules: [{if: $X}]}]',
          'stages: [test]',
          'x: {script: s, extends: .base, needs: [y], image: i, variables: {A: a}}',
          'y: {script: s}',
          '',
        ].join('\n'),
        'a.yml': [
          '.base: {environment: e}',
          'x: {image: j, before_script: [login], variables: {B: b}}',
          'z: {script: s, stage: none, needs: [none], extends: .none}',
          '',
        ].join('\n'),
      }),
    );
    expect(pipeline.problems).toEqual([]);
    const x = pipeline.jobs.find(({ name }) => name === 'x');
    const maybe = OPEN_KEYWORDS.filter((one) => x?.mayHave(one));
    expect(maybe).toEqual(['variables', 'before_script', 'environment']);
    expect(x?.variables.map(({ name, values }) => [name, values.length])).toEqual([
      ['B', 2],
      ['A', 1],
    ]);
    const z = pipeline.jobs.find(({ name }) => name === 'z');
    expect(z?.mayHave('script')).toBe(false);
  });
});
