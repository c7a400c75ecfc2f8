/**
 * The classic causes of a red registry job, each as a small pipeline that has it and one that is mended. What no file can
 * show (an expired token, a registry that is switched off, a protected tag) is at the end: nothing is said about it, nor
 * about the commands with which people look for it.
 */
import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { lintRoot } from '../../src/lint/lint.ts';
import type { ProjectFacts } from '../../src/registry/project.ts';

const FACTS = { path: 'acme/platform/api', server: 'gitlab.com', registry: 'registry.gitlab.com' };
const JOB_TOKEN_LOGIN =
  'echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"';

/** A job in docker's image with a docker-in-docker service. */
function job(commands: readonly string[], variables: Readonly<Record<string, string>> = {}): string {
  return jobIn('  image: docker:29\n  services:\n    - docker:29-dind\n', commands, variables);
}

/** A job in docker's image without a service. */
function lonelyJob(commands: readonly string[], variables: Readonly<Record<string, string>> = {}): string {
  return jobIn('  image: docker:29\n', commands, variables);
}

function kanikoJob(commands: readonly string[]): string {
  return jobIn('  image:\n    name: gcr.io/kaniko-project/executor:v1.23.2-debug\n    entrypoint: [""]\n', commands);
}

function jobIn(
  containers: string,
  commands: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): string {
  const set = Object.entries(variables).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}\n`);
  return [
    `build:\n${containers}`,
    ...(set.length > 0 ? ['  variables:\n', ...set] : []),
    '  script:\n',
    ...commands.map((command) => `    - ${command}\n`),
  ].join('');
}

interface Cause {
  readonly broken: string;
  /** The rule that finds it, the words it points at, and the log line it promises. */
  readonly finding: readonly [rule: string, words: string, logLine: string];
  readonly mended: string;
}

const PUSH = 'docker push "$CI_REGISTRY_IMAGE:latest"';
const TLS = {
  DOCKER_HOST: 'tcp://docker:2376',
  DOCKER_TLS_CERTDIR: '/certs',
  DOCKER_CERT_PATH: '/certs/client',
  DOCKER_TLS_VERIFY: '1',
};

/** kaniko's auth file with one entry, as a line of a script. */
function kanikoAuth(host: string, user: string, password: string): string {
  const json = `{\\"auths\\":{\\"${host}\\":{\\"username\\":\\"${user}\\",\\"password\\":\\"${password}\\"}}}`;
  return `'echo "${json}" > /kaniko/.docker/config.json'`;
}

const KANIKO_PUSH = '/kaniko/executor --context "$CI_PROJECT_DIR" --destination';
const OWN_KANIKO_AUTH = kanikoAuth('$CI_REGISTRY', '$CI_REGISTRY_USER', '$CI_REGISTRY_PASSWORD');

const CAUSES: Readonly<Record<string, Cause>> = {
  'the job token pushes to another project': {
    broken: job([JOB_TOKEN_LOGIN, 'docker push registry.gitlab.com/acme/shared/base:latest']),
    finding: [
      'push-own-project',
      'registry.gitlab.com/acme/shared/base:latest',
      'denied: requested access to the resource is denied',
    ],
    mended: job([
      'docker login -u "$BASE_DEPLOY_USER" -p "$BASE_DEPLOY_TOKEN" registry.gitlab.com',
      'docker push registry.gitlab.com/acme/shared/base:latest',
    ]),
  },
  'nothing logs in': {
    broken: job([PUSH]),
    finding: ['registry-login-required', '"$CI_REGISTRY_IMAGE:latest"', 'denied: access forbidden'],
    mended: job([JOB_TOKEN_LOGIN, PUSH]),
  },
  'the login uses a variable that does not exist': {
    broken: job(['docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_TOKEN" "$CI_REGISTRY"', PUSH]),
    finding: ['no-unknown-variable', '$CI_REGISTRY_TOKEN', 'password is empty'],
    mended: job(['docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"', PUSH]),
  },
  'the login names no registry': {
    broken: job(['docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD"', PUSH]),
    finding: [
      'login-server',
      'docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD"',
      'unauthorized: incorrect username or password',
    ],
    mended: job([JOB_TOKEN_LOGIN, PUSH]),
  },
  'client and docker-in-docker disagree, which is no 401 but a dead connection': {
    broken: job([JOB_TOKEN_LOGIN, PUSH], { DOCKER_HOST: 'tcp://docker:2376', DOCKER_TLS_CERTDIR: '' }),
    finding: ['dind-endpoint', 'DOCKER_HOST', 'Cannot connect to the Docker daemon at tcp://docker:2376'],
    mended: job([JOB_TOKEN_LOGIN, PUSH], TLS),
  },
  'docker-in-docker is set up but not started, which is no 401 either': {
    broken: lonelyJob([JOB_TOKEN_LOGIN, PUSH], { DOCKER_TLS_CERTDIR: '' }),
    finding: ['dind-endpoint', 'DOCKER_TLS_CERTDIR', 'lookup docker on …: no such host'],
    mended: job([JOB_TOKEN_LOGIN, PUSH], TLS),
  },
  'the client is pointed at docker-in-docker that is not started': {
    broken: lonelyJob([JOB_TOKEN_LOGIN, PUSH], { DOCKER_HOST: 'tcp://docker:2375', DOCKER_TLS_CERTDIR: '' }),
    finding: ['dind-endpoint', 'DOCKER_HOST', 'lookup docker on …: no such host'],
    mended: job([JOB_TOKEN_LOGIN, PUSH], { DOCKER_HOST: 'tcp://docker:2375', DOCKER_TLS_CERTDIR: '' }),
  },
  "the job token pushes under another group's path": {
    broken: job([JOB_TOKEN_LOGIN, 'docker push "$CI_REGISTRY/shared/images/base:latest"']),
    finding: [
      'push-own-project',
      '"$CI_REGISTRY/shared/images/base:latest"',
      'denied: requested access to the resource is denied',
    ],
    mended: job([JOB_TOKEN_LOGIN, 'docker push "$CI_REGISTRY_IMAGE/base:latest"']),
  },
  'kaniko pushes to another registry than its auth file has': {
    broken: kanikoJob([OWN_KANIKO_AUTH, `${KANIKO_PUSH} "quay.io/acme/base:latest"`]),
    finding: ['kaniko-auth', '"quay.io/acme/base:latest"', 'error checking push permissions'],
    mended: kanikoJob([
      kanikoAuth('quay.io', '$BASE_USER', '$BASE_TOKEN'),
      `${KANIKO_PUSH} "quay.io/acme/base:latest"`,
    ]),
  },
  'kaniko pushes to another project with the job token': {
    broken: kanikoJob([OWN_KANIKO_AUTH, `${KANIKO_PUSH} "$CI_REGISTRY/acme/shared/base:latest"`]),
    finding: [
      'push-own-project',
      '"$CI_REGISTRY/acme/shared/base:latest"',
      'denied: requested access to the resource is denied',
    ],
    mended: kanikoJob([OWN_KANIKO_AUTH, `${KANIKO_PUSH} "$CI_REGISTRY_IMAGE/base:latest"`]),
  },
  "a deploy token's password goes with the job token's user": {
    broken: job(['docker login -u "$CI_REGISTRY_USER" -p "$CI_DEPLOY_PASSWORD" "$CI_REGISTRY"', PUSH]),
    finding: ['login-credentials', '"$CI_REGISTRY_USER"', 'unauthorized: HTTP Basic: Access denied'],
    mended: job(['docker login -u "$CI_DEPLOY_USER" -p "$CI_DEPLOY_PASSWORD" "$CI_REGISTRY"', PUSH]),
  },
  'the dependency proxy gets no login': {
    broken: job(['docker pull "$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/library/alpine:3.20"']),
    finding: [
      'dependency-proxy-login',
      '"$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/library/alpine:3.20"',
      'denied: access forbidden',
    ],
    mended: job([
      'docker login -u "$CI_DEPENDENCY_PROXY_USER" -p "$CI_DEPENDENCY_PROXY_PASSWORD" "$CI_DEPENDENCY_PROXY_SERVER"',
      'docker pull "$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/library/alpine:3.20"',
    ]),
  },
};

/** What a file cannot show, and how people look for it: the token's age and scopes, the project's switches, protected tags. */
const UNSEEN: Readonly<Record<string, string>> = {
  'a deploy token that may have expired': job([
    'docker login -u "$DEPLOY_USER" -p "$DEPLOY_TOKEN" "$CI_REGISTRY"',
    PUSH,
  ]),
  'a registry that may be switched off': job([
    `'curl --silent --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$CI_API_V4_URL/projects/$CI_PROJECT_ID" | jq .container_registry_access_level'`,
    JOB_TOKEN_LOGIN,
    PUSH,
  ]),
  'a tag that may be protected': job([JOB_TOKEN_LOGIN, 'docker push "$CI_REGISTRY_IMAGE:stable"']),
  'a token that is tried out against the registry': job([
    'curl --include --user "$DEPLOY_USER:$DEPLOY_TOKEN" "https://$CI_REGISTRY/v2/"',
    'curl --include --user "gitlab-ci-token:$CI_JOB_TOKEN" "https://$CI_REGISTRY/v2/acme/shared/base/blobs/uploads/"',
    JOB_TOKEN_LOGIN,
    PUSH,
  ]),
  'a look at the daemon and the target': job(
    [
      JOB_TOKEN_LOGIN,
      "docker info | grep -i 'server version'",
      "env | grep -E 'DOCKER_HOST|DOCKER_TLS_CERTDIR|DOCKER_CERT_PATH|DOCKER_TLS_VERIFY'",
      'echo "registry=$CI_REGISTRY image=$CI_REGISTRY_IMAGE"',
      'docker push "$CI_REGISTRY_IMAGE:$CI_COMMIT_SHORT_SHA"',
    ],
    TLS,
  ),
};

function findings(pipeline: string, facts: ProjectFacts = FACTS) {
  return lintRoot(new MemoryHost({ '.gitlab-ci.yml': pipeline }), '.gitlab-ci.yml', RULES, { facts }).findings;
}

describe.each(Object.entries(CAUSES))('%s', (_, { broken, finding: [rule, words, logLine], mended }) => {
  test('is found where it is, with the line the job would log', () => {
    const found = findings(broken).map(({ rule, place, message }) => ({
      rule,
      words: place.file.text.slice(...place.range),
      message,
    }));
    expect(found).toEqual([{ rule, words, message: expect.stringContaining(logLine) }]);
  });

  test('is found by the same rule when nothing is known of the project', () => {
    expect(findings(broken, {}).map(({ rule }) => rule)).toEqual([rule]);
  });

  test('is gone when mended', () => {
    expect(findings(mended)).toEqual([]);
    expect(findings(mended, {})).toEqual([]);
  });
});

test.each(Object.entries(UNSEEN))('nothing is said about %s', (_, pipeline) => {
  expect(findings(pipeline)).toEqual([]);
  expect(findings(pipeline, {})).toEqual([]);
});
