import { expect, test } from 'vitest';
import type { Observation } from '../../src/lint/observe.ts';
import { DEFAULT_OPTIONS, type LintOptions } from '../../src/lint/options.ts';
import { enabledRules, rulesToRun, select } from '../../src/lint/select.ts';
import type { Confidence } from '../../src/rule.ts';
import { configFile, observationOf } from './observations.ts';
import { loginRule, strictRule } from './rules.ts';

const file = configFile('build:\n  script:\n    - docker login\n    - docker push\n');
const other = configFile('docker login', 'ci/base.yml');

const ENABLED: readonly [name: string, options: Partial<LintOptions>, rules: readonly string[]][] = [
  ['recommended has its own rules', {}, ['test-login']],
  ['strict has those of recommended too', { preset: 'strict' }, ['test-login', 'test-strict']],
  ['off turns a rule off', { severities: new Map([['test-login', 'off']]) }, []],
  [
    'a severity turns a rule on that the preset lacks',
    { severities: new Map([['test-strict', 'info']]) },
    ['test-login', 'test-strict'],
  ],
];

test.each(ENABLED)('%s', (_name, options, names) => {
  const rules = enabledRules([loginRule, strictRule], { ...DEFAULT_OPTIONS, ...options });
  expect(rules.map((rule) => rule.meta.docs.name)).toEqual(names);
});

const CONFIDENCE: readonly [minimum: Confidence, shown: readonly Confidence[], belowConfidence: number][] = [
  ['low', ['high', 'medium', 'low'], 0],
  ['medium', ['high', 'medium'], 1],
  ['high', ['high'], 2],
];

test.each(CONFIDENCE)('confidence from %s up is shown, the rest counted', (minConfidence, confidences, below) => {
  const observed = [
    observationOf(file, 'build', { confidence: 'high' }),
    observationOf(file, 'docker login', { confidence: 'medium' }),
    observationOf(file, 'docker push', { confidence: 'low' }),
  ];
  const { shown, belowConfidence } = select(observed, { ...DEFAULT_OPTIONS, minConfidence });
  expect(shown.map(({ confidence }) => confidence)).toEqual(confidences);
  expect(belowConfidence).toBe(below);
});

test('what is unsure is counted once for all jobs', () => {
  const observed = ['build', 'test'].map((job) =>
    observationOf(file, 'docker login', { confidence: 'low', jobs: [job] }),
  );
  expect(select(observed, DEFAULT_OPTIONS)).toEqual({ shown: [], suppressed: [], belowConfidence: 1 });
});

test('a job in which it is unsure is not named beside one in which it is sure', () => {
  const observed: Observation[] = [
    observationOf(file, 'docker login', { jobs: ['build'] }),
    observationOf(file, 'docker login', { confidence: 'low', jobs: ['test'] }),
  ];
  const { shown, belowConfidence } = select(observed, DEFAULT_OPTIONS);
  expect(shown.map(({ jobs }) => jobs)).toEqual([['build']]);
  expect(belowConfidence).toBe(0);
});

test('a chosen severity takes the place of the one in the report', () => {
  const severities = new Map([['login-server', 'info' as const]]);
  const { shown } = select([observationOf(file, 'docker login')], { ...DEFAULT_OPTIONS, severities });
  expect(shown.map(({ severity }) => severity)).toEqual(['info']);
});

test('findings come by file, then by place, then by rule', () => {
  const observed = [
    observationOf(other, 'docker login'),
    observationOf(file, 'docker push'),
    observationOf(file, 'docker login', { rule: 'zebra' }),
    observationOf(file, 'docker login', { rule: 'ant' }),
  ];
  const { shown } = select(observed, DEFAULT_OPTIONS);
  expect(shown.map(({ place, rule }) => `${place.file.path}:${place.range[0]} ${rule}`)).toEqual([
    '.gitlab-ci.yml:23 ant',
    '.gitlab-ci.yml:23 zebra',
    '.gitlab-ci.yml:42 login-server',
    'ci/base.yml:0 login-server',
  ]);
});

test('levels of a part of the files take the place of the others, the last one that matches', () => {
  const observed = [observationOf(file, 'docker login'), observationOf(other, 'docker login')];
  const level = (start: string, severity: 'info' | 'off') => ({
    matches: (path: string) => path.startsWith(start),
    severities: new Map([['login-server', severity]]),
  });
  const shownWith = (...overrides: LintOptions['overrides']) =>
    select(observed, { ...DEFAULT_OPTIONS, overrides }).shown.map(({ place, severity }) => [place.file.path, severity]);
  expect(shownWith(level('ci/', 'off'))).toEqual([[file.path, 'error']]);
  expect(shownWith(level('ci/', 'off'), level('ci/', 'info'))).toEqual([
    [file.path, 'error'],
    [other.path, 'info'],
  ]);
});

test('a rule that is on in a part of the files runs, and is off elsewhere', () => {
  const overrides = [
    { matches: (path: string) => path === 'a', severities: new Map([['test-strict', 'info']] as const) },
  ];
  const { running, options } = rulesToRun([loginRule, strictRule], { ...DEFAULT_OPTIONS, overrides });
  expect(running).toEqual([loginRule, strictRule]);
  expect(options.severities).toEqual(new Map([['test-strict', 'off']]));
});
