/** `pipelint fetch [paths...]`: gets what pipelines include from outside their repository, so that linting needs no network. */
import type { CommandLine } from './command-line.ts';
import { complain, UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, gravest, OK, USAGE } from './exit-codes.ts';
import { type FetchingOptions, fetchIncludes } from './fetching.ts';
import { fetchOptions, newCommand, parse, projectPath, serverUrl } from './shared-options.ts';
import { cacheFolder, findTargets, type InputOptions } from './targets.ts';

type FetchOptions = InputOptions & FetchingOptions;

const MORE = `
Tokens:
  PIPELINT_GITLAB_TOKEN, else CI_JOB_TOKEN in a job, else .netrc; they are sent
  to the project's GitLab server only

Exit codes:
  0  everything was fetched, or was there already
  1  an include cannot be had; the others were fetched
  2  wrong usage, or a file that cannot be read or written
`;

export async function fetchCommand(commandLine: CommandLine): Promise<ExitCode> {
  const command = newCommand('pipelint fetch', commandLine)
    .description('Gets what pipelines include from outside their repository, and locks it in .pipelint.lock.')
    .argument('[paths...]', 'files or folders')
    .option('--update', 'take what is there now, not what .pipelint.lock names')
    .option('--root <FOLDER>', 'repository root (default: found from each file)')
    .option('--project <PATH>', 'full path of the project: group/project', projectPath)
    .option('--server-url <URL>', 'the GitLab server', serverUrl);
  const options = parse<FetchOptions>(fetchOptions(command).addHelpText('after', MORE), commandLine);
  if (!options) return OK;

  const codes: ExitCode[] = [];
  const reject = (message: string): void => {
    complain(commandLine, message);
    codes.push(USAGE);
  };
  const targets = await findTargets(options, commandLine, reject);
  let count = 0;
  for (const root of new Set(targets.map((target) => target.root))) {
    try {
      const here = targets.filter((target) => target.root === root);
      const { count: fetched, failures } = await fetchIncludes(root, here, options, commandLine);
      count += fetched;
      for (const failure of failures) complain(commandLine, failure);
      if (failures.length > 0) codes.push(FINDINGS);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reject(error.message);
    }
  }
  const outcome = gravest(codes);
  if (count > 0) {
    commandLine.stdout.write(
      `Fetched ${count} ${count === 1 ? 'include' : 'includes'} into ${cacheFolder(options, commandLine)}.\n`,
    );
  } else if (outcome === OK) commandLine.stdout.write('Nothing is left to fetch.\n');
  return outcome;
}
