/** The completion scripts, run by the shells that they are for. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';

type Complete = (script: string, line: string, folder: string) => string[];

const SHELLS: Readonly<Record<string, Complete>> = {
  bash: (script, line, folder) => {
    const type = 'source "$1"; COMP_LINE=$2; COMP_POINT=${#2}; _pipelint; printf "%s\\n" "${COMPREPLY[@]}"';
    return output('bash', ['--norc', '-c', type, 'bash', script, line], folder);
  },
  zsh: (script, line, folder) => {
    const offered = join(folder, '.offered');
    output('zsh', ['-f', join(import.meta.dirname, 'complete.zsh'), script, line, offered], folder);
    return existsSync(offered) ? linesOf(readFileSync(offered, 'utf8')) : [];
  },
  fish: (script, line, folder) => {
    const lines = output('fish', ['-N', '-c', 'source $argv[1]; complete -C $argv[2]', script, line], folder);
    return lines.map((each) => each.replace(/\t.*/, ''));
  },
};

/** Some shells offer the whole word, some what stands behind its `=`, and some leave the last `=` or `/` to themselves. */
function plain(offers: readonly string[]): string[] {
  return [...new Set(offers.map((offer) => offer.replace(/[=/]$/, '').replace(/^.*=/, '')))].sort();
}

const OFFERED: readonly (readonly [line: string, offers: readonly string[]])[] = [
  ['pipelint comp', ['completion']],
  ['pipelint --fail', ['--fail-on']],
  ['pipelint --preset ', ['recommended', 'strict']],
  ['pipelint --format=s', ['sarif']],
  ['pipelint --output sari', ['sarif']],
  ['pipelint --output sarif=no', ['notes.yml']],
  ['pipelint --rule login-server=', ['error', 'info', 'off', 'warning']],
  ['pipelint --project acme --min-confidence h', ['high']],
  ['pipelint --root ', ['ci']],
  ['pipelint no', ['notes.yml']],
  ['pipelint explain kaniko-', ['kaniko-archived', 'kaniko-auth', 'kaniko-shell']],
  ['pipelint resolve --format ', ['json', 'yaml']],
  ['pipelint init --pre', ['--pre-commit']],
  ['pipelint mer', ['merge']],
  ['pipelint merge --fail-on w', ['warning']],
  ['pipelint completion ', ['bash', 'fish', 'zsh']],
];

describe.each(Object.entries(SHELLS))('completion of %s', (shell, complete) => {
  const isThere = spawnSync(shell, ['--version']).status === 0;

  it.skipIf(!isThere).each(OFFERED)('%s', async (line, offers) => {
    const folder = temporaryFolder({ 'notes.yml': '', 'ci/jobs.yml': '' });
    const script = join(temporaryFolder({}), `completion.${shell}`);
    const { stdout, status } = await call({ args: ['completion', shell], cwd: folder }, RULES);
    expect(status).toBe(0);
    writeFileSync(script, stdout);
    expect(plain(complete(script, line, folder))).toEqual(offers);
  });
});

describe('completion', () => {
  it('knows every command and every rule', async () => {
    const { stdout } = await call({ args: ['completion', 'bash'], cwd: '/' }, RULES);
    const missing = [...Object.keys(COMMANDS), ...RULES.map(({ meta }) => meta.docs.name)].filter(
      (name) => !stdout.includes(name),
    );
    expect(missing).toEqual([]);
  });
});

function output(program: string, args: readonly string[], cwd: string): string[] {
  const { stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 20_000, env: ENVIRONMENT });
  expect(stderr).toBe('');
  return linesOf(stdout);
}

const ENVIRONMENT = { PATH: process.env.PATH, HOME: '/nonexistent', TERM: 'dumb', LC_ALL: 'C.UTF-8' };

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
