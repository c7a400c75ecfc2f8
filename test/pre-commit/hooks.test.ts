/** The hooks with the real pre-commit, on real commits. */
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtProgram } from '../cli/built-program.ts';
import { cloneInto, ROOT } from '../package/fresh-clone.ts';
import { hasRegistry, isThere, type Ran, shell } from '../package/shell.ts';

const HAS_PRE_COMMIT = isThere('pre-commit') && isThere('git');

const LOGIN = 'echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"';
const TEMPLATE = ['.docker:', '  image: docker:28', '  services: [docker:28-dind]', '  before_script:', ''].join('\n');
const GOOD = {
  '.gitlab-ci.yml': 'include: ci/docker.yml\nbuild:\n  extends: .docker\n  script: docker push "$CI_REGISTRY_IMAGE"\n',
  'ci/docker.yml': `${TEMPLATE}    - ${LOGIN}\n`,
};
const WITHOUT_LOGIN = { 'ci/docker.yml': `${TEMPLATE}    - docker info\n` };

let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pipelint-test-')));
  const bin = join(folder, 'bin');
  write(bin, { pipelint: `#!/bin/sh\nexec node ${await builtProgram('hooks')} "$@"\n` });
  chmodSync(join(bin, 'pipelint'), 0o755);
  environment = {
    PATH: `${bin}:${process.env.PATH}`,
    PRE_COMMIT_HOME: join(folder, 'home'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
  };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!HAS_PRE_COMMIT)('pipelint-system (skipped without the program pre-commit)', () => {
  let hooks: string;

  beforeAll(() => {
    hooks = join(folder, 'hooks');
    mkdirSync(hooks);
    cpSync(join(ROOT, '.pre-commit-hooks.yaml'), join(hooks, '.pre-commit-hooks.yaml'));
    run('git init -q && git add --all && git commit -qm hooks', hooks);
  });

  it('stops a bad commit', () => {
    const repository = newRepository(hooks, 'pipelint-system');
    const { status, output } = commit(repository, { ...GOOD, ...WITHOUT_LOGIN });
    expect(status).toBe(1);
    expect(output).toContain('error[registry-login-required] in job build');
    expect(shell('git rev-parse HEAD', repository, environment).status).not.toBe(0);
  });

  it('lets a good one pass', () => {
    const { status, output } = commit(newRepository(hooks, 'pipelint-system'), GOOD);
    expect(output).toMatch(/^pipelint\.+Passed$/m);
    expect(status).toBe(0);
  });

  it('notices an edit of an included file', () => {
    const repository = repositoryWithGoodCommit();
    const { status, output } = commit(repository, WITHOUT_LOGIN);
    expect(status).toBe(1);
    expect(output).toContain('.gitlab-ci.yml:4:');
  });

  it('notices that an included file was renamed', () => {
    const repository = repositoryWithGoodCommit();
    run('git mv ci/docker.yml ci/build.yml', repository);
    const { status, output } = commit(repository, {});
    expect(status).toBe(1);
    expect(output).toContain('The file `ci/docker.yml` does not exist.');
  });

  it('says nothing about YAML that no pipeline reads', () => {
    const { status, output } = commit(repositoryWithGoodCommit(), { 'mkdocs.yml': 'a: [\n' });
    expect(output).toMatch(/^pipelint\.+Passed$/m);
    expect(status).toBe(0);
  });

  it('does not run for files that no pipeline could read', () => {
    const { status, output } = commit(repositoryWithGoodCommit(), { 'notes.txt': 'x\n' });
    expect(output).toMatch(/^pipelint\.+.*Skipped$/m);
    expect(status).toBe(0);
  });

  it('takes options as args', () => {
    const repository = newRepository(hooks, 'pipelint-system', '[--fail-on, never]');
    expect(commit(repository, { ...GOOD, ...WITHOUT_LOGIN }).status).toBe(0);
  });

  function repositoryWithGoodCommit(): string {
    const repository = newRepository(hooks, 'pipelint-system');
    expect(commit(repository, GOOD).status).toBe(0);
    return repository;
  }
});

describe.skipIf(!HAS_PRE_COMMIT)('pipelint (skipped without the program pre-commit)', () => {
  it.skipIf(!hasRegistry())(
    'installs itself from its repository (skipped without a registry)',
    { timeout: 300_000 },
    () => {
      const clone = join(folder, 'clone');
      cloneInto(clone);
      run('git init -q && git add --all && git commit -qm pipelint', clone);
      const repository = newRepository(clone, 'pipelint');
      const { status, output } = commit(repository, { ...GOOD, ...WITHOUT_LOGIN });
      expect(output).toContain('error[registry-login-required] in job build');
      expect(status).toBe(1);
      expect(commit(repository, GOOD)).toMatchObject({ status: 0 });
    },
  );
});

/** A repository that has the hook installed, and no commit yet. */
function newRepository(hooks: string, id: string, args = '[]'): string {
  const repository = mkdtempSync(join(folder, 'repository-'));
  const rev = run('git rev-parse HEAD', hooks).trim();
  write(repository, {
    '.pre-commit-config.yaml': `repos:\n  - repo: ${hooks}\n    rev: ${rev}\n    hooks: [{id: ${id}, args: ${args}}]\n`,
  });
  run('git init -q && pre-commit install', repository);
  expect(existsSync(join(repository, '.git/hooks/pre-commit'))).toBe(true);
  return repository;
}

function commit(repository: string, files: Readonly<Record<string, string>>): Ran {
  write(repository, files);
  return shell('git add --all && git commit -m change', repository, environment);
}

function run(command: string, cwd: string): string {
  const { status, output } = shell(command, cwd, environment);
  if (status !== 0) throw new Error(`${command}: ${output}`);
  return output;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
