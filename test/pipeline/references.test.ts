/** The variables that keywords name where no other node of the tree stands for the text. */
import { expect, test } from 'vitest';
import { MemoryHost } from '../../src/host/memory.ts';
import type { VariableReference } from '../../src/pipeline/commands.ts';
import { readPipeline } from '../../src/pipeline/read-pipeline.ts';
import { showPlace } from '../../src/rule.ts';
import { textAt } from '../../src/source/source-file.ts';

const ROOT = '.gitlab-ci.yml';

function read(text: string, files: Readonly<Record<string, string>> = {}) {
  return readPipeline(new MemoryHost({ ...files, [ROOT]: text }), ROOT);
}

/** `build.rules[0].if $NAME`, with what GitLab does with it while it makes the pipeline. */
function show({ keyPath, place, atCreation }: VariableReference): string {
  const when = atCreation ? (atCreation.asksWhetherSet ? 'set?' : 'creation') : 'run';
  return `${keyPath} ${textAt(place)} ${when}`;
}

test.each<[string, readonly string[]]>([
  ['rules: [{if: $A == "x" && $B}]', ['x.rules[0].if $A creation', 'x.rules[0].if $B set?']],
  ['rules: [{if: $A == null || !$B}]', ['x.rules[0].if $A set?', 'x.rules[0].if $B set?']],
  [`rules: [{if: $A =~ /^b/}, {if: '"x" == $B'}]`, ['x.rules[0].if $A creation', 'x.rules[1].if $B creation']],
  [
    'rules: [{exists: [$A/b]}, {changes: {paths: ["${B}"]}}]',
    ['x.rules[0].exists $A creation', 'x.rules[1].changes ${B} creation'],
  ],
  [
    'only: {variables: [$A]}, except: {variables: [$B == "1"]}',
    ['x.only.variables $A set?', 'x.except.variables $B creation'],
  ],
  ['cache: {key: $A}', ['x.cache.key $A run']],
  ['cache: [{key: {prefix: "%A%", files: [b]}}]', ['x.cache.key.prefix %A% run']],
  ['artifacts: {name: a-$A}', ['x.artifacts.name $A run']],
  ['environment: {name: $A, url: "https://$B"}', ['x.environment.name $A run', 'x.environment.url $B run']],
  ['environment: $A', ['x.environment $A run']],
  ['variables: {A: $B}, rules: [{when: always, variables: {A: $B}}]', []],
  ['rules: [{if: "$A =="}]', []],
])('%s', (keywords, expected) => {
  const [job] = read(`x: {script: make, ${keywords}}\n`).jobs;
  expect(job?.references.map(show)).toEqual(expected);
});

test('a trigger job names a project and a branch, and a default cache a key', () => {
  const [start, other] = read(
    `default: {cache: {key: $C}}\nx: {trigger: {project: $A, branch: $B}}\ny: {script: make}\n`,
  ).jobs;
  expect(start?.references.map(show)).toEqual(['x.trigger.project $A creation', 'x.trigger.branch $B creation']);
  expect(other?.references.map(show)).toEqual(['y.cache.key $C run']);
});

test('a pipeline has those of its workflow and of the includes of all files', () => {
  const { references } = read(
    'include: [{local: $A.yml}, {local: b.yml, rules: [{if: $B}]}]\nworkflow: {name: $C, rules: [{if: $D == "d"}]}\nx: {script: make}\n',
    { 'b.yml': 'include: {project: acme/$E, file: /c.yml}\ny: {script: make}\n' },
  );
  expect(references.map(show).toSorted()).toEqual([
    'include.local $A creation',
    'include.project $E creation',
    'include.rules[0].if $B set?',
    'workflow.name $C creation',
    'workflow.rules[0].if $D creation',
  ]);
});

test('a reference stands where the template is written, with the way that led to it', () => {
  const [, job] = read('include: t.yml\nx: {extends: .t, script: make}\n', {
    't.yml': '.t:\n  rules:\n    - if: $A\n',
  }).jobs;
  const [reference] = job?.references ?? [];
  expect(reference && showPlace(reference)).toBe('t.yml:3');
  expect(reference?.trail.map(({ kind }) => kind)).toContain('extends');
});
