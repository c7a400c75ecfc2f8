/** Real Neovim, with the LSP client that is built into it, on the demo project. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = process.env.PIPELINT_PROGRAM ?? join(ROOT, 'dist/cli.cjs');

const { stdout: version = '' } = spawnSync('nvim', ['--version'], { encoding: 'utf8' });
const reason = version === '' ? ' (skipped: there is no nvim here; on Debian, apt-get install neovim)' : '';

test.skipIf(version === '')(
  `Neovim shows findings, makes a change and finds its way${reason}`,
  { timeout: 60_000 },
  () => {
    const project = mkdtempSync(join(tmpdir(), 'pipelint-neovim-'));
    cpSync(join(ROOT, 'fixtures/projects/demo'), project, { recursive: true });
    mkdirSync(join(project, '.git'));
    const home = mkdtempSync(join(tmpdir(), 'pipelint-home-'));
    const run = spawnSync(
      'nvim',
      ['--clean', '--headless', '-n', '-S', join(import.meta.dirname, 'neovim/session.lua')],
      {
        cwd: project,
        encoding: 'utf8',
        timeout: 55_000,
        env: {
          PATH: process.env.PATH,
          HOME: home,
          PIPELINT_COMMAND: JSON.stringify([process.execPath, PROGRAM, 'lsp']),
        },
      },
    );
    const seen = JSON.parse(run.stdout || '{}');
    expect(seen.fault).toBeUndefined();
    expect(seen.root).toEqual([]);
    expect(seen.template).toEqual(expect.arrayContaining(['dind-endpoint', 'push-own-project']));
    expect(seen.actions).toContain('Put a / after $CI_REGISTRY_IMAGE (needs review)');
    expect(seen.line.trim()).toBe('IMAGE: $CI_REGISTRY_IMAGE/worker');
    expect(seen.after).not.toContain('push-own-project');
    expect(seen.definition).toBe('ci/docker.yml:5');
    expect(seen.hover).toContain('predefined by GitLab');
  },
);
