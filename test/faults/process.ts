/** The program as a process that something goes wrong for. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { expect, onTestFinished, vi } from 'vitest';
import { builtProgram } from '../cli/built-program.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

export const NAME = '.gitlab-ci.yml';

/** One error, which has no fix. */
export const JOB =
  'build:\n  image: docker:28\n  services: [docker:28-dind]\n  script: docker push "$CI_REGISTRY_IMAGE:1"\n';

/** What `--preset strict --fix` changes, and what it makes of it. */
export const UNQUOTED =
  'login:\n  image: docker:28\n  services: [docker:28-dind]\n  script: echo "$CI_REGISTRY_PASSWORD" | docker login -u $CI_REGISTRY_USER --password-stdin $CI_REGISTRY\n';
export const QUOTED = UNQUOTED.replace('$CI_REGISTRY_USER', '"$CI_REGISTRY_USER"');

/** So many jobs that a report of them is longer than what a pipe or a small disk takes. */
export const MANY = Array.from({ length: 100 }, (_, at) => JOB.replace('build', `build${at}`)).join('');

/** Root may do what others may not, so that tests of permissions run as nobody. */
export const NOBODY: Pick<SpawnOptions, 'uid' | 'gid'> = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Program {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /** @param name of the test file, since each has a program of its own */
  static async built(name: string): Promise<Program> {
    return new Program(await builtProgram(name));
  }

  /** As a word of a shell. */
  get command(): string {
    return `'${process.execPath}' '${this.#file}'`;
  }

  run(cwd: string, args: readonly string[], options: SpawnOptions = {}): Ended {
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [this.#file, ...args], {
      ...options,
      ...environment(cwd),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    return { status, signal, stdout, stderr };
  }

  /** Runs a line of shell, in which `$PIPELINT` is the program. */
  shell(cwd: string, line: string): Ended {
    const { status, signal, stdout, stderr } = spawnSync('sh', ['-c', line.replaceAll('$PIPELINT', this.command)], {
      ...environment(cwd),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    return { status, signal, stdout, stderr };
  }

  start(cwd: string, args: readonly string[], options: SpawnOptions = {}): Running {
    const child = spawn(process.execPath, [this.#file, ...args], { ...options, ...environment(cwd) });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return new Running(child);
  }
}

function environment(cwd: string) {
  return { cwd, env: { PATH: process.env.PATH, HOME: '/nonexistent', LANG: 'C.UTF-8' } };
}

export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on('data', (chunk) => {
      this.stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      this.stderr += chunk;
    });
    this.ended = once(child, 'close').then(([status, signal]) => {
      return { status, signal, stdout: this.stdout, stderr: this.stderr };
    });
  }

  /** Waits for a text on one of the outputs. */
  async says(text: string): Promise<void> {
    await vi.waitFor(() => expect(this.stdout + this.stderr).toContain(text), { timeout: 20_000 });
  }

  end(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** A folder that everybody may look into. */
export function publicFolder(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder({ '.git/HEAD': '', ...files });
  chmodSync(folder, 0o755);
  return folder;
}
