/** The library as its users call it. */
import { expect, it } from 'vitest';
import { FileSystemHost, lint, MemoryHost, resolve } from '../src/index.ts';
import { temporaryFolder } from './host/temporary-folder.ts';

const FILES = {
  '.gitlab-ci.yml': 'include: [ci/jobs.yml, {project: acme/ci, file: deploy.yml}]\nvariables: {A: 1}\n',
  'ci/jobs.yml': 'test:\n  parallel: 2\n  image: alpine:3.22\n  script: [[make, make test]]\n',
};

it('lints and resolves the same from memory, from a host and from a folder', () => {
  const sources = [FILES, new MemoryHost(FILES), new FileSystemHost(temporaryFolder(FILES))];
  expect(new Set(sources.map((each) => JSON.stringify(lint(each).summary))).size).toBe(1);
  expect(new Set(sources.map((each) => JSON.stringify(resolve(each)))).size).toBe(1);
});

it('resolves to plain values', () => {
  const resolution = resolve(FILES);
  if (!resolution.ok) throw new Error('it was accepted');
  expect(Object.keys(resolution.jobs)).toEqual(['test 1/2', 'test 2/2']);
  expect(resolution.jobs['test 2/2']).toMatchObject({
    stage: 'test',
    image: { name: 'alpine:3.22' },
    script: ['make', 'make test'],
    variables: { A: '1' },
  });
  expect(resolution).toMatchObject({ variables: { A: '1' }, workflow: null });
  expect(resolution.unresolved.map(({ kind }) => kind)).toEqual(['project']);
});

it('resolves another file, with inputs and facts', () => {
  const files = {
    'ci/app.yml':
      'spec:\n  inputs:\n    n: {type: number}\n---\ninclude:\n  - local: a.yml\n    rules: [{if: $FULL}]\nbuild:\n  script: make $[[ inputs.n ]]\n',
    'a.yml': 'extra:\n  script: make\n',
  };
  const jobsOf = (FULL: string) => {
    const resolution = resolve(files, { path: 'ci/app.yml', inputs: { n: 3 }, facts: { variables: { FULL } } });
    return resolution.ok ? Object.keys(resolution.jobs) : resolution.findings;
  };
  expect(jobsOf('yes')).toEqual(['extra', 'build']);
  expect(jobsOf('')).toEqual(['build']);
});

it('says why GitLab rejects a configuration', () => {
  const resolution = resolve({ '.gitlab-ci.yml': 'build:\n  script: make\n  needs: [none]\n' });
  if (resolution.ok) throw new Error('it was rejected');
  expect(resolution.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['error config-needs']);
});

it('says so when there is no file', () => {
  expect(resolve({})).toMatchObject({ ok: false, findings: [{ severity: 'error' }] });
});
