/** The place in the pipeline that a log is about, as a user sees it. */
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { call } from '../cli/command-line.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const LOGIN = 'echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"';
const PUSH = 'docker push registry.gitlab.com/acme/shared/base:latest';
const JOB = '  image: docker:29\n  services: [docker:29-dind]\n';
const DENIED = `The push refers to repository [registry.gitlab.com/acme/shared/base]
denied: requested access to the resource is denied
ERROR: Job failed: exit code 1
`;
const LOG = `$ ${LOGIN}\nLogin Succeeded\n$ ${PUSH}\n${DENIED}`;

interface Found {
  readonly id: string;
  readonly job?: string;
  readonly place?: { readonly file: string; readonly start: { readonly line: number; readonly column: number } };
  readonly explanation?: string;
  readonly findings?: readonly { readonly rule: string; readonly start: { readonly line: number } }[];
}

async function diagnose(files: Readonly<Record<string, string>>, log: string, ...args: string[]): Promise<Found> {
  const cwd = temporaryFolder(files);
  const { stdout, stderr } = await call({ args: ['diagnose', '--format', 'json', ...args], cwd, stdin: log }, RULES);
  const best = JSON.parse(stdout || '{}').causes?.[0];
  if (best === undefined) throw new Error(`no cause: ${stderr}`);
  return best;
}

describe('diagnose with a pipeline', () => {
  it('points at the words that the failing command pushes, with the finding that foretold it', async () => {
    const pipeline = `build:\n${JOB}  script:\n    - ${LOGIN}\n    - ${PUSH}\n`;
    const found = await diagnose({ '.gitlab-ci.yml': pipeline }, LOG, '--project', 'acme/platform/api');
    expect(found).toMatchObject({
      id: 'not-allowed',
      job: 'build',
      place: { file: '.gitlab-ci.yml', start: { line: 6, column: 19 } },
      explanation: 'line 6 pushes to acme/shared/base; this job’s token may only write acme/platform/api',
    });
    expect(found.findings?.[0]).toMatchObject({ rule: 'push-own-project', start: { line: 6 } });
  });

  it('finds the job among several by the commands that the log shows', async () => {
    const pipeline = `.login: &login\n  - ${LOGIN}\nown:\n${JOB}  script:\n    - *login\n    - docker push "$CI_REGISTRY_IMAGE"\nbase:\n${JOB}  script:\n    - *login\n    - ${PUSH}\n`;
    expect(await diagnose({ '.gitlab-ci.yml': pipeline }, LOG)).toMatchObject({
      job: 'base',
      place: { start: { line: 14 } },
    });
  });

  it('finds the place in a file that the named pipeline includes', async () => {
    const files = {
      '.git/config': '',
      'ci/main.yml': 'include: ci/docker.yml\n',
      'ci/docker.yml': `base:\n${JOB}  script:\n    - ${LOGIN}\n    - ${PUSH}\n`,
    };
    expect(await diagnose(files, LOG, '--pipeline', 'ci/main.yml')).toMatchObject({
      job: 'base',
      place: { file: 'ci/docker.yml', start: { line: 6 } },
    });
  });

  it('takes the name of the job where the log says it', async () => {
    const job = `${JOB}  script:\n    - ${LOGIN}\n    - ${PUSH}\n`;
    const files = { '.gitlab-ci.yml': `one:\n${job}two:\n${job}` };
    expect(await diagnose(files, `CI_JOB_NAME=two\n${LOG}`)).toMatchObject({
      job: 'two',
      place: { start: { line: 12 } },
    });
  });

  it('names no job where several have the command, but the place that they share', async () => {
    const pipeline = `.push: &push\n  - ${LOGIN}\n  - ${PUSH}\na:\n${JOB}  script: *push\nb:\n${JOB}  script: *push\n`;
    const found = await diagnose({ '.gitlab-ci.yml': pipeline }, LOG);
    expect(found.job).toBeUndefined();
    expect(found.place).toMatchObject({ start: { line: 3 } });
  });

  it('names neither where several jobs have the command at places of their own', async () => {
    const pipeline = `a:\n${JOB}  script:\n    - ${LOGIN}\n    - ${PUSH}\nb:\n${JOB}  script:\n    - ${LOGIN}\n    - ${PUSH}\n`;
    const found = await diagnose({ '.gitlab-ci.yml': pipeline }, LOG);
    expect([found.job, found.place]).toEqual([undefined, undefined]);
    expect(await diagnose({ '.gitlab-ci.yml': pipeline }, LOG, '--job', 'b')).toMatchObject({
      job: 'b',
      place: { start: { line: 12 } },
    });
  });

  it('follows the command into a script of the repository', async () => {
    const files = {
      '.gitlab-ci.yml': `build:\n${JOB}  script:\n    - ${LOGIN}\n    - sh ci/push.sh\n`,
      'ci/push.sh': `set -e\ndocker build -t x .\n${PUSH}\n`,
    };
    const log = `$ ${LOGIN}\nLogin Succeeded\n$ sh ci/push.sh\n${DENIED}`;
    expect(await diagnose(files, log)).toMatchObject({ place: { file: 'ci/push.sh', start: { line: 3 } } });
  });

  it('knows a command of several lines by its first one', async () => {
    const pipeline = `build:\n${JOB}  script:\n    - |\n      ${LOGIN}\n      ${PUSH}\n`;
    const log = `$ ${LOGIN} # collapsed multi-line command\nLogin Succeeded\n${DENIED}`;
    expect(await diagnose({ '.gitlab-ci.yml': pipeline }, log)).toMatchObject({
      job: 'build',
      place: { start: { line: 6 } },
    });
  });

  it('points at a login that failed', async () => {
    const pipeline = `build:\n${JOB}  script:\n    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_TOKEN" "$CI_REGISTRY"\n`;
    const log = '$ docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_TOKEN" "$CI_REGISTRY"\npassword is empty\n';
    const found = await diagnose({ '.gitlab-ci.yml': pipeline }, log);
    expect(found).toMatchObject({ id: 'empty-variable', job: 'build', place: { start: { line: 5 } } });
    expect(found.findings?.map(({ rule }) => rule)).toContain('no-unknown-variable');
  });

  it('names the setting behind a daemon that does not answer', async () => {
    const pipeline = `build:\n${JOB}  variables:\n    DOCKER_HOST: tcp://docker:2375\n    DOCKER_TLS_CERTDIR: /certs\n  script:\n    - docker info\n`;
    const log =
      '$ docker info\nCannot connect to the Docker daemon at tcp://docker:2375. Is the docker daemon running?\n';
    const found = await diagnose({ '.gitlab-ci.yml': pipeline }, log);
    expect(found).toMatchObject({ id: 'no-daemon', job: 'build', place: { start: { line: 8 } } });
    expect(found.findings?.map(({ rule }) => rule)).toEqual(['dind-endpoint']);
  });

  it('points at the image that the runner could not pull', async () => {
    const pipeline =
      'build:\n  image: registry.gitlab.com/acme/shared/build:1\n  script: make\ntest:\n  image: node:22\n  script: make\n';
    const log =
      'Preparing the "docker" executor\nERROR: Job failed: failed to pull image "registry.gitlab.com/acme/shared/build:1" with specified policies [always]: denied: requested access to the resource is denied\n';
    expect(await diagnose({ '.gitlab-ci.yml': pipeline }, log)).toMatchObject({
      id: 'runner-pull',
      job: 'build',
      place: { start: { line: 2 } },
    });
  });

  it('says nothing about a pipeline that has not these commands, or is of another project', async () => {
    const other = { '.gitlab-ci.yml': `build:\n${JOB}  script:\n    - docker push "$CI_REGISTRY_IMAGE"\n` };
    const found = await diagnose(other, LOG);
    expect([found.job, found.place]).toEqual([undefined, undefined]);

    const same = { '.gitlab-ci.yml': `build:\n${JOB}  script:\n    - ${LOGIN}\n    - ${PUSH}\n` };
    const elsewhere = `Initialized empty Git repository in /builds/other/project/.git/\n${LOG}`;
    const foreign = await diagnose(same, elsewhere, '--project', 'acme/platform/api');
    expect(foreign.place).toBeUndefined();
  });
});

describe('diagnose without one', () => {
  it('masks secrets and takes the teeth out of control characters', async () => {
    const log =
      '$ docker login -u robot -p hunter2hunter2 registry.example.com\n\u001b]0;x\u0007HTTP Basic: Access denied \u202e\u0008 glpat-aB3dE6gH9jK2mN5pQ8sT [MASKED]\n';
    for (const format of ['pretty', 'json']) {
      const { stdout } = await call(
        { args: ['diagnose', '--format', format], cwd: temporaryFolder({}), stdin: log },
        RULES,
      );
      expect(stdout).toContain('[MASKED]');
      expect(stdout).toContain('glpat-****');
      expect(stdout).not.toMatch(/hunter2|aB3dE6|(?!\n)\p{Cc}|\p{Cf}/u);
    }
  });

  it('exits with 1 for a cause, with 0 for a guess, for nothing and for a job that succeeded', async () => {
    const status = async (stdin: string) =>
      (await call({ args: ['diagnose'], cwd: temporaryFolder({}), stdin }, RULES)).status;
    expect(await status(LOG)).toBe(1);
    expect(await status('server answered 403 Forbidden\n')).toBe(0);
    expect(await status('')).toBe(0);
    expect(await status(LOG.replace('ERROR: Job failed: exit code 1', 'Job succeeded'))).toBe(0);
  });
});
