/**
 * The classic causes of a red registry job, each as a small pipeline that has it and one that is mended. What no file can
 * show (an expired token, a registry that is switched off, a protected tag) is not among them.
 */
import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { lintRoot } from '../../src/lint/lint.ts';

const FACTS = { path: 'acme/platform/api', server: 'gitlab.com', registry: 'registry.gitlab.com' };
const JOB_TOKEN_LOGIN =
  'echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"';

/** A job in docker's image with a docker-in-docker service. */
function job(commands: readonly string[], variables: Readonly<Record<string, string>> = {}): string {
  const set = Object.entries(variables).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}\n`);
  return [
    'build:\n  image: docker:29\n  services:\n    - docker:29-dind\n',
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
    mended: job([JOB_TOKEN_LOGIN, PUSH], {
      DOCKER_HOST: 'tcp://docker:2376',
      DOCKER_TLS_CERTDIR: '/certs',
      DOCKER_CERT_PATH: '/certs/client',
      DOCKER_TLS_VERIFY: '1',
    }),
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

function findings(pipeline: string) {
  return lintRoot(new MemoryHost({ '.gitlab-ci.yml': pipeline }), '.gitlab-ci.yml', RULES, { facts: FACTS }).findings;
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

  test('is gone when mended', () => {
    expect(findings(mended)).toEqual([]);
  });
});
