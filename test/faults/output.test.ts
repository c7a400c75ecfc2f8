/** Nobody reads on, or there is no room: what cannot be written is told, and what was there before is still there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { JOB, MANY, NAME, Program, publicFolder, QUOTED, UNQUOTED } from './process.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.built('output');
});

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe.skipIf(process.platform === 'win32')('who reads no further', () => {
  it('is told nothing, and the exit code is that of the findings', () => {
    const folder = publicFolder({ [NAME]: MANY });
    const { stdout, stderr } = program.shell(
      folder,
      '{ $PIPELINT --format json; echo $? > status; } | head -1; cat status',
    );
    expect({ stdout, stderr }).toEqual({ stdout: '{\n1\n', stderr: '' });
  });

  it('does not keep reports and fixes from being written', () => {
    const folder = publicFolder({ [NAME]: UNQUOTED + MANY });
    const line = '$PIPELINT --preset strict --fix --format json --output json=out.json | head -1';
    expect(program.shell(folder, line)).toMatchObject({ stdout: '{\n' });
    expect(json(join(folder, 'out.json')).summary.error).toBe(100);
    expect(readFileSync(join(folder, NAME), 'utf8')).toBe(QUOTED + MANY);
  });
});

describe.skipIf(process.platform === 'win32')('a pipe of which no call waits, since a third process said so', () => {
  interface Ends {
    readonly from: number;
    readonly into: number;
  }

  function ends(folder: string): Ends {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const from = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    return { from, into: openSync(pipe, constants.O_WRONLY) };
  }

  it('gets all of a report that is longer than what it holds', async () => {
    const folder = publicFolder({ [NAME]: MANY });
    const { from, into } = ends(folder);
    const running = program.start(folder, ['--format', 'json'], { stdio: ['ignore', into, 'pipe'] });
    const shared = new Socket({ fd: into, readable: false, writable: true });
    await wait(1000);
    const printed = text(new Socket({ fd: from, readable: true, writable: false }));
    const { status, stderr } = await running.ended;
    shared.destroy();
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(await printed).summary.error).toBe(100);
  });

  it('gives all of a pipeline that is written slowly', async () => {
    const folder = publicFolder({});
    const { from, into } = ends(folder);
    const running = program.start(folder, ['--format', 'json', '-'], { stdio: [from, 'pipe', 'pipe'] });
    // It reads nothing itself.
    const shared = new Socket({ fd: from, readable: false, writable: false });
    for (const part of [JOB.slice(0, 30), JOB.slice(30)]) {
      await wait(700);
      writeSync(into, part);
    }
    closeSync(into);
    const { status, stdout, stderr } = await running.ended;
    shared.destroy();
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout).summary).toMatchObject({ jobs: 1, error: 1 });
  });
});

const FULL = 'pipelint: what it prints cannot be written: the disk is full\n';

describe.runIf(process.platform === 'linux')('a full disk', () => {
  it.each(['', '--help', 'resolve'])('under what `pipelint %s` prints', (command) => {
    const folder = publicFolder({ [NAME]: JOB });
    expect(program.shell(folder, `$PIPELINT ${command} > /dev/full`)).toMatchObject({ status: 2, stderr: FULL });
  });

  it('under standard error ends the run in silence', () => {
    const folder = publicFolder({ [NAME]: JOB });
    expect(program.shell(folder, '$PIPELINT none.yml 2> /dev/full')).toMatchObject({ status: 2, stdout: '' });
    expect(program.shell(folder, '$PIPELINT > /dev/full 2>&1')).toMatchObject({ status: 2 });
  });

  it('under one report leaves the others', () => {
    const folder = publicFolder({ [NAME]: JOB });
    const args = ['--format', 'compact', '--output', 'sarif=/dev/full', '--output', 'json=out.json'];
    const { status, stdout, stderr } = program.run(folder, args);
    expect(status).toBe(2);
    expect(stderr).toBe('pipelint: the report /dev/full cannot be written: the disk is full\n');
    expect(stdout).toContain('registry-login-required');
    expect(json(join(folder, 'out.json')).summary.error).toBe(1);
  });
});

/** Blocks of 512 or 1024 bytes, as the shell counts. */
const LIMITED = 'ulimit -f 8;';

describe.skipIf(process.platform === 'win32')('a limit to the size of files', () => {
  const REASON = 'files of this size may not be written';

  it('cuts no report in silence that goes into a file', () => {
    const folder = publicFolder({ [NAME]: MANY });
    const { status, stderr } = program.shell(folder, `${LIMITED} $PIPELINT --format json > out.json`);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `pipelint: what it prints cannot be written: ${REASON}\n`,
    });
  });

  it('keeps the old report and the old baseline', () => {
    const folder = publicFolder({ [NAME]: MANY, 'out.json': 'old', '.pipelint-baseline.json': '{}' });
    const line = `${LIMITED} $PIPELINT --output json=out.json; $PIPELINT --baseline none.json --write-baseline`;
    const { status, stderr } = program.shell(folder, `${line} > /dev/null`);
    expect(status).toBe(2);
    expect(stderr).toContain(`pipelint: the report out.json cannot be written: ${REASON}\n`);
    expect(stderr).toMatch(new RegExp(`the baseline .*none.json cannot be written: ${REASON}\n`));
    expect(readFileSync(join(folder, 'out.json'), 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['.git', NAME, '.pipelint-baseline.json', 'out.json'].sort());
  });

  it('keeps files that would be fixed, all of them', () => {
    const files = { [NAME]: `include: big.yml\n${UNQUOTED}`, 'big.yml': UNQUOTED.replace('login', 'other') + MANY };
    const folder = publicFolder(files);
    const { status, stderr } = program.shell(
      folder,
      `${LIMITED} $PIPELINT --preset strict --fix --format agent | cat; exit 0`,
    );
    expect(stderr).toContain(`pipelint: nothing is fixed: big.yml cannot be written: ${REASON}\n`);
    expect(status).toBe(0);
    for (const [name, text] of Object.entries(files)) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
    expect(readdirSync(folder).sort()).toEqual(['.git', NAME, 'big.yml']);
  });
});

/** A disk of its own, which only root may make. */
const SMALL_DISK = 'mount -t tmpfs -o size=64k none small';
const mayMount = (): boolean =>
  spawnSync('unshare', ['-m', 'sh', '-c', 'd=$(mktemp -d) && mount -t tmpfs none "$d" && umount "$d" && rmdir "$d"'])
    .status === 0;

describe.runIf(process.platform === 'linux' && mayMount())('a disk that becomes full', () => {
  const onSmallDisk = (text: string, line: string) => {
    const folder = publicFolder({ 'small/': '', 'given.yml': text });
    const script = `${SMALL_DISK} && cp given.yml small/${NAME} && cd small && ${line}`;
    return { folder, ...program.shell(folder, `unshare -m sh -c '${script.replaceAll("'", "'\\''")}'`) };
  };

  it('tells that the report which is printed there is not whole', () => {
    const { status, stderr } = onSmallDisk(MANY, '$PIPELINT --format json > out.json');
    expect({ status, stderr }).toEqual({ status: 2, stderr: FULL });
  });

  it('keeps the old report', () => {
    const { stdout, stderr } = onSmallDisk(
      MANY,
      'echo old > out.json; $PIPELINT --output json=out.json > /dev/null; echo $?; cat out.json; ls -A',
    );
    expect(stderr).toBe('pipelint: the report out.json cannot be written: the disk is full\n');
    expect(stdout).toBe(`2\nold\n${NAME}\nout.json\n`);
  });

  it('keeps the file that would be fixed', () => {
    const text = UNQUOTED + '# more\n'.repeat(5000);
    const { folder, stdout, stderr } = onSmallDisk(
      text,
      '$PIPELINT --preset strict --fix --format agent > /dev/null; echo $?; ls -A; cp .gitlab-ci.yml ..',
    );
    expect(stderr).toBe(`pipelint: nothing is fixed: ${NAME} cannot be written: the disk is full\n`);
    expect(stdout).toBe(`2\n${NAME}\n`);
    expect(statSync(join(folder, NAME)).size).toBe(text.length);
  });
});
