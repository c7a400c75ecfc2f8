/** One run of the program, from its arguments to its exit code. */
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import { complain, complainOfFault, UsageError } from './complain.ts';
import { type ExitCode, INTERNAL, OK, USAGE } from './exit-codes.ts';
import { lintCommand } from './lint-command.ts';
import { readOptions } from './options.ts';

type RunCommand = (commandLine: CommandLine, rules: readonly Rule[]) => Promise<ExitCode>;

/** Commands beside linting, each loaded when it is called. A file of such a name is linted as `./fetch`. */
const COMMANDS: Readonly<Record<string, () => Promise<RunCommand>>> = {
  fetch: async () => (await import('./fetch-command.ts')).fetchCommand,
  graph: async () => (await import('./graph-command.ts')).graphCommand,
  resolve: async () => (await import('./resolve-command.ts')).resolveCommand,
};

/** Never throws. */
export async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const [name = '', ...args] = commandLine.args;
  try {
    if (Object.hasOwn(COMMANDS, name)) {
      const command = await COMMANDS[name]?.();
      if (command) return await command({ ...commandLine, args }, rules);
    }
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
