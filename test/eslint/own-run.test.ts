/** A finding is shown once in a run of ESLint: in its own file when that is linted as well, else at what leads to it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPlugin, HOSTS, project, runEslint } from './project.ts';

beforeAll(buildPlugin);

const CONFIG = `import pipelint from 'pipelint/eslint';

export default [pipelint.configs.recommended];
`;

/** `ci/*.yml` are linted themselves. */
const ALSO_CI = `import pipelint from 'pipelint/eslint';

const files = ['.gitlab-ci.yml', 'ci/*.yml'];
export default [{ ...pipelint.configs.recommended, files, languageOptions: { files } }];
`;

const LOGIN = 'docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD"';
const TEMPLATE = `.login:\n  before_script:\n    - ${LOGIN}\n`;
const JOB = 'build:\n  extends: .login\n  script: docker push "$CI_REGISTRY_IMAGE:1"\n';

describe.each(HOSTS)('%s', (_name, host) => {
  async function lint(files: Readonly<Record<string, string>>, config = CONFIG, named = ['.']) {
    const { messages } = await runEslint(project(config, files, host), host, named);
    return messages.map((message) => message.replace(/^(\S+ \S+): (?:(\S+:\d+:\d+): )?.*/, '$1 $2').trim());
  }

  const named = (template: string) => ({ '.gitlab-ci.yml': `include: ${template}\n${JOB}`, [template]: TEMPLATE });

  test('at the include, when nobody lints the included file', async () => {
    expect(await lint(named('ci/login.yml'))).toEqual(['.gitlab-ci.yml:1:10 pipelint/login-server ci/login.yml:3:7']);
  });

  test('in the file, when its name says that it is linted', async () => {
    const files = named('ci/login.gitlab-ci.yml');
    expect(await lint(files)).toEqual(['ci/login.gitlab-ci.yml:3:7 pipelint/login-server']);
    expect(await lint(files, CONFIG, ['.gitlab-ci.yml'])).toEqual([]);
  });

  test('in the file, when languageOptions.files says that it is linted', async () => {
    expect(await lint(named('ci/login.yml'), ALSO_CI)).toEqual(['ci/login.yml:3:7 pipelint/login-server']);
  });

  test('at the nearest of several files that are linted', async () => {
    const files = {
      '.gitlab-ci.yml': `include: ci/all.yml\n${JOB}`,
      'ci/all.yml': 'include: /templates/login.yml\n',
      'templates/login.yml': TEMPLATE,
    };
    expect(await lint(files, ALSO_CI)).toEqual(['ci/all.yml:1:10 pipelint/login-server templates/login.yml:3:7']);
  });

  test('sees an included file as a part of the pipeline that includes it', async () => {
    const files = {
      '.gitlab-ci.yml': 'include: ci/push.gitlab-ci.yml\n.base:\n  before_script: docker info\n',
      'ci/push.gitlab-ci.yml': 'push:\n  extends: .base\n  script: docker push "$CI_REGISTRY_IMAGE:1"\n',
    };
    expect(await lint(files)).toEqual(['ci/push.gitlab-ci.yml:3:23 pipelint/registry-login-required']);
    const ok = { ...files, '.gitlab-ci.yml': `${files['.gitlab-ci.yml']}    - ${LOGIN} "$CI_REGISTRY"\n` };
    expect(
      await lint({ ...ok, '.gitlab-ci.yml': ok['.gitlab-ci.yml'].replace(' docker info', '\n    - docker info') }),
    ).toEqual([]);
  });

  test('sees a file that a child pipeline includes', async () => {
    const files = {
      '.gitlab-ci.yml': 'child:\n  trigger:\n    include: ci/child.gitlab-ci.yml\n',
      'ci/child.gitlab-ci.yml': `include: ci/login.gitlab-ci.yml\n${JOB}`,
      'ci/login.gitlab-ci.yml': TEMPLATE,
    };
    expect(await lint(files)).toEqual(['ci/login.gitlab-ci.yml:3:7 pipelint/login-server']);
  });

  test('at the include of a pipeline that is not the own one of the repository, as nobody else looks there', async () => {
    const files = {
      '.gitlab-ci.yml': 'test:\n  script: make\n',
      'other.gitlab-ci.yml': `include: ci/login.gitlab-ci.yml\n${JOB}`,
      'ci/login.gitlab-ci.yml':
        '.login:\n  before_script: !reference [.real, script]\n.real:\n  script: docker push "$CI_REGISTRY_IMAGE:1"\n',
    };
    expect(await lint(files)).toContainEqual(
      expect.stringMatching('^other.gitlab-ci.yml:1:10 pipelint/registry-login'),
    );
  });

  test('fixes a file in its own run only', async () => {
    const template =
      '.login:\n  before_script:\n    - echo "$CI_REGISTRY_PASSWORD" | docker login -u $CI_REGISTRY_USER --password-stdin $CI_REGISTRY\n';
    const root = project(
      CONFIG.replace('recommended', 'strict'),
      { '.gitlab-ci.yml': `include: ci/login.gitlab-ci.yml\n${JOB}`, 'ci/login.gitlab-ci.yml': template },
      host,
    );
    expect((await runEslint(root, host, ['.'], true)).fixed).toEqual({
      'ci/login.gitlab-ci.yml': template.replace('$CI_REGISTRY_USER', '"$CI_REGISTRY_USER"'),
    });
  });
});
