/** `# eslint…` comments in a file of our own language, and what they are told apart from. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import plugin from '../../src/eslint/plugin.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { HOSTS } from './project.ts';

const LOGIN = 'docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD"';
const FOUND = 'pipelint/login-server';

describe.each(HOSTS)('%s', (_name, { ESLint }) => {
  async function lint(text: string, rest: object = {}) {
    const cwd = temporaryFolder({ '.git/': '' });
    const overrideConfig = [{ ...plugin.configs.recommended, ...rest }];
    const eslint = new ESLint({ cwd, overrideConfigFile: true, overrideConfig });
    const results = await eslint.lintText(text, { filePath: join(cwd, '.gitlab-ci.yml') });
    return results.flatMap(({ messages }) => messages);
  }

  async function rulesFound(text: string) {
    return (await lint(text)).map(({ ruleId, message }) => ruleId ?? message);
  }

  test.each([
    ['in the lines of a script', `build:\n  script: |\n    # eslint-disable-next-line ${FOUND}\n    ${LOGIN}\n`],
    ['behind a command of a script', `build:\n  script: |\n    ${LOGIN} # eslint-disable-line ${FOUND} -- a demo\n`],
    ['from one line to another', `# eslint-disable\nbuild:\n  script: ${LOGIN}\n# eslint-enable\n`],
    ['with several marks', `build:\n  script:\n    ## eslint-disable-next-line\n    - ${LOGIN}\n`],
    ['with Windows line ends', `build:\r\n  script:\r\n    # eslint-disable-next-line\r\n    - ${LOGIN}\r\n`],
    ['for the whole file', `# eslint ${FOUND}: off\nbuild:\n  script: ${LOGIN}\n`],
    ['for the whole file, further down', `build:\n  script: ${LOGIN}\n# eslint ${FOUND}: "off"\n`],
  ])('turn a rule off %s', async (_where, text) => {
    expect(await rulesFound(text)).toEqual([]);
  });

  test.each([
    [
      'another rule',
      `# eslint-disable pipelint/login-quoting\n`,
      "no problems were reported from 'pipelint/login-quoting'",
    ],
    ['another word', '# eslint-disabled\n', undefined],
    ['no comment', 'variables: { A: "x#eslint-disable" }\n', undefined],
  ])('%s turns nothing off', async (_what, before, unused) => {
    const found = await rulesFound(`${before}build:\n  script: ${LOGIN}\n`);
    expect(found).toEqual([...(unused ? [expect.stringContaining(unused)] : []), FOUND]);
  });

  test('turn a rule of the strict preset on, and set a severity', async () => {
    const text = `# eslint ${FOUND}: warn, pipelint/login-password-argv: error\nbuild:\n  script: ${LOGIN}\n`;
    expect((await lint(text)).map(({ ruleId, severity }) => [ruleId, severity])).toEqual([
      [FOUND, 1],
      ['pipelint/login-password-argv', 2],
    ]);
  });

  test('that cannot be understood are said to be so, at their place', async () => {
    expect(await lint(`build:\n  script: make\n  # eslint ${FOUND}: [off\n`)).toEqual([
      expect.objectContaining({ ruleId: null, fatal: true, line: 3, column: 3 }),
    ]);
  });

  test('that have no effect are said to have none', async () => {
    const messages = await lint(`# eslint-disable\nbuild:\n  script: ${LOGIN}\n`, {
      linterOptions: { noInlineConfig: true },
    });
    expect(messages.map(({ ruleId, line }) => [ruleId, line])).toEqual([
      [null, 1],
      [FOUND, 3],
    ]);
    expect(messages[0]?.message).toContain("'# eslint-disable' has no effect");
  });

  test('that are not needed are removed by --fix, a part of them as well', async () => {
    const cwd = temporaryFolder({ '.git/': '' });
    const eslint = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: plugin.configs.recommended, fix: true });
    const needed = `build:\n  script: ${LOGIN} # eslint-disable-line ${FOUND}`;
    const text = `${needed}, pipelint/login-quoting\ntest:\n  # eslint-disable-next-line\n  script: make\n`;
    const [result] = await eslint.lintText(text, { filePath: join(cwd, '.gitlab-ci.yml') });
    expect(result?.output?.replace(/ +$/gm, '')).toBe(`${needed}\ntest:\n\n  script: make\n`);
  });
});
