/** Job logs with a known cause: fixtures/diagnose. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Diagnostician } from '../../src/diagnose/diagnose.ts';
import type { CauseId } from '../../src/diagnose/meaning.ts';
import type { Confidence } from '../../src/rule.ts';

const FOLDER = new URL('../../fixtures/diagnose/', import.meta.url);

/** The best cause of a log, words of its title, and words of the line that proves it. */
type Known = readonly [cause: CauseId, confidence: Confidence, title: string, evidence: string];

const DENIED = 'denied: requested access to the resource is denied';
const OTHER_PROJECT: Known = ['not-allowed', 'high', 'may only write acme/platform/api', DENIED];

const LOGS: Readonly<Record<string, Known>> = {
  'cause-1-other-project': OTHER_PROJECT,
  'cause-2-no-login': ['anonymous-or-no-scope', 'high', 'carried no credential', 'denied: access forbidden'],
  'cause-2-empty-password': ['empty-variable', 'high', 'password of the login is empty', 'password is empty'],
  'cause-3-no-daemon': ['no-daemon', 'high', 'the port without TLS', 'Cannot connect to the Docker daemon'],
  'cause-4-stale-deploy-token': ['pair-not-recognised', 'high', 'registry.gitlab.com', 'HTTP Basic: Access denied'],
  'cause-4-deploy-token-without-scope': ['anonymous-or-no-scope', 'high', 'no right', 'denied: access forbidden'],
  'cause-5-registry-disabled': ['empty-variable', 'high', 'empty variable', 'invalid tag ":latest"'],
  'cause-5-protected-tag': ['policy', 'high', 'The tag is protected', 'insufficient permissions'],
  'cause-5-immutable-tag': ['policy', 'high', 'immutable', 'tag is immutable'],
  'cause-6-dependency-proxy': ['anonymous-or-no-scope', 'high', 'dependency proxy', 'dependency_proxy/containers'],
  'step-1-login-fails-first': ['pair-not-recognised', 'high', 'does not recognise', 'HTTP Basic: Access denied'],
  'step-2-echoed-target': OTHER_PROJECT,
  'step-3-registry-answers': ['pair-not-recognised', 'high', 'does not recognise', 'HTTP Basic: Access denied'],
  'step-4-docker-info': ['no-daemon', 'high', 'No service answers to the name docker', 'lookup docker on'],
  'step-5-registry-off': ['registry-disabled', 'high', 'not switched on', 'registry not enabled'],
  'login-docker-hub': ['wrong-host', 'high', 'Docker Hub instead of GitLab', 'incorrect username or password'],
  'login-docker-hub-pair': ['pair-not-recognised', 'high', 'Docker Hub', 'incorrect username or password'],
  'login-web-host': ['wrong-host', 'medium', 'no container registry at gitlab.example.com', '404 Not Found'],
  'login-non-tty': ['empty-variable', 'high', 'is empty', 'non TTY device'],
  'login-no-username': ['empty-variable', 'high', 'no user name', '--username to be set'],
  'login-skopeo': ['pair-not-recognised', 'high', 'registry.gitlab.com', 'invalid username/password'],
  'login-buildah-no-registry': ['empty-variable', 'high', 'names no registry', 'provide a registry'],
  'login-here-string': ['shell-syntax', 'high', '<<<', 'unexpected redirection'],
  'login-too-many': ['too-many-attempts', 'high', 'blocks logins', 'too many failed'],
  'login-unknown-authority': ['certificate', 'high', 'registry.example.com', 'unknown authority'],
  'login-helm-path': ['wrong-host', 'high', 'names a path', 'authenticating to'],
  'login-credential-helper': ['auth-config', 'high', 'helper', 'docker-credential-ecr-login'],
  'push-docker-hub': ['wrong-host', 'high', 'went to Docker Hub', DENIED],
  'push-insufficient-scope': ['not-allowed', 'high', 'may only write acme/platform/api', 'insufficient_scope'],
  'push-buildkit-anonymous': ['anonymous-or-no-scope', 'high', 'no credential', 'anonymous token'],
  'push-buildkit-pair': ['pair-not-recognised', 'high', 'does not recognise', 'oauth token'],
  'push-other-registry': ['anonymous-or-no-scope', 'high', 'amazonaws.com', 'no basic auth credentials'],
  'push-protected-repository': ['policy', 'high', 'push to acme/platform/api', 'protected repository path'],
  'push-renaming': ['policy', 'high', 'renamed', 'undergoing a rename'],
  'push-token-expired': ['token-expired', 'medium', 'expired', 'authentication required'],
  'push-uppercase': ['invalid-reference', 'high', 'capital letters', 'must be lowercase'],
  'push-branch-tag': ['invalid-reference', 'high', 'no name of an image', 'invalid reference format'],
  'push-empty-image': ['empty-variable', 'high', 'empty variable', 'invalid tag ":latest"'],
  'push-not-tagged': ['image-not-found', 'high', 'not been built', 'does not exist locally'],
  'push-server-error': ['registry-error', 'medium', '5xx', '502 Bad Gateway'],
  'kaniko-other-project': ['not-allowed', 'high', 'acme/shared/base', 'UNAUTHORIZED: authentication required'],
  'kaniko-docker-hub': ['wrong-host', 'high', 'went to Docker Hub', 'index.docker.io'],
  'kaniko-no-destination': ['empty-variable', 'high', 'no destination', '--destination'],
  'skopeo-copy-denied': ['not-allowed', 'high', 'push to acme/shared/base', 'requested access'],
  'podman-push-auth-required': ['anonymous-or-no-scope', 'medium', 'no credential', 'authentication required'],
  'buildah-stale-pair': ['pair-not-recognised', 'high', 'registry.gitlab.com', 'HTTP Basic'],
  'crane-denied': ['not-allowed', 'medium', 'acme/shared/alpine', '401 Unauthorized'],
  'oras-denied': ['anonymous-or-no-scope', 'high', 'no credential', 'denied: access forbidden'],
  'jib-credentials': ['anonymous-or-no-scope', 'medium', 'no credential', 'make sure your credentials'],
  'manifest-list': ['image-not-found', 'high', 'another repository', 'blob unknown'],
  'pull-other-project': ['not-allowed', 'high', 'pull from acme/shared/base', 'pull access denied'],
  'pull-typo': ['wrong-host', 'high', 'pull of alpne went to Docker Hub', 'pull access denied for alpne'],
  'pull-rate-limit': ['rate-limit', 'high', 'limit of pulls', 'toomanyrequests'],
  'pull-unknown-tag': ['image-not-found', 'medium', 'does not exist', 'manifest unknown'],
  'pull-proxy-not-member': ['dependency-proxy', 'high', 'dependency proxy', 'unexpected end of JSON input'],
  'pull-proxy-not-found': ['dependency-proxy', 'high', 'dependency proxy', ': not found'],
  'pull-platform': ['image-not-found', 'high', 'platform', 'no matching manifest'],
  'build-empty-argument': ['empty-variable', 'high', 'FROM', 'should not be blank'],
  'runner-other-project': ['runner-pull', 'high', 'job payload (GitLab Registry)', 'pull access denied'],
  'runner-no-credential': ['runner-pull', 'high', 'names no credential', 'no basic auth credentials'],
  'runner-stale-auth-config': ['runner-pull', 'high', '$DOCKER_AUTH_CONFIG', 'HTTP Basic'],
  'runner-kubernetes': ['runner-pull', 'high', 'acme/shared/build:1', 'insufficient_scope'],
  'runner-rate-limit': ['rate-limit', 'high', 'limit of pulls', 'toomanyrequests'],
  'runner-pull-policy': ['runner-pull', 'high', 'pull policy', 'allowed_pull_policies'],
  'daemon-tls-port': ['no-daemon', 'high', 'the port with TLS', 'tcp://docker:2376'],
  'daemon-localhost': ['no-daemon', 'high', 'another container', 'tcp://localhost:2375'],
  'daemon-socket': ['no-daemon', 'high', '/var/run/docker.sock', 'unix:///var/run/docker.sock'],
  'daemon-api-29': ['no-daemon', 'high', 'No service answers to the name docker', 'docker API'],
  'daemon-wants-tls': ['no-daemon', 'high', 'daemon speaks TLS', 'HTTPS server'],
  'daemon-without-tls': ['no-daemon', 'high', 'client speaks TLS', 'HTTPS client'],
  'daemon-no-certificates': ['no-daemon', 'high', 'certificates', 'ca.pem'],
  'daemon-alias': ['no-daemon', 'high', 'not for the name dind', 'not dind'],
  'daemon-not-privileged': ['no-daemon', 'high', 'not privileged', 'are you root'],
  'daemon-client-too-old': ['daemon-version', 'high', 'too old', 'client version 1.43'],
  'daemon-buildx-context': ['no-daemon', 'high', 'buildx', 'TLS data loaded from environment'],
  'login-html-page': ['wrong-host', 'medium', 'no container registry at gitlab.example.com', 'HTTP 404 response body'],
  'login-unreachable': ['registry-unreachable', 'high', 'registry.example.com cannot be reached', 'connection refused'],
  'login-proxy-timeout': ['registry-unreachable', 'high', 'registry.example.com cannot be reached', 'proxyconnect tcp'],
  'login-certificate-expired': ['certificate', 'high', 'has expired', 'certificate has expired'],
  'login-no-client': ['client-missing', 'high', 'does not have the client', 'docker: not found'],
  'push-too-large': ['registry-error', 'high', 'too large', 'HTTP 413 response body'],
  'push-ecr-expired': ['token-expired', 'high', 'amazonaws.com has expired', 'authorization token has expired'],
  'push-ecr-no-repository': ['image-not-found', 'high', 'no repository api at', 'name unknown'],
  'push-artifact-registry-denied': ['not-allowed', 'high', 'push to acme-prod/images/api', 'uploadArtifacts'],
  'push-artifact-registry-anonymous': [
    'anonymous-or-no-scope',
    'high',
    'europe-docker.pkg.dev',
    'Unauthenticated request',
  ],
  'push-ghcr-denied': ['not-allowed', 'high', 'push to acme/api', 'permission_denied'],
  'push-docker-hub-scopes': ['not-allowed', 'high', 'push to acmebot/api', 'insufficient scopes'],
  'helm-push-denied': ['not-allowed', 'high', 'may only write acme/platform/api', 'insufficient_scope'],
  'skopeo-sync-denied': ['not-allowed', 'high', 'push to acme/mirror/prometheus', 'requested access'],
  'kaniko-proxy-base': ['anonymous-or-no-scope', 'high', 'dependency proxy', 'DENIED: access forbidden'],
  'kaniko-disk-full': ['disk-full', 'high', 'no space left', 'no space left on device'],
  'build-image-typo': ['image-not-found', 'medium', 'library/node does not exist', 'failed to resolve source metadata'],
  'build-unknown-host': ['wrong-host', 'medium', 'registry.corp.example has no address', 'no such host'],
  'scan-image-denied': ['anonymous-or-no-scope', 'high', 'no credential', 'remote error'],
  'runner-unknown-authority': ['certificate', 'high', 'runner’s daemon does not trust', 'unknown authority'],
  'runner-unreachable': ['registry-unreachable', 'high', 'registry-1.docker.io', 'Client.Timeout exceeded'],
  'runner-disk-full': ['disk-full', 'high', 'no space left', 'no space left on device'],
  'runner-kubernetes-pair': ['runner-pull', 'high', 'does not recognise the credential', '401 Unauthorized'],
  'daemon-socket-permission': ['no-daemon', 'high', 'may not use the Docker daemon', 'permission denied while trying'],
  'daemon-windows': ['no-daemon', 'high', 'No Docker daemon answers', 'docker daemon is not running'],
  'survived-cache-pull': OTHER_PROJECT,
  'with-timestamps': OTHER_PROJECT,
  'secrets-and-controls': ['pair-not-recognised', 'high', 'registry.example.com', 'HTTP Basic'],
};

/** Logs that tell of none of it. Nothing of them is more than a guess. */
const UNKNOWN = [
  'none-tests-fail',
  'none-git-clone',
  'none-succeeded',
  'none-vague',
  'none-copy-missing',
  'none-api',
  'none-cloud-storage',
  'none-database',
  'none-flag',
  'none-modules',
  'none-package',
  'none-state',
  'none-kubernetes-rbac',
  'none-npm-publish',
  'none-podman-rootless',
];

describe('diagnose', () => {
  it('has an expectation for every log', () => {
    const files = readdirSync(FOLDER).flatMap((file) => /^(.+)\.log$/.exec(file)?.[1] ?? []);
    expect(files.sort()).toEqual([...Object.keys(LOGS), ...UNKNOWN].sort());
  });

  it.each(Object.entries(LOGS))('%s', (name, [id, confidence, title, evidence]) => {
    const [best] = causesOf(name);
    expect(best).toMatchObject({ id, confidence, title: expect.stringContaining(title) });
    expect(best?.evidence.map(({ text }) => text)).toContainEqual(expect.stringContaining(evidence));
    expect(best?.remedy).toMatch(/\.$/);
    expect(best?.next).not.toBe('');
  });

  it.each(UNKNOWN)('%s is not taken for one that is known', (name) => {
    expect(causesOf(name).filter(({ confidence }) => confidence !== 'low')).toEqual([]);
  });

  it.each(Object.keys(LOGS))('%s: evidence stands in the file where its number says', (name) => {
    const lines = textOf(name).split('\n');
    const evidence = causesOf(name).flatMap((cause) => cause.evidence);
    expect(evidence.filter(({ line, text }) => !lines[line - 1]?.includes(text.slice(0, 30)))).toEqual([]);
  });

  it('says what a failed command was, and that the job ended', () => {
    const [best] = causesOf('cause-1-other-project');
    expect(best?.evidence.map(({ text }) => text)).toEqual([
      'Login Succeeded',
      '$ docker push registry.gitlab.com/acme/shared/base:latest',
      'The push refers to repository [registry.gitlab.com/acme/shared/base]',
      DENIED,
      'ERROR: Job failed: exit code 1',
    ]);
  });

  it('asks next what the credential may do that the log shows', () => {
    const next = (name: string) => causesOf(name)[0]?.next;
    expect(next('skopeo-sync-denied')).toContain('--user "$MIRROR_USER:$MIRROR_TOKEN"');
    expect(next('cause-1-other-project')).toContain('--user "$CI_REGISTRY_USER:$CI_REGISTRY_PASSWORD"');
    const piped = 'echo "${DEPLOY_TOKEN}" | docker login --username=$DEPLOY_USER --password-stdin registry.example.com';
    const denied = 'Error response from daemon: Get "https://registry.example.com/v2/": denied: access forbidden';
    expect(diagnose(`$ ${piped}\n${denied}\n`)[0]?.next).toContain('--user "$DEPLOY_USER:$DEPLOY_TOKEN"');
    const hostile = 'docker login -u "$(id)" -p "$`id`" registry.example.com';
    expect(diagnose(`$ ${hostile}\n${denied}\n`)[0]?.next).toContain('--user "$CI_REGISTRY_USER:');
  });

  it('blames the token that logged in last at this host', () => {
    const login = (password: string) =>
      `$ docker login -u robot -p "${password}" registry.example.com\nLogin Succeeded\n`;
    const push =
      '$ docker push registry.example.com/acme/shared/base\ndenied: requested access to the resource is denied\n';
    const [best] = diagnose(`CI_PROJECT_PATH=acme/api\n${login('$CI_JOB_TOKEN')}${login('$BASE_TOKEN')}${push}`);
    expect(best).toMatchObject({
      id: 'not-allowed',
      remedy: expect.stringContaining('The token in `$BASE_TOKEN` needs'),
    });
    const [other] = diagnose(`CI_PROJECT_PATH=acme/api\n${login('$CI_JOB_TOKEN')}${push}`);
    expect(other?.title).toBe('The job pushes to acme/shared/base, but its token may only write acme/api');
  });

  it('is less sure where the log allows for more than one cause', () => {
    const login = '$ docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"\nLogin Succeeded\n';
    const push = '$ docker push registry.example.com/acme/shared/base\ndenied: access forbidden\n';
    const told = (log: string) => diagnose(log).map(({ id, confidence }) => `${id} ${confidence}`);
    expect(told('denied: access forbidden\n')).toEqual(['anonymous-or-no-scope medium']);
    expect(told(push)).toEqual(['anonymous-or-no-scope high']);
    expect(told(login + push)).toEqual(['anonymous-or-no-scope medium', 'not-allowed medium']);
    expect(told(`${login}CI_PROJECT_PATH=acme/api\n${push}`)).toEqual([
      'not-allowed medium',
      'anonymous-or-no-scope medium',
    ]);
  });

  it('tells of what the script survived last, and as a guess', () => {
    const causes = causesOf('survived-cache-pull').map(({ id, confidence }) => [id, confidence]);
    expect(causes).toEqual([
      ['not-allowed', 'high'],
      ['image-not-found', 'low'],
    ]);
  });

  it('puts nothing of a log into a command but hosts and paths', () => {
    const causes = diagnose(
      '$ docker push x\ndenied: requested access to the resource is denied: "registry.example.com/a/$(touch x)"\n' +
        'Get "https://registry.example.com/v2/a`id`/manifests/1": denied: access forbidden\n' +
        'failed to pull image "a;rm -rf b" with specified policies\nERROR: Job failed: exit code 1\n',
    );
    expect(causes.length).toBeGreaterThan(1);
    expect(causes.filter(({ next }) => /touch|`id`|rm -rf/.test(next))).toEqual([]);
  });
});

function causesOf(name: string) {
  return diagnose(textOf(name));
}

function diagnose(log: string) {
  const diagnostician = new Diagnostician();
  diagnostician.read(log);
  return diagnostician.end().causes;
}

function textOf(name: string): string {
  return readFileSync(new URL(`${name}.log`, FOLDER), 'utf8');
}
