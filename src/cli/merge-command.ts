/** `pipelint merge`: joins the reports of the shards of a fleet. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { errorCode } from '../host/error-code.ts';
import { MERGED_FORMATS, type MergedReport, mergeReports } from '../report/merge/merge.ts';
import { type Part, PartError } from '../report/merge/part.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, gravest, INTERNAL, OK, USAGE } from './exit-codes.ts';
import { type Options, verdictOptions } from './options.ts';
import { newCommand, parse } from './shared-options.ts';
import { verdict } from './verdict.ts';
import { writeReport } from './write-report.ts';

interface MergeOptions extends Pick<Options, 'paths' | 'failOn' | 'maxWarnings'> {
  readonly output?: string;
}

const MORE = `
Examples:
  pipelint 'group/*' --shard 1/2 --format json > 1.json
  pipelint 'group/*' --shard 2/2 --format json > 2.json
  pipelint merge 1.json 2.json > all.json

Exit codes, which are those that one run would have ended with:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage, or a part that cannot be read or merged
  3  a part tells of a fault of pipelint itself
`;

export const MERGE: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  const command = newCommand('pipelint merge', commandLine)
    .description('Joins reports that runs with --shard wrote into the one that a single run would have written.')
    .argument('<reports...>', `files, all of them ${MERGED_FORMATS}`)
    .option('--output <FILE>', 'write the report there and not to standard output');
  return verdictOptions(command).addHelpText('after', MORE);
}

async function run(commandLine: CommandLine): Promise<ExitCode> {
  const options = parse<MergeOptions>(describe(commandLine), commandLine);
  if (!options) return OK;
  const merged = mergedReport(options.paths.map((path) => readPart(path, commandLine)));
  const { counts } = merged;
  const exitCode = gravest([
    verdict([{ settings: {}, result: { summary: counts } }], counts, options, commandLine),
    ...codesOf(merged, options),
  ]);
  const text = merged.text(exitCode);
  if (options.output === undefined) commandLine.stdout.write(text);
  else writeReport(commandLine.cwd, options.output, text);
  return exitCode;
}

/** Whether findings are a failure is for the flags to say. Without one it may be the settings of a repository that say it. */
function codesOf({ exitCodes }: MergedReport, { failOn, maxWarnings }: MergeOptions): readonly ExitCode[] {
  const isSaid = failOn !== undefined || maxWarnings !== undefined;
  return ([FINDINGS, USAGE, INTERNAL] as const).filter(
    (code) => exitCodes.includes(code) && !(code === FINDINGS && isSaid),
  );
}

function mergedReport(parts: readonly Part[]): MergedReport {
  try {
    return mergeReports(parts);
  } catch (error) {
    if (!(error instanceof PartError)) throw error;
    throw new UsageError(error.message);
  }
}

function readPart(name: string, { cwd }: CommandLine): Part {
  const text = textOf(name, resolve(cwd, name));
  return { name, text, json: parsed(text) };
}

function textOf(name: string, file: string): string {
  try {
    if (statSync(file).isFile()) return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`the report ${name} cannot be read: ${whyNotRead(error)}`);
  }
  throw new UsageError(`the report ${name} is no file`);
}

function whyNotRead(error: unknown): string {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file' : (code ?? String(error));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
