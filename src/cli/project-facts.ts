/** What is known of the project that a repository belongs to: from flags, else the CI job, else the git remote. */
import { resolve } from 'node:path';
import { remoteProject } from '../host/git-remote.ts';
import { registryOfServer } from '../registry/host.ts';
import type { ProjectFacts } from '../registry/project.ts';
import type { CommandLine } from './command-line.ts';
import type { Options } from './options.ts';

/** What the command line says of the project. */
export type ProjectOptions = Pick<Options, 'project' | 'serverUrl' | 'registry' | 'var' | 'branch' | 'source'>;

export function projectFacts(root: string, options: ProjectOptions, commandLine: CommandLine): ProjectFacts {
  const job = jobVariables(root, commandLine);
  const remote = remoteProject(root);
  const server = options.serverUrl ? serverOf(options.serverUrl) : jobServer(job) || remote?.server;
  const path = options.project || job.CI_PROJECT_PATH || (remote?.server === server ? remote?.path : undefined);
  const registry = options.registry || job.CI_REGISTRY || registryOfServer(server);
  const variables = pipelineVariables(options);
  return {
    ...(path ? { path } : {}),
    ...(server ? { server } : {}),
    ...(registry ? { registry } : {}),
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
  };
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

function serverOf(url: string): string {
  const { protocol, host, port } = new URL(url);
  return protocol === 'http:' && port === '' ? `${host}:80` : host;
}

function jobServer(job: CommandLine['env']): string | undefined {
  if (!job.CI_SERVER_HOST) return undefined;
  const port = job.CI_SERVER_PORT ?? '443';
  return port === '443' || port === '' ? job.CI_SERVER_HOST : `${job.CI_SERVER_HOST}:${port}`;
}
