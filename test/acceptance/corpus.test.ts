/** The report over a folder of projects, made with the built library (`npm run build`) as a contributor makes it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const SCRIPT = join(ROOT, 'scripts/corpus.mjs');
const PROJECTS = join(ROOT, 'fixtures/projects');

describe.skipIf(!existsSync(join(ROOT, 'dist/index.js')))('npm run corpus', () => {
  let corpus = '';
  beforeAll(() => {
    corpus = mkdtempSync(join(tmpdir(), 'pipelint-corpus-'));
    cpSync(join(PROJECTS, 'demo'), join(corpus, 'demo'), { recursive: true });
    cpSync(join(PROJECTS, 'clean/includes'), join(corpus, 'includes'), { recursive: true });
    cpSync(join(PROJECTS, 'clean/compose'), join(corpus, 'compose'), { recursive: true });
    mkdirSync(join(corpus, 'fence'));
    writeFileSync(join(corpus, 'fence/docker.gitlab-ci.yml'), 'notes:\n  scripts:\n    - echo "```"\n');
    mkdirSync(join(corpus, 'notes'));
    writeFileSync(join(corpus, 'notes/compose.yml'), 'services:\n  web:\n    image: alpine:3\n');
  });
  afterAll(() => rmSync(corpus, { recursive: true, force: true }));

  const run = (...args: string[]): string => execFileSync('node', [SCRIPT, corpus, ...args], { encoding: 'utf8' });
  const untimed = (report: string): string => report.replace(/[\d.]+ s\./, '');

  test('tells every finding with its source, its jobs and a place for a verdict', () => {
    const report = run();
    expect(report).toMatch(/^## push-own-project$/m);
    expect(report).toMatch(/^### 1\. demo\/\S+:\d+:\d+$/m);
    expect(report).toMatch(/^error, high confidence, \d+ jobs?: `/m);
    expect(report).toMatch(/^ *\d+ \| .*\n *\| +\^+$/m);
    const found = report.match(/^### \d+\. /gm)?.length ?? 0;
    expect(report.match(/^- \[ \] right\n- \[ \] wrong\n- \[ \] doubtful$/gm)?.length).toBe(found);
  });

  test('says nothing about clean projects, and counts them', () => {
    const report = run();
    expect(report).not.toMatch(/^### \d+\. (includes|compose)\//m);
    expect(report).toContain('in 4 projects');
  });

  test('keeps source with a fence in it inside its own', () => {
    expect(run('--rule', 'config-schema')).toMatch(/^````text\n[\s\S]*echo "```"\n````$/m);
  });

  test('is the same every time', () => {
    expect(untimed(run())).toBe(untimed(run()));
  });

  test('shows one rule, also of the strict preset', () => {
    const report = run('--rule', 'login-password-argv');
    expect([...report.matchAll(/^## (.*)$/gm)].map(([, rule]) => rule)).toEqual(['login-password-argv']);
  });

  test('writes to a file and sums up on standard error', () => {
    const output = join(corpus, 'report.md');
    const { status, stdout, stderr } = spawnSync('node', [SCRIPT, corpus, '--output', output], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^\d+ findings \(\d+ errors?, \d+ warnings?, \d+ info\) in 4 projects, .*; [\d.]+ s\n$/);
    expect(readFileSync(output, 'utf8')).toContain(stderr.split(';')[0]);
  });

  test.each([
    [[], 'name one folder'],
    [['nowhere'], 'nowhere is no folder'],
    [[PROJECTS, '--rule', 'no-such'], 'there is no rule no-such'],
    [[PROJECTS, '--preset', 'all'], '--preset is one of recommended, strict'],
    [[PROJECTS, '--colour'], "Unknown option '--colour'"],
  ])('%j is a mistake in its use', (args, message) => {
    const { status, stderr } = spawnSync('node', [SCRIPT, ...args], { encoding: 'utf8', cwd: corpus });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: npm run corpus');
  });
});
