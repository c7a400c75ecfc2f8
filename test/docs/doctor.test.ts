/**
 * What docs/doctor.md shows is what the program prints, of a server that answers as GitLab does. `UPDATE_DOCS=1` writes outputs
 * down, for review.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { call } from '../cli/command-line.ts';
import { doctorServer, type Replies, registryToken } from '../doctor/doctor-server.ts';
import { certificate } from '../host/https-server.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const PROJECT = 'acme/platform/api';
const API = `v4/projects/${PROJECT}`;
const FAR = '2099-12-01';

const REPLIES: Replies = {
  [API]: { id: 1, path_with_namespace: PROJECT, visibility: 'private', container_registry_access_level: 'enabled' },
  [`${API}/access_tokens`]: [{ name: 'robot', active: true, expires_at: FAR, scopes: ['read_registry'] }],
  [`${API}/variables`]: [
    { key: 'ROBOT', protected: true, masked: false },
    { key: 'ROBOT_PASSWORD', protected: false, masked: false },
    { key: 'DEPLOY_USER', protected: false, masked: false },
    { key: 'DEPLOY_PASSWORD', protected: false, masked: true },
  ],
  'v4/groups/acme/platform/variables': [],
  'v4/groups/acme/variables': [],
  'v4/admin/ci/variables': 403,
  [`${API}/protected_branches`]: [{ name: 'main' }],
  [`${API}/protected_tags`]: [],
  [`${API}/registry/protection/repository/rules`]: [],
  [`${API}/registry/protection/tag/rules`]: 403,
  [`${API}/registry/repositories`]: [{ id: 7, path: `${PROJECT}/app` }],
  [`${API}/registry/repositories/7/tags/1.0`]: { name: '1.0' },
  'graphql/project': {
    data: {
      project: {
        userPermissions: { adminProject: true },
        containerProtectionTagRules: { nodes: [{ tagNamePattern: String.raw`^\d+\.\d+$`, immutable: true }] },
      },
    },
  },
  '/jwt/auth': registryToken('acme/shared/base', ['pull']),
};

const FILE = new URL('../../docs/doctor.md', import.meta.url);
const PAGE = readFileSync(FILE, 'utf8');
const EXAMPLE =
  /<!-- file: \.gitlab-ci\.yml -->\n\n```yaml\n([\s\S]*?)```\n\n(<!-- output of: pipelint (.*) -->\n\n```\w+\n)([\s\S]*?)```/g;

it('shows what the program prints', async () => {
  const outputs: string[] = [];
  for (const [, pipeline = '', , args = ''] of PAGE.matchAll(EXAMPLE)) outputs.push(await outputOf(pipeline, args));
  expect(outputs).toHaveLength(3);
  const page = PAGE.replace(EXAMPLE, (whole, _, head: string) => {
    const before = whole.slice(0, whole.indexOf(head));
    return `${before}${head}${outputs.shift()}\`\`\``;
  });
  if (process.env.UPDATE_DOCS) writeFileSync(FILE, page);
  else expect(PAGE).toBe(page);
});

it('shows a job that GitLab takes and pipelint has nothing to say about', async () => {
  const [, job = ''] = /## On a schedule\n[\s\S]*?```yaml\n([\s\S]*?)```/.exec(PAGE) ?? [];
  expect(job).toContain('doctor --fail-on warning');
  const { stdout, status } = await call(
    { args: ['--preset', 'strict'], cwd: temporaryFolder({ '.gitlab-ci.yml': job }) },
    RULES,
  );
  expect([status, stdout]).toEqual([0, 'No findings in 1 file with 1 job.\n']);
});

it('names every check and every option', async () => {
  const { stdout } = await call({ args: ['doctor', '--help'], cwd: temporaryFolder({}) }, RULES);
  const own = [...stdout.matchAll(/^ {2}(--(?:credential|fail|format)[\w-]*)/gm)].map(([, option = '']) => option);
  expect(own).toHaveLength(3);
  expect(own.filter((option) => !PAGE.includes(`\`${option}`))).toEqual([]);
});

async function outputOf(pipeline: string, args: string): Promise<string> {
  const server = await doctorServer(REPLIES);
  const cwd = temporaryFolder({ '.gitlab-ci.yml': pipeline, 'ca.pem': await certificate() });
  const asked = args.replace('https://gitlab.example.com', server.url).split(' ');
  const where = args.includes('--server-url') ? [] : ['--server-url', server.url, '--project', PROJECT];
  const env = {
    PIPELINT_GITLAB_TOKEN: 'not-a-real-token',
    DEPLOY_USER: 'robot',
    DEPLOY_PASSWORD: 'a-secret',
    HOME: cwd,
  };
  const { stdout, stderr } = await call({ args: [...asked, ...where, '--ca-file', 'ca.pem'], cwd, env }, RULES);
  expect(stderr).toBe('');
  return stdout;
}
