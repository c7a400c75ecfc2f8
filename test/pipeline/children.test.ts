/** Child pipelines: which there are, what they are made of, and what the parent hands over. */
import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { analyse } from '../../src/lint/analyse.ts';
import { lintRoot } from '../../src/lint/lint.ts';
import type { Job, Pipeline } from '../../src/pipeline/nodes.ts';
import { readPipeline } from '../../src/pipeline/read-pipeline.ts';
import { showText } from '../../src/pipeline/symbolic.ts';
import { textAt } from '../../src/source/source-file.ts';

const ROOT = '.gitlab-ci.yml';
const CHILD = 'x: {script: make}\n';

function read(text: string, files: Readonly<Record<string, string>> = {}): Pipeline {
  return readPipeline(new MemoryHost({ ...files, [ROOT]: text }), ROOT);
}

function show({ jobs, children, startedBy, composition, problems }: Pipeline): object {
  return {
    ...(startedBy.length > 0 && { startedBy }),
    jobs: jobs.map(({ name }) => name),
    ...(composition.unresolved.length > 0 && { unresolved: composition.unresolved.map(({ target }) => target) }),
    ...(problems.length > 0 && { problems: problems.map(({ kind, place }) => `${kind}: ${textAt(place)}`) }),
    ...(children.length > 0 && { children: children.map(show) }),
  };
}

describe('which there are', () => {
  test.each<[string, string, Readonly<Record<string, string>>, readonly object[]]>([
    ['a file', 'a: {trigger: {include: c.yml}}', { 'c.yml': CHILD }, [{ startedBy: ['a'], jobs: ['x'] }]],
    [
      'several files are one pipeline',
      'a: {trigger: {include: [c.yml, {local: /d.yml}]}}',
      { 'c.yml': CHILD, 'd.yml': 'y: {extends: .t, script: make}\n.t: {stage: build}\n' },
      [{ startedBy: ['a'], jobs: ['x', 'y', '.t'] }],
    ],
    [
      'several jobs start one pipeline',
      'a: {trigger: {include: c.yml}}\nb: {trigger: {include: c.yml}}',
      { 'c.yml': CHILD },
      [{ startedBy: ['a', 'b'], jobs: ['x'] }],
    ],
    [
      'a child of a child, and no further',
      'a: {trigger: {include: c.yml}}',
      {
        'c.yml': 'b: {trigger: {include: d.yml}}\n',
        'd.yml': 'c: {trigger: {include: e.yml}}\n',
        'e.yml': CHILD,
      },
      [{ startedBy: ['a'], jobs: ['b'], children: [{ startedBy: ['b'], jobs: ['c'] }] }],
    ],
    [
      'a pipeline that starts itself is there once more',
      `a: {trigger: {include: ${ROOT}}, rules: [{if: $A}]}`,
      {},
      [{ startedBy: ['a'], jobs: ['a'] }],
    ],
    [
      'what a job makes is not known',
      'g: {script: s, stage: build}\na: {trigger: {include: [{artifact: gen.yml, job: g}]}}',
      {},
      [{ startedBy: ['a'], jobs: [], unresolved: ['gen.yml of job g'] }],
    ],
    [
      'a template is not known',
      'a: {trigger: {include: {template: Docker.gitlab-ci.yml}}}',
      {},
      [{ startedBy: ['a'], jobs: [], unresolved: ['Docker.gitlab-ci.yml'] }],
    ],
    [
      'a file that does not exist',
      'a: {trigger: {include: gone.yml}}',
      {},
      [{ startedBy: ['a'], jobs: [], problems: ['missing: gone.yml'] }],
    ],
    [
      'a file without jobs',
      'a: {trigger: {include: c.yml}}',
      { 'c.yml': '.x: {script: s}\n' },
      [{ startedBy: ['a'], jobs: ['.x'], problems: ['noVisibleJob: c.yml'] }],
    ],
    ['another project', 'a: {trigger: acme/other}', {}, []],
    [
      'a template of the parent starts nothing',
      '.a: {trigger: {include: c.yml}}\nb: {script: s}',
      { 'c.yml': CHILD },
      [],
    ],
  ])('%s', (_, text, files, children) => {
    expect(read(`${text}\n`, files).children.map(show)).toEqual(children);
  });

  test('inputs are filled in', () => {
    const files = { 'c.yml': 'spec: {inputs: {name: {}}}\n---\nbuild-$[[ inputs.name ]]: {script: make}\n' };
    const [child] = read('a: {trigger: {include: [{local: c.yml, inputs: {name: api}}]}}\n', files).children;
    expect(child && show(child)).toEqual({ startedBy: ['a'], jobs: ['build-api'] });
  });

  test('nothing of the parent’s YAML is in the child', () => {
    const files = { 'c.yml': CHILD };
    const [child] = read('image: alpine\nstages: [a]\na: {stage: a, trigger: {include: c.yml}}\n', files).children;
    expect(child?.stages).toEqual(['.pre', 'build', 'test', 'deploy', '.post']);
    expect(child?.jobs[0]?.image).toBeUndefined();
  });
});

describe('what the parent hands over', () => {
  const shown = ({ variables }: Job): readonly string[] =>
    variables.map(({ name, scope, values }) => `${scope} ${name}=${values.map(showText).join('|')}`);

  test.each<[string, string, string, readonly string[]]>([
    [
      'all that the job has, over what the child says',
      'variables: {A: root}\na: {variables: {B: job}, trigger: {include: c.yml}}',
      'variables: {A: child, C: child}\nx: {variables: {B: child}, script: s}',
      ['pipeline C=child', 'forwarded A=root', 'forwarded B=job'],
    ],
    [
      'nothing when it is switched off',
      'variables: {A: root}\na: {trigger: {include: c.yml, forward: {yaml_variables: false}}}',
      'x: {script: s}',
      [],
    ],
    [
      'nothing that the job does not inherit',
      'variables: {A: root, B: root}\na: {inherit: {variables: [B]}, trigger: {include: c.yml}}',
      'x: {script: s}',
      ['forwarded B=root'],
    ],
    [
      'either value when two jobs differ',
      'a: {variables: {A: a}, trigger: {include: c.yml}}\nb: {variables: {A: b}, trigger: {include: c.yml}}',
      'x: {script: s}',
      ['forwarded A=a|b'],
    ],
    [
      'perhaps, when only one of two jobs has it',
      'a: {variables: {A: a}, trigger: {include: c.yml}}\nb: {trigger: {include: c.yml}}',
      'x: {variables: {A: x}, script: s}',
      ['job A=x', 'forwarded A=a'],
    ],
    [
      'each value of a matrix',
      'a: {parallel: {matrix: [{A: [1, 2]}]}, trigger: {include: c.yml}}',
      'x: {script: s}',
      ['forwarded A=1|2'],
    ],
    [
      'what only the parent can expand is not known',
      'a: {variables: {A: $CI_COMMIT_SHA, B: $A, C: $DOTENV}, trigger: {include: c.yml}}',
      'x: {script: s}',
      ['forwarded A=$CI_COMMIT_SHA', 'forwarded B=$A', 'forwarded C=…'],
    ],
  ])('%s', (_, parent, child, expected) => {
    const [pipeline] = read(`${parent}\n`, { 'c.yml': `${child}\n` }).children;
    expect(pipeline?.jobs.map(shown)).toEqual([expected]);
  });

  test('a parent that is not known whole may hand over more', () => {
    const text = 'include: {template: Docker.gitlab-ci.yml}\na: {trigger: {include: c.yml}}\n';
    const [child] = read(text, { 'c.yml': CHILD }).children;
    expect(child?.jobs[0]?.mayHave('variables')).toBe(true);
    expect(child?.jobs[0]?.mayHave('image')).toBe(false);
  });
});

describe('linting', () => {
  const files = {
    [ROOT]: 'include: ci/triggers.yml\n',
    'ci/triggers.yml': 'child:\n  trigger:\n    include: ci/child.yml\n',
    'ci/child.yml': 'push:\n  image: docker:27\n  script: docker push $CI_REGISTRY_IMAGE\n',
  };

  test('every rule sees the jobs of a child, and findings name its file', () => {
    const { findings, summary, files: read } = lintRoot(new MemoryHost(files), ROOT, RULES);
    expect(findings.map(({ rule, place, jobs }) => [rule, place.file.path, jobs])).toEqual([
      ['registry-login-required', 'ci/child.yml', ['push']],
    ]);
    expect(read).toEqual([ROOT, 'ci/triggers.yml', 'ci/child.yml']);
    expect(summary).toMatchObject({ files: 3, jobs: 2 });
  });

  test('a place in a child is shown at the include of the linted file', () => {
    const source = analyse(new MemoryHost(files), ROOT, {});
    const place = source.ast.children[0]?.jobs[0]?.place;
    expect(place?.file.path).toBe('ci/child.yml');
    expect(place && textAt(source.placeInRoot(place))).toBe('ci/triggers.yml');
    expect(place && source.includedBy(place.file).map((step) => textAt(step.place))).toEqual([
      'ci/triggers.yml',
      'ci/child.yml',
    ]);
  });

  test('a login in the parent is none in the child', () => {
    const text =
      'login: {image: docker:27, script: docker login -u $CI_REGISTRY_USER -p $CI_REGISTRY_PASSWORD $CI_REGISTRY}\n';
    const { findings } = lintRoot(
      new MemoryHost({ ...files, [ROOT]: `${text}child: {trigger: {include: ci/child.yml}}\n` }),
      ROOT,
      RULES.filter(({ meta }) => meta.docs.name === 'registry-login-required'),
    );
    expect(findings.map(({ messageId }) => messageId)).toEqual(['neverLoggedIn']);
  });
});
