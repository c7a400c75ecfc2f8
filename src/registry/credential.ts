/** Whose a user name and a password are (GitLab source: `lib/gitlab/auth.rb`, `app/models/ci/build.rb`). */
import type { Credential, Secret } from '../pipeline/events.ts';
import { literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';
import { PREDEFINED } from './predefined-variables.ts';

type Meaning = Secret['means'];

/** The three job-token users are one and the same, and so are the three passwords: any pair of them works. */
const USERS: Readonly<Record<string, Meaning>> = {
  CI_REGISTRY_USER: 'job-token',
  CI_DEPENDENCY_PROXY_USER: 'job-token',
  CI_DEPLOY_USER: 'deploy-token',
};

const PASSWORDS: Readonly<Record<string, Meaning>> = {
  CI_JOB_TOKEN: 'job-token',
  CI_REGISTRY_PASSWORD: 'job-token',
  CI_DEPENDENCY_PROXY_PASSWORD: 'job-token',
  CI_DEPLOY_PASSWORD: 'deploy-token',
};

export function readUser(value: SymbolicText, place: Place): Secret {
  return { value, place, means: userMeaning(value) };
}

export function readPassword(value: SymbolicText, place: Place): Secret {
  const [only] = value;
  const means: Meaning =
    value.length === 1 && only?.kind === 'variable' && !only.operation
      ? (PASSWORDS[only.name] ?? 'custom')
      : literalText(value) !== undefined
        ? 'custom'
        : 'unknown';
  return { value, place, means };
}

/**
 * A pair that GitLab refuses is `mixed`: the job token is accepted for no other user than `gitlab-ci-token`, a deploy token
 * only for its own user name. Personal, group and project access tokens accept any user, so a password of unknown origin
 * makes no pair wrong.
 */
export function pairUp(user: Secret | undefined, password: Secret | undefined): Credential {
  return { user, password, identity: identityOf(user?.means, password?.means) };
}

/** A user and a password before anybody has said whose they are. */
export interface Pair {
  readonly user: SymbolicText;
  readonly password: SymbolicText;
}

/** Cuts `user:password` at its first colon, which no user name has. Undefined where one of the two is missing. */
export function splitPair(text: SymbolicText): Pair | undefined {
  const at = text.findIndex((part) => part.kind === 'literal' && part.text.includes(':'));
  const part = text[at];
  if (part?.kind !== 'literal') return undefined;
  const colon = part.text.indexOf(':');
  const user = withoutEmpty([...text.slice(0, at), { ...part, text: part.text.slice(0, colon) }]);
  const password = withoutEmpty([{ ...part, text: part.text.slice(colon + 1) }, ...text.slice(at + 1)]);
  return user.length > 0 && password.length > 0 ? { user, password } : undefined;
}

function withoutEmpty(text: SymbolicText): SymbolicText {
  return text.filter((part) => part.kind !== 'literal' || part.text !== '');
}

function identityOf(user: Meaning | undefined, password: Meaning | undefined): Credential['identity'] {
  if (user === undefined || password === undefined || password === 'unknown') return 'unknown';
  if (password === 'custom') return 'custom';
  // A deploy token may have been given a user name of its own.
  if (password === 'deploy-token' && user === 'personal') return 'unknown';
  if (user === 'custom' || user === 'unknown') return 'unknown';
  return user === password ? (password === 'personal' ? 'custom' : password) : 'mixed';
}

function userMeaning(value: SymbolicText): Meaning {
  const literal = literalText(value);
  if (literal !== undefined) {
    if (literal === 'gitlab-ci-token') return 'job-token';
    if (/^gitlab\+deploy-token-\d+$/.test(literal)) return 'deploy-token';
    // A variable in single quotes is no user name at all.
    return literal === '' || literal.includes('$') ? 'unknown' : 'personal';
  }
  const [only] = value;
  if (value.length !== 1 || only?.kind !== 'variable' || only.operation) return 'unknown';
  return USERS[only.name] ?? (PREDEFINED.has(only.name) ? 'personal' : 'custom');
}
