/** `pipelint fetch` and `--online` from end to end, against a server that answers as GitLab does. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureLine } from '../../src/cli/fetch-failure.ts';
import { compose } from '../../src/compose/compose.ts';
import { LOCK_NAME } from '../../src/host/cache/lock.ts';
import type { GitLabServer } from '../../src/host/gitlab/api.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import type { NotFetchedReason, RemoteSource } from '../../src/source/remote.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { type FakeGitLab, gitLabServer } from '../host/gitlab-server.ts';
import { certificate, type HttpsServer } from '../host/https-server.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call, type Outcome } from './command-line.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

const [FIRST, SECOND] = ['1'.repeat(40), '2'.repeat(40)] as [string, string];
const TOKEN = 'not-a-real-token';
const PIPELINE = 'include:\n  - project: acme/ci\n    ref: main\n    file: /build.yml\nimage: alpine:3\n';
const BUILD = 'include: /common.yml\nbuild:\n  extends: .common\n';
const COMMON = '.common:\n  script: make\n';

interface Place {
  readonly folder: string;
  readonly server: HttpsServer;
  /** A server's projects, for a test to change. */
  readonly gitlab: { projects: Record<string, FakeGitLab['projects'][string]> };
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>;
  lock(): string;
}

async function place(pipeline = PIPELINE): Promise<Place> {
  const gitlab = {
    token: TOKEN,
    projects: {
      'acme/ci': {
        isPrivate: true,
        refs: { main: FIRST },
        files: { [FIRST]: { 'build.yml': BUILD, 'common.yml': COMMON } },
      },
    },
  };
  const server = await gitLabServer(gitlab);
  const folder = temporaryFolder({ '.gitlab-ci.yml': pipeline, 'ca.pem': await certificate() });
  const common = ['--server-url', server.url, '--ca-file', 'ca.pem', '--cache-dir', 'cache'];
  return {
    folder,
    server,
    gitlab,
    run: async (args, env = { PIPELINT_GITLAB_TOKEN: TOKEN }) => {
      const outcome = await call(
        { args: [...args, ...common], cwd: folder, env: { HOME: folder, ...env } },
        SAMPLE_RULES,
      );
      const plain = (text: string): string => text.replaceAll(folder, '{folder}');
      return { ...outcome, stdout: plain(outcome.stdout), stderr: plain(outcome.stderr) };
    },
    lock: () => readFileSync(join(folder, LOCK_NAME), 'utf8'),
  };
}

/** Composition names what would have to be fetched. */
const namesSources = compose(new MemoryHost({ '.gitlab-ci.yml': PIPELINE }), '.gitlab-ci.yml').unresolved.some(
  ({ source }) => source,
);

describe.runIf(namesSources)('pipelint fetch', () => {
  const FETCHED = 'Fetched 2 includes into {folder}/cache.\n';
  const NOTHING = 'Nothing is left to fetch.\n';

  it('fetches what is included, and what that includes, and then goes without the network', async () => {
    const { run, server, lock } = await place();
    expect(await run(['fetch'])).toEqual({ status: 0, stdout: FETCHED, stderr: '' });
    const { includes } = JSON.parse(lock());
    expect(Object.keys(includes)).toEqual([`project:acme/ci@${FIRST}:/common.yml`, 'project:acme/ci@main:/build.yml']);
    const asked = server.requests.length;
    expect(await run(['fetch'])).toEqual({ status: 0, stdout: NOTHING, stderr: '' });
    expect(await run([])).toMatchObject({ status: 0, stdout: expect.stringContaining('3 files with 1 job') });
    expect(server.requests).toHaveLength(asked);
  });

  it('stays with the locked revisions until it is told to update', async () => {
    const { run, gitlab, lock, folder } = await place();
    await run(['fetch']);
    const before = lock();
    gitlab.projects['acme/ci'] = {
      refs: { main: SECOND },
      files: { [FIRST]: { 'build.yml': BUILD, 'common.yml': COMMON }, [SECOND]: { 'build.yml': COMMON } },
    };
    rmSync(join(folder, 'cache'), { recursive: true });
    expect(await run(['fetch'])).toEqual({ status: 0, stdout: FETCHED, stderr: '' });
    expect(lock()).toBe(before);
    expect(await run(['fetch', '--update'])).toEqual({
      status: 0,
      stdout: FETCHED.replace('2 includes', '1 include'),
      stderr: '',
    });
    expect(Object.keys(JSON.parse(lock()).includes)).toEqual(['project:acme/ci@main:/build.yml']);
    expect(lock()).toContain(SECOND);
  });

  it('names what it cannot have, fetches the rest, and keeps the lock', async () => {
    const { run, lock } = await place(
      `${PIPELINE}`.replace('image', '  - {project: acme/ci, file: none.yml, ref: main}\nimage'),
    );
    expect(await run(['fetch'])).toEqual({
      status: 1,
      stdout: FETCHED,
      stderr: 'pipelint: .gitlab-ci.yml:5:30: acme/ci@main:/none.yml does not exist there\n',
    });
    const before = lock();
    expect((await run(['fetch', '--update'])).status).toBe(1);
    expect(lock()).toBe(before);
  });

  it('says which token to set', async () => {
    const { run, folder } = await place();
    const { status, stderr } = await run(['fetch'], {});
    expect([status, stderr]).toEqual([
      1,
      'pipelint: .gitlab-ci.yml:4:11: acme/ci@main:/build.yml is in a project that does not exist or that may not be read: set PIPELINT_GITLAB_TOKEN to a token with the scope read_api\n',
    ]);
    expect(existsSync(join(folder, LOCK_NAME))).toBe(false);
  });

  it('is done by --online before linting', async () => {
    const { run, lock } = await place();
    expect((await run([])).stdout).toContain('has not been fetched');
    expect(await run(['--online'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('3 files with 1 job'),
      stderr: '',
    });
    expect(lock()).toContain(FIRST);
  });

  it('with --online says why an include is not known, and lints on', async () => {
    const { run } = await place();
    const { status, stdout, stderr } = await run(['--online'], { PIPELINT_GITLAB_TOKEN: 'wrong' });
    expect(status).toBe(0);
    expect(stdout).toContain('may not be read');
    expect(stderr).toContain('the token in PIPELINT_GITLAB_TOKEN has to be valid there');
  });

  it('shows its progress on a terminal only', async () => {
    const { run, folder, server } = await place();
    let shown = '';
    expect((await run(['fetch'])).stderr).toBe('');
    rmSync(join(folder, 'cache'), { recursive: true });
    const { run: program } = await import('../../src/cli/run.ts');
    await program(
      {
        args: ['fetch', '--server-url', server.url, '--ca-file', 'ca.pem', '--cache-dir', 'cache'],
        cwd: folder,
        env: { HOME: folder, PIPELINT_GITLAB_TOKEN: TOKEN },
        stdin: (async function* () {})(),
        stdout: { write: () => {} },
        stderr: { write: (text) => (shown += text), isTTY: true, columns: 40 },
      },
      SAMPLE_RULES,
    );
    const lines = shown.split('\r\u001b[K');
    expect(lines.slice(1)).toEqual(
      ['Fetching includes 1/1: acme/ci@main:/bui', 'Fetching includes 2/2: acme/ci@11111111:', ''].map((line) =>
        line.slice(0, 39),
      ),
    );
  });
});

describe('pipelint fetch, used wrongly', () => {
  it.each([
    ['a folder without a pipeline', ['fetch', 'cache'], 'cache does not exist'],
    ['an unknown flag', ['fetch', '--updat'], "unknown option '--updat'; did you mean --update?"],
    ['a server that is no address', ['fetch', '--server-url', 'x'], 'It takes a URL'],
  ])('%s', async (_, args, message) => {
    const folder = temporaryFolder({ '.gitlab-ci.yml': PIPELINE });
    const { status, stderr } = await call({ args, cwd: folder, env: { HOME: folder } }, SAMPLE_RULES);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it.each([
    [
      'a lock file with a conflict',
      { [LOCK_NAME]: '{\n  "version": 1,\n<<<<<<< ours\n' },
      [],
      '.pipelint.lock:3:1 is not valid JSON; mend it',
    ],
    [
      'a file of authorities that is not there',
      {},
      ['--ca-file', 'none'],
      'certificate authorities none cannot be read',
    ],
    [
      'a file of authorities without any',
      { ca: 'x' },
      ['--ca-file', 'ca'],
      'certificate authorities ca has no certificate',
    ],
  ])('%s', async (_, files, args, message) => {
    const folder = temporaryFolder({ '.gitlab-ci.yml': PIPELINE, ...files });
    const { status, stderr } = await call(
      { args: ['fetch', ...args], cwd: folder, env: { HOME: folder } },
      SAMPLE_RULES,
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('linting tells of a lock file that cannot be read, and lints', async () => {
    const folder = temporaryFolder({ '.gitlab-ci.yml': 'a:\n  image: alpine:3\n  script: make\n' });
    writeFileSync(join(folder, LOCK_NAME), '[]');
    const { status, stdout, stderr } = await call({ args: [], cwd: folder }, SAMPLE_RULES);
    expect(status).toBe(2);
    expect(stderr).toContain('.pipelint.lock has no `includes`');
    expect(stdout).toContain('1 job');
  });

  it('has a help of its own', async () => {
    const { status, stdout } = await call({ args: ['fetch', '--help'], cwd: '/' }, SAMPLE_RULES);
    expect(status).toBe(0);
    expect(stdout).toContain('PIPELINT_GITLAB_TOKEN');
  });
});

describe('failureLine', () => {
  const SOURCE: RemoteSource = { kind: 'project', project: 'acme/ci', ref: '', file: 'a.yml' };
  const REMOTE: RemoteSource = { kind: 'remote', url: 'https://example.com/a.yml' };
  const at = new SourceFile('.gitlab-ci.yml', 'include: x').place(9, 10);
  const server = (from: NonNullable<GitLabServer['credential']>['from']): GitLabServer => ({
    api: new URL('https://gitlab.example.com/api/v4'),
    host: 'gitlab.example.com',
    credential: { header: 'PRIVATE-TOKEN', token: TOKEN, from },
  });

  it.each<[RemoteSource, NotFetchedReason, GitLabServer | undefined, RegExp]>([
    [SOURCE, 'denied', undefined, /set PIPELINT_GITLAB_TOKEN to a token with the scope read_api$/],
    [SOURCE, 'denied', server('CI_JOB_TOKEN'), /allow job tokens of this one .* or set PIPELINT_GITLAB_TOKEN$/],
    [SOURCE, 'denied', server('PIPELINT_GITLAB_TOKEN'), /PIPELINT_GITLAB_TOKEN has to be valid/],
    [SOURCE, 'no-project', server('.netrc'), /the token in \.netrc/],
    [REMOTE, 'denied', server('.netrc'), /it has to be public$/],
    [SOURCE, 'no-server', undefined, /--server-url names it\)$/],
    [SOURCE, 'timeout', undefined, /^\.gitlab-ci\.yml:1:10: acme\/ci:\/a\.yml does not answer in time$/],
  ])('of %j: %s', (source, reason, from, expected) => {
    const line = failureLine({ source, failure: { ok: false, reason } }, at, from);
    expect(line).toMatch(expected);
    expect(line).not.toContain(TOKEN);
  });

  it('has what the server said', () => {
    const failure = { ok: false, reason: 'server-error', detail: 'it answers with status 503' } as const;
    expect(failureLine({ source: REMOTE, failure }, undefined, undefined)).toBe(
      'https://example.com/a.yml is not given out by its server: it answers with status 503',
    );
  });
});
