/** What `npm run prove` claims, without running it: `.ci/run` does that where the machine has the programs. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const CAPTURED = join(ROOT, 'fixtures/diagnose/captured');

/** No line in a log comes from what these find: they ask for care, or GitLab refuses the pipeline. */
const NOTHING_TO_SHOW = ['dind-pinned', 'kaniko-archived', 'no-secret-literal'];

function prove(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  return spawnSync(process.execPath, [join(ROOT, 'scripts/prove.mjs'), ...args], { encoding: 'utf8', env });
}

/** How many rows a page's tables have whose first column is named so. */
function rowsOf(page: string, column: string): number {
  const tables = page.split('\n\n').map((part) => part.split('\n').filter((line) => line.startsWith('|')));
  const ofColumn = tables.filter(([head]) => head?.split('|')[1]?.trim() === column);
  return ofColumn.reduce((sum, lines) => sum + lines.length - 2, 0);
}

describe('npm run prove', () => {
  test('claims nothing that the rules do not say, of no job that is not there', () => {
    const { status, stdout } = prove(['--list']);
    expect(stdout.split('\n').filter((line) => line.includes('WRONG'))).toEqual([]);
    expect(status).toBe(0);
    const claimed = new Set(stdout.split('\n').map((line) => line.split(' | ')[0]));
    const names = RULES.filter(({ meta }) => meta.docs.category !== 'configuration').map(({ meta }) => meta.docs.name);
    expect(names.filter((name) => !claimed.has(name))).toEqual(NOTHING_TO_SHOW);
  });

  test('says what the machine lacks', () => {
    const { status, stdout } = prove([], { PATH: '/nowhere' });
    expect(stdout).toMatch(/^prove: skipped: this machine has no .*docker-registry.*skopeo/);
    expect(status).toBe(0);
  });

  test('its page tells every claim, and the decision table in place of the one that it shows', () => {
    const page = readFileSync(join(ROOT, 'docs/proof.md'), 'utf8');
    const claims = prove(['--list']).stdout.trim().split('\n');
    const byTable = claims.filter((claim) => claim.startsWith('dind-endpoint | - |'));
    expect(byTable).toHaveLength(1);
    expect(rowsOf(page, 'rule')).toBe(claims.length - byTable.length);
    expect(page).toContain(`Of these, ${rowsOf(page, 'DOCKER_TLS_CERTDIR')} are the decision table`);
    expect(page).not.toContain('**no**');
  });

  test('every captured log has a cause, and no secret', () => {
    const causes: unknown = JSON.parse(readFileSync(join(CAPTURED, 'causes.json'), 'utf8'));
    const logs = readdirSync(CAPTURED).filter((name) => name.endsWith('.log'));
    expect(logs.sort()).toEqual(Object.keys(Object(causes)).sort());
    const secrets = /lab-(?:job|deploy|personal|robot|seed)-[0-9a-f]/;
    expect(logs.filter((name) => secrets.test(readFileSync(join(CAPTURED, name), 'utf8')))).toEqual([]);
  });
});
