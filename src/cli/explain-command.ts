/** `pipelint explain RULE`: what a rule finds, why that fails, and what to write, without a network. */
import { Argument, type Command } from 'commander';
import { NOTICES } from '../lint/suppression-notices.ts';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { UsageError } from './complain.ts';
import { type ExitCode, OK } from './exit-codes.ts';
import { offering } from './offered-values.ts';
import { namesOf, unknownRule } from './rule-names.ts';
import { readPage } from './rule-page.ts';
import { type ColorOptions, colorOptions, formatOption, newCommand, parse } from './shared-options.ts';
import { styleOf } from './terminal.ts';
import { terminalMarkdown } from './terminal-markdown.ts';

interface ExplainOptions extends ColorOptions {
  readonly paths: readonly string[];
  readonly format: 'text' | 'markdown';
}

const MORE = `
Examples:
  pipelint explain login-server
  pipelint explain login-server --format markdown > login-server.md
  pipelint rules                         lists the rules

Exit codes:
  0  the page is printed
  2  wrong usage: there is no such rule
`;

export const EXPLAIN: CliCommand = { describe, run };

function describe(commandLine: CommandLine, rules: readonly Rule[]): Command {
  const command = newCommand('pipelint explain', commandLine)
    .description('Prints the page of a rule: what it finds, why that fails, what to write instead.')
    .addArgument(offering(new Argument('<RULE>', 'the name of a rule, such as login-server'), explainedNames(rules)))
    .addOption(formatOption({ text: true, markdown: true }, 'text'));
  return colorOptions(command).addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const options = parse<ExplainOptions>(describe(commandLine, rules), commandLine);
  if (!options) return OK;
  const {
    paths: [name = ''],
    format,
  } = options;
  const names = explainedNames(rules);
  if (!names.includes(name)) throw new UsageError(unknownRule(name, names));
  const page = namesOf(rules).includes(name)
    ? readPage(`rules/${name}.md`)
    : aboutComments(readPage('suppressions.md'));
  commandLine.stdout.write(format === 'markdown' ? page : terminalMarkdown(page, styleOf(commandLine, options)));
  return OK;
}

/** Whatever stands in brackets behind the level of a finding. */
function explainedNames(rules: readonly Rule[]): readonly string[] {
  return [...namesOf(rules), ...NOTICES.map(({ name }) => name)];
}

/** The section of the page about comments that says what may be wrong with them. */
function aboutComments(page: string): string {
  const [, section = ''] = /^##(# Comments that are wrong\n[\s\S]*?)\n## /m.exec(page) ?? [];
  return section;
}
