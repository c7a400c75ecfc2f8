/**
 * What clients say when a login fails. Sources: docker/cli `cli/command/registry/login.go`, containers/common `pkg/auth`, GitLab
 * `JwtController` and docs "Authenticate with the container registry".
 */
import type { Signature } from '../signature.ts';

export const LOGIN: readonly Signature[] = [
  {
    id: 'http-basic-denied',
    client: 'any',
    // git says it too, of the repository.
    pattern: /(?<!remote: )HTTP Basic: Access denied/,
    means: 'pair-not-recognised',
    rank: 95,
  },
  {
    id: 'docker-hub-login',
    client: 'docker',
    pattern:
      /(?:registry-1|index)\.docker\.io\/v[12]\/"?: .{0,80}?(?:incorrect username or password|authentication required)/,
    means: 'hub-login?',
    rank: 90,
  },
  {
    id: 'non-tty-login',
    client: 'docker',
    pattern: /cannot perform an interactive login from a non[- ]TTY device/,
    means: 'empty-credential',
    rank: 90,
  },
  {
    id: 'empty-credential',
    client: 'docker',
    pattern: /^(?:error: )?(?:username|password) is empty/,
    means: 'empty-credential',
    rank: 90,
  },
  {
    id: 'credential-not-read',
    client: 'podman, buildah, skopeo',
    pattern: /getting username and password: reading (?:username|password): /,
    means: 'empty-credential',
    rank: 90,
  },
  {
    id: 'username-missing',
    client: 'docker',
    pattern: /must provide --username with --password-stdin|--password-stdin option requires --username to be set/,
    means: 'empty-username',
    rank: 90,
  },
  {
    id: 'password-twice',
    client: 'docker',
    pattern:
      /--password and --password-stdin are mutually exclusive|cannot specify both --password and --password-stdin/,
    means: 'password-twice',
    rank: 90,
  },
  {
    id: 'login-email',
    client: 'docker',
    pattern: /unknown shorthand flag: 'e' in -e/,
    means: 'flag?',
    rank: 80,
  },
  {
    id: 'login-arguments',
    client: 'docker',
    pattern: /["']docker login["'] (?:requires|accepts) at most 1 argument/,
    means: 'login-arguments',
    rank: 90,
  },
  {
    id: 'login-attempt-failed',
    client: 'docker',
    pattern: /login attempt to https?:\/\/(?<host>[^/\s]+)\/v2\/ failed with status: (?:404|30\d)/,
    means: 'no-registry-there',
    rank: 75,
  },
  {
    id: 'login-attempt-unauthorized',
    client: 'docker',
    pattern: /login attempt to https?:\/\/(?<host>[^/\s]+)\/v2\/ failed with status: 401/,
    means: 'pair-not-recognised',
    rank: 75,
  },
  {
    id: 'login-attempt-forbidden',
    client: 'docker',
    pattern: /login attempt to https?:\/\/(?<host>[^/\s]+)\/v2\/ failed with status: 403/,
    means: 'no-scope',
    rank: 75,
  },
  {
    id: 'login-attempt-server-error',
    client: 'docker',
    pattern: /login attempt to https?:\/\/(?<host>[^/\s]+)\/v2\/ failed with status: 5\d\d/,
    means: 'server-error',
    rank: 75,
  },
  {
    id: 'too-many-attempts',
    client: 'GitLab',
    pattern: /too many failed authentication attempts from this network|too many distinct sources for this account/,
    means: 'too-many-attempts',
    rank: 95,
  },
  {
    id: 'registry-not-enabled',
    client: 'GitLab',
    pattern:
      /registry not enabled|\/jwt\/auth\b.{0,200}\b(?:UNSUPPORTED|UNAVAILABLE|404 Not Found)|\bUNAVAILABLE: .{0,80}registry/,
    means: 'registry-disabled',
    rank: 85,
  },
  {
    id: 'invalid-username-password',
    client: 'podman, buildah, skopeo',
    pattern: /logging in(?:to)? (?:to )?\\?"(?<host>[^"\s\\]+)\\?": invalid username\/password/,
    means: 'pair-not-recognised',
    rank: 90,
  },
  {
    id: 'auth-token-refused',
    client: 'skopeo, buildah, podman',
    pattern: /unable to retrieve auth token: invalid username\/password: (?:unauthorized|denied)/,
    means: 'pair-not-recognised',
    rank: 90,
  },
  {
    id: 'login-registry-missing',
    client: 'podman, buildah, skopeo',
    pattern:
      /please (?:provide|specify) a registry to log ?in to|no registries found in registries\.conf, a registry must be provided/,
    means: 'empty-server',
    rank: 90,
  },
  {
    id: 'creds-not-authenticated',
    client: 'podman, buildah, skopeo',
    pattern: /authenticating creds for \\?"(?<host>[^"\s\\]+)\\?"/,
    means: 'login-failed',
    rank: 35,
  },
  {
    id: 'helm-path',
    client: 'helm',
    pattern: /authenticating to "(?<host>[^"\s/]+)\/[^"\s]*"/,
    means: 'login-path',
    rank: 75,
  },
  {
    id: 'helm-login',
    client: 'helm',
    pattern: /authenticating to "(?<host>[^"\s/]+)"/,
    means: 'login-failed',
    rank: 40,
  },
  {
    id: 'here-string',
    client: 'sh',
    pattern: /syntax error: (?:unexpected redirection|redirection unexpected)/,
    means: 'here-string',
    rank: 85,
  },
  {
    id: 'auth-config-broken',
    client: 'docker',
    pattern: /failed to create credential store from DOCKER_AUTH_CONFIG|Credentials from this source will not be used/,
    means: 'auth-config-broken',
    rank: 80,
  },
  {
    id: 'auth-file-malformed',
    client: 'any',
    pattern:
      /Error (?:parsing|loading) config file|invalid character '(?<=(?:config|auth)\.json.{0,200})|unexpected end of JSON(?<=(?:config|auth)\.json.{0,200})/,
    means: 'auth-config-broken',
    rank: 88,
  },
  {
    id: 'credential-helper-missing',
    client: 'docker, runner',
    pattern: /docker-credential-[\w.-]+"?: executable file not found|error getting credentials - err: exec/,
    means: 'credential-helper',
    rank: 80,
  },
  {
    id: 'auth-config-wins',
    client: 'docker',
    pattern: /DOCKER_AUTH_CONFIG is set and takes precedence/,
    means: 'auth-config-wins',
    rank: 35,
  },
];
