import { expect, test } from 'vitest';
import { mergeObservations } from '../../src/lint/merge.ts';
import type { Observation } from '../../src/lint/observe.ts';
import { configFile, extendsStep, observationOf } from './observations.ts';

const file = configFile(`
.login:
  script: docker login -u u -p p
build: { extends: .login }
test: { extends: .login }
`);
const LOGIN = 'docker login';
const inherited = [extendsStep(file, '.login')];

function said(rest: Partial<Observation>): Observation {
  return observationOf(file, LOGIN, { trail: inherited, ...rest });
}

/** Each case: what is observed, and what is left of it as `jobs: message`. */
const CASES: readonly [name: string, observed: readonly Observation[], merged: readonly string[]][] = [
  [
    'the same words in two jobs are one finding',
    [said({ jobs: ['build'], message: 'a' }), said({ jobs: ['test'], message: 'a' })],
    ['build, test: a'],
  ],
  [
    'values that differ from job to job are one finding',
    [said({ jobs: ['build'], message: 'push to a' }), said({ jobs: ['test'], message: 'push to b' })],
    ['build, test: push to a'],
  ],
  [
    'two different things said in one job are two findings, shared with the other job',
    [
      said({ jobs: ['build'], message: 'push to a' }),
      said({ jobs: ['build'], message: 'push to b' }),
      said({ jobs: ['test'], message: 'push to c' }),
      said({ jobs: ['test'], message: 'push to d' }),
    ],
    ['build, test: push to a', 'build, test: push to b'],
  ],
  [
    'different words about the whole file are two findings',
    [said({ jobs: [], message: 'a' }), said({ jobs: [], message: 'b' })],
    [': a', ': b'],
  ],
  [
    'another message of the rule is another finding',
    [said({ jobs: ['build'], message: 'a' }), said({ jobs: ['test'], message: 'a', messageId: 'other' })],
    ['build: a', 'test: a'],
  ],
  [
    'another place is another finding',
    [said({ jobs: ['build'], message: 'a' }), observationOf(file, '-u u', { jobs: ['test'], message: 'a' })],
    ['build: a', 'test: a'],
  ],
  [
    'a template is not named beside jobs that run, and does not speak for them',
    [said({ jobs: ['.login'], message: 'a', trail: [] }), said({ jobs: ['build'], message: 'b' })],
    ['build: b'],
  ],
  ['a template that no job extends is named', [said({ jobs: ['.login'], message: 'a', trail: [] })], ['.login: a']],
  [
    'the job that holds the text speaks for those that got it from there',
    [said({ jobs: ['build'], message: 'far' }), said({ jobs: ['test'], message: 'near', trail: [] })],
    ['build, test: near'],
  ],
];

test.each(CASES)('%s', (_name, observed, merged) => {
  expect(mergeObservations(observed).map(({ jobs, message }) => `${jobs.join(', ')}: ${message}`)).toEqual(merged);
});

test('the strongest severity and confidence win, whoever speaks', () => {
  const [merged, ...others] = mergeObservations([
    said({ jobs: ['build'], severity: 'info', confidence: 'medium', trail: [] }),
    said({ jobs: ['test'], severity: 'error', confidence: 'low' }),
    said({ jobs: ['deploy'], severity: 'warning', confidence: 'high' }),
  ]);
  expect(others).toEqual([]);
  expect(merged).toMatchObject({ severity: 'error', confidence: 'high', jobs: ['build', 'test', 'deploy'] });
});

test('what is said in a file that two runs read is one finding', () => {
  const again = configFile(file.text);
  const observed = [said({ jobs: ['build'] }), observationOf(again, LOGIN, { jobs: ['test'] })];
  expect(mergeObservations(observed).map(({ jobs }) => jobs)).toEqual([['build', 'test']]);
});

test('two thousand jobs that share a mistake are merged in linear time', () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `job-${index}`);
  const start = performance.now();
  const merged = mergeObservations(names.map((job) => said({ jobs: [job], message: `in ${job}` })));
  expect(merged.map(({ jobs }) => jobs.length)).toEqual([2_000]);
  expect(performance.now() - start).toBeLessThan(1_000);
});
