/** `pipelint fetch [paths...]`: gets what pipelines include from outside their repository, so that linting needs no network. */
import type { Command } from 'commander';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { complain, type Reject, UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, gravest, OK, USAGE } from './exit-codes.ts';
import { type FetchingOptions, fetchIncludes } from './fetching.ts';
import { configure, type SettingsOptions, settingsOptions, withSettings } from './settings.ts';
import { fetchOptions, newCommand, parse, projectPath, serverUrl } from './shared-options.ts';
import { cacheFolder, findTargets, type InputOptions } from './targets.ts';

type FetchOptions = InputOptions & FetchingOptions & SettingsOptions;

const MORE = `
Examples:
  pipelint fetch                         for the nearest .gitlab-ci.yml
  pipelint fetch --update                takes newer texts where the refs moved
  pipelint fetch --server-url https://gitlab.example.com --project acme/api

Tokens:
  PIPELINT_GITLAB_TOKEN, else CI_JOB_TOKEN in a job, else .netrc; they are sent
  to the project's GitLab server only

Exit codes:
  0  everything was fetched, or was there already
  1  an include cannot be had; the others were fetched
  2  wrong usage, or a file that cannot be read or written
`;

export const FETCH: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  const command = newCommand('pipelint fetch', commandLine)
    .description('Gets what pipelines include from outside their repository, and locks it in .pipelint.lock.')
    .argument('[paths...]', 'files or folders')
    .option('--update', 'take what is there now, not what .pipelint.lock names')
    .option('--root <FOLDER>', 'repository root (default: found from each file)')
    .option('--project <PATH>', 'full path of the project: group/project', projectPath)
    .option('--server-url <URL>', 'the GitLab server', serverUrl);
  return fetchOptions(settingsOptions(command)).addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const options = parse<FetchOptions>(describe(commandLine), commandLine);
  if (!options) return OK;

  const codes: ExitCode[] = [];
  const reject: Reject = (said) => {
    complain(commandLine, said);
    codes.push(USAGE);
  };
  const targets = await findTargets(options, commandLine, reject);
  const folders = new Set<string>();
  let count = 0;
  for (const group of configure(targets, options, commandLine, rules, reject)) {
    const effective = withSettings(options, group);
    try {
      const { count: fetched, failures } = await fetchIncludes(group.root, group.targets, effective, commandLine);
      count += fetched;
      if (fetched > 0) folders.add(cacheFolder(effective, commandLine));
      for (const failure of failures) complain(commandLine, failure);
      if (failures.length > 0) codes.push(FINDINGS);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reject(error.message);
    }
  }
  const outcome = gravest(codes);
  if (count > 0) {
    const includes = count === 1 ? 'include' : 'includes';
    commandLine.stdout.write(`Fetched ${count} ${includes} into ${[...folders].join(' and ')}.\n`);
  } else if (outcome === OK) commandLine.stdout.write('Nothing is left to fetch.\n');
  return outcome;
}
