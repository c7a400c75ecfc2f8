/** `pipelint completion SHELL`: a script that completes commands, options, their values and the names of rules. */
import { Argument, type Command } from 'commander';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import { type CliCommand, COMMANDS } from './commands.ts';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { type TypedCommand, typedCommand } from './completion/table.ts';
import { zshScript } from './completion/zsh.ts';
import { type ExitCode, OK } from './exit-codes.ts';
import { offering } from './offered-values.ts';
import { describe as describeLint } from './options.ts';
import { newCommand, oneOf, parse } from './shared-options.ts';

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript } satisfies Readonly<
  Record<string, (commands: readonly TypedCommand[]) => string>
>;
const SHELL_NAMES = ['bash', 'zsh', 'fish'] as const satisfies readonly (keyof typeof SHELLS)[];

const MORE = `
Examples:
  eval "$(pipelint completion bash)"     in ~/.bashrc
  eval "$(pipelint completion zsh)"      in ~/.zshrc, behind compinit
  pipelint completion fish > ~/.config/fish/completions/pipelint.fish

Exit codes:
  0  the script is printed
  2  wrong usage
`;

export const COMPLETION: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  return newCommand('pipelint completion', commandLine)
    .description('Prints a script that completes commands, options, values and names of rules.')
    .addArgument(
      offering(new Argument('<SHELL>', SHELL_NAMES.join(', ')), SHELL_NAMES).argParser((value: string) =>
        oneOf(SHELL_NAMES, value),
      ),
    )
    .allowExcessArguments(false)
    .addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const options = parse<{ readonly paths: readonly (keyof typeof SHELLS)[] }>(describe(commandLine), commandLine);
  if (!options) return OK;
  const [shell = 'bash'] = options.paths;
  commandLine.stdout.write(SHELLS[shell](await typedCommands(commandLine, rules)));
  return OK;
}

async function typedCommands(commandLine: CommandLine, rules: readonly Rule[]): Promise<readonly TypedCommand[]> {
  const others = Object.entries(COMMANDS).map(async ([name, { summary, load }]) =>
    typedCommand(name, summary, (await load()).describe(commandLine, rules)),
  );
  return [typedCommand('', '', describeLint(commandLine, rules)), ...(await Promise.all(others))];
}
