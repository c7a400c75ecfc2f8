/** Beside eslint-plugin-yml on the same file: ESLint gives a file to one language, and both sets of rules have to run. */
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPlugin, HOSTS, project, runEslint } from './project.ts';

beforeAll(buildPlugin);

const BOTH = `import yml from 'eslint-plugin-yml';
import pipelint from 'pipelint/eslint';

export default [pipelint.configs.strict, ...yml.configs.standard, { rules: { 'yml/quotes': 'off' } }];
`;
const WRONG_ORDER = BOTH.replace(
  'pipelint.configs.strict, ...yml.configs.standard',
  '...yml.configs.standard, pipelint.configs.strict',
);

const LOGIN = 'docker login -u $CI_REGISTRY_USER --password-stdin $CI_REGISTRY < token';

describe.each(HOSTS)('%s', (_name, host) => {
  async function lint(text: string, config = BOTH) {
    const { messages } = await runEslint(project(config, { '.gitlab-ci.yml': text }, host), host);
    return messages.map((message) => message.replace(/^\.gitlab-ci\.yml:(\S+ \S+): .*/, '$1'));
  }

  test('both find what they know, at the same words as alone', async () => {
    const text = `build:\n  script:\n    - '${LOGIN}'\n`;
    expect(await lint(text)).toEqual(['3:7 yml/plain-scalar', '3:24 pipelint/login-quoting']);
  });

  test('both fix the same file', async () => {
    const root = project(BOTH, { '.gitlab-ci.yml': `build:\n  script:\n    - "make"\n    - ${LOGIN}\n` }, host);
    expect((await runEslint(root, host, ['.'], true)).fixed['.gitlab-ci.yml']).toBe(
      `build:\n  script:\n    - make\n    - ${LOGIN.replace('$CI_REGISTRY_USER', '"$CI_REGISTRY_USER"')}\n`,
    );
  });

  test('a comment turns rules of both off, and is called unused for neither', async () => {
    const comment = '# eslint-disable-next-line yml/plain-scalar, pipelint/login-quoting -- a demo';
    expect(await lint(`build:\n  script:\n    ${comment}\n    - '${LOGIN}'\n`)).toEqual([]);
    expect(await lint('build:\n  script: make # eslint-disable-line pipelint/login-quoting\n')).toEqual([
      '2:16 eslint',
    ]);
  });

  test("pipelint's own comments count, also within a script", async () => {
    const comment = '# pipelint-disable-next-line login-quoting -- a demo';
    expect(await lint(`build:\n  script:\n    - |\n      ${comment}\n      ${LOGIN}\n`)).toEqual([]);
  });

  test.each([
    ['a byte order mark', '\uFEFF'],
    ['a header', 'spec:\n  inputs:\n    stage:\n      default: test\n---\n'],
  ])('counts places behind %s', async (_what, before) => {
    const line = before.split('\n').length;
    expect(await lint(`${before}build: { script: ${LOGIN} }\n`, BOTH.replace('standard', 'base'))).toEqual([
      `${line}:34 pipelint/login-quoting`,
    ]);
  });

  test('broken YAML is for the language that comes last', async () => {
    expect(await lint('build: [\n')).toEqual([expect.stringMatching(/^\d:\d eslint$/)]);
    expect(await lint('build: [\n', WRONG_ORDER)).toEqual(expect.arrayContaining(['2:1 pipelint/config-syntax']));
  });

  test('in the other order the rules of eslint-plugin-yml are silent', async () => {
    const text = `build:\n  script:\n    - '${LOGIN}'\n`;
    expect(await lint(text, WRONG_ORDER)).toEqual(['3:24 pipelint/login-quoting']);
  });
});
