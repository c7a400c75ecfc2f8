/** What a failure means: its cause, what to do, and the command that shows or mends it. */
import type { Confidence, RuleDocs } from '../rule.ts';

/** The cause as programs know it. A contract: ids may be added, none is renamed. */
export type CauseId =
  | 'pair-not-recognised'
  | 'anonymous-or-no-scope'
  | 'not-allowed'
  | 'wrong-host'
  | 'empty-variable'
  | 'policy'
  | 'no-daemon'
  | 'runner-pull'
  | 'auth-config'
  | 'certificate'
  | 'client-missing'
  | 'daemon-version'
  | 'dependency-proxy'
  | 'disk-full'
  | 'image-not-found'
  | 'invalid-reference'
  | 'login-arguments'
  | 'rate-limit'
  | 'registry-disabled'
  | 'registry-error'
  | 'registry-unreachable'
  | 'shell-syntax'
  | 'token-expired'
  | 'too-many-attempts';

export interface Meaning {
  readonly cause: CauseId;
  /** How sure the cause is once its line is there, before anything speaks against it. */
  readonly confidence: Confidence;
  /** Rules of these categories explain the same failure before it happens. */
  readonly categories: readonly RuleDocs['category'][];
  /** One sentence without a full stop. */
  readonly title: Text;
  readonly remedy: Text;
  /** One command to run next: in the job before the one that failed, or where it says otherwise. */
  readonly next: Text;
}

type Text = string | ((details: Details) => string);

/** What the log tells of one failure. All of it is plain enough to stand in a command. */
export interface Details {
  /** `host[:port]` of the registry. */
  readonly host?: string;
  /** The path in the registry, without host and tag. */
  readonly repository?: string;
  /** `tcp://docker:2375`. */
  readonly endpoint?: string;
  /** The image that the runner pulls. */
  readonly image?: string;
  /** Full path of the project whose job it is. */
  readonly project?: string;
  /** Where the runner took its credential from, in its own words. */
  readonly source?: string;
  readonly action?: 'push' | 'pull' | 'login';
  /** Of the login: a name, or the variable that holds it. */
  readonly user?: string;
  /** The variable that holds it: `$ROBOT_PASSWORD`. */
  readonly password?: string;
  /** A login to this host came before, and succeeded. */
  readonly loggedIn?: boolean;
}

export function sayText(text: Text, details: Details): string {
  return typeof text === 'string' ? text : text(details);
}

/** `to acme/api`, or nothing. */
export function after(word: string, name: string | undefined): string {
  return name === undefined ? '' : ` ${word} ${name}`;
}

/**
 * What GitLab grants a credential: the only test that tells a wrong pair from a missing right (the registry itself answers every
 * pair with 401 and a challenge). It prints the actions, never the token.
 */
export function grantCommand({ user, password, repository }: Details): string {
  const pair = user && password ? `${user}:${password}` : '$CI_REGISTRY_USER:$CI_REGISTRY_PASSWORD';
  const scope = `repository:${repository ?? '$CI_PROJECT_PATH'}:pull,push`;
  return `curl --silent --user "${pair}" "$CI_SERVER_URL/jwt/auth?service=container_registry&scope=${scope}" | jq '.errors // (.token | split(".")[1] | @base64d | fromjson | .access)'`;
}
