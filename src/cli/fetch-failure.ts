/** Why an include cannot be had, and what to do about it. */
import type { FetchFailure } from '../host/fetch-session.ts';
import type { GitLabServer } from '../host/gitlab/api.ts';
import type { Credential } from '../host/gitlab/credential.ts';
import { NOT_FETCHED, type NotFetchedReason, type RemoteSource, sourceName } from '../source/remote.ts';
import type { Place } from '../source/source-file.ts';

/** GitLab answers 404 as well to those who may not read a project. */
const OF_ACCESS: readonly NotFetchedReason[] = ['denied', 'no-project'];

const ADVICE: Readonly<Record<Credential['from'] | 'nothing', string>> = {
  nothing: 'set PIPELINT_GITLAB_TOKEN to a token with the scope read_api',
  PIPELINT_GITLAB_TOKEN:
    'the token in PIPELINT_GITLAB_TOKEN has to be valid there, with the scope read_api and a member of the project',
  CI_JOB_TOKEN:
    'that project has to allow job tokens of this one (Settings > CI/CD > Job token permissions), or set PIPELINT_GITLAB_TOKEN',
  '.netrc': 'the token in .netrc has to be valid there, with the scope read_api and a member of the project',
};

/** One line: `.gitlab-ci.yml:3:11: acme/ci@v2:/build.yml may not be read: …` */
export function failureLine(
  { source, failure }: FetchFailure,
  place: Place | undefined,
  server: GitLabServer | undefined,
): string {
  const { reason, detail } = failure;
  const because = [...(detail ? [detail] : []), ...advice(source, reason, server)].map((part) => `: ${part}`).join('');
  return `${where(place)}${sourceName(source)} ${NOT_FETCHED[reason]}${because}`;
}

function where(place: Place | undefined): string {
  if (!place) return '';
  const { line, column } = place.file.position(place.range[0]);
  return `${place.file.path}:${line}:${column}: `;
}

function advice(source: RemoteSource, reason: NotFetchedReason, server: GitLabServer | undefined): readonly string[] {
  if (!OF_ACCESS.includes(reason)) return [];
  if (source.kind === 'remote') return ['GitLab fetches it without a credential, so it has to be public'];
  return [ADVICE[server?.credential?.from ?? 'nothing']];
}
