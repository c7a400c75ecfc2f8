/** What is known of the project that a repository belongs to: from flags, else the CI job, else the git remote. */
import { resolve } from 'node:path';
import { remoteProject } from '../host/git-remote.ts';
import { registryOfServer } from '../registry/host.ts';
import type { ProjectFacts } from '../registry/project.ts';
import type { CommandLine } from './command-line.ts';
import type { Options } from './options.ts';

/** What the command line says of the project. */
export type ProjectOptions = Pick<Options, 'project' | 'serverUrl' | 'registry'>;

export function projectFacts(root: string, options: ProjectOptions, commandLine: CommandLine): ProjectFacts {
  const job = jobVariables(root, commandLine);
  const remote = remoteProject(root);
  const server = options.serverUrl ? serverOf(options.serverUrl) : jobServer(job) || remote?.server;
  const path = options.project || job.CI_PROJECT_PATH || (remote?.server === server ? remote?.path : undefined);
  const registry = options.registry || job.CI_REGISTRY || registryOfServer(server);
  return { ...(path ? { path } : {}), ...(server ? { server } : {}), ...(registry ? { registry } : {}) };
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
