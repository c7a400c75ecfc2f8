/** Whole processes: the built program and others, started, waited for and checked. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const CLI = join(import.meta.dirname, '../../dist/cli.cjs');
const REPORT_USAGE = join(import.meta.dirname, 'report-usage.cjs');

/** Each of them is a repository, so that nothing is looked for above it. */
export function writeProject(folder, files) {
  mkdirSync(join(folder, '.git'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/**
 * Runs Node to its end.
 *
 * @param expected the exit code, and text that it prints: who ends early has not done the work
 * @param options with `usage` it is told what the process took of the processor, on all threads and in milliseconds, and of
 *   memory, in megabytes; loading what tells it takes a little time as well; `input` is what its standard input says
 * @returns what it printed, and its usage
 */
export function runNode(
  args,
  cwd,
  { status: expected, prints },
  { node = process.execPath, usage = false, input } = {},
) {
  const all = usage ? ['--require', REPORT_USAGE, ...args] : args;
  const { error, status, output, stderr } = spawnSync(node, all, {
    cwd,
    env: ENV,
    input,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error) throw error;
  const [, stdout, , told] = output;
  if (status !== expected || !stdout.includes(prints)) {
    throw new Error(`node ${args.join(' ').slice(0, 200)} ended with ${status}: ${stdout.slice(0, 1000)}${stderr}`);
  }
  return { stdout, ...(usage ? JSON.parse(told) : {}) };
}

/** Lints the pipelines of `pipelines.mjs`, which have a finding. */
export const lintWithProgram = (cwd, args = [], { program = CLI, ...options } = {}) =>
  runNode([program, ...args], cwd, { status: 1, prints: 'registry-login-required' }, options);

/** The variables of npm and of a CI job are no part of what is measured. */
const ENV = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|CI(_|$))/.test(name)));
