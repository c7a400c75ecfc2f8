/** Files that nobody should have to lint: each is told in one place, none takes the others' findings away. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

const BESIDE = 'beside:\n  image: alpine\n  script: make\n';

/** Lints the file `x.yml` together with one that has a finding. */
async function lint(make: (folder: string) => void, files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const folder = temporaryFolder({ 'beside.yml': BESIDE, ...files });
  make(folder);
  const { status, stdout, stderr } = await call(
    { args: ['--format', 'json', 'x.yml', 'beside.yml'], cwd: folder },
    SAMPLE_RULES,
  );
  const { findings } = JSON.parse(stdout) as { findings: { file: string; message: string; start: { line: number } }[] };
  expect(findings.filter(({ file }) => file === 'beside.yml')).toHaveLength(1);
  const about = findings.filter(({ file }) => file === 'x.yml');
  return { status, stderr, found: about.map(({ message, start }) => `${start.line}: ${message}`) };
}

describe('a file that cannot be read', () => {
  it.each<[string, (folder: string) => void, string]>([
    ['is missing', () => {}, 'x.yml does not exist'],
    ['is a folder', (folder) => mkdirSync(join(folder, 'x.yml')), 'x.yml is a folder without .gitlab-ci.yml'],
    [
      'is a folder with a folder',
      (folder) => mkdirSync(join(folder, 'x.yml/.gitlab-ci.yml'), { recursive: true }),
      'x.yml is a folder without .gitlab-ci.yml',
    ],
    ['is a link to nothing', (folder) => symlinkSync('nothing', join(folder, 'x.yml')), 'x.yml does not exist'],
    ['is a link to itself', (folder) => symlinkSync('x.yml', join(folder, 'x.yml')), 'x.yml cannot be read'],
    [
      'is a link out of the repository',
      (folder) => symlinkSync(import.meta.filename, join(folder, 'x.yml')),
      'x.yml is outside the repository',
    ],
    ['is a pipe', (folder) => execFileSync('mkfifo', [join(folder, 'x.yml')]), 'x.yml is not a regular file'],
  ])('%s', async (_, make, line) => {
    expect(await lint(make)).toEqual({ status: 2, stderr: `pipelint: ${line}\n`, found: [] });
  });

  it.each<[string, Uint8Array, string]>([
    ['is binary', Buffer.from('a: b\0'), 'x.yml is not a text file'],
    ['is Latin-1', Buffer.from('# caf\xe9\n', 'latin1'), 'x.yml is not UTF-8 text'],
    ['is UTF-16', Buffer.from('\ufeffa: b', 'utf16le'), 'x.yml is not UTF-8 text'],
    ['is far too big', Buffer.alloc(9 * 1024 * 1024, 'a'), 'x.yml is too big to be read'],
  ])('%s', async (_, bytes, line) => {
    expect(await lint(() => {}, { 'x.yml': bytes })).toEqual({ status: 2, stderr: `pipelint: ${line}\n`, found: [] });
  });
});

describe('a file that GitLab rejects', () => {
  const job = 'a:\n  script: make\n';
  const nested = Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}k${depth}:\n`).join('');
  const bomb = Array.from(
    { length: 12 },
    (_, n) => `.${n}: &n${n} [${`*n${n - 1}, `.repeat(n === 0 ? 0 : 9)}x]\n`,
  ).join('');

  it.each([
    ['is empty', ''],
    ['holds blanks', ' \n\n'],
    ['holds prose', 'this is no pipeline\n'],
    ['has 5 MB', `${job}# ${'x'.repeat(5_000_000)}\n`],
    ['has 5 MB of jobs', Array.from({ length: 200_000 }, (_, n) => `job-${n}:\n  script: make\n`).join('')],
    ['is nested 200 deep', `${job}b:\n  script: x\n  variables:\n${nested.replace(/^/gm, '    ')}`],
    ['is nested 50,000 deep', `a: ${'['.repeat(50_000)}`],
    ['multiplies by aliases', `${bomb}a:\n  script: *n11\n`],
    ['indents with tabs', 'a:\n\tscript: make\n'],
    ['does not close a quote', 'a:\n  script: "make\n'],
    ['does not close a bracket', 'a:\n  script: [make\n'],
    ['names an unknown alias', 'a:\n  script: *none\n'],
  ])('%s', async (_, text) => {
    const { status, stderr, found } = await lint(() => {}, { 'x.yml': text });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(found[0]).toMatch(/^\d+: GitLab rejects this/);
  });
});

describe('a file that is only unusual', () => {
  it.each([
    ['has CRLF', BESIDE.replaceAll('\n', '\r\n')],
    ['has a byte order mark', `\ufeff${BESIDE}`],
    ['has no last line break', BESIDE.trimEnd()],
    ['has a long line', `${BESIDE}  # ${'x'.repeat(100_000)}\n`],
  ])('%s', async (_, text) => {
    const { status, stderr, found } = await lint(() => {}, { 'x.yml': text });
    expect({ status, stderr, found }).toEqual({
      status: 1,
      stderr: '',
      found: ['2: The image `alpine` has no tag, so that it changes without notice.'],
    });
  });
});
