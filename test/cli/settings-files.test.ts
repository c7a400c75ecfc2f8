/** Settings come with merge requests of strangers: what they must not do, and what follows from them in a real folder. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import type { CommandLine } from '../../src/cli/command-line.ts';
import { projectFacts, trustedFacts } from '../../src/cli/project-facts.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { gitLabServer } from '../host/gitlab-server.ts';
import { certificate } from '../host/https-server.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { validateReport, validateSarif } from '../report/schemas.ts';
import { call } from './command-line.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

const PIPELINE = 'build:\n  image: alpine\n  script: echo ok\n';

const nowhere = { write: () => {} };
const commandLine = (cwd: string, env: CommandLine['env'] = {}): CommandLine => ({
  args: [],
  cwd,
  env,
  stdin: (async function* () {})(),
  stdout: nowhere,
  stderr: nowhere,
});

describe('the server of the settings', () => {
  const { settings } = loadSettings(
    new SourceFile(
      '.pipelint.yml',
      'project: evil/project\nserver: https://evil.example.com\nregistry: evil.example.com\n',
    ),
    [],
  );

  it('says what names mean', () => {
    const root = temporaryFolder();
    expect(projectFacts(root, { settings }, commandLine(root))).toEqual({
      path: 'evil/project',
      server: 'evil.example.com',
      registry: 'evil.example.com',
    });
  });

  it('never says where tokens are sent', () => {
    const root = temporaryFolder({ '.git/config': '[remote "origin"]\n url = git@gitlab.com:acme/api.git\n' });
    expect(trustedFacts(root, { settings }, commandLine(root))).toEqual({
      path: 'acme/api',
      server: 'gitlab.com',
      registry: 'registry.gitlab.com',
    });
    const elsewhere = temporaryFolder();
    expect(trustedFacts(elsewhere, { settings }, commandLine(elsewhere))).toEqual({});
  });

  it('gives way to flags, and goes before what is found out', () => {
    const root = temporaryFolder({ '.git/config': '[remote "origin"]\n url = git@gitlab.com:acme/api.git\n' });
    const inJob = commandLine(root, { CI_PROJECT_PATH: 'job/project', CI_SERVER_HOST: 'job.example.com' });
    expect(projectFacts(root, { settings }, inJob).path).toBe('evil/project');
    const flags = { settings, project: 'flag/project', serverUrl: 'https://flag.example.com' };
    expect(projectFacts(root, flags, inJob)).toMatchObject({ path: 'flag/project', server: 'flag.example.com' });
  });
});

describe('a link that leaves the repository', () => {
  it('is not read as settings', async () => {
    const folder = temporaryFolder({ 'secret.yml': 'password: hunter2\n', 'repo/.gitlab-ci.yml': PIPELINE });
    symlinkSync('../secret.yml', join(folder, 'repo/.pipelint.yml'));
    const { status, stdout, stderr } = await call({ args: [], cwd: join(folder, 'repo') }, SAMPLE_RULES);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'pipelint: the settings .pipelint.yml cannot be used: the file is outside the repository\n',
    });
  });

  it.each(['link/known.json', 'known.json'])('is neither read nor written as the baseline %s', async (baseline) => {
    const folder = temporaryFolder({
      'repo/.gitlab-ci.yml': PIPELINE,
      'repo/.pipelint.yml': `baseline: ${baseline}\n`,
      'outside/known.json': 'precious\n',
    });
    symlinkSync('../outside', join(folder, 'repo/link'));
    symlinkSync('../outside/known.json', join(folder, 'repo/known.json'));
    const { status, stderr } = await call({ args: ['--write-baseline'], cwd: join(folder, 'repo') }, SAMPLE_RULES);
    expect(status).toBe(2);
    expect(stderr).toBe(`pipelint: the baseline ${baseline} is a link that leaves the repository\n`);
    expect(readFileSync(join(folder, 'outside/known.json'), 'utf8')).toBe('precious\n');
  });

  it('is no cache of includes', async () => {
    const folder = temporaryFolder({
      'repo/.gitlab-ci.yml': PIPELINE,
      'repo/.pipelint.yml': 'include-cache: cache/includes\n',
      'outside/': '',
    });
    symlinkSync('../outside', join(folder, 'repo/cache'));
    const { status, stdout, stderr } = await call({ args: [], cwd: join(folder, 'repo') }, SAMPLE_RULES);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the include-cache cache/includes of the settings is a link that leaves the repository');
  });
});

describe('a baseline', () => {
  it('is written and used, in the folder of the repository, from wherever it is linted', async () => {
    const folder = temporaryFolder({
      '.gitlab-ci.yml': PIPELINE,
      'api/x': '',
      '.pipelint.yml': 'baseline: ci/known.json\n',
    });
    const cwd = join(folder, 'api');
    const written = await call({ args: ['--write-baseline'], cwd }, SAMPLE_RULES);
    expect(written).toMatchObject({
      status: 0,
      stderr: 'pipelint: ../ci/known.json has 1 finding now: 1 new, 0 gone\n',
    });
    const first = readFileSync(join(folder, 'ci/known.json'), 'utf8');
    writeFileSync(join(folder, '.gitlab-ci.yml'), `\n\n\n${PIPELINE}`);
    expect(await call({ args: [], cwd }, SAMPLE_RULES)).toMatchObject({ status: 0, stderr: '' });
    await call({ args: ['--write-baseline'], cwd }, SAMPLE_RULES);
    expect(readFileSync(join(folder, 'ci/known.json'), 'utf8')).toBe(first);
    writeFileSync(join(folder, '.gitlab-ci.yml'), `${PIPELINE}test:\n  image: debian\n  script: make\n`);
    expect(await call({ args: ['--format', 'compact'], cwd }, SAMPLE_RULES)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('debian'),
    });
  });

  it('does not keep a secret', async () => {
    const token = ['glpat', 'abcdefghij0123456789'].join('-');
    const text = `build:\n  image: docker:28\n  script: docker login -u me -p ${token} registry.gitlab.com\n`;
    const folder = temporaryFolder({ '.gitlab-ci.yml': text });
    await call({ args: ['--write-baseline', '--preset', 'strict'], cwd: folder }, RULES);
    const written = readFileSync(join(folder, '.pipelint-baseline.json'), 'utf8');
    expect(written).toContain('no-secret-literal');
    expect(written).not.toContain(token);
  });

  it('is left as it is when a rule fails', async () => {
    const folder = temporaryFolder({ '.gitlab-ci.yml': PIPELINE });
    const { status, stderr } = await call(
      { args: ['--write-baseline', '--preset', 'strict'], cwd: folder },
      SAMPLE_RULES,
    );
    expect(status).toBe(3);
    expect(stderr).toContain('is left as it is, since a rule failed');
    expect(existsSync(join(folder, '.pipelint-baseline.json'))).toBe(false);
  });

  it('that cannot be written is told', async () => {
    const folder = temporaryFolder({ '.gitlab-ci.yml': PIPELINE });
    mkdirSync(join(folder, 'known.json'));
    const { status, stderr } = await call(
      { args: ['--write-baseline', '--baseline', 'known.json'], cwd: folder },
      SAMPLE_RULES,
    );
    expect([status, stderr]).toEqual([2, 'pipelint: the baseline known.json cannot be read\n']);
  });

  it('belongs to one repository', async () => {
    const folder = temporaryFolder({ 'a/.gitlab-ci.yml': PIPELINE, 'b/.gitlab-ci.yml': PIPELINE });
    const { status, stderr } = await call({ args: ['a', 'b', '--baseline', 'known.json'], cwd: folder }, SAMPLE_RULES);
    expect(status).toBe(2);
    expect(stderr).toContain('a baseline belongs to one repository');
  });
});

describe('what the settings know of the project', () => {
  const PUSH =
    'build:\n  image: docker:28\n  script:\n    - vault login\n    - docker push registry.example.com/acme/app:1\n';
  const TYPO = 'build:\n  image: docker:28\n  script: echo "$CI_REGISTRY_IMAG"\n';
  const OWN = 'build:\n  image: docker:28\n  script: docker push $CI_REGISTRY_IMAGE:1\n';

  const found = async (pipeline: string, settings: string): Promise<string[]> => {
    const cwd = temporaryFolder({ '.gitlab-ci.yml': pipeline, '.pipelint.yml': settings });
    const { stdout } = await call({ args: ['--format', 'json'], cwd }, RULES);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string }[] };
    return findings.map(({ rule }) => rule);
  };

  it.each([
    ['a missing login', PUSH, '', ['registry-login-required']],
    ['a registry that needs none', PUSH, 'trusted-registries: ["*.example.com"]', []],
    ['another registry', PUSH, 'trusted-registries: [ghcr.io]', ['registry-login-required']],
    ['a command that logs in', PUSH, 'login-commands: [vault]', []],
    ['a command with its first word', PUSH, 'login-commands: ["vault login*"]', []],
    ['another command', PUSH, 'login-commands: [vault kv]', ['registry-login-required']],
    ['an unknown variable', TYPO, '', ['no-unknown-variable']],
    ['a variable of the project', TYPO, 'variables: { known: [CI_REGISTRY_IM*] }', []],
    ['a credential in the project', OWN, 'variables: { known: [DOCKER_AUTH_CONFIG] }', []],
    ['a pattern that is not about credentials', OWN, 'variables: { known: ["*"] }', ['registry-login-required']],
    ['the own registry by its name', OWN, 'registry: r.example.com\ntrusted-registries: [r.example.com]', []],
  ])('%s', async (_name, pipeline, settings, rules) => {
    expect(await found(pipeline, settings)).toEqual(rules);
  });
});

describe('includes from outside', () => {
  const SHA = '1'.repeat(40);
  const PIPELINE_WITH_INCLUDE = 'include:\n  - project: acme/ci\n    ref: main\n    file: /build.yml\n';
  const TOKEN = 'not-a-real-token';

  async function place(settings: (url: string) => string) {
    const server = await gitLabServer({
      token: TOKEN,
      projects: {
        'acme/ci': { isPrivate: true, refs: { main: SHA }, files: { [SHA]: { 'build.yml': PIPELINE } } },
      },
    });
    const folder = temporaryFolder({
      '.gitlab-ci.yml': PIPELINE_WITH_INCLUDE,
      '.pipelint.yml': settings(server.url),
      'ca.pem': await certificate(),
    });
    const env = { HOME: folder, PIPELINT_GITLAB_TOKEN: TOKEN };
    const run = (...args: string[]) => call({ args: [...args, '--ca-file', 'ca.pem'], cwd: folder, env }, SAMPLE_RULES);
    return { folder, server, run };
  }

  it('are kept in the cache that the settings name, for fetching and linting alike', async () => {
    const { folder, server, run } = await place(() => 'include-cache: .cache/includes\n');
    const fetched = await run('fetch', '--server-url', server.url);
    expect(fetched.stdout).toBe(`Fetched 1 include into ${folder}/.cache/includes.\n`);
    expect((await run('--format', 'compact')).stdout).toContain('Found 1 error in 2 files');
    expect((await run('--no-config')).stdout).toContain('1 include could not be resolved');
  });

  it('are not fetched from the server that the settings name', async () => {
    const { server, run } = await place((url) => `server: ${url}\n`);
    for (const args of [['fetch'], ['--online']]) {
      expect((await run(...args)).stderr).toContain('is on a GitLab server that is not known (--server-url names it)');
    }
    expect(server.requests).toEqual([]);
  });
});

describe('reports of comments', () => {
  const TEXT = `build:
  image: alpine # pipelint-disable-line pinned-image -- the newest is wanted
  script: echo ok # pipelint-disable-line pined-image
test:
  image: alpine:3 # pipelint-disable-line pinned-image
  script: make
`;
  const FLAGS = ['--report-unused-suppressions', '--require-suppression-reason'];
  const report = async (format: string): Promise<string> => {
    const cwd = temporaryFolder({ '.gitlab-ci.yml': TEXT });
    return (await call({ args: ['--format', format, ...FLAGS], cwd }, SAMPLE_RULES)).stdout;
  };
  const NOTICES = [
    'suppression-without-reason',
    'unknown-suppression',
    'suppression-without-reason',
    'unused-suppression',
  ];

  it('have what is wrong with them, as findings with names of their own', async () => {
    const json = JSON.parse(await report('json'));
    expect(validateReport(json), JSON.stringify(validateReport.errors)).toBe(true);
    const findings = json.findings as { rule: string; fingerprint: string }[];
    expect(findings.map(({ rule }) => rule)).toEqual(NOTICES);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(NOTICES.length);
    expect((await report('agent')).match(/(\w+-)?suppression(-\w+)*/g)).toEqual(expect.arrayContaining(NOTICES));
    const quality = JSON.parse(await report('codequality')) as { check_name: string }[];
    expect(quality.map(({ check_name }) => check_name)).toEqual(NOTICES);
  });

  it('have what they hold back, and why', async () => {
    const sarif = JSON.parse(await report('sarif'));
    expect(validateSarif(sarif), JSON.stringify(validateSarif.errors)).toBe(true);
    const results = sarif.runs[0].results as { ruleId: string; suppressions: { justification?: string }[] }[];
    expect(results.map(({ ruleId, suppressions }) => [ruleId, suppressions.map((each) => each.justification)])).toEqual(
      [...NOTICES.map((rule) => [rule, []]), ['pinned-image', ['the newest is wanted']]],
    );
  });
});
