/** The program as a process: what only shows there. */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { builtProgram } from './built-program.ts';

let program: string;

beforeAll(async () => {
  program = await builtProgram('cli');
});

function shell(command: string, files: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH, PIPELINT: `node ${program}` };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: temporaryFolder(files),
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.skipIf(process.platform === 'win32')('the program', () => {
  const JOB = 'build:\n  image: alpine:3\n  script: make\n';

  it('lints a folder', () => {
    expect(shell('$PIPELINT .', { '.gitlab-ci.yml': JOB })).toEqual({
      status: 0,
      stdout: 'No findings in 1 file with 1 job.\n',
      stderr: '',
    });
  });

  it('reads standard input', () => {
    expect(shell('printf "%s" "a: {script: [make]}" | $PIPELINT -')).toMatchObject({ status: 0, stderr: '' });
  });

  it('exits with 2 when it is used wrongly', () => {
    expect(shell('$PIPELINT none.yml')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'pipelint: none.yml does not exist\n',
    });
  });

  it('is silent when nobody reads on', () => {
    expect(shell('$PIPELINT --help | true')).toMatchObject({ status: 0, stderr: '' });
    expect(shell('$PIPELINT --format sarif | head -1', { '.gitlab-ci.yml': JOB }).stderr).toBe('');
    expect(shell('($PIPELINT none.yml; echo $? >status) 2>&1 | true; cat status').stdout).toBe('2\n');
  });

  it('writes its files although nobody reads what it prints', () => {
    const { stdout, stderr } = shell('$PIPELINT --format sarif --output json=out.json | true; cat out.json', {
      '.gitlab-ci.yml': JOB,
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).version).toBe(1);
  });
});
