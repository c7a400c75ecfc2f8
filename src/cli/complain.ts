/** What goes wrong outside the linted files: one line each on standard error. */
import { safeLine } from '../report/safe-text.ts';
import type { CommandLine } from './command-line.ts';

/** The user can mend it: a flag, a path, a file that cannot be written. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function complain({ stderr }: CommandLine, message: string): void {
  stderr.write(`pipelint: ${safeLine(message)}\n`);
}

/** Asks to report a fault of pipelint itself. The stack is for those who look into it: `PIPELINT_DEBUG=1`. */
export function complainOfFault(commandLine: CommandLine, message: string, stack: string | undefined): void {
  const { env, stderr } = commandLine;
  const debug = env.PIPELINT_DEBUG !== undefined && env.PIPELINT_DEBUG !== '';
  const more = debug ? '' : ' (PIPELINT_DEBUG=1 shows more)';
  complain(commandLine, `internal error: ${message}. This is a bug in pipelint: please report it${more}`);
  if (debug && stack !== undefined) stderr.write(`${stack}\n`);
}
