/** Programs that tests start, with an environment that is the same on every machine. */
import { spawnSync } from 'node:child_process';

export interface Ran {
  readonly status: number | null;
  /** What it printed, on either stream. */
  readonly output: string;
}

/** Of the test's own environment only what finds and installs programs: no CI variables, no settings of vitest. */
const PASSED_ON = /^(PATH|HOME|TMPDIR|LANG|npm_config_.*|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy)$/i;

export function shell(command: string, cwd: string, env: Readonly<Record<string, string>> = {}): Ran {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd,
    env: { ...own, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, output: stdout + stderr };
}

export function isThere(program: string): boolean {
  return shell(`command -v ${program}`, '.').status === 0;
}

/** Whether npm can install what is not cached. */
export function hasRegistry(): boolean {
  return shell('npm ping', '.').status === 0;
}
