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

async function rulesThatFind(...args: string[]): Promise<string[]> {
  const { stdout } = await call({ args: [...args, '--format', 'json'], cwd: temporaryFolder(REPOSITORY) }, RULES);
  return JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule);
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
    expect(await rulesThatFind(...args)).toEqual(rules);
  });

  test('a variable without a value is no option', async () => {
    const { status, stderr } = await call({ args: ['--var', 'APP_IMAGE'], cwd: temporaryFolder(REPOSITORY) }, RULES);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('NAME=VALUE') });
  });
});
