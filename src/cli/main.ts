#!/usr/bin/env node
/** The program. */
import { RULES } from '../../rules/index.ts';
import { run } from './run.ts';

// Who reads no further, as in `pipelint | head`, has seen enough.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const { argv, env, stdin, stdout, stderr } = process;
process.exitCode = await run(
  { args: argv.slice(2), cwd: process.cwd(), env, stdin, stdout, stderr, interruption },
  RULES,
);

function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
