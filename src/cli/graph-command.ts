/** `pipelint graph [path]`: draws a pipeline with its child pipelines, and what its jobs do at registries. */
import type { Command } from 'commander';
import { givenInputs } from '../compose/given-inputs.ts';
import { DRAWINGS } from '../graph/formats.ts';
import { graphOf } from '../graph/graph.ts';
import { followCredentials } from '../registry/follow.ts';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { type ExitCode, OK } from './exit-codes.ts';
import { type ReadOptions, readingOptions, readRequested } from './read-pipeline.ts';
import { formatOption, newCommand, parse } from './shared-options.ts';

interface GraphOptions extends ReadOptions {
  readonly format: keyof typeof DRAWINGS;
}

const MORE = `
Examples:
  pipelint graph --format svg > pipeline.svg
  pipelint graph --format dot | dot -Tpdf > pipeline.pdf

Exit codes:
  0  the graph is drawn
  1  GitLab rejects the configuration; standard error says why
  2  wrong usage, or a file that cannot be read
`;

export const GRAPH: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  const command = newCommand('pipelint graph', commandLine)
    .description('Draws the stages and jobs of a pipeline, what they need, and which registries they use.')
    .addOption(formatOption(DRAWINGS, 'mermaid'));
  return readingOptions(command).addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const options = parse<GraphOptions>(describe(commandLine), commandLine);
  if (!options) return OK;
  const inputs = options.input && givenInputs(options.input);
  const read = await readRequested(options, commandLine, rules, inputs);
  if ('code' in read) return read.code;
  commandLine.stdout.write(DRAWINGS[options.format](graphOf(followCredentials(read.pipeline, read.facts, read.host))));
  return OK;
}
