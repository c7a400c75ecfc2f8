/** The plugin in the real ESLint, 10 and 9. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import plugin from '../../src/eslint/plugin.ts';
import { eslintRule } from '../../src/eslint/rule.ts';
import { loginRule, remarkRule } from '../lint/rules.ts';

const CONFIG = '.gitlab-ci.yml';
const FILES = {
  'ci/login.yml': '.login:\n  script:\n    - docker login -u u\n',
  [CONFIG]: 'include: ci/login.yml\nbuild:\n  extends: .login\ntest:\n  extends: .login\n',
  'sub/other.gitlab-ci.yml': 'include: /ci/login.yml\nbuild:\n  extends: .login\n',
};

/** Fine in the project `other/project` alone. */
const FOREIGN_PUSH = `build:
  image: docker:28
  script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"
    - docker push registry.gitlab.com/other/project:1
`;

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'pipelint-eslint-'));
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.git/config'), '[remote "origin"]\n\turl = https://gitlab.com/acme/api.git\n');
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The plugin with rules of which the findings are known. */
const withTestRule = {
  ...plugin,
  rules: { 'test-login': eslintRule(loginRule), 'test-remark': eslintRule(remarkRule) },
};

function config(rest: Partial<Linter.Config> = {}, name = 'pipelint'): Linter.Config {
  return {
    files: ['**/*.yml'],
    plugins: { [name]: withTestRule },
    language: `${name}/gitlab-ci`,
    rules: { [`${name}/test-login`]: 'error' },
    ...rest,
  };
}

describe.each([
  ['ESLint 10', ESLint],
  ['ESLint 9', ESLint9 as unknown as typeof ESLint],
])('%s', (_version, Host) => {
  async function lint(text: string, overrideConfig = config(), path = CONFIG): Promise<string[]> {
    const eslint = new Host({ cwd: root, overrideConfigFile: true, overrideConfig });
    const results = await eslint.lintText(text, { filePath: join(root, path) });
    return results.flatMap(({ messages }) => messages).map(show);
  }

  test('reports at the words, with the remedy in the message', async () => {
    expect(await lint('build:\n  script:\n    - |\n      set -e\n      docker login -u u\n')).toEqual([
      '5:7-5:19 pipelint/test-login error: A login with 5 words. Do without `docker login`.',
    ]);
  });

  test('shows a mistake of an included file at the include, once, and names its place', async () => {
    expect(await lint(FILES[CONFIG])).toEqual([
      '1:10-1:22 pipelint/test-login error: ci/login.yml:3:7: A login with 4 words. Do without `docker login`.',
    ]);
  });

  test('includes start from the root of the repository, wherever the file is', async () => {
    const path = 'sub/other.gitlab-ci.yml';
    expect(await lint(FILES[path], config(), path)).toEqual([
      '1:10-1:23 pipelint/test-login error: ci/login.yml:3:7: A login with 4 words. Do without `docker login`.',
    ]);
  });

  test('leaves out what an error rule only remarks', async () => {
    const rules = { 'pipelint/test-remark': 'error' as const };
    expect(await lint('build:\n  script: make\n', config({ rules }))).toEqual([]);
  });

  test('lints the text in hand, not the one on the disk', async () => {
    expect(await lint('build:\n  script: make\n')).toEqual([]);
  });

  test('counts columns behind a byte order mark as ESLint does', async () => {
    expect(await lint('\uFEFFbuild: { script: docker login }\n')).toEqual([
      '1:18-1:30 pipelint/test-login error: A login with 2 words. Do without `docker login`.',
    ]);
  });

  test('minds comments that turn a rule off, with a reason', async () => {
    const off = 'build:\n  script:\n    # eslint-disable-next-line pipelint/test-login -- a demo\n    - docker login\n';
    expect(await lint(off)).toEqual([]);
    expect(await lint('# eslint-disable pipelint/test-login\nbuild:\n  script: docker login\n')).toEqual([]);
    expect(await lint('build:\n  script: docker login # eslint-disable-line\n')).toEqual([]);
  });

  test('minds the comments of pipelint as well', async () => {
    expect(await lint('build:\n  # pipelint-disable test-login -- a demo\n  script: docker login\n')).toEqual([]);
    expect(await lint('build:\n  script: docker login # pipelint-disable-line test-strict\n')).toHaveLength(1);
  });

  test('reports a comment that turns nothing off', async () => {
    const linterOptions = { reportUnusedDisableDirectives: 'error' as const };
    expect(await lint('build:\n  script: make # eslint-disable-line\n', config({ linterOptions }))).toEqual([
      expect.stringMatching(/^2:16-\S+ null error: Unused eslint-disable directive/),
    ]);
  });

  test.each([
    ['no YAML', 'build: [\n  "unclosed\n'],
    ['not a mapping', '- a\n- b\n'],
    ['empty', ''],
    ['binary', '\0\u0001\u0002'],
    ['deep', `${'['.repeat(5_000)}\n`],
  ])('a file that is %s is no parsing error', async (_name, text) => {
    expect((await lint(text)).filter((message) => message.includes('Parsing error'))).toEqual([]);
  });

  test('knows the project from the Git remote, and better from languageOptions', async () => {
    const { recommended } = plugin.configs;
    const ofProject = (project: string) => ({ ...recommended, languageOptions: { project } });
    expect(await lint(FOREIGN_PUSH, recommended)).toEqual([expect.stringContaining('pipelint/push-own-project error')]);
    expect(await lint(FOREIGN_PUSH, ofProject('acme/api'))).toHaveLength(1);
    expect(await lint(FOREIGN_PUSH, ofProject('other/project'))).toEqual([]);
  });

  test('refuses languageOptions that are no text', async () => {
    await expect(lint('build:\n  script: make\n', config({ languageOptions: { project: 5 } }))).rejects.toThrow(
      /languageOptions\.project must be a string/,
    );
  });

  test('may be given another name', async () => {
    expect(await lint('build:\n  script: docker login\n', config({}, 'ci'))).toEqual([
      '2:11-2:23 ci/test-login error: A login with 2 words. Do without `docker login`.',
    ]);
  });

  test('makes safe fixes, and offers the others', async () => {
    const login = 'docker login -u $CI_REGISTRY_USER -p $CI_REGISTRY_PASSWORD';
    const text = `build: # a job\n  script:\n    - '${login} || echo "it''s off"'\n`;
    const eslint = new Host({ cwd: root, overrideConfigFile: true, overrideConfig: plugin.configs.strict, fix: true });
    const [result] = await eslint.lintText(text, { filePath: join(root, CONFIG) });
    expect(result?.output).toBe(
      text.replace(
        '-u $CI_REGISTRY_USER -p $CI_REGISTRY_PASSWORD',
        '-u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD"',
      ),
    );
    const offered = result?.messages.find(({ ruleId }) => ruleId === 'pipelint/login-server')?.suggestions ?? [];
    expect(offered.map(({ desc }) => desc)).toEqual(['Log in to $CI_REGISTRY']);
    const [{ range, text: inserted } = { range: [0, 0] as const, text: '' }] = offered.map(({ fix }) => fix);
    const output = result?.output ?? '';
    const suggested = output.slice(0, range[0]) + inserted + output.slice(range[1]);
    expect(suggested).toContain(`-p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY" || echo "it''s off"'`);
  });

  test('fixes nothing in a file that is only included', async () => {
    mkdirSync(join(root, 'ci'), { recursive: true });
    const template = '.old:\n  script:\n    - docker login -u $CI_REGISTRY_USER -p x "$CI_REGISTRY"\n';
    writeFileSync(join(root, 'ci/old.yml'), template);
    const eslint = new Host({ cwd: root, overrideConfigFile: true, overrideConfig: plugin.configs.strict, fix: true });
    const text = 'include: ci/old.yml\nbuild:\n  extends: .old\n';
    const [result] = await eslint.lintText(text, { filePath: join(root, CONFIG) });
    expect(result?.output).toBeUndefined();
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('pipelint/login-quoting');
  });

  test.each(['recommended', 'strict'] as const)('configs.%s is complete', async (preset) => {
    const eslint = new Host({ cwd: root, overrideConfigFile: true, overrideConfig: [plugin.configs[preset]] });
    const [result] = await eslint.lintFiles(['sub/other.gitlab-ci.yml']);
    expect(result?.messages.filter(({ fatal }) => fatal)).toEqual([]);
    const { rules } = (await eslint.calculateConfigForFile(join(root, CONFIG))) as Linter.Config;
    const expected = RULES.filter(({ meta }) => preset === 'strict' || meta.docs.preset === 'recommended');
    expect(Object.keys(rules ?? {}).toSorted()).toEqual(expected.map(({ meta }) => `pipelint/${meta.docs.name}`));
  });
});

test('a rule on a file that ESLint reads as another language is an error, not silence', async () => {
  const { language: _, ...overrideConfig } = config();
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig });
  await expect(eslint.lintText('a: 1\n', { filePath: join(root, CONFIG) })).rejects.toThrow(/pipelint\/test-login/);
});

function show({ line, column, endLine, endColumn, ruleId, severity, message }: Linter.LintMessage): string {
  return `${line}:${column}-${endLine}:${endColumn} ${ruleId} ${severity === 2 ? 'error' : 'warning'}: ${message}`;
}
