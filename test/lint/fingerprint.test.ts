import { describe, expect, test } from 'vitest';
import { withFingerprints } from '../../src/lint/fingerprint.ts';
import type { Observation } from '../../src/lint/observe.ts';
import type { SourceFile } from '../../src/source/source-file.ts';
import { configFile, extendsStep, observationOf } from './observations.ts';

const TEXT = `
.login:
  script:
    - docker login -u u
build:
  script:
    - docker push a
`;
const original = configFile(TEXT);

function fingerprints(...observations: readonly Observation[]): string[] {
  return withFingerprints(observations).map((finding) => finding.fingerprint);
}

function push(file: SourceFile, rest: Partial<Observation> = {}): Observation {
  return observationOf(file, 'docker push a', { jobs: ['build'], keyPath: 'build.script', ...rest });
}

/** Changes after which the finding is still the same one. */
const SAME: readonly [name: string, Observation][] = [
  ['lines are inserted above', push(configFile(`# a\n# b\n\n${TEXT}`))],
  ['the text is indented anew', push(configFile(TEXT.replace('    - docker push a', '      -   docker push a')))],
  ['an element comes before it', push(original, { keyPath: 'build.script[3]' })],
  ['the words of the message change', push(original, { message: 'Better words.', help: '' })],
  ['the severity changes', push(original, { severity: 'info', confidence: 'medium' })],
  ['the job is renamed', push(original, { jobs: ['deploy'], keyPath: 'deploy.script' })],
];

/** Changes that make it another finding. */
const OTHER: readonly [name: string, Observation][] = [
  ['another rule', push(original, { rule: 'push-own-project' })],
  ['another file', push(configFile(TEXT, 'ci/build.yml'))],
  ['another section', push(original, { keyPath: 'build.after_script' })],
  ['another text', observationOf(original, 'docker push', { jobs: ['build'], keyPath: 'build.script' })],
];

test.each(SAME)('stays when %s', (_name, changed) => {
  expect(fingerprints(changed)).toEqual(fingerprints(push(original)));
});

test.each(OTHER)('differs for %s', (_name, changed) => {
  expect(fingerprints(changed)).not.toEqual(fingerprints(push(original)));
});

test('white space between the words does not count', () => {
  const spread = configFile(TEXT.replace('docker push a', 'docker   push \\\n      a'));
  const written = observationOf(spread, 'docker   push \\\n      a', { jobs: ['build'], keyPath: 'build.script' });
  const joined = observationOf(configFile('docker push \\ a'), 'docker push \\ a', {
    jobs: ['build'],
    keyPath: 'build.script',
  });
  expect(fingerprints(written)).toEqual(fingerprints(joined));
});

test('a mistake in a template is the same whichever jobs extend it, and in whatever order', () => {
  const inTemplate = (...jobs: string[]): Observation =>
    observationOf(original, 'docker login', {
      jobs,
      keyPath: `${jobs[0]}.script`,
      trail: [extendsStep(original, '.login')],
    });
  const [first] = fingerprints(inTemplate('build'));
  expect(fingerprints(inTemplate('test'))).toEqual([first]);
  expect(fingerprints(inTemplate('build', 'test'))).toEqual([first]);
  expect(fingerprints(inTemplate('deploy', 'build', 'test'))).toEqual([first]);
});

test('equal findings are numbered, and an unequal one between them changes nothing', () => {
  const [first, second] = fingerprints(push(original), push(original));
  expect(second).not.toBe(first);
  expect(fingerprints(push(original), push(original, { rule: 'other' }), push(original)).toSpliced(1, 1)).toEqual([
    first,
    second,
  ]);
});

describe('the same mistake in several jobs', () => {
  const inJob = (name: string): Observation => push(original, { jobs: [name], keyPath: `${name}.script` });
  const named = (...jobs: string[]) => Object.fromEntries(jobs.map((job, at) => [job, of(...jobs)[at]]));
  const of = (...jobs: string[]): string[] => fingerprints(...jobs.map(inJob));

  test('is told apart by the job', () => {
    expect(new Set(of('a', 'b', 'c')).size).toBe(3);
  });

  test('is the same in whatever order the jobs stand', () => {
    expect(named('c', 'a', 'b')).toEqual(named('a', 'b', 'c'));
  });

  test('is one new finding when a job makes it too', () => {
    for (const jobs of [
      ['a', 'b', 'x'],
      ['a', 'x', 'b'],
      ['0', 'a', 'b'],
    ]) {
      const before = of('a', 'b');
      expect(of(...jobs).filter((each) => !before.includes(each))).toHaveLength(1);
    }
  });

  test('is no new finding when a job mends it', () => {
    const before = of('a', 'b', 'c');
    for (const jobs of [['a', 'b'], ['b', 'c'], ['c']]) expect(before).toEqual(expect.arrayContaining(of(...jobs)));
  });

  test('is one new finding when one of the jobs is renamed', () => {
    const before = of('a', 'b', 'c');
    expect(of('a', 'z', 'c').filter((each) => !before.includes(each))).toHaveLength(1);
  });
});

test("a job's name that is itself the text at fault may change", () => {
  const named = (name: string) =>
    observationOf(configFile(`${name}:\n  stage: test\n`), name, { jobs: [name], keyPath: name });
  expect(fingerprints(named('build'))).toEqual(fingerprints(named('make')));
});

test('is 64 hexadecimal digits', () => {
  expect(fingerprints(push(original))[0]).toMatch(/^[0-9a-f]{64}$/);
});
