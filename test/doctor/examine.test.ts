/** What the doctor says of a project, from GitLab's answers over a real https connection. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { examine } from '../../src/doctor/examine.ts';
import { DOCTOR_FORMATS } from '../../src/doctor/formats.ts';
import { Questions } from '../../src/doctor/questions.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { NETWORK_DEFAULTS, Network } from '../../src/host/network/network.ts';
import { analyse } from '../../src/lint/analyse.ts';
import type { ProjectFacts } from '../../src/registry/project.ts';
import { certificate, type HttpsServer } from '../host/https-server.ts';
import { doctorServer, type Replies, registryToken } from './doctor-server.ts';

const PROJECT = 'acme/platform/api';
const FACTS = { path: PROJECT, server: 'gitlab.example.com', registry: 'registry.example.com' };
const NOW = Date.parse('2026-03-01T00:00:00Z');

const PIPELINE = `
custom:
  image: \${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/docker:28
  script:
    - docker login -u "$ROBOT" -p "$ROBOT_PASSWORD" "$CI_REGISTRY"
    - docker push "$CI_REGISTRY_IMAGE/app:1.0"
deploy:
  image: docker:28
  script:
    - echo "$CI_DEPLOY_PASSWORD" | docker login -u "$CI_DEPLOY_USER" --password-stdin "$CI_REGISTRY"
    - docker push "$CI_REGISTRY_IMAGE/app:1.0"
pull:
  image: registry.example.com/acme/tools/builder:2
  script: make
`;

const API = `v4/projects/${PROJECT}`;
const TOOLS = 'v4/projects/acme/tools';
const robot = (key: string, more: object = {}) => ({
  key,
  variable_type: 'env_var',
  protected: false,
  masked: true,
  environment_scope: '*',
  value: 'the-value-of-a-variable',
  ...more,
});
const deployToken = (more: object = {}) => ({
  name: 'gitlab-deploy-token',
  username: 'gitlab+deploy-token-7',
  expires_at: '2026-12-01T00:00:00.000Z',
  revoked: false,
  expired: false,
  scopes: ['read_registry', 'write_registry'],
  ...more,
});

/** What GraphQL answers of the rules of a project for tags: the immutable ones among others. */
function tagRules(immutable: readonly string[], adminProject = true): object {
  const nodes = [
    { tagNamePattern: '^stable$', immutable: false },
    ...immutable.map((tagNamePattern) => ({ tagNamePattern, immutable: true })),
  ];
  return { data: { project: { userPermissions: { adminProject }, containerProtectionTagRules: { nodes } } } };
}

/** A project in which everything is as the pipeline needs it. */
const HEALTHY: Replies = {
  [API]: { id: 1, path_with_namespace: PROJECT, visibility: 'private', container_registry_access_level: 'private' },
  [`${API}/deploy_tokens`]: [deployToken()],
  'v4/groups/acme/platform/deploy_tokens': [],
  [`${API}/access_tokens`]: [{ name: 'robot', active: true, expires_at: '2026-12-01', scopes: ['write_registry'] }],
  [`${API}/variables`]: [robot('ROBOT')],
  'v4/groups/acme/platform/variables': [robot('ROBOT_PASSWORD')],
  'v4/groups/acme/variables': [],
  [`${API}/protected_branches`]: [{ name: 'main' }],
  [`${API}/protected_tags`]: [],
  [`${API}/registry/protection/repository/rules`]: [],
  [`${API}/registry/protection/tag/rules`]: [],
  [TOOLS]: {
    id: 2,
    path_with_namespace: 'acme/tools',
    visibility: 'private',
    container_registry_access_level: 'enabled',
  },
  [`${TOOLS}/job_token_scope`]: { inbound_enabled: true },
  [`${TOOLS}/job_token_scope/allowlist`]: [{ id: 1 }],
  [`${TOOLS}/job_token_scope/groups_allowlist`]: [],
  'graphql/group': { data: { group: { dependencyProxySetting: { enabled: true } } } },
  'graphql/project': tagRules([]),
  'v4/admin/ci/variables': [],
};

/** Reading the authorities that a machine trusts takes longer than all that a test asks. */
const patient = networkOf(5000);
const impatient = networkOf(300);
afterAll(async () => {
  for (const network of [patient, impatient]) await (await network).close();
});

async function networkOf(timeout: number): Promise<Network> {
  return new Network({
    ...NETWORK_DEFAULTS,
    backoff: 1,
    retries: 1,
    timeout,
    env: {},
    certificates: [await certificate()],
  });
}

interface Run {
  readonly checks: readonly Check[];
  readonly server: HttpsServer;
}

async function run(
  replies: Replies,
  options: { pipeline?: string; slow?: string; tries?: boolean; facts?: ProjectFacts } = {},
): Promise<Run> {
  const server = await doctorServer(replies, options.slow);
  const network = await (options.slow === undefined ? patient : impatient);
  const credential = { header: 'PRIVATE-TOKEN', token: 'not-a-real-token', from: 'PIPELINT_GITLAB_TOKEN' } as const;
  const questions = new Questions(network, { api: new URL(`${server.url}/api/v4`), host: server.host, credential });
  const host = new MemoryHost({ '.gitlab-ci.yml': options.pipeline ?? PIPELINE });
  const pipeline = analyse(host, '.gitlab-ci.yml', FACTS).ast;
  const tried = options.tries
    ? { credential: { user: 'robot', password: 'secret-word', names: ['USER', 'WORD'] as const } }
    : {};
  const facts = { ...FACTS, ...options.facts };
  return { checks: await examine({ pipeline, project: PROJECT, facts, now: NOW, ...tried }, questions), server };
}

const of = (checks: readonly Check[], outcome: Check['outcome']) =>
  checks
    .filter((check) => check.outcome === outcome)
    .map(({ id, message, missing }) => `${id}: ${message}${missing ? ` (${missing})` : ''}`);

describe('a healthy project', () => {
  it('has no problem, and every question has an answer', async () => {
    const { checks } = await run(HEALTHY);
    expect([...of(checks, 'problem'), ...of(checks, 'not-checked')]).toEqual([]);
    expect([...new Set(checks.map(({ id }) => id))].sort()).toEqual([
      'access-tokens',
      'dependency-proxy',
      'deploy-token',
      'immutable-tag',
      'job-token-allowlist',
      'protected-repository',
      'protected-tag',
      'registry',
      'variable',
    ]);
  });

  it('is only read, and no value of a variable is kept', async () => {
    const { checks, server } = await run(HEALTHY);
    expect(new Set(server.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(server.requests.every(({ url }) => !/mutation/i.test(url ?? ''))).toBe(true);
    expect(JSON.stringify(checks)).not.toContain('the-value-of-a-variable');
  });

  it('is asked only for what its pipeline uses', async () => {
    const { checks, server } = await run({}, { pipeline: 'test:\n  image: alpine:3\n  script: make\n' });
    expect(checks).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});

const PROBLEMS: readonly (readonly [what: string, changed: Replies, said: RegExp])[] = [
  [
    'a registry that is off',
    { [API]: { id: 1, path_with_namespace: PROJECT, container_registry_access_level: 'disabled' } },
    /^registry: .* is off/,
  ],
  ['no deploy token', { [`${API}/deploy_tokens`]: [] }, /^deploy-token: .* does not exist/],
  [
    'a deploy token with another name',
    { [`${API}/deploy_tokens`]: [deployToken({ name: 'deploy' })] },
    /does not exist/,
  ],
  [
    'an expired deploy token',
    { [`${API}/deploy_tokens`]: [deployToken({ expires_at: '2026-02-01T00:00:00Z' })] },
    /is expired/,
  ],
  ['a revoked deploy token', { [`${API}/deploy_tokens`]: [deployToken({ revoked: true })] }, /is revoked/],
  [
    'a deploy token that may only read',
    { [`${API}/deploy_tokens`]: [deployToken({ scopes: ['read_registry'] })] },
    /lacks write_registry/,
  ],
  [
    'a variable that nobody defines',
    { [`${API}/variables`]: [] },
    /^variable: ROBOT, .* in job custom, is defined neither/,
  ],
  [
    'a protected variable',
    { [`${API}/variables`]: [robot('ROBOT', { protected: true })] },
    /ROBOT is protected and custom also runs on unprotected/,
  ],
  [
    'a variable of type file',
    { [`${API}/variables`]: [robot('ROBOT', { variable_type: 'file' })] },
    /ROBOT .* has the type File/,
  ],
  [
    'a variable for another environment',
    { [`${API}/variables`]: [robot('ROBOT', { environment_scope: 'production' })] },
    /environments production only/,
  ],
  [
    'a protected repository',
    {
      [`${API}/registry/protection/repository/rules`]: [
        { repository_path_pattern: `${PROJECT}/*`, minimum_access_level_for_push: 'maintainer' },
      ],
    },
    /^protected-repository: .* deploy tokens never push .*Pushing to protected repository path forbidden$/,
  ],
  [
    'a protected repository deeper than the star of its rule',
    {
      [`${API}/registry/protection/repository/rules`]: [
        { repository_path_pattern: 'acme/*', minimum_access_level_for_push: 'maintainer' },
      ],
    },
    /^protected-repository: .* deploy tokens never push/,
  ],
  [
    'a deploy token without any right to the registry',
    { [`${API}/deploy_tokens`]: [deployToken({ scopes: ['read_repository'] })] },
    /denied: access forbidden$/,
  ],
  [
    'an allowlist without the project',
    { [`${TOOLS}/job_token_scope/allowlist`]: [{ id: 9 }] },
    /^job-token-allowlist: .* has neither acme\/platform\/api/,
  ],
  [
    'a dependency proxy that is off',
    { 'graphql/group': { data: { group: { dependencyProxySetting: { enabled: false } } } } },
    /^dependency-proxy: .* group acme is off/,
  ],
];

describe('a problem is found', () => {
  it.each(PROBLEMS)('%s', async (_, changed, said) => {
    const problems = of((await run({ ...HEALTHY, ...changed })).checks, 'problem');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(said);
  });
});

const WARNINGS: typeof PROBLEMS = [
  [
    'an access token that expires soon',
    {
      [`${API}/access_tokens`]: [{ name: 'robot', active: true, expires_at: '2026-03-03', scopes: ['read_registry'] }],
    },
    /^access-tokens: .* expires on 2026-03-03/,
  ],
  [
    'a deploy token that expires soon',
    { [`${API}/deploy_tokens`]: [deployToken({ expires_at: '2026-03-03T00:00:00.000Z' })] },
    /^deploy-token: .* expires on 2026-03-03/,
  ],
  [
    'a password that is not masked',
    { 'v4/groups/acme/platform/variables': [robot('ROBOT_PASSWORD', { masked: false })] },
    /^variable: .* not masked/,
  ],
];

describe('what fails nothing yet is a warning', () => {
  it.each(WARNINGS)('%s', async (_, changed, said) => {
    const { checks } = await run({ ...HEALTHY, ...changed });
    expect(of(checks, 'problem')).toEqual([]);
    const warnings = of(checks, 'warning');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(said);
  });
});

describe('a variable that neither the project nor its groups define', () => {
  const without = { ...HEALTHY, [`${API}/variables`]: [] };

  it('is defined where the instance has it', async () => {
    const { checks } = await run({ ...without, 'v4/admin/ci/variables': [robot('ROBOT')] });
    expect(of(checks, 'ok')).toContain('variable: ROBOT is defined in the instance');
  });

  it.each([403, 404])('is a warning where the instance does not tell (%i)', async (status) => {
    const { checks } = await run({ ...without, 'v4/admin/ci/variables': status });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'warning')).toEqual([
      `variable: ROBOT, with which a login is made in job custom, is defined neither in the project nor in its groups, so it is empty unless the instance, the runner, a schedule or another job gives it (only an administrator can see the variables of the instance (${status}))`,
    ]);
  });

  it.each<readonly [what: string, facts: ProjectFacts]>([
    ['a flag', { variables: { ROBOT: 'name' } }],
    ['the settings', { definedVariables: ['ROB*'] }],
  ])('is defined where %s says so', async (_, facts) => {
    const { checks } = await run(without, { facts });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'ok')).toContain('variable: ROBOT is defined elsewhere, as --var or the settings say');
  });

  it('is open where a dotenv report may have it', async () => {
    const pipeline = `prepare: {script: ./names, artifacts: {reports: {dotenv: names.env}}}\n${PIPELINE}`;
    const { checks } = await run(without, { pipeline });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'not-checked').join()).toContain('variable: whether ROBOT is defined');
  });

  it('is not asked for where the job gets it as a secret or sets it itself', async () => {
    const pipeline = `
custom:
  secrets: {ROBOT_PASSWORD: {vault: ops/registry/password, file: false}}
  script:
    - ROBOT=$(cat name)
    - docker login -u "$ROBOT" -p "$ROBOT_PASSWORD" "$CI_REGISTRY"
`;
    const { checks } = await run({ ...without, 'v4/groups/acme/platform/variables': [] }, { pipeline });
    expect(checks.filter(({ id }) => id === 'variable')).toEqual([]);
  });
});

describe('a tag that a rule makes immutable', () => {
  const repositories = `${API}/registry/repositories`;
  const known: Replies = {
    ...HEALTHY,
    'graphql/project': tagRules(['^1']),
    [repositories]: [{ id: 7, path: `${PROJECT}/app` }],
  };
  const told = async (changed: Replies, pipeline = PIPELINE) =>
    (await run({ ...known, ...changed }, { pipeline })).checks
      .filter(({ id }) => id === 'immutable-tag')
      .map(({ outcome, message, missing }) => `${outcome}: ${message}${missing ? ` (${missing})` : ''}`);
  const about = `${PROJECT}/app:1.0, which custom pushes, is immutable by the rule ^1`;

  it('cannot be pushed again', async () => {
    const checks = await told({ [`${repositories}/7/tags/1.0`]: { name: '1.0' } });
    expect(checks[0]).toBe(`problem: ${about}, and is there already: tag is immutable`);
  });

  it.each<readonly [string, Replies]>([
    ['the tag', {}],
    ['the repository', { [repositories]: [{ id: 8, path: PROJECT }] }],
  ])('can be pushed once while %s is not there', async (_, changed) => {
    expect((await told(changed))[0]).toBe(`warning: ${about}, so only its first push succeeds: tag is immutable`);
  });

  it.each([403, 404])('is a warning where nobody tells whether it is there (%i)', async (status) => {
    expect((await told({ [repositories]: status }))[0]).toMatch(/^warning: .* role Reporter of the project \(\d+\)\)$/);
  });

  it.each<readonly [string, Replies]>([
    ['another name', { 'graphql/project': tagRules(['^v']) }],
    ['none', { 'graphql/project': tagRules([]) }],
  ])('is not what a rule for %s is about', async (_, changed) => {
    expect(await told(changed)).toEqual(['ok: no rule for immutable tags is about what jobs push']);
  });

  it('is open where the tag is known at run time only', async () => {
    const pipeline = PIPELINE.replaceAll(':1.0', ':$CI_COMMIT_SHORT_SHA');
    expect((await told({}, pipeline))[0]).toMatch(/^not-checked: whether the rule \^1 is about what custom pushes/);
  });

  it.each<readonly [string, object]>([
    ['may not see rules', tagRules([], false)],
    ['sees no project', { data: { project: null } }],
    ['asks an old GitLab', { errors: [{ message: "Field 'immutable' doesn't exist" }] }],
  ])('is open for a token that %s', async (_, reply) => {
    expect(await told({ 'graphql/project': reply })).toEqual([
      'not-checked: whether immutable tags keep pushes out (the token needs the scope read_api and the role Maintainer of the project, and GitLab 17.11 or later)',
    ]);
  });
});

describe('an image of another project whose allowlist has not this one', () => {
  const denied = { ...HEALTHY, [`${TOOLS}/job_token_scope/allowlist`]: [] };
  const withAuthConfig = PIPELINE.replace('  script: make', '  variables: {DOCKER_AUTH_CONFIG: $AUTH}\n  script: make');

  it.each<readonly [where: string, Replies, { pipeline?: string; facts?: ProjectFacts }]>([
    ['the project', { [`${API}/variables`]: [robot('ROBOT'), robot('DOCKER_AUTH_CONFIG')] }, {}],
    ['the topmost group', { 'v4/groups/acme/variables': [robot('DOCKER_AUTH_CONFIG')] }, {}],
    ['the job', {}, { pipeline: withAuthConfig }],
    ['the settings', {}, { facts: { definedVariables: ['DOCKER_AUTH_CONFIG'] } }],
  ])('may be pulled with the DOCKER_AUTH_CONFIG of %s', async (_, changed, options) => {
    const { checks } = await run({ ...denied, ...changed }, options);
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'not-checked')).toEqual([
      'job-token-allowlist: whether jobs may pull acme/tools/builder (DOCKER_AUTH_CONFIG may hold a credential for it, which goes before the job token)',
    ]);
  });
});

describe('what must not be taken for a problem', () => {
  it.each<readonly [string, Replies]>([
    [
      'a protected variable where all branches are protected',
      {
        [`${API}/variables`]: [robot('ROBOT', { protected: true })],
        [`${API}/protected_branches`]: [{ name: '*' }],
        [`${API}/protected_tags`]: [{ name: '*' }],
      },
    ],
    [
      'a group on the allowlist',
      {
        [`${TOOLS}/job_token_scope/allowlist`]: [],
        [`${TOOLS}/job_token_scope/groups_allowlist`]: [
          { id: 5, web_url: 'https://gitlab.example.com/groups/acme/platform' },
        ],
      },
    ],
    [
      'a target that does not limit job tokens',
      { [`${TOOLS}/job_token_scope`]: { inbound_enabled: false }, [`${TOOLS}/job_token_scope/allowlist`]: [] },
    ],
    [
      'a deploy token of the group',
      { [`${API}/deploy_tokens`]: [], 'v4/groups/acme/platform/deploy_tokens': [deployToken()] },
    ],
    [
      'a variable on the second page',
      { [`${API}/variables`]: [...Array.from({ length: 100 }, (_, n) => robot(`OTHER_${n}`)), robot('ROBOT')] },
    ],
    [
      'a rule for other repositories',
      {
        [`${API}/registry/protection/repository/rules`]: [
          { repository_path_pattern: 'acme/other/*', minimum_access_level_for_push: 'owner' },
        ],
      },
    ],
  ])('%s', async (_, changed) => {
    expect(of((await run({ ...HEALTHY, ...changed })).checks, 'problem')).toEqual([]);
  });
});

it('takes the star of an environment scope for any text', async () => {
  const pipeline = PIPELINE.replace('custom:\n', 'custom:\n  environment: review/feature/login\n');
  const changed = { [`${API}/variables`]: [robot('ROBOT', { environment_scope: 'review/*' })] };
  expect(of((await run({ ...HEALTHY, ...changed }, { pipeline })).checks, 'problem')).toEqual([]);
});

it('leaves a variable open that an include may define', async () => {
  const pipeline = `include: {project: acme/ci, file: /a.yml}\n${PIPELINE}`;
  const { checks } = await run({ ...HEALTHY, [`${API}/variables`]: [] }, { pipeline });
  expect(of(checks, 'problem')).toEqual([]);
  expect(of(checks, 'not-checked').join()).toContain('variable: whether ROBOT is defined');
});

const LACKING: readonly (readonly [path: string, id: string])[] = [
  [API, 'registry'],
  ['v4/groups/acme/platform/variables', 'variable'],
  [`${API}/access_tokens`, 'access-tokens'],
  [`${API}/variables`, 'variable'],
  [`${API}/registry/protection/repository/rules`, 'protected-repository'],
  [`${API}/registry/protection/tag/rules`, 'protected-tag'],
  [TOOLS, 'job-token-allowlist'],
  [`${TOOLS}/job_token_scope`, 'job-token-allowlist'],
  [`${TOOLS}/job_token_scope/allowlist`, 'job-token-allowlist'],
  [`${TOOLS}/job_token_scope/groups_allowlist`, 'job-token-allowlist'],
  ['graphql/group', 'dependency-proxy'],
  ['graphql/project', 'immutable-tag'],
];

describe.each([401, 403, 404, 500])('an answer with status %i', (status) => {
  it.each(LACKING)('to %s leaves its check open and is no problem', async (path, id) => {
    const { checks } = await run({ ...HEALTHY, [path]: status });
    expect(of(checks, 'problem')).toEqual([]);
    const open = checks.filter(({ outcome }) => outcome === 'not-checked');
    expect(open.map((check) => check.id)).toContain(id);
    expect(open.every(({ missing }) => missing?.includes(`${status}`))).toBe(true);
  });

  it('to the deploy tokens leaves their check open where no other token is found', async () => {
    const { checks } = await run({ ...HEALTHY, [`${API}/deploy_tokens`]: status });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'not-checked').join()).toContain('deploy-token: whether');
  });

  it('to the deploy tokens of the group leaves their check open where the project has none', async () => {
    const changed = { [`${API}/deploy_tokens`]: [], 'v4/groups/acme/platform/deploy_tokens': status };
    const { checks } = await run({ ...HEALTHY, ...changed });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'not-checked').join()).toContain('deploy-token: whether');
  });

  it('to the variables of the topmost group leaves open whether one is defined that is not found before', async () => {
    const changed = { 'v4/groups/acme/platform/variables': [], 'v4/groups/acme/variables': status };
    const { checks } = await run({ ...HEALTHY, ...changed });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'not-checked').join()).toContain('variable: whether ROBOT_PASSWORD is defined in job custom');
  });

  it('to the protected tags leaves open whether a protected variable reaches the job', async () => {
    const pipeline = PIPELINE.replace('custom:\n', 'custom:\n  rules: [{if: $CI_COMMIT_TAG}]\n');
    const changed = {
      [`${API}/variables`]: [robot('ROBOT', { protected: true })],
      [`${API}/protected_tags`]: status,
    };
    const { checks } = await run({ ...HEALTHY, ...changed }, { pipeline });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'not-checked').join()).toContain('variable: whether ROBOT, which is protected, reaches custom');
  });

  it('to the protected branches leaves open whether a protected variable reaches the job', async () => {
    const changed = {
      [`${API}/variables`]: [robot('ROBOT', { protected: true })],
      [`${API}/protected_branches`]: status,
    };
    const { checks } = await run({ ...HEALTHY, ...changed });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'not-checked').join()).toContain('variable: whether ROBOT, which is protected, reaches custom');
  });
});

describe('a server that cannot be relied on', () => {
  it('does not answer in time', async () => {
    const { checks } = await run(HEALTHY, { slow: `${API}/access_tokens` });
    expect(of(checks, 'not-checked').join()).toContain('GitLab gives no answer (timeout');
  });

  it('does not answer at all, and is not asked again and again', async () => {
    const { checks, server } = await run(HEALTHY, { slow: API });
    expect(of(checks, 'not-checked')).toHaveLength(1);
    expect(checks).toHaveLength(1);
    expect(new Set(server.requests.map(({ url }) => url)).size).toBe(1);
  });

  it('answers with something else', async () => {
    const { checks } = await run({ ...HEALTHY, [`${API}/variables`]: [{ name: 'no key' }] });
    expect(of(checks, 'problem')).toEqual([]);
    expect(of(checks, 'not-checked').join()).toContain('not understood');
  });
});

describe('a credential that is tried', () => {
  const path = `${PROJECT}/app`;
  it.each<readonly [string, object | number, string]>([
    ['may push', registryToken(path, ['pull', 'push']), 'grant: USER and WORD may pull and push'],
    ['may only pull', registryToken(path, ['pull']), `grant: USER and WORD may not push ${path}`],
    ['is of another project', registryToken('acme/other', ['pull', 'push']), 'may not pull and push'],
    ['is not recognised', 401, 'are not recognised'],
    ['has no scope', 403, 'not let to the registry at all'],
    ['cannot be tried', 404, 'GitLab gives no answer (status 404)'],
  ])('%s', async (_, reply, said) => {
    const { checks, server } = await run({ ...HEALTHY, '/jwt/auth': reply }, { tries: true });
    const told = checks.filter(({ id }) => id === 'grant');
    expect(`${told.map(({ id, message, missing }) => `${id}: ${message} ${missing ?? ''}`)}`).toContain(said);
    expect(JSON.stringify(told)).not.toContain('secret-word');
    const asked = server.requests.filter(({ url }) => url?.startsWith('/jwt/auth'));
    expect(asked.some(({ headers }) => headers['private-token'] !== undefined)).toBe(false);
  });
});

it('tries a credential for what jobs do with variables of its names', async () => {
  const pipeline = `
own:
  script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"
    - docker push "$CI_REGISTRY_IMAGE"
shared:
  script:
    - docker login -u "$USER" -p "$WORD" "$CI_REGISTRY"
    - docker push "$CI_REGISTRY/acme/shared/base:latest"
`;
  const replies = { ...HEALTHY, '/jwt/auth': registryToken('acme/shared/base', ['pull', 'push']) };
  const { checks } = await run(replies, { pipeline, tries: true });
  expect(of(checks, 'problem').filter((each) => each.startsWith('grant'))).toEqual([]);
  expect(of(checks, 'ok')).toContain('grant: USER and WORD may pull and push acme/shared/base');
});

it('is told as JSON and as text, without control characters of strangers', async () => {
  const name = 'robot\u001b[31m';
  const { checks } = await run({
    ...HEALTHY,
    [`${API}/access_tokens`]: [{ name, active: true, scopes: ['read_registry'] }],
  });
  const told = JSON.parse(DOCTOR_FORMATS.json(checks)) as { version: number; checks: unknown[] };
  expect(told.version).toBe(1);
  expect(told.checks).toHaveLength(checks.length);
  const text = DOCTOR_FORMATS.pretty(checks, { color: false, width: 80 });
  expect(text).not.toContain('\u001b');
  expect(text).toContain('0 problems, 0 warnings, 0 not checked');
});
