/** Reads the one pipeline that a command is about, or says why GitLab would not run it. */
import { type Command, InvalidArgumentError } from 'commander';
import { DEFAULT_OPTIONS } from '../lint/options.ts';
import { rejectionOf } from '../lint/rejection.ts';
import type { Pipeline } from '../pipeline/nodes.ts';
import { readPipeline } from '../pipeline/read-pipeline.ts';
import { knownVariables, type ProjectFacts } from '../registry/project.ts';
import { FORMATS } from '../report/formats.ts';
import type { Rule } from '../rule.ts';
import type { Host } from '../source/host.ts';
import type { Mapping } from '../yaml/values.ts';
import { wantsColor } from './color.ts';
import type { CommandLine } from './command-line.ts';
import { complain, type Reject } from './complain.ts';
import { type ExitCode, FINDINGS, USAGE } from './exit-codes.ts';
import type { FetchingOptions } from './fetching.ts';
import { type Options, VERSION } from './options.ts';
import { prepare } from './prepare.ts';
import { projectFacts } from './project-facts.ts';
import { configure, type SettingsOptions, settingsOptions, withSettings } from './settings.ts';
import { fetchOptions, pipelineOptions, projectPath, registryHost, serverUrl } from './shared-options.ts';
import { findTargets, type InputOptions } from './targets.ts';

export interface ReadOptions extends InputOptions, FetchingOptions, SettingsOptions, Pick<Options, 'online'> {
  readonly input?: Inputs;
}

type Inputs = Readonly<Record<string, string>>;

export type Read =
  | { readonly pipeline: Pipeline; readonly facts: ProjectFacts; readonly host: Host; readonly root: string }
  | { readonly code: ExitCode };

export function readingOptions(command: Command): Command {
  pipelineOptions(
    command
      .argument('[path]', 'a file, a folder, or - for standard input')
      .option('--stdin-filename <FILE>', 'where the text of standard input belongs')
      .option('--root <FOLDER>', 'repository root (default: found from the file)')
      .option('--project <PATH>', 'full path of the project: group/project', projectPath)
      .option('--server-url <URL>', 'of its GitLab server', serverUrl)
      .option('--registry <HOST>', 'of its container registry: host or host:port', registryHost)
      .option('--input <NAME=VALUE>', 'an input of the pipeline (repeatable)', input),
  );
  return fetchOptions(
    settingsOptions(command).option('--online', 'fetch first what is missing, as pipelint fetch does'),
  );
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
  let isRejected = false;
  const reject: Reject = (said) => {
    complain(commandLine, said);
    isRejected = true;
  };
  const found = await findTargets(options, commandLine, reject);
  const [group] = configure(found, options, commandLine, rules, reject);
  if (!group) return { code: USAGE };
  const effective = withSettings(options, group);
  const [target] = await prepare(group.targets, commandLine, effective, reject);
  if (!target || isRejected) return { code: USAGE };
  const facts = projectFacts(target.root, effective, commandLine);
  const given = { variables: knownVariables(facts), ...(inputs && { inputs }) };
  const pipeline = readPipeline(target.host, target.path, given);
  if (pipeline.problems.length === 0) return { pipeline, facts, host: target.host, root: target.root };
  commandLine.stderr.write(await rejection(pipeline, commandLine, rules));
  return { code: FINDINGS };
}

function input(value: string, before: Inputs = {}): Inputs {
  const at = value.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('It takes a name and a value, such as environment=staging.');
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

async function rejection(pipeline: Pipeline, commandLine: CommandLine, rules: readonly Rule[]): Promise<string> {
  const pretty = await FORMATS.pretty();
  return pretty(rejectionOf(pipeline, rules), {
    version: VERSION,
    rules,
    minConfidence: DEFAULT_OPTIONS.minConfidence,
    pathOf: (file) => file.path,
    color: wantsColor(undefined, commandLine.env, commandLine.stderr),
    width: 80,
  });
}
