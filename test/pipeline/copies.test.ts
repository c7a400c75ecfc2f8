/** What `parallel` makes of a job: names, values, and which copies are jobs of their own in the tree. */
import { expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { buildPipeline, jobSources } from '../../src/pipeline/build.ts';
import { copiesOf } from '../../src/pipeline/copies.ts';
import { showText } from '../../src/pipeline/symbolic.ts';

const ROOT = '.gitlab-ci.yml';

function composed(text: string) {
  return compose(new MemoryHost({ [ROOT]: text }), ROOT);
}

function copyNames(parallel: string): readonly string[] | undefined {
  const { config } = composed(`x:\n  script: s\n  parallel: ${parallel}\n`);
  const [source] = config ? jobSources(config) : [];
  return source && copiesOf(source.name, source.config, source.entry.trail)?.map(({ name }) => name);
}

test.each<[string, string, readonly string[] | undefined]>([
  ['a number', '3', ['x 1/3', 'x 2/3', 'x 3/3']],
  ['one', '1', ['x 1/1']],
  ['too large a number', '201', undefined],
  ['a number that an input gives', '$[[ inputs.n ]]', undefined],
  [
    'a matrix: the last name changes first',
    '{matrix: [{A: [1, 2], B: [x, yes]}]}',
    ['x: [1, x]', 'x: [1, true]', 'x: [2, x]', 'x: [2, true]'],
  ],
  ['several hashes', '{matrix: [{A: [1, 2], B: x}, {A: q}]}', ['x: [1, x]', 'x: [2, x]', 'x: [q]']],
  ['a value that an input gives', '{matrix: [{A: "$[[ inputs.a ]]"}]}', undefined],
  [
    'more rows than GitLab accepts',
    `{matrix: [{A: [${Array.from({ length: 15 }, (_, i) => i)}], B: [${Array.from({ length: 15 }, (_, i) => i)}]}]}`,
    undefined,
  ],
])('copies of %s', (_, parallel, expected) => {
  expect(copyNames(parallel)).toEqual(expected);
});

test.each<[string, string, readonly string[]]>([
  ['a number of copies is one job', 'x: {script: s, parallel: 3}', ['x']],
  ['a matrix that nothing mentions is one job', 'x: {script: s, parallel: {matrix: [{A: [1, 2]}]}}', ['x']],
  ['its script mentions it', 'x: {script: "s $A", parallel: {matrix: [{A: [1, 2]}]}}', ['x: [1]', 'x: [2]']],
  ['its image mentions it', 'x: {script: s, image: "i:$A", parallel: {matrix: [{A: [1, 2]}]}}', ['x: [1]', 'x: [2]']],
  [
    'a variable mentions it',
    'x: {script: s, variables: {B: $A}, parallel: {matrix: [{A: [1, 2]}]}}',
    ['x: [1]', 'x: [2]'],
  ],
  ['a template stays one', '.x: {script: "s $A", parallel: {matrix: [{A: [1, 2]}]}}', ['.x']],
  [
    'very many stay one',
    `x: {script: "s $A", parallel: {matrix: [{A: [${Array.from({ length: 51 }, (_, i) => i)}]}]}}`,
    ['x'],
  ],
])('%s', (_, text, expected) => {
  expect(buildPipeline(composed(`${text}\n`)).jobs.map(({ name }) => name)).toEqual(expected);
});

test('a copy has its own values, and the key path of its job', () => {
  const { jobs } = buildPipeline(
    composed('x: {script: "s $A $B", variables: {A: job, C: c}, parallel: {matrix: [{A: [1, 2]}, {B: b}]}}\n'),
  );
  const shown = jobs.map(({ name, keyPath, variables }) => [
    name,
    keyPath,
    variables.map((variable) => `${variable.scope} ${variable.name}=${variable.values.map(showText).join('|')}`),
  ]);
  expect(shown).toEqual([
    ['x: [1]', 'x', ['job C=c', 'matrix A=1']],
    ['x: [2]', 'x', ['job C=c', 'matrix A=2']],
    ['x: [b]', 'x', ['job A=job', 'job C=c', 'matrix B=b']],
  ]);
});

test('a need picks copies by their matrix, also by the needing copy’s own', () => {
  const { jobs, problems } = buildPipeline(
    composed(`a: {stage: build, script: s, parallel: {matrix: [{OS: [u, v]}]}}
b:
  script: s $OS
  parallel: {matrix: [{OS: [u, v]}]}
  needs: [{job: a, parallel: {matrix: [{OS: ['$[[ matrix.OS ]]']}]}}]
`),
  );
  expect(jobs.map(({ name, needs }) => [name, needs?.map(({ job, copies }) => [job, copies])])).toEqual([
    ['a', undefined],
    ['b: [u]', [['a', ['a: [u]']]]],
    ['b: [v]', [['a', ['a: [v]']]]],
  ]);
  expect(problems).toEqual([]);
});
