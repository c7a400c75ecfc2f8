/** `pipelint doctor` from its arguments to its exit code. */
import { describe, expect, it } from 'vitest';
import { call, type Outcome } from '../cli/command-line.ts';
import { SAMPLE_RULES } from '../cli/sample-rules.ts';
import { certificate } from '../host/https-server.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { doctorServer, type Replies, registryToken } from './doctor-server.ts';

const PIPELINE = 'build:\n  image: $CI_REGISTRY_IMAGE/tools:1\n  script: make\n';
const LISTS: Replies = {
  'v4/projects/acme/api/access_tokens': [],
  'v4/projects/acme/api/protected_branches': [],
  'v4/projects/acme/api/protected_tags': [],
  'v4/admin/ci/variables': [],
};
const TOKENS = { PIPELINT_GITLAB_TOKEN: 'not-a-real-token' };

async function doctor(
  access: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = TOKENS,
  pipeline = PIPELINE,
  more: Replies = {},
): Promise<Outcome> {
  const server = await doctorServer({
    'v4/projects/acme/api': { id: 1, path_with_namespace: 'acme/api', container_registry_access_level: access },
    '/jwt/auth': registryToken('acme/api', ['pull']),
    ...more,
  });
  const folder = temporaryFolder({ '.gitlab-ci.yml': pipeline, 'ca.pem': await certificate() });
  const common = ['--server-url', server.url, '--project', 'acme/api', '--ca-file', 'ca.pem'];
  return call({ args: ['doctor', ...args, ...common], cwd: folder, env: { HOME: folder, ...env } }, SAMPLE_RULES);
}

describe('pipelint doctor', () => {
  it('ends with 0 where nothing is wrong', async () => {
    expect(await doctor('enabled')).toEqual({
      status: 0,
      stdout:
        'ok registry\n  the container registry of acme/api is on (enabled).\n\n0 problems, 0 warnings, 0 not checked, 1 ok\n',
      stderr: '',
    });
  });

  it('ends with 1 for a problem', async () => {
    const { status, stdout } = await doctor('disabled', ['--format', 'json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, checks: [{ id: 'registry', outcome: 'problem' }] });
  });

  it.each<readonly [failOn: string, status: number]>([
    ['problem', 0],
    ['warning', 1],
    ['never', 0],
  ])('ends a run with warnings as --fail-on %s has it', async (failOn, status) => {
    const login = 'build: {script: docker login -u "$ROBOT" -p "$ROBOT" "$CI_REGISTRY"}\n';
    const variables = { 'v4/projects/acme/api/variables': [{ key: 'ROBOT', masked: false }], ...LISTS };
    const outcome = await doctor('enabled', ['--fail-on', failOn], TOKENS, login, variables);
    expect(outcome.stdout).toContain('0 problems, 1 warning, ');
    expect(outcome.status).toBe(status);
  });

  it('ends with 0 for a problem with --fail-on never', async () => {
    expect(await doctor('disabled', ['--fail-on', 'never'])).toMatchObject({ status: 0 });
  });

  it('knows a variable that a flag gives', async () => {
    const login = 'build: {script: docker login -u "$ROBOT" -p "$CI_JOB_TOKEN" "$CI_REGISTRY"}\n';
    const variables = { 'v4/projects/acme/api/variables': [], 'v4/groups/acme/variables': [], ...LISTS };
    const { stdout } = await doctor('enabled', ['--var', 'ROBOT=name'], TOKENS, login, variables);
    expect(stdout).not.toContain('ROBOT is defined neither');
  });

  it('tries a credential whose variables are named', async () => {
    const env = { ...TOKENS, NAME: 'robot', WORD: 'a-secret-word' };
    const { status, stdout } = await doctor('enabled', ['--credential-env', 'NAME:WORD'], env);
    expect(status).toBe(0);
    expect(stdout).toContain('NAME and WORD may pull acme/api');
    expect(stdout).not.toContain('a-secret-word');
  });

  it.each<readonly [what: string, args: readonly string[], said: string]>([
    ['a credential itself', ['--credential-env', 'robot:pass-word'], 'names of two environment variables'],
    ['a variable that is not set', ['--credential-env', 'NAME:WORD'], 'the environment variable NAME is not set'],
  ])('refuses %s', async (_, args, said) => {
    const { status, stderr } = await doctor('enabled', args);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
  });

  it('says where the pipeline is rejected', async () => {
    expect(await doctor('enabled', [], TOKENS, 'build: 1\n')).toMatchObject({ status: 1, stdout: '' });
  });
});
