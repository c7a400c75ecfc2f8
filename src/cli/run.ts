/** One run of the program, from its arguments to its exit code. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearestName } from '../compose/nearest.ts';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import { COMMANDS } from './commands.ts';
import { complain, complainOfFault, UsageError } from './complain.ts';
import { type ExitCode, INTERNAL, OK, USAGE } from './exit-codes.ts';
import { lintCommand } from './lint-command.ts';
import { readOptions } from './options.ts';

/** Never throws. */
export async function run(given: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const commandLine = { ...given, args: askedForHelp(given.args) };
  const [name = '', ...args] = commandLine.args;
  try {
    const listed = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (listed) {
      const command = await listed.load();
      return await command.run({ ...commandLine, args }, rules);
    }
    refuseMisspelt(name, commandLine);
    const options = readOptions(commandLine, rules);
    if (!options) return OK;
    const code = await lintCommand(commandLine, rules, options);
    commandLine.linted?.();
    return code;
  } catch (error) {
    if (error instanceof UsageError) {
      const help = Object.hasOwn(COMMANDS, name) ? `pipelint ${name} --help` : 'pipelint --help';
      complain(commandLine, `${error.message} (see ${help})`);
      return USAGE;
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    complainOfFault(commandLine, message, stack);
    return INTERNAL;
  }
}

/** `help`, `help explain` and `explain --help` are the same. */
function askedForHelp([name, ...args]: readonly string[]): readonly string[] {
  if (name === undefined) return args;
  return name === 'help' ? [...args.slice(0, 1), '--help'] : [name, ...args];
}

/** A word that is no file, but almost a command. */
function refuseMisspelt(word: string, { cwd }: CommandLine): void {
  if (word.startsWith('-') || existsSync(resolve(cwd, word))) return;
  const command = nearestName(word, Object.keys(COMMANDS));
  if (command !== undefined) {
    throw new UsageError(`${word} is neither a file nor a command; did you mean pipelint ${command}?`);
  }
}
