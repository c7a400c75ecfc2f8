/** `pipelint rules`: lists the rules with preset, severity and fix. */
import type { Command } from 'commander';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { type ExitCode, OK } from './exit-codes.ts';
import { RULE_LISTS } from './rule-list.ts';
import { type ColorOptions, colorOptions, formatOption, newCommand, parse } from './shared-options.ts';
import { styleOf } from './terminal.ts';

interface RulesOptions extends ColorOptions {
  readonly format: keyof typeof RULE_LISTS;
}

const MORE = `
Examples:
  pipelint rules
  pipelint rules --format json | jq -r '.rules[].name'
  pipelint explain login-server          prints the page of one rule

Exit codes:
  0  the rules are printed
  2  wrong usage
`;

export const LIST_RULES: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  const command = newCommand('pipelint rules', commandLine)
    .description('Lists the rules: the preset that they are in, their severity, and whether they make fixes.')
    .addOption(formatOption(RULE_LISTS, 'text'))
    .allowExcessArguments(false);
  return colorOptions(command).addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const options = parse<RulesOptions>(describe(commandLine), commandLine);
  if (!options) return OK;
  commandLine.stdout.write(RULE_LISTS[options.format](rules, styleOf(commandLine, options)));
  return OK;
}
