/** `pipelint init`: what it writes and prints is what the guides show, and pipelint has nothing against it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/default-text.ts';
import { settingsShape } from '../../src/settings/keys.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';

function page(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

describe('init', () => {
  it('prints the job that the README and docs/gitlab-ci.md have, which has no findings', async () => {
    const cwd = temporaryFolder({ '.git/HEAD': '' });
    const { stdout } = await call({ args: ['init', '--gitlab-ci'], cwd }, RULES);
    const [, job = ''] = /^# For .*\n([\s\S]*)$/.exec(stdout) ?? [];
    for (const path of ['README.md', 'docs/gitlab-ci.md']) expect(page(path)).toContain(`\`\`\`yaml\n${job}\`\`\``);
    writeFileSync(join(cwd, '.gitlab-ci.yml'), job);
    const linted = await call({ args: ['--preset', 'strict', '--min-confidence', 'low'], cwd }, RULES);
    expect(linted).toEqual({ status: 0, stdout: 'No findings in 1 file with 1 job.\n', stderr: '' });
  });

  it('writes the hook that the README and docs/pre-commit.md have', async () => {
    const cwd = temporaryFolder({ '.gitlab-ci.yml': '' });
    await call({ args: ['init', '--pre-commit'], cwd }, RULES);
    const written = readFileSync(join(cwd, '.pre-commit-config.yaml'), 'utf8');
    for (const path of ['README.md', 'docs/pre-commit.md']) expect(page(path)).toContain(`${written}\`\`\``);
  });

  it('writes every key, and each does something when it is no longer commented out', async () => {
    const text = DEFAULT_SETTINGS.replace(/^# (?=(?: {2,}|[a-z-]+:(?: |$)))/gm, '').replace(/^yaml-.*/m, '');
    const { settings, faults } = loadSettings(new SourceFile('.pipelint.yml', text), RULES);
    expect(faults).toEqual([]);
    const schema = settingsShape(RULES).schema as { readonly properties: object };
    expect(Object.keys(settings).sort()).toEqual(Object.keys(schema.properties).sort());
  });

  it('writes settings at the root of the repository that pipelint understands', async () => {
    const root = temporaryFolder({ '.git/HEAD': '', '.gitlab-ci.yml': 'a:\n  script: make\n', 'sub/folder/': '' });
    const { stdout } = await call({ args: ['init'], cwd: join(root, 'sub/folder') }, RULES);
    expect(stdout).toMatch(/^Wrote \.\.\/\.\.\/\.pipelint\.yml\.$/m);
    expect(await call({ args: [], cwd: root }, RULES)).toMatchObject({ status: 0, stderr: '' });
    const { stdout: settings } = await call({ args: ['--show-settings'], cwd: root }, RULES);
    expect(settings).toMatch(/settings +\.pipelint\.yml +found/);
  });
});
