/** `pipelint init`: settings to begin with, and what calls pipelint before commits and in pipelines. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { CONFIG_NAME, repositoryRoot } from '../host/repository.ts';
import { whyNotWritten, writeWhole } from '../host/write-whole.ts';
import { DEFAULT_SETTINGS } from '../settings/default-text.ts';
import { SETTINGS_NAME } from '../settings/load.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { UsageError } from './complain.ts';
import { type ExitCode, OK } from './exit-codes.ts';
import { VERSION } from './options.ts';
import { newCommand, parse } from './shared-options.ts';

interface InitOptions {
  readonly root?: string;
  readonly force?: boolean;
  readonly preCommit?: boolean;
  readonly gitlabCi?: boolean;
}

const PRE_COMMIT_NAME = '.pre-commit-config.yaml';

const PRE_COMMIT_HOOK = `  - repo: local
    hooks:
      - id: pipelint
        name: pipelint
        entry: pipelint --affected
        language: node
        additional_dependencies: [pipelint@${VERSION}]
        types_or: [yaml, shell, dockerfile]
        require_serial: true
`;

/** The rules are those of GitLab's own templates: in the pipeline of a merge request, or else in that of the branch. */
const GITLAB_JOB = `pipelint:
  stage: test
  image: node:24-alpine
  needs: []
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_OPEN_MERGE_REQUESTS
      when: never
    - if: $CI_COMMIT_BRANCH
  variables:
    FORCE_COLOR: "1"
  script:
    - npx --yes pipelint@${VERSION} --output codequality=gl-code-quality-report.json --output sarif=pipelint.sarif
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
    paths: [pipelint.sarif]
`;

const MORE = `
Examples:
  pipelint init                          writes ${SETTINGS_NAME}
  pipelint init --pre-commit             writes ${PRE_COMMIT_NAME}, or
                                         prints the hook when there is one
  pipelint init --gitlab-ci              prints the job to add to ${CONFIG_NAME}

Exit codes:
  0  it is written, or printed
  2  wrong usage, or a file that is there already or cannot be written
`;

export const INIT: CliCommand = { describe, run };

function describe(commandLine: CommandLine): Command {
  return newCommand('pipelint init', commandLine)
    .description('Writes settings to begin with: every key, with what it does.')
    .option('--pre-commit', 'the hook for pre-commit instead')
    .option('--gitlab-ci', 'the job for GitLab CI instead')
    .option('--force', `replace a ${SETTINGS_NAME} that is there`)
    .option('--root <FOLDER>', 'repository root (default: found from here)')
    .allowExcessArguments(false)
    .addHelpText('after', MORE);
}

async function run(commandLine: CommandLine): Promise<ExitCode> {
  const options = parse<InitOptions>(describe(commandLine), commandLine);
  if (!options) return OK;
  const { cwd, stdout } = commandLine;
  const root = options.root === undefined ? repositoryRoot(join(cwd, CONFIG_NAME)) : resolve(cwd, options.root);
  if (options.preCommit) stdout.write(preCommit(root, cwd));
  if (options.gitlabCi) stdout.write(`# For ${CONFIG_NAME}:\n${GITLAB_JOB}`);
  if (!options.preCommit && !options.gitlabCi) stdout.write(settings(root, cwd, options));
  return OK;
}

function settings(root: string, cwd: string, { force }: InitOptions): string {
  const file = join(root, SETTINGS_NAME);
  const named = relative(cwd, file);
  if (existsSync(file) && !force) throw new UsageError(`${named} is there already; --force replaces it`);
  write(file, named, DEFAULT_SETTINGS);
  return `Wrote ${named}.
pipelint init --pre-commit and pipelint init --gitlab-ci give what calls pipelint before commits and in pipelines.
`;
}

/** A configuration that is there is somebody's own, with comments and an order: the hook is printed for its place. */
function preCommit(root: string, cwd: string): string {
  const file = join(root, PRE_COMMIT_NAME);
  const named = relative(cwd, file);
  if (existsSync(file)) return `# For the repos of ${named}:\n${PRE_COMMIT_HOOK}`;
  write(file, named, `repos:\n${PRE_COMMIT_HOOK}`);
  return `Wrote ${named}. Now run pre-commit install.\n`;
}

function write(file: string, named: string, text: string): void {
  try {
    writeWhole(file, text);
  } catch (error) {
    throw new UsageError(`${named} cannot be written: ${whyNotWritten(error)}`);
  }
}
