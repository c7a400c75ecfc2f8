/** `.pipelint.yml` under ESLint: what it decides, and what ESLint's own configuration does. */
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPlugin, HOSTS, project, runEslint } from './project.ts';

beforeAll(buildPlugin);

const CONFIG = "import pipelint from 'pipelint/eslint';\n\nexport default [pipelint.configs.recommended];\n";
const BESIDE = `import yml from 'eslint-plugin-yml';\n${CONFIG.replace(']', ', ...yml.configs.base]')}`;

const LOGIN = 'docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD"';
const PUSH = `build:\n  script:\n    - ${LOGIN} "$CI_REGISTRY"\n    - docker push registry.gitlab.com/acme/api:1\n`;

describe.each(HOSTS)('%s', (_name, host) => {
  describe.each([
    ['alone', CONFIG],
    ['beside eslint-plugin-yml', BESIDE],
  ])('%s', (_how, config) => {
    async function lint(settings: string, text: string, own = config) {
      const root = project(own, { '.pipelint.yml': settings, '.gitlab-ci.yml': text }, host);
      return (await runEslint(root, host)).messages.map((message) => message.replace(/^\S+ (\S+): .*/, '$1'));
    }

    test('what is known of the project counts', async () => {
      const server = 'server: https://gitlab.com\n';
      expect(await lint(`${server}project: other/one\n`, PUSH)).toEqual(['pipelint/push-own-project']);
      expect(await lint(`${server}project: acme/api\n`, PUSH)).toEqual([]);
    });

    test('languageOptions go before it', async () => {
      const own = config.replace(
        'pipelint.configs.recommended',
        "{ ...pipelint.configs.recommended, languageOptions: { project: 'acme/api', server: 'gitlab.com' } }",
      );
      expect(await lint('project: other/one\n', PUSH, own)).toEqual([]);
    });

    test('a rule that is off is off, in all files or in some', async () => {
      const text = `build:\n  script: ${LOGIN}\n`;
      expect(await lint('preset: strict\n', text)).toEqual(['pipelint/login-server']);
      expect(await lint('rules: { login-server: off }\n', text)).toEqual([]);
      expect(await lint('paths: [{ files: .gitlab*, rules: { login-server: off } }]\n', text)).toEqual([]);
      expect(await lint('paths: [{ files: ci/*, rules: { login-server: off } }]\n', text)).toEqual([
        'pipelint/login-server',
      ]);
    });
  });

  test('a fault in it is shown, and nothing else is', async () => {
    const root = project(CONFIG, { '.pipelint.yml': 'preset: strict\nproyect: a/b\n', '.gitlab-ci.yml': PUSH }, host);
    expect((await runEslint(root, host)).messages).toEqual([
      '.gitlab-ci.yml:1:1 eslint: Parsing error: .pipelint.yml:2:1: There is no setting `proyect`. Did you mean `project`?',
    ]);
  });

  test('a fault in it stops ESLint beside eslint-plugin-yml', async () => {
    const root = project(BESIDE, { '.pipelint.yml': 'preset: [\n', '.gitlab-ci.yml': PUSH }, host);
    await expect(runEslint(root, host)).rejects.toThrow(/\.pipelint\.yml:2:1: /);
  });
});
