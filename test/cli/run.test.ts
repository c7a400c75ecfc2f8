import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { MAX_FILE_BYTES } from '../../src/host/decode.ts';
import type { Rule } from '../../src/rule.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { type Call, call } from './command-line.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

const UNTAGGED = 'build:\n  image: alpine\n  script: make\n';

async function lint(files: Readonly<Record<string, string>>, args: string, given: Partial<Call> = {}) {
  const cwd = given.cwd ?? temporaryFolder(files);
  return call({ cwd, args: args === '' ? [] : args.split(' '), ...given }, SAMPLE_RULES);
}

describe('run', () => {
  it.each(['--version', '-V'])('%s', async (flag) => {
    expect(await lint({}, flag)).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('looks for the configuration upward', async () => {
    const folder = temporaryFolder({ '.gitlab-ci.yml': UNTAGGED, 'a/b/': '' });
    const { stdout } = await lint({}, '', { cwd: join(folder, 'a/b') });
    expect(stdout).toContain('--> .gitlab-ci.yml:2:10');
  });

  it('says that there is none', async () => {
    const { status, stderr } = await lint({}, '');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^pipelint: there is no \.gitlab-ci\.yml in \S+ or above it; name a file or a folder .*\n$/);
  });

  it('lints a file once, however it is named', async () => {
    const { stdout } = await lint({ '.gitlab-ci.yml': UNTAGGED }, '. .gitlab-ci.yml ./.gitlab-ci.yml --format json');
    expect(JSON.parse(stdout).findings).toHaveLength(1);
    expect(JSON.parse(stdout).summary).toMatchObject({ files: 1, jobs: 1 });
  });

  it('counts a mistake in a shared file once', async () => {
    const files = { 'a.yml': 'include: c.yml\n', 'b.yml': 'include: c.yml\n', 'c.yml': UNTAGGED };
    const { stdout } = await lint({ ...files, '.git/HEAD': '' }, 'a.yml b.yml --format json');
    expect(JSON.parse(stdout).findings).toHaveLength(1);
  });

  it('tells equal findings of two repositories apart', async () => {
    const files = { 'a/.gitlab-ci.yml': UNTAGGED, 'b/.gitlab-ci.yml': UNTAGGED };
    const { stdout } = await lint(files, 'a b --format json');
    const { findings, summary } = JSON.parse(stdout);
    expect(findings.map(({ file }: { file: string }) => file)).toEqual(['a/.gitlab-ci.yml', 'b/.gitlab-ci.yml']);
    expect(new Set(findings.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(2);
    expect(summary).toMatchObject({ error: 2, files: 2, jobs: 2 });
  });

  it('takes the root that it is given', async () => {
    const files = { 'x/.gitlab-ci.yml': 'include: y/jobs.yml\n', 'y/jobs.yml': UNTAGGED };
    expect((await lint(files, '--root . x')).stdout).toContain('--> y/jobs.yml:2:10');
    expect(await lint(files, '--root y x')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('x/.gitlab-ci.yml is not below the root'),
    });
  });

  it('refuses an empty path, which is an unset variable', async () => {
    expect(await lint({ '.gitlab-ci.yml': UNTAGGED }, '', { args: [''] })).toMatchObject({ status: 2, stdout: '' });
  });

  it.each([
    ['text', UNTAGGED, 1, ''],
    ['binary', 'a\0b', 2, 'pipelint: standard input is not a text file\n'],
    ['too much', 'x'.repeat(MAX_FILE_BYTES + 1), 2, 'pipelint: standard input is too big to be read\n'],
  ])('reads %s from standard input', async (_, stdin, status, stderr) => {
    expect(await lint({}, '-', { stdin })).toMatchObject({ status, stderr });
  });

  it('follows a link below a linked folder', async () => {
    const folder = temporaryFolder({ 'real/.gitlab-ci.yml': UNTAGGED });
    symlinkSync('real', join(folder, 'link'));
    expect((await lint({}, 'link', { cwd: folder })).stdout).toContain('--> .gitlab-ci.yml:2:10');
  });

  it('fills a terminal with the lines of the file', async () => {
    const widest = async (columns: number) => {
      const image = 'very-'.repeat(40);
      const { stdout } = await lint({ '.gitlab-ci.yml': `build:\n  image: ${image}\n  script: make\n` }, '--no-color', {
        terminal: { columns },
      });
      const frame = stdout.split('\n').filter((line) => /^\d* \|/.test(line.trimStart()) || /^\d+ \|/.test(line));
      return Math.max(...frame.map((line) => line.length));
    };
    expect(await widest(60)).toBe(60);
    expect(await widest(160)).toBe(160);
  });

  it('colours a terminal', async () => {
    const { stdout } = await lint({ '.gitlab-ci.yml': UNTAGGED }, '', { terminal: { columns: 80 } });
    expect(stdout).toContain('\u001b[31m');
  });
});

describe('a fault of pipelint', () => {
  it('is one line that asks to report it', async () => {
    const { status, stderr, stdout } = await lint({ '.gitlab-ci.yml': UNTAGGED }, '--rule broken-rule=error');
    expect(status).toBe(3);
    expect(stderr).toBe(
      'pipelint: internal error: The rule broken-rule on .gitlab-ci.yml failed: cannot read the job. ' +
        'This is a bug in pipelint: please report it (PIPELINT_DEBUG=1 shows more)\n',
    );
    expect(stdout).toContain('error[pinned-image]');
  });

  it('shows the stack to those who ask for it', async () => {
    const env = { PIPELINT_DEBUG: '1' };
    const { stderr } = await lint({ '.gitlab-ci.yml': UNTAGGED }, '--rule broken-rule=error', { env });
    expect(stderr).toMatch(/^pipelint: internal error: .*\nTypeError: cannot read the job\n {4}at /);
  });

  it('ends outside of rules as well', async () => {
    const rules = [
      {
        get meta(): Rule['meta'] {
          throw new RangeError('no rules');
        },
        create: () => ({}),
      },
    ];
    const { status, stderr } = await call({ args: ['x.yml'], cwd: temporaryFolder() }, rules);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^pipelint: internal error: no rules\. This is a bug/);
  });
});
