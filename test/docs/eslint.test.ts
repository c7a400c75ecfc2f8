/** The configurations in docs/eslint.md do what the page says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPlugin, HOSTS, project, runEslint } from '../eslint/project.ts';

beforeAll(buildPlugin);

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/eslint.md'), 'utf8');
const blocksOf = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block);
const CONFIGS = blocksOf('js');

const LOGIN = 'build:\n  script:\n    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD"\n';

describe.each(HOSTS)('%s', (_name, host) => {
  test.each(CONFIGS)('finds a mistake with %s', async (config) => {
    const { messages } = await runEslint(project(config, { '.gitlab-ci.yml': LOGIN }, host), host);
    expect(messages).toEqual([expect.stringMatching(/^\.gitlab-ci\.yml:3:7 pipelint\/login-server: /)]);
  });

  test('comments hold findings back', async () => {
    const [pipeline = ''] = blocksOf('yaml');
    const [config = ''] = CONFIGS;
    const count = async (text: string) =>
      (await runEslint(project(config, { '.gitlab-ci.yml': text }, host), host)).messages.length;
    expect(await count(pipeline)).toBe(0);
    expect(await count(pipeline.replace(/#.*/g, '#'))).toBe(2);
  });

  test('the cache does not see that an included file has changed', async () => {
    const [config = ''] = CONFIGS;
    const files = { '.gitlab-ci.yml': 'include: ci/build.yml\n', 'ci/build.yml': 'build:\n  script: make\n' };
    const root = project(config, files, host);
    const lint = async (cache: boolean) => {
      const eslint = new host.ESLint({ cwd: root, cache, cacheLocation: join(root, '.eslintcache') });
      return (await eslint.lintFiles(['.gitlab-ci.yml'])).flatMap(({ messages }) => messages).length;
    };
    expect(await lint(true)).toBe(0);
    writeFileSync(join(root, 'ci/build.yml'), LOGIN);
    expect(await lint(true)).toBe(0);
    expect(await lint(false)).toBe(1);
  });
});

test('the page has examples', () => {
  expect(CONFIGS).toHaveLength(4);
});
