/** Which credential a push or pull uses: logins, auth files, the stores of the clients, and what ways through a script leave. */
import { describe, expect, test } from 'vitest';
import type { ProjectFacts } from '../../src/registry/project.ts';
import { analysePipeline, jobNamed, jobWith, showAccesses } from '../shell/analysed.ts';

const LOGIN = 'docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"';
const PUSH = 'docker push "$CI_REGISTRY_IMAGE"';

type Case = readonly [what: string, script: string, access: string];

/** The credential of the last push or pull of the script. */
const cases = (title: string, table: readonly Case[], keywords: Readonly<Record<string, unknown>> = {}): void => {
  describe(title, () => {
    test.each(table)('%s', (_what, script, access) => {
      expect(
        showAccesses(jobWith(script, keywords))
          .at(-1)
          ?.replace(/^.*?: /, ''),
      ).toBe(access);
    });
  });
};

cases('ways through the script', [
  ['a login before', `${LOGIN}\n${PUSH}`, 'job-token'],
  ['a login behind', `${PUSH}\n${LOGIN}`, 'missing, never'],
  ['no login', PUSH, 'missing, never'],
  ['a login that may fail', `${LOGIN} || true\n${PUSH}`, 'job-token'],
  ['a login in one branch', `if a; then ${LOGIN}; fi\n${PUSH}`, 'unknown'],
  ['a login in all branches', `if test a; then ${LOGIN}; else ${LOGIN}; fi\n${PUSH}`, 'job-token'],
  ['a login or the end', `if test a; then exit 1; else ${LOGIN}; fi\n${PUSH}`, 'job-token'],
  ['a login that is asked for', `if ! ${LOGIN}; then exit 1; fi\n${PUSH}`, 'job-token'],
  ['a login in every case', `case $A in a) ${LOGIN};; *) ${LOGIN};; esac\n${PUSH}`, 'job-token'],
  ['a login in some cases', `case $A in a) ${LOGIN};; esac\n${PUSH}`, 'unknown'],
  ['a login that is repeated', `until ${LOGIN}; do sleep 1; done\n${PUSH}`, 'job-token'],
  ['a login that breaks a loop', `for i in 1 2; do ${LOGIN} && break; done\n${PUSH}`, 'job-token'],
  ['a login in a loop over what may be nothing', `for i in $LIST; do ${LOGIN}; done\n${PUSH}`, 'unknown'],
  [
    'a login before break in a branch',
    `for i in 1 2; do if ${LOGIN}; then break; fi; exit 1; done\n${PUSH}`,
    'job-token',
  ],
  ['a login in a function', `login() { ${LOGIN}; }\nlogin\n${PUSH}`, 'job-token'],
  ['a function that is not called', `login() { ${LOGIN}; }\n${PUSH}`, 'missing, never'],
  ['a login before return in a branch', `f() { if test a; then ${LOGIN}; return; fi; }\nf\n${PUSH}`, 'unknown'],
  ['a login through a function', `again() { "$@" || "$@"; }\nagain ${LOGIN}\n${PUSH}`, 'job-token'],
  ['a login in a subshell', `(${LOGIN})\n${PUSH}`, 'job-token'],
  ['a login in a branch of a subshell', `(if test a; then ${LOGIN}; exit 0; fi)\n${PUSH}`, 'unknown'],
  ['a login in a shell of its own', `sh -c '${LOGIN}'\n${PUSH}`, 'job-token'],
  ['a login after a command that is not known', `./prepare.sh\n${PUSH}`, 'unknown'],
  ['an agent for keys', `eval $(ssh-agent -s)\n${PUSH}`, 'missing, never'],
  ['a logout', `${LOGIN}\ndocker logout "$CI_REGISTRY"\n${PUSH}`, 'missing, logged-out'],
  ['a logout of another host', `${LOGIN}\ndocker logout\n${PUSH}`, 'job-token'],
  ['a logout in a branch', `${LOGIN}\nif test a; then docker logout "$CI_REGISTRY"; fi\n${PUSH}`, 'unknown'],
  [
    'two logins in branches',
    `if test a; then ${LOGIN}; else docker login -u a -p b "$CI_REGISTRY"; fi\n${PUSH}`,
    'unknown',
  ],
]);

describe('after_script', () => {
  test.each([
    ['sees what the script stored', LOGIN, 'job-token'],
    ['sees what branches stored', `if test a; then ${LOGIN}; else ${LOGIN}; fi`, 'job-token'],
    ['runs after an early end too', `if test a; then exit 0; fi\n${LOGIN}`, 'unknown'],
  ])('%s', (_what, script, access) => {
    expect(showAccesses(jobWith(script, { after_script: [PUSH] }))).toEqual([`push $CI_REGISTRY_IMAGE: ${access}`]);
  });
});

cases('hosts', [
  ['another host', 'docker login -u a -p b quay.io\ndocker push ghcr.io/a/b', 'missing, other-host'],
  ['the same host', 'docker login -u a -p b quay.io\ndocker push quay.io/a/b', 'custom'],
  ['another port', 'docker login -u a -p b r.example.com\ndocker push r.example.com:5000/a', 'missing, other-host'],
  ['a URL', 'docker login -u a -p b https://r.example.com/v2/\ndocker push r.example.com/a', 'custom'],
  ['Docker Hub by its other name', 'docker login -u a -p b\ndocker push docker.io/a/b', 'custom'],
  ['a variable', 'docker login -u a -p b "$REGISTRY"\ndocker push "$REGISTRY/a"', 'custom'],
  ['another variable', 'docker login -u a -p b "$ONE"\ndocker push "$OTHER/a"', 'unknown'],
  [
    'GitLab.com by name',
    `docker login -u gitlab-ci-token -p "$CI_JOB_TOKEN" registry.gitlab.com\n${PUSH}`,
    'job-token, likely',
  ],
  ['any other name', `docker login -u gitlab-ci-token -p "$CI_JOB_TOKEN" registry.example.com\n${PUSH}`, 'unknown'],
  ['a name and the variable', `docker login -u a -p b registry.gitlab.com\n${LOGIN}\n${PUSH}`, 'job-token'],
  [
    'a path that docker cuts off',
    `docker login -u gitlab-ci-token -p "$CI_JOB_TOKEN" "$CI_REGISTRY_IMAGE"\n${PUSH}`,
    'job-token',
  ],
  [
    'the dependency proxy',
    `${LOGIN}\ndocker pull "$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/alpine"`,
    'missing, other-host',
  ],
]);

cases('stores', [
  ['--config on one side', 'docker --config a login -u a -p b quay.io\ndocker push quay.io/a/b', 'missing, elsewhere'],
  ['--config on both sides', 'docker --config a login -u a -p b quay.io\ndocker --config a push quay.io/a/b', 'custom'],
  [
    'DOCKER_CONFIG in between',
    'docker login -u a -p b quay.io\nexport DOCKER_CONFIG=/tmp/a\ndocker push quay.io/a/b',
    'missing, elsewhere',
  ],
  [
    'DOCKER_CONFIG for one command',
    'DOCKER_CONFIG=/tmp/a docker login -u a -p b quay.io\ndocker push quay.io/a/b',
    'missing, elsewhere',
  ],
  ['docker and podman', 'docker login -u a -p b quay.io\npodman push a quay.io/a/b', 'custom'],
  ['podman and docker', 'podman login -u a -p b quay.io\ndocker push quay.io/a/b', 'missing, elsewhere'],
  [
    '--authfile on one side',
    'buildah login --authfile /tmp/a -u a -p b quay.io\nbuildah push a quay.io/a/b',
    'missing, elsewhere',
  ],
  [
    '--authfile on both sides',
    'buildah login --authfile /tmp/a -u a -p b quay.io\nbuildah push --authfile=/tmp/a a quay.io/a/b',
    'custom',
  ],
  [
    'REGISTRY_AUTH_FILE',
    'export REGISTRY_AUTH_FILE=/tmp/a\nbuildah login -u a -p b quay.io\nskopeo copy dir:a docker://quay.io/a/b',
    'custom',
  ],
]);

cases('auth files', [
  [
    'echo',
    `mkdir -p ~/.docker\necho "{\\"auths\\":{\\"$CI_REGISTRY\\":{\\"username\\":\\"$CI_REGISTRY_USER\\",\\"password\\":\\"$CI_JOB_TOKEN\\"}}}" > ~/.docker/config.json\n${PUSH}`,
    'job-token',
  ],
  [
    'a file that replaces a login',
    `${LOGIN}\necho '{"auths":{"quay.io":{"username":"a","password":"b"}}}' > ~/.docker/config.json\n${PUSH}`,
    'missing, other-host',
  ],
  ['a copy over a login', `${LOGIN}\ncp "$FILE" ~/.docker/config.json\n${PUSH}`, 'unknown'],
  ['a file that is put together', `{ echo '{"auths":'; echo '{}}'; } > ~/.docker/config.json\n${PUSH}`, 'unknown'],
]);

describe('who else logs in', () => {
  const accessOf = (text: string, name = 'push', facts: ProjectFacts = {}): string | undefined =>
    showAccesses(jobNamed(analysePipeline(text, facts), name))[0]?.replace(/^.*?: /, '');

  test.each([
    [
      'a default before_script that the job replaces',
      `default:\n  before_script: ['${LOGIN}']\npush:\n  image: docker\n  before_script: [docker info]\n  script: '${PUSH}'\n`,
      'missing, replaced',
    ],
    [
      'a default before_script that the job refuses',
      `default:\n  before_script: ['${LOGIN}']\npush:\n  image: docker\n  inherit: {default: false}\n  script: '${PUSH}'\n`,
      'missing, excluded',
    ],
    [
      'a default before_script that the job keeps',
      `default:\n  before_script: ['${LOGIN}']\npush:\n  image: docker\n  script: '${PUSH}'\n`,
      'job-token',
    ],
    [
      'another job',
      `login:\n  image: docker\n  script: '${LOGIN}'\npush:\n  image: docker\n  script: '${PUSH}'\n`,
      'missing, other-job',
    ],
    [
      'an include that cannot be read may',
      `include: {project: a/b, file: c.yml}\npush:\n  image: docker\n  script: '${PUSH}'\n`,
      'unknown',
    ],
  ])('%s', (_what, text, access) => {
    expect(accessOf(text)).toBe(access);
  });
});
