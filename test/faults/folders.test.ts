/** Folders and files that may not be written or read: nothing is lost, and what is not known is no finding. */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { JOB, NAME, NOBODY, Program, publicFolder, UNQUOTED } from './process.ts';

const HIDDEN = {
  'ci/a.yml': '.base:\n  script: make\n',
  'ci/login.sh': 'docker login\n',
  'ci/Dockerfile': 'FROM a\n',
};

let program: Program;
let mayRun = false;
beforeAll(async () => {
  program = await Program.built('folders');
  mayRun = program.run('/', ['--version'], NOBODY).status === 0;
});

beforeEach(({ skip }) => {
  skip(!mayRun, 'root may read and write everything, and nobody else may read the program');
});

/** Whoever this is, with permissions that count. */
function run(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = program.run(folder, args, NOBODY);
  return { status, stdout, stderr: stderr.replaceAll(folder, '{folder}') };
}

function forbid(path: string, mode: number): void {
  chmodSync(path, mode);
  onTestFinished(() => chmodSync(path, 0o755));
}

describe.skipIf(process.platform === 'win32')('a folder that may not be written', () => {
  const FILES = { [NAME]: UNQUOTED, 'out.json': 'old', '.pipelint.yml': '# mine\n' };

  it.each<[string, string[], string]>([
    ['a report', ['--output', 'json=new.json'], 'the report new.json cannot be written: permission is denied'],
    [
      'a report in a new folder',
      ['--output', 'json=a/b.json'],
      'the report a/b.json cannot be written: permission is denied',
    ],
    [
      'a report that is there',
      ['--output', 'json=out.json'],
      'the report out.json cannot be written: permission is denied',
    ],
    ['fixes', ['--preset', 'strict', '--fix'], `nothing is fixed: ${NAME} cannot be written: permission is denied`],
    [
      'a baseline',
      ['--write-baseline'],
      'the baseline {folder}/.pipelint-baseline.json cannot be written: permission is denied',
    ],
    [
      'settings',
      ['init', '--force'],
      '.pipelint.yml cannot be written: permission is denied (see pipelint init --help)',
    ],
  ])('keeps what is in it from %s', (_, args, said) => {
    const folder = publicFolder(FILES);
    forbid(folder, 0o555);
    expect(run(folder, ...args)).toMatchObject({ status: 2, stderr: `pipelint: ${said}\n` });
    expect(readdirSync(folder).sort()).toEqual(['.git', ...Object.keys(FILES)].sort());
    for (const [name, text] of Object.entries(FILES)) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });

  it('does not keep the findings from being told', () => {
    const folder = publicFolder({ [NAME]: JOB });
    forbid(folder, 0o555);
    const { status, stdout } = run(folder, '--output', 'json=new.json', '--format', 'compact');
    expect(status).toBe(2);
    expect(stdout).toContain('registry-login-required');
  });

  it('as the cache of what is fetched is no fault as long as nothing is to be kept', () => {
    const folder = publicFolder({ [NAME]: JOB });
    forbid(folder, 0o555);
    expect(run(folder, 'fetch', '--cache-dir', 'cache')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe.skipIf(process.platform === 'win32')('what may not be read', () => {
  it.each([
    [
      'a pattern',
      "include: 'ci/*.yml'\n",
      '1:10: info: config-include: `ci/*.yml` may mean files in `ci/`, which cannot be read.',
    ],
    [
      'a pattern above',
      "include: '**/*.yml'\n",
      '1:10: info: config-include: `**/*.yml` may mean files in `ci/`, which cannot be read.',
    ],
    ['a name', 'include: ci/a.yml\n', '1:10: info: config-include: `ci/a.yml` cannot be read here.'],
  ])('is no error: %s of an include in such a folder, and what extends from it', (_, include, said) => {
    const folder = publicFolder({ [NAME]: `${include}build:\n  extends: .base\n`, ...HIDDEN });
    forbid(join(folder, 'ci'), 0);
    const { status, stdout } = run(folder, '--format', 'compact');
    expect({ status, stdout: stdout.split(' What it')[0] }).toEqual({ status: 0, stdout: `${NAME}:${said}` });
  });

  it.each([
    ['a script that may log in', '    - . ci/login.sh\n'],
    ['a Dockerfile', '    - docker build -f ci/Dockerfile .\n'],
  ])('is no error: %s in such a folder', (_, line) => {
    const script = '  script:\n    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"\n';
    const folder = publicFolder({
      [NAME]: `build:\n  image: docker:28\n  services: [docker:28-dind]\n${script}${line}`,
      ...HIDDEN,
    });
    forbid(join(folder, 'ci'), 0);
    expect(run(folder, '--format', 'compact')).toMatchObject({ status: 0, stderr: '' });
  });

  it('does not decide about a rule that asks whether a file exists', () => {
    const text = `include:\n  - local: more.yml\n    rules: [{exists: ['ci/*.sh']}]\nbuild:\n  extends: .more\n`;
    const folder = publicFolder({ [NAME]: text, 'more.yml': '.more:\n  script: make\n', ...HIDDEN });
    forbid(join(folder, 'ci'), 0);
    expect(run(folder, '--format', 'compact')).toMatchObject({ status: 0 });
  });

  it.each([
    ['the pipeline', NAME, []],
    ['the folder of the pipeline', '.', []],
    ['the settings', '.pipelint.yml', []],
    ['the baseline', '.pipelint-baseline.json', ['--baseline', '.pipelint-baseline.json']],
    ['the lock file', '.pipelint.lock', ['fetch']],
    ['the log', 'job.log', ['diagnose', 'job.log']],
  ])('is told in a line: %s', (_, path, args) => {
    const folder = publicFolder({ [NAME]: JOB, ...(path === '.' ? {} : { [path]: path === NAME ? JOB : '' }) });
    forbid(join(folder, path), 0);
    const { status, stderr } = run(folder, ...(path === '.' ? [folder] : args));
    expect(status).toBe(2);
    expect(stderr).toMatch(/^pipelint: .*cannot be (read|used).*\n$/);
  });

  it('is told by --watch, which watches the rest', async () => {
    const folder = publicFolder({ [NAME]: 'include: ci/a.yml\nbuild: {script: make}\n', ...HIDDEN });
    forbid(join(folder, 'ci'), 0);
    const running = program.start(folder, ['--watch', '--format', 'compact'], NOBODY);
    await running.says('Watching');
    await wait(300);
    expect(running.stderr).toContain('pipelint: changes in ci are not seen: permission is denied\n');
    writeFileSync(join(folder, NAME), JOB);
    await running.says('registry-login-required');
    expect(await running.end('SIGINT')).toMatchObject({ status: 0 });
  });
});

describe.skipIf(process.platform === 'win32')('what went away', () => {
  it('is told in a line: the folder in which it is run', () => {
    const folder = publicFolder({ 'gone/': '' });
    expect(program.shell(join(folder, 'gone'), 'rmdir ../gone; $PIPELINT')).toMatchObject({
      status: 2,
      stderr: 'pipelint: the folder in which it is run does not exist any more\n',
    });
  });

  it('is noticed by --watch: an include, and the whole folder', async () => {
    const folder = publicFolder({ [NAME]: 'include: ci/a.yml\nbuild:\n  extends: .base\n', ...HIDDEN });
    const running = program.start(folder, ['--watch', '--format', 'compact']);
    await running.says('Watching');
    await wait(300);
    rmSync(join(folder, 'ci'), { recursive: true });
    await running.says('The file `ci/a.yml` does not exist');
    expect(await running.end('SIGINT')).toMatchObject({ status: 0 });
  });
});
