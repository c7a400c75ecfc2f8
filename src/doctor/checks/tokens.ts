/** Deploy tokens and access tokens: whether they are there, live, and may do what jobs do with them. */
import { enumerate, inJobs } from '../../report/phrases.ts';
import type { AccessToken, DeployToken, Told } from '../answers.ts';
import { type Check, notChecked, ok, problem, warning } from '../check.ts';
import type { Needs } from '../needs.ts';

/** The only name whose token GitLab gives to jobs, as `CI_DEPLOY_USER` and `CI_DEPLOY_PASSWORD`. */
const GIVEN_TO_JOBS = 'gitlab-deploy-token';
const DAY = 24 * 60 * 60 * 1000;
const SOON = 7 * DAY;
const WHERE = 'Settings > Repository > Deploy tokens';
const OF_REGISTRY: readonly string[] = ['read_registry', 'write_registry'];

/** @param levels the tokens of the project, then those of the immediate group: grandparents do not count */
export function checkDeployToken(
  { jobs, pushes }: Needs['deployToken'],
  levels: readonly Told<readonly DeployToken[]>[],
  now: number,
): Check {
  const id = 'deploy-token';
  if (jobs.length === 0) return ok(id, 'no job uses CI_DEPLOY_USER and CI_DEPLOY_PASSWORD');
  const named = levels.flatMap((level) => (level.ok ? level.value : [])).filter(({ name }) => name === GIVEN_TO_JOBS);
  const live = named.filter((token) => isLive(token, now));
  const [active] = live;
  const unread = levels.find((level) => !level.ok);
  if (!active) {
    if (unread?.ok === false)
      return notChecked(id, `whether there is an active deploy token ${GIVEN_TO_JOBS}`, unread.missing);
    const [dead] = named;
    const state = dead ? `is ${dead.revoked ? 'revoked' : 'expired'}` : 'does not exist';
    return problem(
      id,
      `the deploy token ${GIVEN_TO_JOBS} ${state}, so CI_DEPLOY_USER and CI_DEPLOY_PASSWORD are empty${inJobs(jobs)}`,
      `create a deploy token with the name ${GIVEN_TO_JOBS} and the scopes ${enumerate(scopesFor(pushes))} under ${WHERE}`,
    );
  }
  const lacking = scopesFor(pushes).filter((scope) => !active.scopes.includes(scope));
  if (lacking.length > 0) {
    const hasAny = active.scopes.some((scope) => OF_REGISTRY.includes(scope));
    return problem(
      id,
      `the deploy token ${GIVEN_TO_JOBS} (${active.username}) lacks ${enumerate(lacking)}: denied: ${hasAny ? 'requested access to the resource is denied' : 'access forbidden'}`,
      `replace it by one with the scopes ${enumerate(scopesFor(pushes))}; the scopes of a token cannot be changed`,
    );
  }
  const until = active.expiresAt === undefined ? 'does not expire' : `expires on ${active.expiresAt.slice(0, 10)}`;
  if (live.every((token) => expiresSoon(token, now))) {
    return warning(
      id,
      `the deploy token ${GIVEN_TO_JOBS} (${active.username}) ${until}; CI_DEPLOY_USER and CI_DEPLOY_PASSWORD are empty from then on`,
      `create another of this name and with its scopes under ${WHERE}, and revoke this one`,
    );
  }
  return ok(id, `the deploy token ${GIVEN_TO_JOBS} (${active.username}) has ${enumerate(active.scopes)} and ${until}`);
}

function scopesFor(pushes: boolean): readonly string[] {
  return pushes ? ['read_registry', 'write_registry'] : ['read_registry'];
}

function isLive({ revoked, expired, expiresAt }: DeployToken, now: number): boolean {
  return !revoked && !expired && (expiresAt === undefined || !(Date.parse(expiresAt) <= now));
}

function expiresSoon({ expiresAt }: { readonly expiresAt: string | undefined }, now: number): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) - now < SOON;
}

/** Which of them a variable of the pipeline holds GitLab does not tell; those with scopes for the registry may be meant. */
export function checkAccessTokens(tokens: Told<readonly AccessToken[]>, now: number): readonly Check[] {
  const id = 'access-tokens';
  if (!tokens.ok) return [notChecked(id, 'when the access tokens of the project expire', tokens.missing)];
  const live = tokens.value.filter(
    ({ active, scopes }) => active && scopes.some((scope) => OF_REGISTRY.includes(scope)),
  );
  const soon = live.filter((token) => expiresSoon(token, now));
  if (soon.length === 0) {
    return [
      ok(
        id,
        live.length === 0
          ? 'the project has no active access token for the registry'
          : `active for the registry: ${enumerate(live.map(shown))}`,
      ),
    ];
  }
  return soon.map((token) =>
    warning(
      id,
      `the access token ${shown(token)}; logins with it fail from then on`,
      'rotate it and set the CI/CD variable that holds it',
    ),
  );
}

function shown({ name, expiresAt, scopes }: AccessToken): string {
  return `${name} (${scopes.join(', ')}) ${expiresAt === undefined ? 'without expiry' : `expires on ${expiresAt.slice(0, 10)}`}`;
}
