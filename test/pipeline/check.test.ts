/** What GitLab rejects after composing, with the exact words at fault, and what is left alone. */
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { textAt } from '../../src/source/source-file.ts';

const ROOT = '.gitlab-ci.yml';
const REMOTE = 'include: {template: Docker.gitlab-ci.yml}\n';
const OK = 'ok: {script: make}\n';

function problemsOf(text: string, files: Readonly<Record<string, string>> = {}): string[] {
  const { problems } = buildPipeline(compose(new MemoryHost({ ...files, [ROOT]: text }), ROOT));
  return problems.map(({ rule, kind, place }) => `${rule} ${kind}: ${textAt(place)}`);
}

test.each<[string, string, readonly string[]]>([
  ['a stage that is not declared', 'x: {stage: biuld, script: s}', ['config-stage unknownStage: biuld']],
  ['the stage of a job that names none', 'stages: [a]\nx: {script: s}', ['config-stage noTestStage: x']],
  ['a need that does not exist', 'x: {script: s, needs: [y]}', ['config-needs undefinedNeed: y']],
  ['a need that may not exist', 'x: {script: s, needs: [{job: y, optional: true}]}', []],
  ['a need of a copy', 'y: {script: s, parallel: {matrix: [{A: [1]}]}}\nx: {script: s, needs: ["y: [1]"]}', []],
  [
    'a need of what is no copy',
    'y: {script: s}\nx: {script: s, needs: ["y: [1]"]}',
    ['config-needs undefinedNeed: "y: [1]"'],
  ],
  [
    'a need of a copy that there is not',
    'y: {script: s, parallel: {matrix: [{A: [1]}]}}\nx: {script: s, needs: ["y: [2]"]}',
    ['config-needs undefinedNeed: "y: [2]"'],
  ],
  [
    'a need that picks a copy that there is not',
    'y: {script: s, parallel: {matrix: [{A: [1]}]}}\nx: {script: s, needs: [{job: y, parallel: {matrix: [{A: [2]}]}}]}',
    ['config-needs undefinedNeed: y'],
  ],
  ['a need that stands twice', 'y: {script: s}\nx: {script: s, needs: [y, y]}', ['config-needs duplicateNeed: y']],
  [
    'a copy that is needed already',
    'y: {script: s, parallel: 2}\nx: {script: s, needs: [y, y 1/2]}',
    ['config-needs duplicateNeed: y 1/2'],
  ],
  [
    'a matrix of too many jobs',
    `x: {script: s, parallel: {matrix: [{A: [${Array.from({ length: 101 }, (_, i) => i)}], B: [1, 2]}]}}`,
    ['config-schema wrongType: matrix'],
  ],
  [
    'a matrix of just so many',
    `x: {script: s, parallel: {matrix: [{A: [${Array.from({ length: 100 }, (_, i) => i)}], B: [1, 2]}]}}`,
    [],
  ],
  [
    'more needs than GitLab takes',
    'y: {script: s, parallel: 51}\nx: {script: s, needs: [y]}',
    ['config-needs tooManyNeeds: y'],
  ],
  [
    'a dependency on a copy of a need',
    'y: {script: s, parallel: 2}\nx: {script: s, needs: [y], dependencies: [y 1/2]}',
    [],
  ],
  [
    'a need of a later stage',
    'y: {stage: deploy, script: s}\nx: {script: s, needs: [y]}',
    ['config-needs laterNeed: y'],
  ],
  [
    'needs in a circle',
    'a: {script: s, needs: [b]}\nb: {script: s, needs: [c]}\nc: {script: s, needs: [a]}',
    ['config-needs circularNeeds: a'],
  ],
  ['a dependency that does not exist', 'x: {script: s, dependencies: [y]}', ['config-needs undefinedDependency: y']],
  [
    'a dependency outside of needs',
    'a: {script: s}\nb: {script: s}\nx: {stage: deploy, script: s, needs: [a], dependencies: [b]}',
    ['config-needs dependencyNotNeeded: b'],
  ],
  ['a script that is a mapping', 'x:\n  script:\n    - echo a: b', ['config-schema wrongType: echo a: b']],
  ['a script that is empty', 'x: {script: []}', ['config-schema emptyScript: script']],
  ['services without a list', 'x: {script: s, services: docker}', ['config-schema wrongType: docker']],
  ['services of the default', `${OK}default: {services: docker}`, ['config-schema wrongType: docker']],
  ['an image that is a number', 'x: {script: s, image: 1.5}', ['config-schema wrongType: 1.5']],
  [
    'an image with a wrong entrypoint',
    "x: {script: s, image: {name: a, entrypoint: ''}}",
    ["config-schema wrongType: ''"],
  ],
  ['a default that stands twice', `${OK}image: a\ndefault: {image: b}`, ['config-schema conflictingDefault: image']],
  ['a job without a script', `${OK}x: {image: a}`, ['config-schema notJob: x']],
  ['a job that is text', `${OK}x: text`, ['config-schema notJob: x']],
  ['no job at all', '.x: {script: s}', ['config-schema noVisibleJob: .x']],
  ['a template without content', `${OK}.x: {}`, ['config-schema emptyTemplate: .x']],
  ['a number for a name', `${OK}5: {script: s}`, ['config-schema jobName: 5']],
  ['a keyword that does not exist', 'x: {script: s, imgae: a}', ['config-schema unknownKeyword: imgae']],
  [
    'a keyword of a service that does not exist',
    'x: {script: s, services: [{name: a, args: b}]}',
    ['config-schema unknownKeyword: args'],
  ],
  ['keywords that exclude each other', 'x: {script: s, trigger: a/b}', ['config-schema exclusiveKeywords: trigger']],
  [
    'rules beside only',
    'x: {script: s, rules: [{when: always}], only: [main]}',
    ['config-schema exclusiveKeywords: only'],
  ],
  ['rules beside only of null', 'x: {script: s, rules: [{when: always}], only: null}', []],
  [
    'a value that is not among the options',
    `${OK}variables: {A: {value: a, options: [b]}}`,
    ['config-schema wrongType: a'],
  ],
  ['too many copies', 'x: {script: s, parallel: 201}', ['config-schema wrongType: 201']],
])('%s', (_, text, expected) => {
  expect(problemsOf(`${text}\n`)).toEqual(expected);
});

describe('while an include is missing', () => {
  test.each<[string, string, readonly string[]]>([
    ['jobs, stages and needs may come from there', 'x: {stage: s, needs: [y]}\n.x: {script: s}', []],
    [
      'the root file still says its stages for good',
      'stages: [a]\nx: {stage: b, script: s}',
      ['config-stage unknownStage: b'],
    ],
    ['and the shape of its own values', 'x: {script: s, services: docker}', ['config-schema wrongType: docker']],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(`${REMOTE}${text}\n`)).toEqual(expected);
  });

  test('what another include says may be replaced', () => {
    const files = { 'a.yml': 'stages: [a]\nx: {script: s, services: docker}\n' };
    expect(problemsOf('include: [a.yml, {template: A.gitlab-ci.yml}]\ny: {stage: b, script: s}\n', files)).toEqual([]);
  });
});

test('nothing is said about what an input can make of a value', () => {
  const text = `spec:
  inputs: {stage: {}, services: {}, job: {}, script: {}, needs: {}}
---
.templates:
  services: $[[ inputs.services ]]
x:
  stage: $[[ inputs.stage ]]
  extends: $[[ inputs.job ]]
  services: $[[ inputs.services ]]
  image: $[[ inputs.job ]]
  allow_failure: $[[ inputs.job ]]
  parallel: $[[ inputs.job ]]
  when: $[[ inputs.job ]]
  rules: $[[ inputs.job ]]
  tags: $[[ inputs.job ]]
  variables: $[[ inputs.job ]]
  needs: ['$[[ inputs.needs ]]']
  script: $[[ inputs.script ]]
y:
  script: !reference [.templates, services, x]
`;
  expect(problemsOf(text)).toEqual([]);
});

test('one fault is enough: what follows from it is not repeated', () => {
  expect(problemsOf('x: {extends: .gone, stage: gone}\ny: {needs: [z]}\n')).toEqual([
    'config-extends unknownParent: .gone',
  ]);
});
