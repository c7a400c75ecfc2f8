/** What proves to GitLab who asks. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { netrcEntry } from './netrc.ts';

export interface Credential {
  /** For personal, project and group access tokens, or for job tokens (docs.gitlab.com: "REST API authentication"). */
  readonly header: 'PRIVATE-TOKEN' | 'JOB-TOKEN';
  readonly token: string;
  readonly from: 'PIPELINT_GITLAB_TOKEN' | 'CI_JOB_TOKEN' | '.netrc';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The credential for a server. A job's token is for the server that runs the job, and goes nowhere else. */
export function credentialFor(api: URL, env: Environment): Credential | undefined {
  if (env.PIPELINT_GITLAB_TOKEN) {
    return { header: 'PRIVATE-TOKEN', token: env.PIPELINT_GITLAB_TOKEN.trim(), from: 'PIPELINT_GITLAB_TOKEN' };
  }
  if (env.CI_JOB_TOKEN && isJobServer(api, env)) {
    return { header: 'JOB-TOKEN', token: env.CI_JOB_TOKEN, from: 'CI_JOB_TOKEN' };
  }
  const entry = netrcEntry(netrc(env), api.hostname);
  if (!entry) return undefined;
  // The user name under which a job token clones repositories.
  const header = entry.login === 'gitlab-ci-token' ? 'JOB-TOKEN' : 'PRIVATE-TOKEN';
  return { header, token: entry.password, from: '.netrc' };
}

function isJobServer(api: URL, { CI_API_V4_URL: jobApi }: Environment): boolean {
  return jobApi !== undefined && URL.canParse(jobApi) && new URL(jobApi).origin === api.origin;
}

function netrc(env: Environment): string {
  const name = process.platform === 'win32' ? '_netrc' : '.netrc';
  try {
    return readFileSync(env.NETRC || join(env.HOME || homedir(), name), 'utf8');
  } catch {
    return '';
  }
}
