/** Every signature by lines that clients, the registry and the runner really print, and lines that only look like them. */
import { describe, expect, it } from 'vitest';
import { MEANINGS } from '../../src/diagnose/meanings.ts';
import { VAGUE } from '../../src/diagnose/signature.ts';
import { SIGNATURES, signaturesOf } from '../../src/diagnose/signatures.ts';

const LINES: readonly (readonly [signature: string, line: string])[] = [
  [
    'http-basic-denied',
    'Error response from daemon: Get "https://registry.example.com/v2/": unauthorized: HTTP Basic: Access denied',
  ],
  [
    'docker-hub-login',
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
  ],
  ['non-tty-login', 'Error: Cannot perform an interactive login from a non TTY device'],
  ['non-tty-login', 'cannot perform an interactive login from a non-TTY device'],
  ['empty-credential', 'password is empty'],
  ['empty-credential', 'Error: username is empty'],
  ['credential-not-read', 'Username: Error: getting username and password: reading username: EOF'],
  ['username-missing', 'Must provide --username with --password-stdin'],
  ['username-missing', 'the --password-stdin option requires --username to be set'],
  ['password-twice', '--password and --password-stdin are mutually exclusive'],
  ['password-twice', 'conflicting options: cannot specify both --password and --password-stdin'],
  ['login-email', "unknown shorthand flag: 'e' in -e"],
  ['login-arguments', "docker: 'docker login' requires at most 1 argument"],
  ['login-arguments', '"docker login" accepts at most 1 argument.'],
  ['login-attempt-failed', 'login attempt to https://gitlab.example.com/v2/ failed with status: 404 Not Found'],
  ['login-attempt-unauthorized', 'login attempt to https://ghcr.io/v2/ failed with status: 401 Unauthorized'],
  ['login-attempt-forbidden', 'login attempt to https://registry.example.com/v2/ failed with status: 403 Forbidden'],
  [
    'login-attempt-server-error',
    'login attempt to https://registry.example.com/v2/ failed with status: 503 Service Unavailable',
  ],
  ['too-many-attempts', 'denied: DENIED: too many failed authentication attempts from this network'],
  [
    'registry-not-enabled',
    'GET https://gitlab.example.com/jwt/auth: unexpected status code 404 Not Found: UNAVAILABLE: registry not enabled',
  ],
  ['invalid-username-password', 'Error: logging into "registry.example.com": invalid username/password'],
  [
    'invalid-username-password',
    String.raw`level=fatal msg="logging into \"registry.example.com\": invalid username/password"`,
  ],
  ['auth-token-refused', 'Error: unable to retrieve auth token: invalid username/password: denied: wrong'],
  ['login-registry-missing', 'Error: please provide a registry to log in to'],
  ['login-registry-missing', 'Error: please specify a registry to login to'],
  ['creds-not-authenticated', 'Error: authenticating creds for "registry.example.com": pinging container registry'],
  ['helm-path', 'Error: authenticating to "registry.example.com/acme/api": not found'],
  ['helm-login', 'Error: authenticating to "registry.example.com": failed'],
  ['here-string', '/bin/sh: eval: line 152: syntax error: unexpected redirection'],
  ['here-string', '/bin/sh: 4: Syntax error: redirection unexpected'],
  ['auth-config-broken', 'WARNING: Failed to create credential store from DOCKER_AUTH_CONFIG: invalid'],
  [
    'auth-config-broken',
    'Failed to resolve credentials from $DOCKER_AUTH_CONFIG: x. Credentials from this source will not be used',
  ],
  [
    'auth-file-malformed',
    String.raw`WARNING: Error parsing config file (/root/.docker/config.json): invalid character '\n' in string literal`,
  ],
  [
    'credential-helper-missing',
    'error getting credentials - err: exec: "docker-credential-ecr-login": executable file not found in $PATH',
  ],
  ['auth-config-wins', 'WARNING: DOCKER_AUTH_CONFIG is set and takes precedence.'],
  ['unknown-authority', 'tls: failed to verify certificate: x509: certificate signed by unknown authority'],
  ['plain-http', 'Get "https://registry:5000/v2/": http: server gave HTTP response to HTTPS client'],
  ['requested-access-denied', 'denied: requested access to the resource is denied'],
  ['insufficient-scope', 'server message: insufficient_scope: authorization failed'],
  ['push-access-denied', 'push access denied, repository does not exist or may require authorization: x'],
  [
    'pull-access-denied',
    "pull access denied for registry.example.com/a/b, repository does not exist or may require 'docker login'",
  ],
  ['access-forbidden', 'denied: access forbidden'],
  ['access-forbidden', 'DENIED: access forbidden'],
  ['anonymous-token', 'failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden'],
  [
    'oauth-token-unauthorized',
    'failed to fetch oauth token: unexpected status from POST request to https://gitlab.com/jwt/auth: 401 Unauthorized',
  ],
  [
    'oauth-token-forbidden',
    'failed to fetch oauth token: unexpected status from GET request to https://gitlab.com/jwt/auth: 403 Forbidden',
  ],
  ['not-authorized', 'failed to authorize: unexpected status: 401 Unauthorized'],
  ['authorize-forbidden', 'failed to authorize: unexpected status: 403 Forbidden'],
  ['no-basic-auth', 'no basic auth credentials'],
  ['protected-repository', 'denied: Pushing to protected repository path forbidden'],
  ['protected-tag', 'unauthorized: insufficient permissions to push or delete protected tag'],
  ['immutable-tag', 'IMMUTABLE_TAG: tag is immutable'],
  ['rename-in-progress', 'the base repository path is undergoing a rename'],
  ['authentication-required', 'unauthorized: authentication required'],
  ['bearer-token-unauthorized', 'Requesting bearer token: invalid status code from registry 401 (Unauthorized)'],
  ['bearer-token-forbidden', 'Requesting bearer token: invalid status code from registry 403 (Forbidden)'],
  ['registry-api-unauthorized', 'POST https://registry.example.com/v2/a/b/blobs/uploads/: UNAUTHORIZED: who are you'],
  ['registry-api-denied', 'PUT https://registry.example.com/v2/a/b/manifests/1: DENIED: no'],
  ['response-unauthorized', 'response status code 401: unauthorized: no'],
  ['response-denied', 'response status code 403: denied: no'],
  ['jib-unauthorized', 'Unauthorized for registry.example.com/acme/api'],
  ['jib-credentials', "Build image failed, make sure your credentials for 'registry.example.com' are set up correctly"],
  [
    'kaniko-docker-hub',
    'checking push permission for "app": POST https://index.docker.io/v2/library/app/blobs/uploads/: x',
  ],
  [
    'kaniko-unauthorized',
    'checking push permission for "h.example/a/b": POST https://h.example/v2/a/b/blobs/uploads/: UNAUTHORIZED: authentication required; [map[]]',
  ],
  [
    'kaniko-push-check',
    'error checking push permissions -- make sure you entered the correct tag name, and that you are',
  ],
  ['kaniko-destination', 'Error: you must provide --destination, or use --no-push'],
  ['kaniko-image', 'error building image: getting image: UNAUTHORIZED: no'],
  ['blob-unknown', 'manifest blob unknown: blob unknown to registry'],
  ['server-error', 'received unexpected HTTP status: 500 Internal Server Error'],
  ['error-without-body', 'error parsing HTTP 403 response body: unexpected end of JSON input: ""'],
  ['dependency-proxy-not-found', 'gitlab.com:443/acme/dependency_proxy/containers/alpine:3: not found'],
  ['rate-limit', 'toomanyrequests: You have reached your pull rate limit.'],
  ['manifest-unknown', 'manifest for alpine:9 not found: manifest unknown'],
  ['no-matching-manifest', 'no matching manifest for linux/arm64 in the manifest list entries'],
  ['image-not-tagged', 'An image does not exist locally with the tag: registry.example.com/a/b'],
  ['image-not-tagged', 'tag does not exist: registry.example.com/a/b:1'],
  ['uppercase-repository', 'invalid reference format: repository name (Acme/api) must be lowercase'],
  ['blank-base-name', 'base name ($BASE) should not be blank'],
  ['stage-name', 'failed to parse stage name "/alpine:3": invalid reference format'],
  ['invalid-reference', 'invalid reference format'],
  ['invalid-repository-name', 'NAME_INVALID: invalid repository name'],
  ['pull-failed', 'ERROR: Job failed: failed to pull image "alpine:3" with specified policies [always]: x'],
  ['pull-failed-with-policy', 'WARNING: Failed to pull image with policy "always": x'],
  ['pull-failed-for-container', 'WARNING: Failed to pull image "alpine:3" for container "build" with policy "": x'],
  ['image-pull-failed', 'image pull failed: Back-off pulling image "alpine:3"'],
  ['image-pull-failed', 'ErrImagePull'],
  ['pull-policy', 'invalid pull policy for image "alpine": not one of the allowed_pull_policies'],
  ['cannot-connect', 'Cannot connect to the Docker daemon at tcp://docker:2375. Is the docker daemon running?'],
  ['docker-api', 'failed to connect to the docker API at tcp://docker:2375; check if the path is correct'],
  ['name-not-found', 'dial tcp: lookup docker on 10.0.0.2:53: no such host'],
  [
    'socket-permission',
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Head',
  ],
  ['socket-permission', 'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock'],
  ['windows-pipe', 'open //./pipe/docker_engine: The system cannot find the file specified.'],
  ['http-to-https', 'Client sent an HTTP request to an HTTPS server.'],
  [
    'certificate-file-missing',
    'unable to resolve docker endpoint: open /certs/client/ca.pem: no such file or directory',
  ],
  ['certificate-other-name', 'x509: certificate is valid for docker, localhost, not dind'],
  ['client-certificate', 'the server probably has client authentication (--tlsverify) enabled'],
  ['not-privileged', 'mount: permission denied (are you root?)'],
  ['client-too-old', 'client version 1.43 is too old. Minimum supported API version is 1.44'],
  ['client-too-new', 'client version 1.52 is too new. Maximum supported API version is 1.41'],
  [
    'client-too-new',
    'Error: API version 1.24 is not supported by this client: the minimum supported API version is 1.44',
  ],
  ['buildx-context', 'ERROR: could not create a builder instance with TLS data loaded from environment. Please use'],
  ['service-not-started', "*** WARNING: Service runner-x-docker-0 probably didn't start properly."],
  ['cgroups', 'cgroups: cgroup mountpoint does not exist: unknown'],
  [
    'auth-file-malformed',
    String.raw`reading JSON file \"/root/.docker/config.json\": unmarshaling JSON at \"/root/.docker/config.json\": invalid character '\"' after object key:value pair`,
  ],
  ['certificate-expired', 'x509: certificate has expired or is not yet valid: current time 2026-01-09T23:06:41Z'],
  [
    'certificate-not-accepted',
    'tls: failed to verify certificate: x509: certificate relies on legacy Common Name field',
  ],
  [
    'server-error',
    'unexpected status from PUT request to https://registry.example.com/v2/a/b/manifests/1: 502 Bad Gateway',
  ],
  ['server-error', `error parsing HTTP 503 response body: invalid character '<' looking for beginning of value`],
  ['layer-too-large', `error parsing HTTP 413 response body: invalid character '<' looking for beginning of value`],
  ['page-not-found', `error parsing HTTP 404 response body: invalid character '<' looking for beginning of value`],
  ['page-of-a-proxy', `error parsing HTTP 403 response body: invalid character '<' looking for beginning of value`],
  ['unreachable', 'Get "https://registry.example.com/v2/": dial tcp 10.1.2.3:443: connect: connection refused'],
  ['unreachable', 'Get "https://registry.example.com/v2/": net/http: TLS handshake timeout'],
  ['unreachable', 'Head "https://registry.example.com:5050/v2/a/b/manifests/1": EOF'],
  ['disk-full', 'failed to register layer: write /usr/bin/node: no space left on device'],
  ['client-missing', '/bin/sh: eval: line 161: docker: not found'],
  ['client-missing', '/usr/bin/bash: line 133: skopeo: command not found'],
  ['elsewhere-denied', 'denied: permission_denied: write_package'],
  ['elsewhere-denied', 'denied: Permission "artifactregistry.repositories.uploadArtifacts" denied on resource'],
  ['elsewhere-denied', 'unauthorized: access token has insufficient scopes'],
  ['elsewhere-anonymous', 'denied: Unauthenticated request. Unauthenticated requests do not have permission'],
  ['elsewhere-expired', 'denied: Your authorization token has expired. Reauthenticate and try again.'],
  [
    'proxy-refused',
    'Head "https://gitlab.example.com/v2/acme/dependency_proxy/containers/alpine/manifests/latest": denied: not allowed',
  ],
  [
    'upload-denied',
    'writing blob: initiating layer upload to /v2/a/b/blobs/uploads/ in registry registry.example.com: denied',
  ],
  [
    'image-unresolved',
    'node:22-x: failed to resolve source metadata for docker.io/library/node:22-x: docker.io/library/node:22-x: not found',
  ],
  ['repository-unknown', 'name unknown: repository name not known to registry'],
  ['some-unauthorized', 'HTTP error 401'],
  ['some-denied', 'upload: 403 Forbidden'],
  ['some-connection', 'dial tcp 10.0.0.3:443: connect: connection refused'],
  ['some-certificate', 'tls: handshake'],
];

/** Lines of jobs in which nothing of the kind went wrong. */
const HARMLESS: readonly string[] = [
  'WARNING! Using --password via the CLI is insecure. Use --password-stdin.',
  "WARNING! Your credentials are stored unencrypted in '/root/.docker/config.json'.",
  'Login Succeeded',
  'remote: HTTP Basic: Access denied. The provided password or token is incorrect',
  'latest: digest: sha256:0123 size: 1789',
  'the form says that the password is empty',
  'Successfully pushed registry.example.com/acme/api:latest',
  'added 401 packages in 3s',
  '✓ answers denied users (12 ms)',
  'lookup of the service took 3 ms',
  'Pulling from library/docker',
  'This tag is not immutable by default',
  'Skipping 403 unchanged files',
  'docker: not found in the list of tools, so it is skipped',
  'ERROR: failed to calculate checksum of ref 7h2kq::x9v: "/dist": not found',
  'Get "https://example.com/status": EOF',
  "Error: invalid character '<' looking for beginning of value",
  'unmarshal: config.yml: cannot unmarshal !!str into int',
];

describe('a signature', () => {
  it.each(LINES)('%s: %s', (id, line) => {
    const [strongest] = signaturesOf(line);
    expect(strongest?.signature.id).toBe(id);
  });

  it('each has a line here, a name of its own, and a meaning or a question', () => {
    const ids = SIGNATURES.map(({ id }) => id);
    expect(ids.filter((id) => !LINES.some(([known]) => known === id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(SIGNATURES.filter(({ means }) => !means.endsWith('?') && !(means in MEANINGS))).toEqual([]);
  });

  it.each(HARMLESS)('is not in: %s', (line) => {
    expect(signaturesOf(line).filter(({ signature }) => signature.rank >= VAGUE)).toEqual([]);
  });
});

describe('a meaning', () => {
  it.each(Object.entries(MEANINGS))('%s says what to do in whole sentences', (_, { title, remedy, next }) => {
    const texts = [title, remedy, next].map((text) => (typeof text === 'string' ? text : text({})));
    expect(texts.filter((text) => /undefined|!\s|!$/.test(text))).toEqual([]);
    expect(texts[0]).toMatch(/^(?:[\p{Lu}`]|docker|kaniko|buildx).*[^.]$/u);
    expect(texts[1]).toMatch(/^(?:[\p{Lu}`]|docker|kaniko|buildx).*\.$/u);
    expect(texts[2]).not.toContain('\n');
  });
});
