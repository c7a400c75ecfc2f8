/** Where images go and come from, and what they are called; and who answers to the docker client. */
import { AUTH_FOLDER, DENIED, DOCKER, DOCKER_ALONE, DOCKER_LOGIN, of, PASSES, PODMAN, SKOPEO } from './outcomes.mjs';

export const TARGETS = [
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
    [
      'bad.capitals',
      'build',
      DOCKER,
      { line: 'repository name (acme/Api) must be lowercase', cause: 'invalid-reference' },
    ],
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
  ...of('dind-endpoint', [
    [
      'bad.plain-port-with-tls',
      'build',
      { ...DOCKER_LOGIN, service: 'tls' },
      {
        line: 'Cannot connect to the Docker daemon at tcp://docker:2375. Is the docker daemon running?',
        cause: 'no-daemon',
      },
    ],
    [
      'bad.tls-port-without-tls',
      'api',
      { ...DOCKER_LOGIN, service: 'plain', contexts: ['services/api'] },
      {
        line: 'Cannot connect to the Docker daemon at tcp://docker:2376. Is the docker daemon running?',
        promised: 'Is the docker daemon running?',
        cause: 'no-daemon',
      },
    ],
    [
      'bad.custom-image',
      'e2e',
      { ...DOCKER_LOGIN, service: 'tls', instead: [/docker build \./, 'docker version'] },
      { line: 'Client sent an HTTP request to an HTTPS server.', cause: 'no-daemon' },
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
    ['bad.no-service', 'build', DOCKER_LOGIN, { line: 'no such host', cause: 'no-daemon' }],
  ]),
  ...of('dind-hostname', [
    ['bad.service-from-own-registry', 'build', DOCKER_LOGIN, { line: 'no such host', cause: 'no-daemon' }],
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
];
