/** `pipelint doctor [path]`: asks GitLab for what no file shows: tokens, variables, protection, allowlists. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Outcome } from '../doctor/check.ts';
import { examine, type TriedCredential } from '../doctor/examine.ts';
import { DOCTOR_FORMATS } from '../doctor/formats.ts';
import { Questions } from '../doctor/questions.ts';
import { NETWORK_DEFAULTS, Network } from '../host/network/network.ts';
import { followCredentials } from '../registry/follow.ts';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, OK } from './exit-codes.ts';
import { certificates, gitLabServer } from './fetching.ts';
import { offering } from './offered-values.ts';
import { type ReadOptions, readingOptions, readRequested } from './read-pipeline.ts';
import { type ColorOptions, colorOptions, formatOption, newCommand, oneOf, parse } from './shared-options.ts';
import { styleOf } from './terminal.ts';

interface DoctorOptions extends ReadOptions, ColorOptions {
  readonly format: keyof typeof DOCTOR_FORMATS;
  readonly credentialEnv?: CredentialNames;
  readonly failOn: (typeof THRESHOLDS)[number];
}

interface CredentialNames {
  readonly user: string;
  readonly password: string;
}

const THRESHOLDS = ['problem', 'warning', 'never'] as const;

const MORE = `
Examples:
  pipelint doctor
  pipelint doctor --server-url https://gitlab.example.com --project acme/api
  pipelint doctor --credential-env DEPLOY_USER:DEPLOY_PASSWORD

Tokens:
  PIPELINT_GITLAB_TOKEN, else CI_JOB_TOKEN in a job, else .netrc; they are sent
  to the project's GitLab server only. Nothing is changed there.

Exit codes:
  0  nothing at or above --fail-on; what could not be checked is printed
  1  a problem is found, or GitLab rejects the configuration
  2  wrong usage, or a file that cannot be read
`;

export const DOCTOR: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  const command = newCommand('pipelint doctor', commandLine)
    .description(
      'Asks GitLab whether the tokens, variables and settings are there that a pipeline’s registry jobs need.',
    )
    .option(
      '--credential-env <USER:PASSWORD>',
      'names of two environment variables: a credential to try',
      credentialNames,
    )
    .addOption(
      offering(new Option('--fail-on <LEVEL>', `exit with 1 from: ${THRESHOLDS.join(', ')}`), THRESHOLDS)
        .default('problem', 'problem')
        .argParser((value: string) => oneOf(THRESHOLDS, value)),
    )
    .addOption(formatOption(DOCTOR_FORMATS, 'pretty'));
  return colorOptions(readingOptions(command)).addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  const options = parse<DoctorOptions>(describe(commandLine), commandLine);
  if (!options) return OK;
  const credential = options.credentialEnv && credentialOf(options.credentialEnv, commandLine);
  const read = await readRequested(options, commandLine, rules, undefined);
  if ('code' in read) return read.code;
  const server = gitLabServer(read.root, options, commandLine);
  if (!server) throw new UsageError('the GitLab server is not known; name it with --server-url');
  if (server.project === undefined) throw new UsageError('the project is not known; name it with --project');
  const pipeline = followCredentials(read.pipeline, read.facts, read.host);
  const network = new Network({
    ...NETWORK_DEFAULTS,
    env: commandLine.env,
    certificates: certificates(read.root, options, commandLine),
  });
  try {
    const asked = { pipeline, project: server.project, facts: read.facts, now: Date.now() };
    const checks = await examine({ ...asked, ...(credential && { credential }) }, new Questions(network, server));
    commandLine.stdout.write(DOCTOR_FORMATS[options.format](checks, styleOf(commandLine, options)));
    return checks.some(({ outcome }) => isGrave(outcome, options.failOn)) ? FINDINGS : OK;
  } finally {
    await network.close();
  }
}

function isGrave(outcome: Outcome, failOn: DoctorOptions['failOn']): boolean {
  return failOn !== 'never' && (outcome === 'problem' || (outcome === 'warning' && failOn === 'warning'));
}

/** The names and not the values: a command line is there for every user of a machine to see. */
function credentialNames(value: string): CredentialNames {
  const [, user, password] = /^([A-Za-z_]\w*):([A-Za-z_]\w*)$/.exec(value) ?? [];
  if (user === undefined || password === undefined) {
    throw new InvalidArgumentError(
      'It takes the names of two environment variables, such as DEPLOY_USER:DEPLOY_PASSWORD.',
    );
  }
  return { user, password };
}

function credentialOf({ user, password }: CredentialNames, { env }: CommandLine): TriedCredential {
  const values = [user, password].map((name) => {
    const value = env[name];
    if (!value) throw new UsageError(`--credential-env: the environment variable ${name} is not set`);
    return value;
  });
  return { user: values[0] ?? '', password: values[1] ?? '', names: [user, password] };
}
