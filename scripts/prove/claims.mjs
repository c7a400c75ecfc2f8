/**
 * What is shown: which job of which fixture, by which client and shell, and the line that has to be in its log. `promised`
 * is what the rule says where that is docker's daemon speaking, which cannot run here, and `line` what is seen instead.
 */

/** The docker client, with the transfer by skopeo and the credential that the client sends. */
const DOCKER = { client: 'docker 28 + skopeo', shell: 'busybox' };
/** The client goes to the registry by itself, with the code that its daemon has as well, and in the same words. */
const DOCKER_ALONE = {
  client: 'docker 28 (manifest inspect)',
  shell: 'busybox',
  instead: [/docker (push( --quiet)?|pull)\b/g, 'docker manifest inspect'],
};
const DOCKER_LOGIN = { client: 'docker 28', shell: 'busybox' };
const BUILDAH = { client: 'buildah', shell: 'bash' };
const PODMAN = { client: 'podman', shell: 'bash' };
const SKOPEO = { client: 'skopeo', shell: 'bash' };

/** How skopeo, buildah and podman say what docker says as `denied: access forbidden`. */
const FORBIDDEN = { line: '403 (Forbidden)', promised: 'denied: access forbidden' };
/** … and as `denied: requested access to the resource is denied`. */
const DENIED = {
  line: 'requested access to the resource is denied',
  promised: 'denied: requested access to the resource is denied',
};
const BASIC = { line: 'unauthorized: HTTP Basic: Access denied' };
const WRONG_PAIR = { line: 'invalid username/password', promised: 'unauthorized: HTTP Basic: Access denied' };

const PASSES = { passes: true };

/** What the image of the job has and a fresh home folder has not. */
const AUTH_FOLDER = 'mkdir -p ~/.docker';

export const CLAIMS = [
  ...of('registry-login-required', [
    ['bad.never-logged-in', 'build-image', DOCKER, FORBIDDEN],
    ['bad.never-logged-in', 'build-image', DOCKER_ALONE, { line: 'denied: access forbidden', cause: 'anonymous' }],
    ['bad.never-logged-in', 'build-image', { ...DOCKER, fixed: true }, PASSES],
    ['bad.before-script-replaced', 'build', DOCKER, FORBIDDEN],
    ['bad.before-script-replaced', 'build', { ...DOCKER, fixed: true }, PASSES],
    ['bad.login-in-other-job', 'build', BUILDAH, { ...FORBIDDEN, cause: 'anonymous' }],
    ['bad.login-in-other-job', 'build', { ...BUILDAH, fixed: true }, PASSES],
    ['bad.logged-out', 'build', DOCKER, FORBIDDEN],
    ['bad.other-clients', 'removed', DOCKER, FORBIDDEN],
    ['bad.other-host', 'publish', DOCKER, FORBIDDEN],
    ['bad.in-function', 'build', { ...DOCKER, contexts: ['services/api'] }, FORBIDDEN],
    ['bad.in-a-script', 'build', { ...DOCKER, contexts: ['services/api'] }, FORBIDDEN],
    ['bad.stored-elsewhere', 'podman', PODMAN, { ...FORBIDDEN, cause: 'anonymous' }],
    ['bad.stored-elsewhere', 'docker', { ...DOCKER, contexts: ['docs'] }, FORBIDDEN],
    [
      'bad.stored-elsewhere',
      'docker',
      { ...DOCKER_ALONE, contexts: ['docs'] },
      { line: 'denied: access forbidden', cause: 'anonymous' },
    ],
    ['ok.login-by-inheritance', 'from-default', DOCKER, PASSES],
    ['ok.login-by-inheritance', 'own-before-script', DOCKER, PASSES],
    ['ok.login-by-inheritance', 'from-template', DOCKER, PASSES],
    ['ok.login-by-inheritance', 'from-reference', DOCKER, PASSES],
    ['ok.auth-files', 'written-by-hand', DOCKER, PASSES],
    ['ok.login-in-a-script', 'run', DOCKER, PASSES],
    ['ok.ways-to-give-a-password', 'stdin-from-echo', DOCKER, PASSES],
    ['ok.ways-to-give-a-password', 'here-string', DOCKER, PASSES],
    ['ok.ways-to-give-a-password', 'here-document', DOCKER, PASSES],
    ['ok.ways-to-give-a-password', 'server-with-path', DOCKER, PASSES],
    ['ok.ways-to-give-a-password', 'folded', DOCKER, PASSES],
    ['ok.words-in-variables', 'program', DOCKER, PASSES],
    ['ok.one-client-for-another', 'podman-reads-docker-s-file', PODMAN, PASSES],
  ]),
  ...of('login-server', [
    ['bad.no-server', 'build', DOCKER_LOGIN, { line: HUB_REFUSES(), cause: 'hub-login' }],
    ['bad.empty-argument', 'build', DOCKER_LOGIN, { line: HUB_REFUSES(), cause: 'hub-login' }],
    ['bad.refused', 'buildah', BUILDAH, { line: 'please specify a registry to login to', cause: 'empty-server' }],
    [
      'bad.search-registry',
      'publish',
      PODMAN,
      { line: 'no registries found in registries.conf, a registry must be provided', cause: 'empty-server' },
    ],
    ['bad.web-host', 'with-variable', DOCKER, FORBIDDEN],
    ['bad.web-host', 'with-variable', DOCKER_ALONE, { line: 'denied: access forbidden' }],
    ['bad.web-host', 'with-url', DOCKER, FORBIDDEN],
    ['bad.no-server', 'build', { ...DOCKER, fixed: true }, PASSES],
    ['bad.web-host', 'with-variable', { ...DOCKER, fixed: true }, PASSES],
    ['ok.spellings-of-the-server', 'url', DOCKER_LOGIN, PASSES],
    ['ok.spellings-of-the-server', 'path', DOCKER, PASSES],
    ['ok.several-lines', 'continued', DOCKER_LOGIN, PASSES],
    ['ok.several-lines', 'folded', DOCKER_LOGIN, PASSES],
  ]),
  ...of('login-credentials', [
    ['bad.job-token-with-another-user', 'build', DOCKER_LOGIN, { ...BASIC, cause: 'pair-not-recognised' }],
    ['bad.job-token-with-another-user', 'literal', DOCKER_LOGIN, BASIC],
    ['bad.deploy-token-with-job-user', 'build', DOCKER_LOGIN, { ...BASIC, cause: 'pair-not-recognised' }],
    ['bad.deploy-user-with-job-token', 'build', { ...DOCKER_LOGIN, given: { CI_COMMIT_TAG: 'v1' } }, BASIC],
    ['bad.any-host', 'build', DOCKER_LOGIN, BASIC],
    [
      'bad.foreign-registry',
      'hub',
      DOCKER_LOGIN,
      { line: 'unauthorized: incorrect username or password', promised: 'unauthorized' },
    ],
    [
      'bad.foreign-registry',
      'github',
      DOCKER_LOGIN,
      { line: '401 Unauthorized', promised: 'unauthorized', cause: 'login-failed' },
    ],
    ['bad.pair-of-the-command', 'push', BUILDAH, { ...WRONG_PAIR, cause: 'pair-not-recognised' }],
    ['bad.pair-of-the-command', 'promote', SKOPEO, { ...WRONG_PAIR, cause: 'pair-not-recognised' }],
    ['bad.written-auth-file', 'build', DOCKER, WRONG_PAIR],
    ['bad.encoded', 'push', DOCKER, WRONG_PAIR],
    ['bad.encoded', 'pull', DOCKER_ALONE, { ...BASIC, cause: 'pair-not-recognised' }],
    ['ok.job-token-pairs', 'script-of-pairs', DOCKER_LOGIN, PASSES],
    ['ok.encoded', 'job-token', DOCKER_LOGIN, PASSES],
  ]),
  ...of('login-password-stdin', [
    ['bad.here-string', 'docker', DOCKER_LOGIN, { line: 'syntax error: unexpected redirection', cause: 'here-string' }],
    [
      'bad.here-string',
      'docker',
      { ...DOCKER_LOGIN, shell: 'dash' },
      { line: 'redirection unexpected', promised: 'unexpected redirection', cause: 'here-string' },
    ],
    [
      'bad.no-input',
      'build',
      DOCKER_LOGIN,
      { line: 'Error: Cannot perform an interactive login from a non TTY device', cause: 'empty-credential' },
    ],
    [
      'bad.no-user',
      'build',
      DOCKER_LOGIN,
      { line: 'the --password-stdin option requires --username to be set', cause: 'empty-username' },
    ],
    [
      'bad.two-passwords',
      'build',
      DOCKER_LOGIN,
      { line: 'conflicting options: cannot specify both --password and --password-stdin', cause: 'password-twice' },
    ],
    ['bad.value', 'with-server', DOCKER_LOGIN, { line: 'requires at most 1 argument', cause: 'login-arguments' }],
    ['ok.pipes', 'echo', DOCKER_LOGIN, PASSES],
    ['ok.pipes', 'several-lines', DOCKER_LOGIN, PASSES],
    ['ok.pipes', 'here-document', DOCKER_LOGIN, PASSES],
    ['ok.here-string-in-bash', 'debian', { ...DOCKER_LOGIN, shell: 'bash' }, PASSES],
    ['ok.here-string-in-bash', 'called-bash', DOCKER_LOGIN, PASSES],
    ['ok.input-of-what-is-around', 'function', DOCKER_LOGIN, PASSES],
    ['ok.input-of-what-is-around', 'group', DOCKER_LOGIN, PASSES],
    ['ok.input-of-what-is-around', 'condition', DOCKER_LOGIN, PASSES],
  ]),
  ...of('login-password-argv', [
    [
      'bad.short-option',
      'build',
      DOCKER_LOGIN,
      { passes: true, line: 'WARNING! Using --password via the CLI is insecure. Use --password-stdin.' },
    ],
    ['bad.short-option', 'build', { ...DOCKER_LOGIN, fixed: true }, PASSES],
  ]),
  ...of('login-quoting', [
    [
      'bad.user-and-password',
      'build',
      { ...DOCKER_LOGIN, given: { CI_REGISTRY_PASSWORD: '' } },
      { line: HUB_REFUSES(), cause: 'hub-login' },
    ],
    ['ok.quoted', 'build', DOCKER_LOGIN, PASSES],
  ]),
  ...of('no-single-quoted-variable', [
    ['bad.login', 'build', DOCKER_LOGIN, { ...BASIC, cause: 'pair-not-recognised' }],
    ['bad.login', 'build', { ...DOCKER, fixed: true }, PASSES],
    ['bad.reference', 'build', DOCKER, { line: 'invalid reference format', cause: 'invalid-reference' }],
    [
      'bad.reference',
      'in-yaml-quotes',
      DOCKER,
      { line: 'invalid reference format: repository name (library/$', cause: 'uppercase' },
    ],
    ['bad.server-and-stdin', 'build', DOCKER_LOGIN, { line: 'no such host' }],
    ['bad.here-document', 'buildah', { ...BUILDAH, first: AUTH_FOLDER }, { ...FORBIDDEN, promised: 'denied' }],
    ['bad.auth-file', 'docker', DOCKER, { line: '403 (Forbidden)', promised: 'denied' }],
    ['ok.double-quotes', 'build', DOCKER, PASSES],
  ]),
  ...of('no-unknown-variable', [
    [
      'bad.password-that-never-existed',
      'push',
      DOCKER_LOGIN,
      { line: 'Error: Cannot perform an interactive login from a non TTY device', cause: 'empty-credential' },
    ],
    [
      'bad.user-through-variables',
      'build',
      BUILDAH,
      { line: 'Error: getting username and password: reading username: EOF', cause: 'empty-username' },
    ],
    ['bad.pushed-reference', 'release', DOCKER, { line: 'invalid reference format', cause: 'invalid-reference' }],
  ]),
  ...of('push-own-project', [
    ['bad.beside-the-project', 'build', DOCKER, DENIED],
    ['bad.other-project', 'literal', DOCKER, DENIED],
    [
      'bad.other-project',
      'literal',
      DOCKER_ALONE,
      { line: 'denied: requested access to the resource is denied', cause: 'not-allowed' },
    ],
    ['bad.other-project', 'namespace', DOCKER, DENIED],
    ['bad.with-other-commands', 'build', { ...DOCKER, shell: 'bash', instead: [/npm run build/, 'true'] }, DENIED],
    ['bad.written-out-path', 'mirror', SKOPEO, { ...DENIED, cause: 'not-allowed' }],
    ['bad.auth-file', 'build', { ...DOCKER, first: AUTH_FOLDER }, DENIED],
    ['bad.own-pair', 'promote', { ...SKOPEO, given: { CI_COMMIT_TAG: 'v1' } }, DENIED],
    ['bad.single-name', 'by-name', DOCKER, DENIED],
    ['bad.encoded-credential', 'push', DOCKER, DENIED],
    [
      'bad.with-other-commands',
      'build',
      { ...DOCKER, fixed: true, shell: 'bash', instead: [/npm run build/, 'true'] },
      PASSES,
    ],
    ['ok.below-the-project', 'build', { ...DOCKER, shell: 'bash', instead: [/.*(@sha256|Acme).*/, 'true'] }, PASSES],
  ]),
  ...of('pull-cross-project', [['bad.pull-in-a-script', 'build', DOCKER, DENIED]]),
  ...of('push-registry-host', [
    ['bad.library', 'build', DOCKER, DENIED],
    ['bad.account', 'build', DOCKER, DENIED],
  ]),
  ...of('valid-image-reference', [
    ['bad.capitals', 'build', DOCKER, { line: 'repository name (acme/Api) must be lowercase', cause: 'uppercase' }],
    ['bad.times-and-titles', 'release', DOCKER, { line: 'invalid reference format', cause: 'invalid-reference' }],
    [
      'bad.branch-names',
      'one',
      { ...PODMAN, given: { CI_COMMIT_REF_NAME: 'feature/login' } },
      { line: 'invalid reference format', cause: 'invalid-reference' },
    ],
    [
      'bad.release-branches',
      'release',
      { ...DOCKER, given: { CI_COMMIT_BRANCH: 'release/1.4' } },
      { line: 'invalid reference format' },
    ],
    ['bad.release-branches', 'release', { ...DOCKER, fixed: true, given: { CI_COMMIT_BRANCH: 'release/1.4' } }, PASSES],
    ['bad.characters-in-the-tag', 'release', DOCKER, { line: 'invalid reference format' }],
    [
      'bad.path-with-capitals',
      'release',
      { ...DOCKER, given: { CI_PROJECT_PATH: 'Acme/Platform/api' } },
      { line: 'must be lowercase' },
    ],
    ['ok.own-path-in-lower-case', 'release', DOCKER, PASSES],
    ['ok.slashes-replaced', 'release', { ...DOCKER, given: { CI_COMMIT_REF_NAME: 'feature/login' } }, PASSES],
  ]),
  ...of('no-maybe-empty-tag', [
    ['bad.no-rules', 'release', DOCKER, { line: 'invalid reference format', cause: 'invalid-reference' }],
    ['ok.fallback-or-prefix', 'release', DOCKER, PASSES],
  ]),
  ...of('auth-config-path', [
    ['bad.docker-config-elsewhere', 'publish', DOCKER, FORBIDDEN],
    ['bad.podmans-file-for-docker', 'publish', DOCKER, FORBIDDEN],
    ['ok.option-names-the-folder', 'publish', DOCKER, PASSES],
    ['ok.where-the-client-looks', 'docker', DOCKER, PASSES],
  ]),
  ...of('auth-config-encoding', [
    [
      'bad.wrapped',
      'publish',
      DOCKER,
      { line: "invalid character '\\n' in string literal", cause: 'auth-config-broken' },
    ],
    ['bad.through-a-variable', 'publish', DOCKER, WRONG_PAIR],
    ['bad.through-a-variable', 'publish', DOCKER_ALONE, BASIC],
    ['bad.here-string-and-printf', 'here-string', { ...BUILDAH, first: AUTH_FOLDER }, WRONG_PAIR],
    ['bad.through-a-variable', 'publish', { ...DOCKER, fixed: true }, PASSES],
  ]),
  ...of('dependency-proxy-login', [
    ['bad.pull-without-login', 'warm-up', DOCKER, FORBIDDEN],
    ['bad.pull-without-login', 'warm-up', DOCKER_ALONE, { line: 'denied: access forbidden', cause: 'proxy-login' }],
    ['bad.pull-without-login', 'warm-up', { ...DOCKER, fixed: true }, PASSES],
    [
      'bad.host-without-port',
      'test',
      {
        ...DOCKER,
        instead: [/docker run .*\\\n.*PREFIX(\S+)" .*/, 'docker pull "$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX$1"'],
      },
      FORBIDDEN,
    ],
    ['bad.login-after-the-pull', 'test', DOCKER, FORBIDDEN],
    ['bad.other-auth-file', 'copy', SKOPEO, { ...FORBIDDEN, cause: 'proxy-login' }],
    ['bad.login-only-in-another-job', 'build', BUILDAH, { ...FORBIDDEN, cause: 'proxy-login' }],
    ['ok.logged-in', 'stdin', DOCKER, PASSES],
    ['ok.logged-in', 'prefix', DOCKER, PASSES],
    ['ok.logged-in', 'function', DOCKER, PASSES],
    ['ok.host-with-port', 'literal', DOCKER, PASSES],
    ['ok.host-with-port', 'same-spelling', DOCKER, PASSES],
    ['ok.config-written-by-hand', 'docker', DOCKER, PASSES],
  ]),
  ...of('no-ignored-login-failure', [
    ['bad.true', 'build', { ...DOCKER, given: { CI_REGISTRY_PASSWORD: 'expired' } }, FORBIDDEN],
    [
      'bad.true',
      'build',
      { ...DOCKER, fixed: true, given: { CI_REGISTRY_PASSWORD: 'expired' } },
      { ...BASIC, promised: 'The cause stands further up in the log' },
    ],
    ['ok.not-ignored', 'plain', DOCKER, PASSES],
  ]),
  ...of('dind-endpoint', [
    [
      'bad.plain-port-with-tls',
      'build',
      { ...DOCKER_LOGIN, service: 'tls' },
      {
        line: 'Cannot connect to the Docker daemon at tcp://docker:2375. Is the docker daemon running?',
        cause: 'daemon-plain-port',
      },
    ],
    [
      'bad.tls-port-without-tls',
      'api',
      { ...DOCKER_LOGIN, service: 'plain', contexts: ['services/api'] },
      {
        line: 'Cannot connect to the Docker daemon at tcp://docker:2376. Is the docker daemon running?',
        promised: 'Is the docker daemon running?',
        cause: 'daemon-tls-port',
      },
    ],
    [
      'bad.custom-image',
      'e2e',
      { ...DOCKER_LOGIN, service: 'tls', instead: [/docker build \./, 'docker version'] },
      { line: 'Client sent an HTTP request to an HTTPS server.', cause: 'daemon-wants-tls' },
    ],
    [
      'bad.verify-on-plain-port',
      'build',
      { ...DOCKER_LOGIN, service: 'plain', instead: [/docker buildx build --load/, 'docker build'] },
      {
        line: 'unable to resolve docker endpoint: open /root/.docker/ca.pem: no such file or directory',
        promised: 'DOCKER_TLS_VERIFY makes the client speak TLS',
      },
    ],
    [
      'bad.no-host-without-entrypoint',
      'build',
      { ...DOCKER_LOGIN, given: { DOCKER_HOST: 'unix:///var/run/docker.sock' } },
      { line: 'unix:///var/run/docker.sock' },
    ],
    ['bad.no-service', 'build', DOCKER_LOGIN, { line: 'no such host', cause: 'daemon-name' }],
  ]),
  ...of('dind-hostname', [
    ['bad.service-from-own-registry', 'build', DOCKER_LOGIN, { line: 'no such host', cause: 'daemon-name' }],
    [
      'bad.alias-not-in-certificate',
      'publish',
      {
        ...DOCKER_LOGIN,
        service: 'tls',
        contexts: ['worker'],
        given: { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/mnt/certs' },
      },
      { line: 'x509: certificate is valid for docker, localhost, not dind' },
    ],
  ]),
  ...cited([
    ['kaniko-auth', 'kaniko v1.24.0, pkg/executor/push.go: CheckPushPermissions; no package of it for Debian'],
    ['kaniko-shell', 'kaniko v1.24.0, deploy/Dockerfile: the image holds no shell, and has an entrypoint'],
    [
      'dind-endpoint',
      'docker-library/docker, dockerd-entrypoint.sh: where the service listens; a daemon needs privileges',
    ],
    ['dind-client-version', 'moby/moby, api/server/middleware/version.go: the oldest version a daemon takes'],
    ['dind-buildx-context', 'docker/buildx, builder/builder.go: no builder from TLS data of the environment'],
    ['job-token-outlives-job', 'GitLab, lib/gitlab/auth.rb: a job token counts while its job runs'],
    ['dependency-proxy-read-only', 'GitLab, config/routes/group.rb: the proxy has routes for reading only'],
    ['pull-cross-project', 'GitLab Runner, helpers/docker/auth: what the runner pulls for image: and services:'],
  ]),
];

/** What cannot run here, and where it is written instead. */
function cited(rows) {
  return rows.map(([rule, source]) => ({ rule, fixture: '-', client: '-', cited: source }));
}

/** Docker Hub's answer to a pair of GitLab's. */
function HUB_REFUSES() {
  return 'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password';
}

function of(rule, rows) {
  return rows.map(([fixture, job, how, outcome]) => ({ rule, fixture, job, ...how, ...outcome }));
}
