/** `pipelint diagnose [LOG|-]`: reads the log of a failed job and says why the registry, the login or the daemon refused. */
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { nearestName } from '../compose/nearest.ts';
import { type Diagnosis, Diagnostician } from '../diagnose/diagnose.ts';
import { DIAGNOSIS_FORMATS } from '../diagnose/formats.ts';
import { jobsNamed, jobsOf, type KnownPipeline } from '../diagnose/locate.ts';
import { reportOf } from '../diagnose/report.ts';
import { nearestConfig } from '../host/repository.ts';
import { analyse } from '../lint/analyse.ts';
import { lintSource } from '../lint/lint.ts';
import type { Job } from '../pipeline/nodes.ts';
import type { ProjectFacts } from '../registry/project.ts';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { complain, type Reject, UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, OK } from './exit-codes.ts';
import { type ProjectOptions, projectFacts } from './project-facts.ts';
import { configure, lintOptions, type SettingsOptions, settingsOptions, withSettings } from './settings.ts';
import {
  type ColorOptions,
  colorOptions,
  formatOption,
  newCommand,
  parse,
  projectPath,
  registryHost,
  serverUrl,
} from './shared-options.ts';
import { findTargets } from './targets.ts';
import { styleOf } from './terminal.ts';

interface DiagnoseOptions extends ColorOptions, ProjectOptions, SettingsOptions {
  readonly paths: readonly string[];
  readonly job?: string;
  readonly pipeline?: string;
  readonly format: keyof typeof DIAGNOSIS_FORMATS;
}

const MORE = `
Examples:
  pipelint diagnose job.log
  pipelint diagnose job.log --job build --pipeline ci/build.yml
  glab ci trace build | pipelint diagnose -

Exit codes:
  0  no known cause; what comes closest is printed
  1  the cause is found
  2  wrong usage, or a file that cannot be read
`;

const STDIN = '-';

const UNREADABLE_LOG: Readonly<Record<string, string>> = { ENOENT: 'does not exist', EISDIR: 'is a folder' };

export const DIAGNOSE: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  const command = newCommand('pipelint diagnose', commandLine)
    .description('Says from the log of a failed job why the registry, the login or the Docker daemon refused.')
    .argument('[log]', 'the raw log of a job, or - for standard input', STDIN)
    .option('--job <NAME>', 'whose log it is (default: told by the commands in the log)')
    .option('--pipeline <FILE>', 'the pipeline of the job (default: the nearest .gitlab-ci.yml)')
    .option('--project <PATH>', 'full path of the project: group/project', projectPath)
    .option('--server-url <URL>', 'of its GitLab server', serverUrl)
    .option('--registry <HOST>', 'of its container registry: host or host:port', registryHost)
    .addOption(formatOption(DIAGNOSIS_FORMATS, 'pretty'));
  return colorOptions(settingsOptions(command)).addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const options = parse<DiagnoseOptions>(describe(commandLine), commandLine);
  if (!options) return OK;
  const known = await readKnown(options, commandLine, rules);
  const jobs = namedJobs(options, known);
  const diagnosis = await diagnose(options, known?.facts, commandLine);
  const report = reportOf(diagnosis, isOther(diagnosis, options, known) ? undefined : known, jobs);
  commandLine.stdout.write(DIAGNOSIS_FORMATS[options.format](report, styleOf(commandLine, options)));
  return report.isKnown ? FINDINGS : OK;
}

interface Known extends KnownPipeline {
  readonly facts: ProjectFacts;
}

/** A pipeline that nobody named helps where it can be read, and is no reason to stop where it cannot. */
async function readKnown(
  options: DiagnoseOptions,
  commandLine: CommandLine,
  rules: readonly Rule[],
): Promise<Known | undefined> {
  const path = options.pipeline ?? nearestConfig(commandLine.cwd);
  if (path === undefined) return undefined;
  if (path === STDIN) throw new UsageError('--pipeline takes a file or a folder; standard input is the log');
  const reject: Reject = (said) => {
    complain(commandLine, said);
    if (options.pipeline !== undefined) throw new UsageError(`the pipeline ${options.pipeline} cannot be read`);
  };
  const found = await findTargets({ paths: [path] }, commandLine, reject);
  const [group] = configure(found, options, commandLine, rules, reject);
  const [target] = group?.targets ?? [];
  if (!group || !target) return undefined;
  const facts = projectFacts(target.root, withSettings(options, group), commandLine);
  const sourceCode = analyse(target.host, target.path, facts);
  const settings = { ...lintOptions(group.settings, { rule: new Map() }), facts };
  const { findings } = lintSource(sourceCode, rules, settings);
  return { pipeline: sourceCode.ast, findings, rules, facts };
}

function namedJobs({ job: name }: DiagnoseOptions, known: Known | undefined): readonly Job[] | undefined {
  if (name === undefined) return undefined;
  if (!known) throw new UsageError('--job needs a pipeline: name it with --pipeline');
  const jobs = jobsNamed(known, name);
  if (jobs.length > 0) return jobs;
  const near = nearestName(
    name,
    jobsOf(known).flatMap((job) => [job.keyPath, job.name]),
  );
  throw new UsageError(`there is no job ${name}${near === undefined ? '' : `; did you mean ${near}?`}`);
}

async function diagnose(
  { paths, project }: DiagnoseOptions,
  facts: ProjectFacts | undefined,
  commandLine: CommandLine,
): Promise<Diagnosis> {
  const [path = STDIN] = paths;
  const diagnostician = new Diagnostician({
    ...(project && { certain: project }),
    ...(facts?.path && { likely: facts.path }),
  });
  const stream = path === STDIN ? commandLine.stdin : createReadStream(resolve(commandLine.cwd, path));
  try {
    for await (const chunk of stream) diagnostician.read(chunk);
  } catch (error) {
    if (path === STDIN || !(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`the log ${path} ${UNREADABLE_LOG[String(error.code)] ?? 'cannot be read'}`);
  }
  return diagnostician.end();
}

/** The log is of another project than the pipeline that happens to be here. */
function isOther({ story }: Diagnosis, { pipeline }: DiagnoseOptions, known: Known | undefined): boolean {
  const [ofLog, here] = [story.project?.toLowerCase(), known?.facts.path?.toLowerCase()];
  return pipeline === undefined && ofLog !== undefined && here !== undefined && ofLog !== here;
}
