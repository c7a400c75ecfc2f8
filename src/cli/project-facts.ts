/** What is known of the project that a repository belongs to: from flags, else the CI job, else the git remote. */
import { resolve } from 'node:path';
import { remoteProject } from '../host/git-remote.ts';
import { registryOfServer } from '../registry/host.ts';
import type { ProjectFacts } from '../registry/project.ts';
import { hostOf, projectFactsOf } from '../settings/apply.ts';
import type { Settings } from '../settings/keys.ts';
import type { CommandLine } from './command-line.ts';
import type { Options } from './options.ts';

/** What the command line says of the project. */
export interface ProjectOptions
  extends Pick<Options, 'project' | 'serverUrl' | 'registry' | 'var' | 'branch' | 'source'> {
  readonly settings?: Settings;
}

/**
 * The facts for analysing a pipeline. Where tokens are sent must not follow from them when they come from settings, see
 * `trustedFacts`.
 */
export function projectFacts(root: string, options: ProjectOptions, commandLine: CommandLine): ProjectFacts {
  const job = jobVariables(root, commandLine);
  const remote = remoteProject(root);
  const set = projectFactsOf(options.settings ?? {});
  const server = options.serverUrl ? hostOf(options.serverUrl) : set.server || jobServer(job) || remote?.server;
  const path =
    options.project || set.path || job.CI_PROJECT_PATH || (remote?.server === server ? remote?.path : undefined);
  const registry = options.registry || set.registry || job.CI_REGISTRY || registryOfServer(server);
  const variables = { ...set.variables, ...pipelineVariables(options) };
  return {
    ...set,
    ...(path ? { path } : {}),
    ...(server ? { server } : {}),
    ...(registry ? { registry } : {}),
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
  };
}

/** Only what the command line, the CI job and the git remote say: a settings file may come with a stranger's merge request. */
export function trustedFacts(root: string, options: ProjectOptions, commandLine: CommandLine): ProjectFacts {
  const { settings: _, ...trusted } = options;
  return projectFacts(root, trusted, commandLine);
}

/** What is certain about the variables of the pipeline that is meant (GitLab docs: "Predefined CI/CD variables reference"). */
function pipelineVariables({ branch, source, var: given }: ProjectOptions): Readonly<Record<string, string>> {
  return {
    ...(source ? { CI_PIPELINE_SOURCE: source } : {}),
    ...(branch ? { CI_COMMIT_REF_NAME: branch, CI_COMMIT_REF_SLUG: slug(branch) } : {}),
    // A merge request pipeline has no branch of its own.
    ...(branch && source !== 'merge_request_event' ? { CI_COMMIT_BRANCH: branch } : {}),
    ...given,
  };
}

/** GitLab's `Gitlab::Utils.slugify`. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
}

/** A job's variables describe the project it is checked out from, not every repository it happens to lint. */
export function jobVariables(root: string, { env, cwd }: CommandLine): CommandLine['env'] {
  return !env.CI_PROJECT_DIR || resolve(cwd, env.CI_PROJECT_DIR) === root ? env : {};
}

function jobServer(job: CommandLine['env']): string | undefined {
  if (!job.CI_SERVER_HOST) return undefined;
  const port = job.CI_SERVER_PORT ?? '443';
  return port === '443' || port === '' ? job.CI_SERVER_HOST : `${job.CI_SERVER_HOST}:${port}`;
}
