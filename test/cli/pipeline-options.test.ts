/** What is said of the pipeline settles what else would stay open. */
import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';

const REPOSITORY = {
  '.gitlab-ci.yml': `include:
  - local: ci/login.yml
    rules:
      - if: $CI_COMMIT_BRANCH == "main"
push:
  image: docker:29
  extends: .login
  script:
    - docker push "$APP_IMAGE:$CI_COMMIT_REF_SLUG"
`,
  'ci/login.yml': `.login:
  before_script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"
`,
};

/** Where each job runs decides whether its image has a tag. */
const TAGS = {
  '.gitlab-ci.yml': `push:
  image: docker:29
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
    - if: $CI_COMMIT_TAG
  script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"
    - docker push "$CI_REGISTRY_IMAGE:$CI_COMMIT_TAG"
children:
  trigger:
    include: child.yml
`,
  'child.yml': `branches:
  image: docker:29
  script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"
    - docker push "$CI_REGISTRY_IMAGE:$CI_COMMIT_BRANCH"
`,
};

async function findings(args: readonly string[], files: Readonly<Record<string, string>>): Promise<Found[]> {
  const { stdout } = await call({ args: [...args, '--format', 'json'], cwd: temporaryFolder(files) }, RULES);
  return JSON.parse(stdout).findings;
}

interface Found {
  readonly rule: string;
  readonly file: string;
}

describe('the pipeline that is meant', () => {
  const server = ['--server-url', 'https://gitlab.com', '--project', 'acme/platform/api'];
  test.each<[says: string, args: readonly string[], rules: readonly string[]]>([
    ['may be any', [], []],
    ['runs for the branch that has the include', ['--branch', 'main'], []],
    ['runs for another branch, without the include', ['--branch', 'feature/x'], ['config-extends']],
    ['is for a merge request, which has no branch', ['--branch', 'main', '--source', 'merge_request_event'], []],
    [
      'has a variable that names another project',
      [...server, '--branch', 'main', '--var', 'APP_IMAGE=registry.gitlab.com/acme/shared/base'],
      ['push-own-project'],
    ],
    [
      'has a variable that names the project',
      [...server, '--branch', 'main', '--var', 'APP_IMAGE=registry.gitlab.com/acme/platform/api/web'],
      [],
    ],
  ])('%s', async (_, args, rules) => {
    expect((await findings(args, REPOSITORY)).map(({ rule }) => rule)).toEqual(rules);
  });

  test.each<[says: string, args: readonly string[], files: readonly string[]]>([
    ['may be any', [], ['.gitlab-ci.yml', 'child.yml']],
    ['is for a branch', ['--branch', 'main'], ['.gitlab-ci.yml']],
    ['is for a branch that the job is not for', ['--branch', 'next'], []],
    ['is for a tag, on which the child pipeline runs too', ['--var', 'CI_COMMIT_TAG=v1.2'], ['child.yml']],
    ['is for a push of a tag', ['--var', 'CI_COMMIT_TAG=v1.2', '--source', 'push'], ['child.yml']],
  ])('%s, and finds images without a tag', async (_, args, files) => {
    const found = await findings(args, TAGS);
    expect(found.map(({ file }) => file)).toEqual(files);
    expect(found.every(({ rule }) => rule === 'no-maybe-empty-tag')).toBe(true);
  });

  test('a variable without a value is no option', async () => {
    const { status, stderr } = await call({ args: ['--var', 'APP_IMAGE'], cwd: temporaryFolder(REPOSITORY) }, RULES);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('NAME=VALUE') });
  });
});
