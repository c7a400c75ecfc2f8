/**
 * The whole way, from a pipeline that is hostile in all of its places to what each command prints and writes: nothing steers a
 * terminal, and no secret of it is shown. `reports.test.ts` holds the same of each format for each single place.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { DIAGNOSIS_FORMATS } from '../../src/diagnose/formats.ts';
import { DOCTOR_FORMATS } from '../../src/doctor/formats.ts';
import { DRAWINGS } from '../../src/graph/formats.ts';
import { FORMAT_NAMES } from '../../src/report/formats.ts';
import { call } from '../cli/command-line.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { expectHarmless, FILES, RAW, SECRET } from './hostile-repository.ts';

async function run(args: readonly string[], terminal: { columns: number } | undefined = undefined) {
  const folder = temporaryFolder({ '.git/HEAD': '', ...FILES });
  const color = terminal ? ['--no-color'] : [];
  const outcome = await call(
    { args: [...args, ...color], cwd: folder, env: { HOME: folder }, ...(terminal ? { terminal } : {}) },
    RULES,
  );
  return { folder, ...outcome };
}

const STRICT = ['--preset', 'strict', '--min-confidence', 'low'];
const OWN: readonly (readonly string[])[] = [
  ...FORMAT_NAMES.map((format) => ['.gitlab-ci.yml', 'fine.yml', ...STRICT, '--format', format]),
  ['.gitlab-ci.yml', 'fine.yml', ...STRICT, '--statistics'],
  ['.gitlab-ci.yml', '--config', 'bad.pipelint.yml'],
  ['.gitlab-ci.yml', '--config', 'fine.pipelint.yml', '--show-settings'],
  ['resolve'],
  ...['yaml', 'json'].map((format) => ['resolve', 'fine.yml', '--format', format]),
  ...Object.keys(DRAWINGS).map((format) => ['graph', 'fine.yml', '--format', format]),
  ...Object.keys(DRAWINGS).map((format) => ['graph', '.gitlab-ci.yml', '--format', format]),
  ...Object.keys(DIAGNOSIS_FORMATS).map((format) => ['diagnose', 'job.log', '--format', format]),
  ...Object.keys(DIAGNOSIS_FORMATS).map((format) => [
    'diagnose',
    'job.log',
    '--pipeline',
    'fine.yml',
    '--format',
    format,
  ]),
  ...Object.keys(DOCTOR_FORMATS).map((format) => ['doctor', 'fine.yml', '--format', format]),
  ['fetch'],
  [`ci/${RAW}.yml`, `none/${RAW}.yml`],
  ['diagnose', `none/${RAW}.log`],
];

describe('nothing steers who reads, and no secret is shown', () => {
  it.each(OWN.map((args) => [args.join(' ').replaceAll(RAW, 'x'), args] as const))(
    'by pipelint %s',
    async (_, args) => {
      const { status, stdout, stderr } = await run(args);
      expectHarmless(stdout, stderr);
      expect(stdout + stderr).not.toBe('');
      expect(status).not.toBe(3);
    },
  );

  it('by what --fix tells', async () => {
    const { stderr, stdout } = await run(['fine.yml', ...STRICT, '--fix=unsafe']);
    expect(stderr).toContain('Fixed');
    expectHarmless(stdout, stderr);
  });

  it('by --diff on a terminal; into a pipe goes the very text of the file, as a patch needs it', async () => {
    const shown = await run(['fine.yml', ...STRICT, '--fix=unsafe', '--diff'], { columns: 80 });
    expect(shown.stdout).toContain('+++ b/fine.yml');
    expectHarmless(shown.stdout, shown.stderr);
    const piped = await run(['fine.yml', ...STRICT, '--fix=unsafe', '--diff']);
    expect(piped.stdout).toContain(SECRET);
    expectHarmless(piped.stderr);
  });

  it('by files that are written: a baseline, reports', async () => {
    const outputs = FORMAT_NAMES.map((format) => `--output=${format}=out.${format}`);
    const { folder, stdout, stderr } = await run(['.gitlab-ci.yml', ...STRICT, '--write-baseline', ...outputs]);
    expectHarmless(stdout, stderr);
    for (const file of ['.pipelint-baseline.json', ...FORMAT_NAMES.map((format) => `out.${format}`)]) {
      expectHarmless(readFileSync(join(folder, file), 'utf8'));
    }
  });

  it('by --watch', async () => {
    const folder = temporaryFolder({ '.git/HEAD': '', ...FILES });
    const interruption = wait(300).then(() => {});
    const { stdout, stderr } = await call(
      { args: ['.gitlab-ci.yml', '--watch', ...STRICT], cwd: folder, interruption },
      RULES,
    );
    expect(stdout).toContain('Found');
    expectHarmless(stdout, stderr);
  });
});
