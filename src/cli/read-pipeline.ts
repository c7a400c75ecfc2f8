/** Reads the one pipeline that a command is about, or says why GitLab would not run it. */
import { type Command, InvalidArgumentError } from 'commander';
import type { LintResult } from '../lint/finding.ts';
import { lintSource } from '../lint/lint.ts';
import { DEFAULT_OPTIONS } from '../lint/options.ts';
import type { Pipeline } from '../pipeline/nodes.ts';
import { readPipeline } from '../pipeline/read-pipeline.ts';
import { SourceCode } from '../pipeline/source-code.ts';
import { knownVariables, type ProjectFacts } from '../registry/project.ts';
import { FORMATS } from '../report/formats.ts';
import type { Rule } from '../rule.ts';
import type { Host } from '../source/host.ts';
import { SourceFile } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Mapping } from '../yaml/values.ts';
import { wantsColor } from './color.ts';
import type { CommandLine } from './command-line.ts';
import { complain, UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, USAGE } from './exit-codes.ts';
import type { FetchingOptions } from './fetching.ts';
import { type Options, VERSION } from './options.ts';
import { prepare } from './prepare.ts';
import { projectFacts } from './project-facts.ts';
import { fetchOptions, pipelineOptions, projectPath, registryHost, serverUrl } from './shared-options.ts';
import { findTargets, type InputOptions } from './targets.ts';

export interface ReadOptions extends InputOptions, FetchingOptions, Pick<Options, 'online'> {
  readonly input?: Inputs;
}

type Inputs = Readonly<Record<string, string>>;

export type Read =
  | { readonly pipeline: Pipeline; readonly facts: ProjectFacts; readonly host: Host }
  | { readonly code: ExitCode };

export function readingOptions(command: Command): Command {
  pipelineOptions(
    command
      .argument('[path]', 'a file, a folder, or - for standard input')
      .option('--stdin-filename <PATH>', 'where the text of standard input belongs')
      .option('--root <FOLDER>', 'repository root (default: found from the file)')
      .option('--project <PATH>', 'full path of the project: group/project', projectPath)
      .option('--server-url <URL>', 'of its GitLab server', serverUrl)
      .option('--registry <HOST>', 'of its container registry: host or host:port', registryHost)
      .option('--input <NAME=VALUE>', 'an input of the pipeline (repeatable)', input),
  );
  return fetchOptions(command.option('--online', 'fetch first what is missing, as pipelint fetch does'));
}

/**
 * What GitLab rejects is told on standard error, as linting tells it.
 *
 * @param inputs of the pipeline; undefined: every value is possible
 */
export async function readRequested(
  options: ReadOptions,
  commandLine: CommandLine,
  rules: readonly Rule[],
  inputs: Mapping | undefined,
): Promise<Read> {
  if (options.paths.length > 1) throw new UsageError('this command reads one pipeline; name one path');
  const found = await findTargets(options, commandLine, (message) => complain(commandLine, message));
  const prepared = await prepare(found, commandLine, options, (message) => complain(commandLine, message));
  const [target] = prepared;
  if (!target) return { code: USAGE };
  const facts = projectFacts(target.root, options, commandLine);
  const given = { variables: knownVariables(facts), ...(inputs && { inputs }) };
  const pipeline = readPipeline(target.host, target.path, given);
  if (pipeline.problems.length === 0) return { pipeline, facts, host: target.host };
  commandLine.stderr.write(await rejection(pipeline, commandLine, rules));
  return { code: FINDINGS };
}

function input(value: string, before: Inputs = {}): Inputs {
  const at = value.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('It takes a name and a value, such as environment=staging.');
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

/** As who starts a pipeline gives them: what is not among them has its default. */
export function givenInputs(inputs: Inputs = {}): Mapping {
  const file = new SourceFile('--input', JSON.stringify(inputs));
  const { content } = loadYaml(file);
  return content?.kind === 'mapping' ? content : { kind: 'mapping', entries: new Map(), place: file.place(0, 0) };
}

async function rejection(pipeline: Pipeline, commandLine: CommandLine, rules: readonly Rule[]): Promise<string> {
  const ofConfiguration = rules.filter(({ meta }) => meta.docs.category === 'configuration');
  const result = onlyErrors(lintSource(new SourceCode(pipeline), ofConfiguration, DEFAULT_OPTIONS));
  const pretty = await FORMATS.pretty();
  return pretty(result, {
    version: VERSION,
    rules,
    minConfidence: DEFAULT_OPTIONS.minConfidence,
    pathOf: (file) => file.path,
    color: wantsColor(undefined, commandLine.env, commandLine.stderr),
    width: 80,
  });
}

function onlyErrors(result: LintResult): LintResult {
  const findings = result.findings.filter(({ severity }) => severity === 'error');
  return { ...result, findings, summary: { ...result.summary, warning: 0, info: 0 } };
}
