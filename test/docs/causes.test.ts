/**
 * What docs/causes.md says of its six causes is what the program finds: each section has a log, files, outputs and a pipeline that is
 * mended. `UPDATE_DOCS=1` writes outputs down, for review.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { call, type Outcome } from '../cli/command-line.ts';
import { doctorServer, type Replies } from '../doctor/doctor-server.ts';
import { certificate } from '../host/https-server.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const FILE = new URL('../../docs/causes.md', import.meta.url);
const PAGE = readFileSync(FILE, 'utf8');
const SECTIONS = PAGE.split(/^(?=## )/m);
const CAUSES = SECTIONS.filter((section) => /^## \d\. /.test(section));

const OUTPUT = /(<!-- output of: pipelint ?(.*?)(?: ?\| head -(\d+))? -->\n\n```text\n)([\s\S]*?)```/g;
const blockOf = (section: string, kind: string): string =>
  new RegExp(`<!-- ${kind}: \\.gitlab-ci\\.yml -->\\n\\n\`\`\`yaml\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1] ?? '';
const logOf = (section: string): string => /```text\n([\s\S]*?)```/.exec(section)?.[1] ?? '';

const PROJECT = 'acme/platform/api';
const API = `v4/projects/${PROJECT}`;
const TOOLS = 'v4/projects/acme/tools';
const REMOTE = `[remote "origin"]\n\turl = https://gitlab.com/${PROJECT}.git\n`;

/** A GitLab on which everything is as the causes need it that no file shows. */
const REPLIES: Replies = {
  [API]: { id: 1, path_with_namespace: PROJECT, visibility: 'private', container_registry_access_level: 'enabled' },
  [TOOLS]: {
    id: 2,
    path_with_namespace: 'acme/tools',
    visibility: 'private',
    container_registry_access_level: 'enabled',
  },
  [`${TOOLS}/job_token_scope`]: { inbound_enabled: true },
  [`${TOOLS}/job_token_scope/allowlist`]: [{ id: 2 }],
  [`${TOOLS}/job_token_scope/groups_allowlist`]: [],
  [`${API}/deploy_tokens`]: [
    {
      name: 'gitlab-deploy-token',
      username: 'gitlab+deploy-token-7',
      expires_at: '2026-01-01T00:00:00.000Z',
      revoked: false,
      expired: true,
      scopes: ['read_registry'],
    },
  ],
  'v4/groups/acme/platform/deploy_tokens': [],
  [`${API}/access_tokens`]: [],
  [`${API}/variables`]: [],
  'v4/groups/acme/platform/variables': [],
  'v4/groups/acme/variables': [],
  'v4/admin/ci/variables': [],
  [`${API}/protected_branches`]: [],
  [`${API}/protected_tags`]: [],
  [`${API}/registry/protection/repository/rules`]: [],
  [`${API}/registry/protection/tag/rules`]: [],
  [`${API}/registry/repositories`]: [{ id: 7, path: PROJECT }],
  [`${API}/registry/repositories/7/tags/1.0`]: { name: '1.0' },
  'graphql/group': { data: { group: { dependencyProxySetting: { enabled: true } } } },
  'graphql/project': {
    data: {
      project: {
        userPermissions: { adminProject: true },
        containerProtectionTagRules: { nodes: [{ tagNamePattern: String.raw`^\d+\.\d+$`, immutable: true }] },
      },
    },
  },
};

async function run(args: readonly string[], files: Readonly<Record<string, string>>): Promise<Outcome> {
  const cwd = temporaryFolder({ '.git/config': REMOTE, 'ca.pem': await certificate(), ...files });
  if (args[0] !== 'doctor') return call({ args, cwd }, RULES);
  const { url } = await doctorServer(REPLIES);
  const server = [
    '--server-url',
    url,
    '--project',
    PROJECT,
    '--registry',
    'registry.gitlab.com',
    '--ca-file',
    'ca.pem',
  ];
  const env = { PIPELINT_GITLAB_TOKEN: 'not-a-real-token', HOME: cwd };
  return call({ args: [...args, ...server], cwd, env }, RULES);
}

async function withOutputs(section: string): Promise<string> {
  let text = section;
  for (const [whole, head = '', args = '', lines] of section.matchAll(OUTPUT)) {
    const files = { '.gitlab-ci.yml': blockOf(section, 'file'), 'job.log': logOf(section) };
    const { stdout } = await run(args.split(' ').filter(Boolean), files);
    const shown = lines ? `${stdout.split('\n').slice(0, Number(lines)).join('\n')}\n` : stdout;
    text = text.replace(whole, () => `${head}${shown}\`\`\``);
  }
  return text;
}

it('shows what the program prints', async () => {
  const sections: string[] = [];
  for (const section of SECTIONS) sections.push(await withOutputs(section));
  if (process.env.UPDATE_DOCS) writeFileSync(FILE, sections.join(''));
  else expect(PAGE).toBe(sections.join(''));
  expect([...PAGE.matchAll(OUTPUT)].length).toBeGreaterThan(6);
});

describe.each(CAUSES.map((section, at) => [section.split('\n')[0] ?? '', section, at] as const))(
  '%s',
  (_, section, at) => {
    const row = PAGE.split('\n').find((line) => line.startsWith(`| ${at + 1}. `)) ?? '';
    const [rule = '', cause = '', check = ''] = row
      .split('|')
      .slice(2, 5)
      .map((cell) => cell.trim().replaceAll('`', ''));
    const files = { '.gitlab-ci.yml': blockOf(section, 'file'), 'job.log': logOf(section) };

    it('has the log that diagnose knows', async () => {
      const { stdout } = await run(['diagnose', 'job.log', '--format', 'json'], files);
      const [best] = (JSON.parse(stdout) as { causes: { id: string; confidence: string }[] }).causes;
      expect(best).toMatchObject({ id: cause, confidence: 'high' });
    });

    it.skipIf(rule === '')('has the pipeline that linting knows', async () => {
      const { stdout, status } = await run(['--format', 'compact'], files);
      expect(stdout).toContain(`: error: ${rule}: `);
      expect(status).toBe(1);
    });

    it.skipIf(check === '')('has the answers that the doctor knows', async () => {
      const { stdout, status } = await run(['doctor', '--format', 'json'], files);
      const { checks } = JSON.parse(stdout) as { checks: { id: string; outcome: string }[] };
      expect(checks).toContainEqual(expect.objectContaining({ id: check, outcome: 'problem' }));
      expect(status).toBe(1);
    });

    it.skipIf(!section.includes('<!-- fixed'))('has a pipeline that is mended', async () => {
      const { stdout, status } = await run(['--format', 'compact'], { '.gitlab-ci.yml': blockOf(section, 'fixed') });
      expect(stdout).toMatch(/^No findings/);
      expect(status).toBe(0);
    });
  },
);

it('has all six, each in the table', () => {
  expect(CAUSES).toHaveLength(6);
  const anchors = [...PAGE.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
  const headings = SECTIONS.map((section) => (section.split('\n')[0] ?? '').slice(3).toLowerCase());
  const known = headings.map((heading) => heading.replace(/[^\w -]/g, '').replaceAll(' ', '-'));
  expect(anchors.filter((anchor) => !known.includes(anchor ?? ''))).toEqual([]);
});
