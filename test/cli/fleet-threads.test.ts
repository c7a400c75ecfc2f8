/** Many pipelines in several threads: the program as it is run. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { builtProgram } from './built-program.ts';
import { call } from './command-line.ts';

const COUNT = 300;
const VICTIM = 'group/project-123';

let program = '';
beforeAll(async () => {
  program = await builtProgram('threads');
});

/** Each logs in to no server, which is an error, and includes a file. */
function projects(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let number = 0; number < COUNT; number++) {
    files[`group/project-${number}/.git/HEAD`] = '';
    files[`group/project-${number}/.gitlab-ci.yml`] = 'include: jobs.yml\n';
    files[`group/project-${number}/jobs.yml`] =
      `push-${number}:\n  image: docker:28\n  services: [docker:28-dind]\n  script:\n` +
      '    - echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin\n' +
      '    - docker push "$CI_REGISTRY_IMAGE"\n';
  }
  return files;
}

function lint(cwd: string, ...nodeOptions: string[]) {
  const args = [...nodeOptions, program, 'group/*', '--format', 'json'];
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 110_000 });
}

/** What a thread runs before the program: it ends itself when it is to lint the victim. */
const KILLER = `
import { isMainThread, parentPort } from 'node:worker_threads';
if (!isMainThread) {
  const on = parentPort.on.bind(parentPort);
  parentPort.on = (event, listen) =>
    on(event, (task) => (task.root.endsWith('${VICTIM}') ? process.exit(9) : listen(task)));
}
`;

/** Tells how many threads there were. */
const COUNTER = `
import { isMainThread } from 'node:worker_threads';
import { appendFileSync } from 'node:fs';
if (!isMainThread) appendFileSync('threads.txt', 'x');
`;

describe('many pipelines', { timeout: 120_000 }, () => {
  it('are reported as one thread reports them', async () => {
    const cwd = temporaryFolder({ ...projects(), 'counter.mjs': COUNTER });
    const inThreads = lint(cwd, '--import', './counter.mjs');
    const inOne = await call({ args: ['group/*', '--format', 'json'], cwd }, RULES);
    expect(inThreads.stdout).toBe(inOne.stdout);
    expect([inThreads.stderr, inThreads.status]).toEqual(['', 1]);
    expect(JSON.parse(inThreads.stdout).findings).toHaveLength(COUNT);
    expect(readFileSync(join(cwd, 'threads.txt'), 'utf8')).toMatch(/^x+$/);
  });

  it('leave nothing behind but their findings', () => {
    const job = (number: number) =>
      `job-${number}:\n  image: docker:28\n  script: [make a, make b, docker push "$X"]\n`;
    const pipeline = Array.from({ length: 12 }, (_, number) => job(number)).join('');
    const paths = Array.from({ length: 500 }, (_, number) => `group/project-${number}/.gitlab-ci.yml`);
    const cwd = temporaryFolder(Object.fromEntries(paths.map((path) => [path, pipeline])));
    const { stderr, stdout } = lint(cwd, '--max-old-space-size=64');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).summary).toMatchObject({ files: 500, jobs: 6000 });
  });

  it('are linted all the same when a thread dies, but the one that it had', () => {
    const cwd = temporaryFolder({ ...projects(), 'killer.mjs': KILLER });
    const { stdout, stderr, status } = lint(cwd, '--import', './killer.mjs');
    const { findings, internalErrors } = JSON.parse(stdout);
    const message = `The analysis of ${VICTIM}/.gitlab-ci.yml failed: its thread ended with code 9`;
    expect(internalErrors).toEqual([{ rule: null, file: `${VICTIM}/.gitlab-ci.yml`, message }]);
    expect(stderr).toContain(`pipelint: internal error: ${message}.`);
    expect(status).toBe(3);
    const files = findings.map(({ file }: { file: string }) => file);
    expect(files).toHaveLength(COUNT - 1);
    expect(files).not.toContain(`${VICTIM}/jobs.yml`);
  });
});
