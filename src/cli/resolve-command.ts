/** `pipelint resolve [path]`: prints the configuration that GitLab makes of a pipeline's files. */
import type { Command } from 'commander';
import { givenInputs } from '../compose/given-inputs.ts';
import { nearestName } from '../compose/nearest.ts';
import { type Configuration, resolveConfiguration } from '../resolve/configuration.ts';
import { PRINTERS } from '../resolve/print.ts';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { UsageError } from './complain.ts';
import { type ExitCode, OK } from './exit-codes.ts';
import { type ReadOptions, readingOptions, readRequested } from './read-pipeline.ts';
import { formatOption, newCommand, parse } from './shared-options.ts';

interface ResolveOptions extends ReadOptions {
  readonly job?: string;
  readonly format: keyof typeof PRINTERS;
}

const MORE = `
Examples:
  pipelint resolve                       the nearest .gitlab-ci.yml upward
  pipelint resolve --job build           one job, with all its copies
  pipelint resolve --format json | jq .jobs.build.script

Exit codes:
  0  the configuration is printed
  1  GitLab rejects the configuration; standard error says why
  2  wrong usage, or a file that cannot be read
`;

export const RESOLVE: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  const command = newCommand('pipelint resolve', commandLine)
    .description('Prints the configuration that GitLab makes of a pipeline’s files, and where each part comes from.')
    .option('--job <NAME>', 'only this job')
    .addOption(formatOption(PRINTERS, 'yaml'));
  return readingOptions(command).addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const options = parse<ResolveOptions>(describe(commandLine), commandLine);
  if (!options) return OK;
  const read = await readRequested(options, commandLine, rules, givenInputs(options.input ?? {}));
  if ('code' in read) return read.code;
  const configuration = resolveConfiguration(read.pipeline);
  const chosen = options.job === undefined ? configuration : onlyJob(configuration, options.job);
  commandLine.stdout.write(PRINTERS[options.format](chosen));
  return OK;
}

/** The job of a name, or all copies of it. */
function onlyJob(configuration: Configuration, name: string): Configuration {
  const jobs = [...configuration.jobs].filter(([job, { of }]) => job === name || of === name);
  if (jobs.length > 0) return { ...configuration, jobs: new Map(jobs) };
  const near = nearestName(
    name,
    [...configuration.jobs].flatMap(([job, { of }]) => [of, job]),
  );
  throw new UsageError(`there is no job ${name}${near === undefined ? '' : `; did you mean ${near}?`}`);
}
