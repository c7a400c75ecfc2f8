/** In which pipelines a job is, and what rules ask about that. */
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { type Admission, admits, admittedOn, type Known } from '../../src/pipeline/admits.ts';
import { canRunOnAnyBranch, canRunWith, canRunWithout } from '../../src/pipeline/admits-questions.ts';
import { admissionsIn } from '../../src/pipeline/admits-tree.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { readPipeline } from '../../src/pipeline/read-pipeline.ts';

const ROOT = '.gitlab-ci.yml';

/** The job `x` of a file, which is given as its keywords or as a whole file. */
function admissionOf(text: string, known: Known = {}): Admission {
  const file = text.includes('x:') ? text : `x: {script: make, ${text}}\n`;
  const pipeline = buildPipeline(compose(new MemoryHost({ [ROOT]: file }), ROOT));
  const job = pipeline.jobs.find(({ name }) => name === 'x');
  if (!job) throw new Error('no job x');
  return admits(job, pipeline, known);
}

function rules(...entries: readonly string[]): string {
  return `rules: [${entries.map((entry) => `{${entry}}`).join(', ')}]`;
}

describe('pushes and merge requests', () => {
  /** A push to the default branch, to another branch, of a tag, and a merge request. */
  function shown(admission: Admission): string {
    return [
      admittedOn(admission, 'push', 'default-branch'),
      admittedOn(admission, 'push', 'branch'),
      admittedOn(admission, 'push', 'tag'),
      admittedOn(admission, 'merge_request_event', 'merge-request'),
    ].join(' ');
  }

  test.each<[string, string, string]>([
    ['a job without rules runs on branches and tags', 'stage: test', 'yes yes yes no'],
    ['a rule without a condition lets everything in', rules('when: always'), 'yes yes yes yes'],
    ['a manual job counts', rules('when: manual'), 'yes yes yes yes'],
    ['never', rules('when: never'), 'no no no no'],
    ['tags', rules('if: $CI_COMMIT_TAG'), 'no no yes no'],
    ['branches', rules('if: $CI_COMMIT_BRANCH'), 'yes yes no no'],
    ['no tags', rules('if: $CI_COMMIT_TAG == null'), 'yes yes no yes'],
    ['the default branch', rules('if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'), 'yes no no no'],
    ['the default branch as a ref', rules('if: $CI_COMMIT_REF_NAME == $CI_DEFAULT_BRANCH'), 'yes no no maybe'],
    ['a branch', rules('if: $CI_COMMIT_BRANCH == "main"'), 'maybe maybe no no'],
    ['all but a branch', rules('if: $CI_COMMIT_BRANCH != "main"'), 'maybe maybe yes yes'],
    ['a protected ref', rules("if: $CI_COMMIT_REF_PROTECTED == 'true'"), 'maybe maybe maybe maybe'],
    ['merge requests', rules('if: $CI_PIPELINE_SOURCE == "merge_request_event"'), 'no no no yes'],
    ['merge requests by their number', rules('if: $CI_MERGE_REQUEST_IID'), 'no no no yes'],
    ['merge requests with a label', rules('if: $CI_MERGE_REQUEST_LABELS =~ /docker/'), 'no no no maybe'],
    ['branches with a merge request', rules('if: $CI_OPEN_MERGE_REQUESTS'), 'maybe maybe no maybe'],
    [
      'the first rule that matches decides',
      rules('if: $CI_COMMIT_TAG, when: never', 'when: on_success'),
      'yes yes no yes',
    ],
    [
      'a rule that may match lets the next ones decide',
      rules('if: $X, when: never', 'if: $CI_COMMIT_TAG'),
      'no no maybe no',
    ],
    ['both ways in', rules('if: $X', 'if: $CI_COMMIT_TAG'), 'maybe maybe yes maybe'],
    ['a variable of the settings', rules('if: $DEPLOY'), 'maybe maybe maybe maybe'],
    ['a job token is never there', rules('if: $CI_JOB_TOKEN'), 'no no no no'],
    ['registry credentials may come from the settings', rules('if: $CI_REGISTRY_USER'), 'maybe maybe maybe maybe'],
    ['changes are compared on branches and merge requests', rules('changes: [Dockerfile]'), 'maybe maybe yes maybe'],
    ['changes since a ref', rules('changes: {paths: [a], compare_to: main}'), 'maybe maybe maybe maybe'],
    ['files that are not known', rules('exists: [Dockerfile]'), 'maybe maybe maybe maybe'],
    ['nested rules', 'rules: [[{if: $CI_COMMIT_TAG, when: never}, [{if: $CI_COMMIT_BRANCH}]]]', 'yes yes no no'],
    ['a condition GitLab cannot read', rules('if: $A = b'), 'maybe maybe maybe maybe'],
    ['only tags', 'only: [tags]', 'no no yes no'],
    ['only branches', 'only: [branches]', 'yes yes no no'],
    ['only a branch', 'only: [main]', 'maybe maybe no no'],
    ['only a branch of another project', 'only: [branches@other/project]', 'maybe maybe no no'],
    ['only merge requests', 'only: [merge_requests]', 'no no no yes'],
    ['only pushes', 'only: [pushes]', 'yes yes yes no'],
    ['only schedules', 'only: [schedules]', 'no no no no'],
    ['a pattern is tried on branches and tags', 'only: [/^v/]', 'maybe maybe maybe no'],
    ['except tags', 'except: [tags]', 'yes yes no no'],
    ['except a branch', 'except: [main]', 'maybe maybe yes no'],
    ['only and except', 'only: [branches, tags], except: [branches]', 'no no yes no'],
    ['only with variables keeps the default refs', 'only: {variables: [$CI]}', 'yes yes yes no'],
    ['one of the variables is enough', 'only: {variables: [$CI_COMMIT_TAG, $CI_MERGE_REQUEST_ID]}', 'no no yes no'],
    ['all parts of only', 'only: {refs: [branches], changes: [a]}', 'maybe maybe no no'],
    ['one part of except', 'except: {refs: [tags], variables: [$CI_COMMIT_BRANCH]}', 'no no no no'],
    ['only with Kubernetes', 'only: {kubernetes: active}', 'maybe maybe maybe no'],
    ['null is not written', 'only: null, except: null', 'yes yes yes no'],
  ])('%s: %s', (_, text, expected) => {
    expect(shown(admissionOf(text))).toBe(expected);
  });

  const JOB = 'x: {script: make, rules: [{when: always}]}\n';
  test.each<[string, string, string]>([
    ['the workflow decides first', `workflow: {rules: [{if: $CI_COMMIT_TAG}]}\n${JOB}`, 'no no yes no'],
    ['a workflow without rules', `workflow: {name: a}\n${JOB}`, 'yes yes yes yes'],
    ['both have to let it in', `workflow: {rules: [{if: $CI_COMMIT_TAG}]}\nx: {script: make}`, 'no no yes no'],
    ['a variable of the file', 'variables: {A: "1"}\nx: {script: s, rules: [{if: $A == "1"}]}', 'yes yes yes yes'],
    ['a variable of the job', 'x: {script: s, variables: {A: ""}, rules: [{if: $A}]}', 'no no no no'],
    [
      'a variable the job does not inherit',
      'variables: {A: "1"}\nx: {script: s, inherit: {variables: false}, rules: [{if: $A}]}',
      'maybe maybe maybe maybe',
    ],
    [
      'a variable of a rule comes too late',
      'x: {script: s, rules: [{if: $A, variables: {A: "1"}}]}',
      'maybe maybe maybe maybe',
    ],
    [
      'a variable that the workflow may set',
      'workflow: {rules: [{if: $B, variables: {A: "1"}}, {when: always}]}\nx: {script: s, rules: [{if: $A}]}',
      'maybe maybe maybe maybe',
    ],
    [
      'a predefined variable that the file replaces',
      'variables: {CI_COMMIT_TAG: v1}\nx: {script: s, rules: [{if: $CI_COMMIT_TAG}]}',
      'yes yes yes yes',
    ],
    [
      'values of a matrix differ',
      'x: {script: s, parallel: {matrix: [{A: ["", b]}]}, rules: [{if: $A}]}',
      'maybe maybe maybe maybe',
    ],
    ['an include may define the workflow', `include: {template: T.gitlab-ci.yml}\n${JOB}`, 'maybe maybe maybe maybe'],
    [
      'it cannot bring back what the job excludes',
      'include: {template: T.gitlab-ci.yml}\nx: {script: s, rules: [{if: $CI_COMMIT_TAG}]}',
      'no no maybe no',
    ],
    [
      'an include may define the rules of a job that has none',
      'include: {template: T.gitlab-ci.yml}\nworkflow: {rules: [{when: always}]}\nx: {script: s}',
      'maybe maybe maybe maybe',
    ],
    [
      'rules that are not known',
      'include: {template: T.gitlab-ci.yml}\nx: {script: s, rules: [!reference [.r, rules]]}',
      'maybe maybe maybe maybe',
    ],
  ])('%s', (_, text, expected) => {
    expect(shown(admissionOf(text))).toBe(expected);
  });

  test.each<[string, string, Known, string]>([
    ['a file that is there', rules('exists: ["**/Dockerfile"]'), { paths: ['app/Dockerfile'] }, 'yes yes yes yes'],
    ['a file that is not', rules('exists: [Dockerfile]'), { paths: ['README.md'] }, 'no no no no'],
    ['a variable', rules('if: $DEPLOY == "yes"'), { variables: new Map([['DEPLOY', 'yes']]) }, 'yes yes yes yes'],
    [
      'a variable wins over the file',
      'variables: {A: "1"}\nx: {script: s, rules: [{if: $A == "2"}]}',
      { variables: new Map([['A', '2']]) },
      'yes yes yes yes',
    ],
    [
      'a branch leaves out tags and merge requests',
      rules('if: $CI_COMMIT_BRANCH =~ /^rel/', 'if: $CI_COMMIT_TAG'),
      { variables: new Map([['CI_COMMIT_BRANCH', 'release']]) },
      'yes yes no no',
    ],
    ['a branch for only', 'only: [/^rel/]', { variables: new Map([['CI_COMMIT_BRANCH', 'main']]) }, 'no no no no'],
    [
      'a source leaves out others',
      rules('when: always'),
      { variables: new Map([['CI_PIPELINE_SOURCE', 'merge_request_event']]) },
      'no no no yes',
    ],
    [
      'the name of the default branch',
      rules('if: $CI_COMMIT_BRANCH == "main"'),
      { variables: new Map([['CI_DEFAULT_BRANCH', 'main']]) },
      'yes no no no',
    ],
  ])('what is known: %s', (_, text, known, expected) => {
    expect(shown(admissionOf(text, known))).toBe(expected);
  });
});

test.each<[string, string, string]>([
  ['a schedule', rules('if: $CI_PIPELINE_SOURCE == "schedule"'), 'schedule'],
  ['a start by hand', 'only: [web]', 'web'],
  ['the API', 'only: [api]', 'api'],
  ['a trigger token', 'only: [triggers]', 'trigger'],
  ['a trigger token, by its variable', rules('if: $CI_PIPELINE_TRIGGERED'), 'trigger'],
  ['another project', 'only: [pipelines]', 'pipeline'],
  ['a parent pipeline', rules('if: $CI_PIPELINE_SOURCE == "parent_pipeline"'), 'parent_pipeline'],
])('only %s', (_, text, source) => {
  const { kinds } = admissionOf(text);
  const sources = kinds.filter(({ answer }) => answer !== 'no').map(({ pipeline }) => pipeline.source);
  expect([...new Set(sources)]).toEqual([source]);
});

test('variables that whoever starts a pipeline can give are not certain there', () => {
  const admission = admissionOf('variables: {A: "1"}\nx: {script: s, rules: [{if: $A == "1"}]}');
  expect([admittedOn(admission, 'push', 'tag'), admittedOn(admission, 'web', 'tag')]).toEqual(['yes', 'maybe']);
});

test.each<[string, string, string, string | undefined]>([
  ['a job without rules', 'stage: test', 'yes', 'a push to the default branch'],
  ['tags only', rules('if: $CI_COMMIT_TAG'), 'no', undefined],
  ['tags by a pattern', rules('if: $CI_COMMIT_TAG =~ /^v\\d+/'), 'no', undefined],
  ['all but tags', rules('if: $CI_COMMIT_TAG, when: never', 'when: always'), 'yes', 'a push to the default branch'],
  ['merge requests', 'only: [merge_requests]', 'yes', 'a merge request'],
  ['a certain branch', rules('if: $CI_COMMIT_BRANCH == "main"'), 'yes', 'a push to the branch main'],
  ['one of two branches', 'only: [/^(main|dev)$/]', 'yes', 'a push to the branch main'],
  [
    'branches by a pattern',
    rules('if: $CI_COMMIT_BRANCH =~ /^rel-/'),
    'yes',
    'a push to a branch that matches /^rel-/',
  ],
  [
    'a target branch',
    rules('if: $CI_MERGE_REQUEST_TARGET_BRANCH_NAME == "main"'),
    'yes',
    'a merge request to the branch main',
  ],
  [
    'the default branch as a target',
    rules('if: $CI_MERGE_REQUEST_TARGET_BRANCH_NAME == $CI_DEFAULT_BRANCH'),
    'yes',
    'a merge request to the default branch',
  ],
  ['tags and branches by one pattern', 'only: [/^v\\d/]', 'maybe', 'a push to the default branch'],
  ['all but branches', 'except: [branches]', 'no', undefined],
  ['schedules', 'only: [schedules]', 'yes', 'a schedule on the default branch'],
  ['an unknown variable', rules('if: $DEPLOY'), 'maybe', 'a push to the default branch'],
  ['a tag or an unknown variable', rules('if: $CI_COMMIT_TAG || $DEPLOY'), 'maybe', 'a push to the default branch'],
  [
    'a branch that is no default, after one that may be it',
    rules('if: $CI_COMMIT_BRANCH == "main", when: never', 'if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'),
    'maybe',
    'a push to the default branch',
  ],
])('without CI_COMMIT_TAG: %s', (_, text, answer, example) => {
  expect(canRunWithout(admissionOf(text), 'CI_COMMIT_TAG')).toEqual({ answer, example });
});

test.each<[string, string, string, string, string | undefined]>([
  ['a tag', 'stage: test', 'CI_COMMIT_TAG', 'yes', 'a push of a tag'],
  ['a merge request', 'stage: test', 'CI_MERGE_REQUEST_IID', 'no', undefined],
  ['what only the settings know', 'stage: test', 'DEPLOY', 'maybe', 'a push to the default branch'],
])('with a value for %s', (_, text, name, answer, example) => {
  const found = canRunWith(admissionOf(text), name);
  expect(found.answer).toBe(answer);
  expect(found.example).toBe(example);
});

test('nobody is told of a schedule on a tag, nor of what a parent does that is not known', () => {
  expect(canRunWithout(admissionOf('only: [schedules]'), 'CI_COMMIT_BRANCH')).toMatchObject({ answer: 'no' });
  const ofChild = admissionOf(rules('if: $CI_PIPELINE_SOURCE == "parent_pipeline"'));
  expect(canRunWithout(ofChild, 'CI_COMMIT_TAG')).toMatchObject({ answer: 'no' });
});

test.each<[string, string, string, string | undefined]>([
  ['a job without rules', 'stage: test', 'yes', 'a push to a branch'],
  ['merge requests', 'only: [merge_requests]', 'yes', 'a merge request to the default branch'],
  ['all but a branch', 'except: [main]', 'yes', 'a push to a branch'],
  [
    'a branch or a merge request',
    rules('if: $CI_COMMIT_BRANCH == "main"', 'if: $CI_MERGE_REQUEST_ID'),
    'yes',
    'a merge request to the default branch',
  ],
  ['a branch with a slash', 'only: [feature/login]', 'yes', 'a push to the branch feature/login'],
  [
    'branches by a pattern with a slash',
    rules('if: $CI_COMMIT_BRANCH =~ /^release\\//'),
    'yes',
    'a push to a branch that matches /^release//',
  ],
  ['what the settings say', rules('if: $CI_COMMIT_BRANCH == "main" || $ALL == "x"'), 'maybe', 'a push to a branch'],
  ['branches by a pattern without one', rules('if: $CI_COMMIT_BRANCH =~ /^v\\d+$/'), 'no', undefined],
  ['a branch', rules('if: $CI_COMMIT_BRANCH == "main"'), 'no', undefined],
  ['a ref', rules('if: $CI_COMMIT_REF_NAME == "main" && $CI_PIPELINE_SOURCE == "push"'), 'no', undefined],
  ['the default branch', rules('if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'), 'no', undefined],
  ['one of several', 'only: [main, dev]', 'no', undefined],
  ['any tag', 'only: [tags]', 'no', undefined],
  ['no pipeline at all', rules('when: never'), 'no', undefined],
])('on any branch: %s', (_, text, answer, example) => {
  expect(canRunOnAnyBranch(admissionOf(text), 'CI_COMMIT_REF_NAME')).toEqual({ answer, example });
});

test('a merge request has no branch of its own', () => {
  expect(canRunOnAnyBranch(admissionOf('only: [merge_requests]'), 'CI_COMMIT_BRANCH').answer).toBe('no');
});

test('what a job says under `only` stays, whatever a parent that is not known brings', () => {
  const included = 'include: {project: a/b, file: c.yml}\n';
  const tagged = admissionOf(`${included}x: {extends: .unknown, script: make, only: [tags]}\n`);
  expect(admittedOn(tagged, 'push', 'branch')).toBe('no');
  expect(admittedOn(tagged, 'push', 'tag')).toBe('maybe');
  expect(admittedOn(admissionOf(`${included}x: {extends: .unknown, script: make}\n`), 'push', 'branch')).toBe('maybe');
});

describe('in a child pipeline', () => {
  /** The job `x` of a child that a job with these keywords starts. */
  function inChild(parent: string, own = 'stage: test'): Admission {
    const host = new MemoryHost({
      [ROOT]: `start: {trigger: {include: child.yml}, ${parent}}\n`,
      'child.yml': `x: {script: make, ${own}}\n`,
    });
    const root = readPipeline(host, ROOT);
    const job = root.children[0]?.jobs.find(({ name }) => name === 'x');
    if (!job) throw new Error('no job x');
    return admissionsIn(root)(job);
  }

  test.each<[string, string, string, string, string]>([
    ['whatever', 'stage: test', 'stage: test', 'yes', 'yes'],
    ['tags', rules('if: $CI_COMMIT_TAG'), 'stage: test', 'no', 'no'],
    ['the default branch', rules('if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'), 'stage: test', 'yes', 'no'],
    ['a branch', 'only: [main]', 'stage: test', 'maybe', 'no'],
    ['merge requests', 'only: [merge_requests]', rules('when: always'), 'yes', 'yes'],
    ['merge requests, where it has no jobs', 'only: [merge_requests]', 'stage: test', 'no', 'no'],
    ['whatever, with rules of its own', 'stage: test', rules('if: $CI_COMMIT_TAG'), 'no', 'no'],
    ['what the settings say', rules('if: $DEPLOY'), 'stage: test', 'maybe', 'maybe'],
  ])('that runs on %s', (_, parent, own, withoutTag, anyBranch) => {
    const admission = inChild(parent, own);
    expect(canRunWithout(admission, 'CI_COMMIT_TAG').answer).toBe(withoutTag);
    expect(canRunOnAnyBranch(admission, 'CI_COMMIT_REF_NAME').answer).toBe(anyBranch);
    expect([...new Set(admission.kinds.map(({ pipeline }) => pipeline.source))]).toEqual(['parent_pipeline']);
  });
});
