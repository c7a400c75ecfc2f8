/** `--fix` on a disk: what a person's files go through. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { defineRule } from '../../src/rule.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

const NAME = '.gitlab-ci.yml';
const JOB = 'build:\n  image: docker.io/alpine:3\n  script: make\n';
const FIXED = 'build:\n  image: alpine:3\n  script: make\n';

function folderOf(text: string): { readonly folder: string; readonly file: string } {
  const folder = temporaryFolder({ [NAME]: text });
  return { folder, file: join(folder, NAME) };
}

describe('--fix', () => {
  it.each([
    ['a byte order mark', '\uFEFF'],
    ['no byte order mark', ''],
  ])('keeps %s', async (_, mark) => {
    const { folder, file } = folderOf(mark + JOB);
    expect(await call({ args: ['--fix'], cwd: folder }, SAMPLE_RULES)).toMatchObject({ status: 0 });
    expect(readFileSync(file, 'utf8')).toBe(mark + FIXED);
  });

  it('keeps the ends of lines, and a last line without one', async () => {
    const { folder, file } = folderOf(JOB.trimEnd().replaceAll('\n', '\r\n'));
    await call({ args: ['--fix'], cwd: folder }, SAMPLE_RULES);
    expect(readFileSync(file, 'utf8')).toBe(FIXED.trimEnd().replaceAll('\n', '\r\n'));
  });

  it.skipIf(process.platform === 'win32')('keeps the permissions of a file', async () => {
    const { folder, file } = folderOf(JOB);
    chmodSync(file, 0o640);
    await call({ args: ['--fix'], cwd: folder }, SAMPLE_RULES);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readFileSync(file, 'utf8')).toBe(FIXED);
  });

  it.skipIf(process.platform === 'win32')('writes where a link leads, and the link stays', async () => {
    const folder = temporaryFolder({ [NAME]: 'include: jobs.yml\n', 'real/jobs.yml': JOB });
    symlinkSync('real/jobs.yml', join(folder, 'jobs.yml'));
    await call({ args: ['--fix'], cwd: folder }, SAMPLE_RULES);
    expect(lstatSync(join(folder, 'jobs.yml')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real/jobs.yml'), 'utf8')).toBe(FIXED);
  });

  it('leaves nothing else behind', async () => {
    const { folder } = folderOf(JOB);
    await call({ args: ['--fix'], cwd: folder }, SAMPLE_RULES);
    expect(readdirSync(folder)).toEqual([NAME]);
  });

  it('writes nothing at all when one of the files has changed since it was read', async () => {
    const folder = temporaryFolder({ [NAME]: `include: jobs.yml\n${JOB}`, 'jobs.yml': JOB.replace('build', 'test') });
    const someoneElse = meddling(() => writeFileSync(join(folder, 'jobs.yml'), '# mine\n'));
    const { status, stderr } = await call({ args: ['--fix'], cwd: folder }, [...SAMPLE_RULES, someoneElse]);
    expect(status).toBe(2);
    expect(stderr).toBe('pipelint: nothing is fixed: jobs.yml has changed since it was read; run pipelint again\n');
    expect(readFileSync(join(folder, NAME), 'utf8')).toBe(`include: jobs.yml\n${JOB}`);
    expect(readFileSync(join(folder, 'jobs.yml'), 'utf8')).toBe('# mine\n');
  });

  it('reports what is found in the files as they are when they could not be fixed', async () => {
    const { folder, file } = folderOf(JOB);
    const someoneElse = meddling(() => writeFileSync(file, `${JOB}# mine\n`));
    const { stdout } = await call({ args: ['--fix', '--format', 'compact'], cwd: folder }, [
      ...SAMPLE_RULES,
      someoneElse,
    ]);
    expect(stdout).toContain('plain-hub');
  });

  it('says when a file is gone', async () => {
    const { folder, file } = folderOf(JOB);
    const someoneElse = meddling(() => unlinkSync(file));
    const { status, stderr } = await call({ args: ['--fix'], cwd: folder }, [...SAMPLE_RULES, someoneElse]);
    expect(status).toBe(2);
    expect(stderr).toContain('nothing is fixed');
  });

  it('does the same again as nothing', async () => {
    const { folder, file } = folderOf(JOB);
    await call({ args: ['--fix'], cwd: folder }, SAMPLE_RULES);
    const { mtimeMs } = statSync(file);
    expect(await call({ args: ['--fix'], cwd: folder }, SAMPLE_RULES)).toMatchObject({ status: 0, stderr: '' });
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  it('fixes what --affected finds affected, and no other pipeline', async () => {
    const folder = temporaryFolder({ '.git/HEAD': '', [NAME]: JOB, 'other.gitlab-ci.yml': JOB });
    await call({ args: ['--fix', '--affected', 'other.gitlab-ci.yml'], cwd: folder }, SAMPLE_RULES);
    expect(readFileSync(join(folder, NAME), 'utf8')).toBe(JOB);
    expect(readFileSync(join(folder, 'other.gitlab-ci.yml'), 'utf8')).toBe(FIXED);
  });
});

describe('--diff', () => {
  const BROKEN = {
    [NAME]:
      'include: "ci/two words.yml"\nbuild:\n  script:\n    - docker login -u $CI_REGISTRY_USER -p "$CI_JOB_TOKEN" $CI_REGISTRY',
    'ci/two words.yml': 'test:\r\n  script:\r\n    - echo $CI_BUILD_REF\r\n',
  };

  it.each(['patch -p1 --binary', 'git apply'])('is a patch that %s makes into what --fix writes', async (program) => {
    const fixed = temporaryFolder(BROKEN);
    await call({ args: ['--preset', 'strict', '--fix=unsafe'], cwd: fixed }, RULES);
    const patched = temporaryFolder(BROKEN);
    const { stdout, status } = await call(
      { args: ['--preset', 'strict', '--fix=unsafe', '--diff'], cwd: patched },
      RULES,
    );
    expect(status).toBe(1);
    const [command = '', ...args] = program.split(' ');
    const done = spawnSync(command, args, { cwd: patched, input: stdout, encoding: 'utf8' });
    expect(done).toMatchObject({ status: 0 });
    for (const path of Object.keys(BROKEN)) {
      const text = readFileSync(join(patched, path), 'utf8');
      expect(text).toBe(readFileSync(join(fixed, path), 'utf8'));
      expect(text).not.toBe(BROKEN[path as keyof typeof BROKEN]);
    }
  });

  it('changes no file, and still writes reports of what is found', async () => {
    const { folder, file } = folderOf(JOB);
    await call({ args: ['--diff', '--output', 'json=out/found.json'], cwd: folder }, SAMPLE_RULES);
    expect(readFileSync(file, 'utf8')).toBe(JOB);
    expect(JSON.parse(readFileSync(join(folder, 'out/found.json'), 'utf8'))).toMatchObject({ summary: { error: 1 } });
  });
});

/** Someone who changes files while pipelint is at work: when it has read them to fix them, and before it writes them. */
function meddling(act: () => void) {
  let runs = 0;
  return defineRule({
    meta: {
      type: 'problem',
      docs: {
        name: 'meddling',
        description: 'Someone works on the same files',
        category: 'configuration',
        preset: 'recommended',
        severity: 'error',
        logLines: [],
      },
      messages: { never: 'Never said.' },
      help: { never: 'Nothing.' },
      schema: [],
    },
    create: () => ({
      'Pipeline:exit'() {
        runs += 1;
        if (runs === 2) act();
      },
    }),
  });
}
