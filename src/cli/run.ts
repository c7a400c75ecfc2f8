/** One run of the program, from its arguments to its exit code. */
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import { complain, complainOfFault, UsageError } from './complain.ts';
import { type ExitCode, INTERNAL, OK, USAGE } from './exit-codes.ts';
import { lintCommand } from './lint-command.ts';
import { readOptions } from './options.ts';

/** Never throws. */
export async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  try {
    const options = readOptions(commandLine, rules);
    return options ? await lintCommand(commandLine, rules, options) : OK;
  } catch (error) {
    if (error instanceof UsageError) {
      complain(commandLine, `${error.message} (see pipelint --help)`);
      return USAGE;
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    complainOfFault(commandLine, message, stack);
    return INTERNAL;
  }
}
