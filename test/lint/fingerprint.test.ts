import { expect, test } from 'vitest';
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
];

/** Changes that make it another finding. */
const OTHER: readonly [name: string, Observation][] = [
  ['another rule', push(original, { rule: 'push-own-project' })],
  ['another file', push(configFile(TEXT, 'ci/build.yml'))],
  ['another job', push(original, { jobs: ['deploy'], keyPath: 'deploy.script' })],
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

test('is 64 hexadecimal digits', () => {
  expect(fingerprints(push(original))[0]).toMatch(/^[0-9a-f]{64}$/);
});
