#!/usr/bin/env node
/** The program. */
import { extname, join } from 'node:path';
import { RULES } from '../../rules/index.ts';
import type { Output } from './command-line.ts';
import { INTERNAL, USAGE } from './exit-codes.ts';
import { run } from './run.ts';
import { standardInput } from './standard-input.ts';
import { printTo, STDERR_FD, STDOUT_FD } from './standard-output.ts';

/** How far it is, for who started it. */
export const progress = { hasLinted: false };

const { argv, env } = process;
const [stdout, stderr] = [printTo(STDOUT_FD), printTo(STDERR_FD)];
const commandLine = {
  args: argv.slice(2),
  cwd: currentFolder(stderr),
  env,
  stdin: { [Symbol.asyncIterator]: standardInput },
  stdout,
  stderr,
  threadFile: join(import.meta.dirname, `thread${extname(import.meta.filename)}`),
  interruption,
  linted: () => {
    progress.hasLinted = true;
  },
};

// Who waits for something that never comes has not said that all is well.
const endUnfinished = (): void => {
  process.exitCode = INTERNAL;
  stderr.write('pipelint: it ended before it was done\n');
};
process.once('beforeExit', endUnfinished);
void run(commandLine, RULES).then((code) => {
  process.off('beforeExit', endUnfinished);
  process.exitCode = code;
});

/** The folder may have been removed while the shell was in it. */
function currentFolder(stderr: Output): string {
  try {
    return process.cwd();
  } catch {
    stderr.write('pipelint: the folder in which it is run does not exist any more\n');
    process.exit(USAGE);
  }
}

function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
