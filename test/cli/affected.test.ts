/** `--affected`: which changes have which pipelines linted. */
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';

const PUSH = 'docker push "$CI_REGISTRY_IMAGE"';
const FILES = {
  '.git/HEAD': '',
  '.gitlab-ci.yml': `include: [ci/docker.yml, ci/jobs/*.yml]\nbuild:\n  extends: .docker\n  script: ${PUSH}\nchild:\n  trigger: {include: ci/child.yml}\n`,
  'ci/docker.yml': '.docker:\n  image: docker:28\n  services: [docker:28-dind]\n',
  'ci/jobs/test.yml': 'test:\n  image: alpine:3.22\n  script: ./ci/test.sh\n',
  'ci/test.sh': 'docker build -f image/Dockerfile .\n',
  'image/Dockerfile': 'FROM alpine:3.22\n',
  'ci/child.yml': 'unit:\n  image: alpine:3.22\n  script: make\n',
  'ci/mkdocs.yml': 'site_name: x\n',
  'other.yml': 'a: [\n',
  'services/api/.gitlab-ci.yml': 'api:\n  image: alpine:3.22\n  script: make\n',
  'templates/build/template.yml':
    "spec:\n  inputs: {}\n---\nbuild:\n  image: docker:28\n  script: docker push '$CI_REGISTRY_IMAGE'\n",
  'templates/chart.yml': 'kind: Service\nspec: {}\n',
};
const THE_PUSH = '.gitlab-ci.yml: registry-login-required';

async function affected(paths: readonly string[], files: Readonly<Record<string, string>> = FILES) {
  const cwd = temporaryFolder(files);
  const { status, stdout, stderr } = await call({ args: ['--affected', '--format', 'json', ...paths], cwd }, RULES);
  expect(stderr).toBe('');
  const { findings, summary } = JSON.parse(stdout);
  const found: string[] = findings.map(({ file, rule }: { file: string; rule: string }) => `${file}: ${rule}`);
  return { status, found: [...new Set(found)], files: summary.files };
}

describe('a pipeline is linted as a whole when a change is about', () => {
  it.each([
    ['the pipeline itself', '.gitlab-ci.yml'],
    ['an included file', 'ci/docker.yml'],
    ['a file that a pattern includes', 'ci/jobs/test.yml'],
    ['a file of a child pipeline', 'ci/child.yml'],
    ['a script that a job calls', 'ci/test.sh'],
    ['a Dockerfile that a job builds', 'image/Dockerfile'],
    ['what was fetched', '.pipelint.lock'],
    ['the settings', '.pipelint.yml'],
  ])('%s: %s', async (_, path) => {
    expect(await affected([path])).toMatchObject({ status: 1, found: [THE_PUSH] });
  });

  it('a file that is gone, under its old name', async () => {
    const { 'ci/docker.yml': _, ...files } = FILES;
    expect((await affected(['ci/docker.yml'], files)).found).toContain('.gitlab-ci.yml: config-include');
  });

  it('a file that is gone, under its new name', async () => {
    const { 'ci/docker.yml': moved, ...files } = FILES;
    expect((await affected(['ci/moved.yml'], { ...files, 'ci/moved.yml': moved })).found).toContain(
      '.gitlab-ci.yml: config-include',
    );
  });
});

describe('nothing is linted for', () => {
  it.each([
    ['a file that no pipeline reads', ['ci/mkdocs.yml']],
    ['broken YAML of something else', ['other.yml']],
    ['a file of another tool where components are', ['templates/chart.yml']],
    ['no file at all', []],
  ])('%s', async (_, paths) => {
    expect(await affected(paths)).toEqual({ status: 0, found: [], files: 0 });
  });

  it('a repository without a pipeline', async () => {
    expect(await affected(['a.yml'], { '.git/HEAD': '', 'a.yml': 'a: 1\n' })).toMatchObject({ status: 0, files: 0 });
  });
});

describe('a changed file is linted on its own when it is', () => {
  it('a pipeline of its own', async () => {
    expect(await affected(['services/api/.gitlab-ci.yml'])).toEqual({ status: 0, found: [], files: 1 });
  });

  it('the settings of a pipeline of its own', async () => {
    const settings = { 'services/api/.pipelint.yml': 'preset: strict\n' };
    const files = { ...FILES, ...settings, '.gitlab-ci.yml': 'all:\n  image: alpine:3.22\n  script: make\n' };
    expect((await affected(['services/api/.pipelint.yml'], files)).files).toBe(2);
  });

  it('a component', async () => {
    expect(await affected(['templates/build/template.yml'])).toMatchObject({
      status: 1,
      found: ['templates/build/template.yml: no-single-quoted-variable'],
    });
  });

  it('none of these but included: then the pipeline around it is', async () => {
    const root = 'include: services/api/.gitlab-ci.yml\n';
    const files = { ...FILES, '.gitlab-ci.yml': root, 'services/api/.pipelint.yml': 'preset: strict\n' };
    expect((await affected(['services/api/.gitlab-ci.yml'], files)).files).toBe(2);
  });
});

it.each([
  [['-'], '--affected takes files, not standard input'],
  [[''], 'a path is empty'],
])('refuses the paths %j', async (paths, message) => {
  const outcome = await call({ args: ['--affected', ...paths], cwd: temporaryFolder(FILES) }, RULES);
  expect(outcome).toEqual({ status: 2, stdout: '', stderr: `pipelint: ${message} (see pipelint --help)\n` });
});
