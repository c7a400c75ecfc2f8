/** What a settings file may say, and what is told of one that says something else. */
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { RULES } from '../../rules/index.ts';
import { defineRule } from '../../src/rule.ts';
import { lintOptionsOf, projectFactsOf } from '../../src/settings/apply.ts';
import { DEFAULT_SETTINGS } from '../../src/settings/default-text.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { settingsSchema } from '../../src/settings/schema.ts';
import { SourceFile, textAt } from '../../src/source/source-file.ts';

const withOptions = defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'with-options',
      description: 'A rule that can be told something',
      category: 'login',
      preset: 'recommended',
      severity: 'error',
      logLines: [],
    },
    messages: { never: '' },
    help: { never: '' },
    schema: [
      {
        type: 'object',
        properties: {
          hosts: { type: 'array', items: { type: 'string' } },
          most: { type: 'integer' },
          how: { enum: ['early', 'late'] },
          always: { type: 'boolean' },
        },
      },
    ],
  },
  create: () => ({}),
});
const ALL = [...RULES, withOptions];

function load(text: string) {
  return loadSettings(new SourceFile('.pipelint.yml', text), ALL);
}

/** `what: message help` */
function faults(text: string): string[] {
  return load(text).faults.map(({ place, message, help }) => `${textAt(place)}: ${message} ${help}`.trim());
}

const EVERYTHING = `
preset: strict
min-confidence: low
fail-on: never
rules:
  login-server: off
  login-quoting: "off"
  kaniko-auth: error
  with-options: { severity: warning, hosts: [a, b], most: 3, how: late, always: true }
paths:
  - files: legacy/**
    rules: { login-server: info }
  - files: ['a/*.yml', b.yml]
    rules:
      login-server: off
project: /acme/api/
server: https://gitlab.example.com
registry: registry.example.com:5050
variables:
  known: [DEPLOY_*, TOKEN]
  set: { STAGE: production, COUNT: 3 }
login-commands: vault
trusted-registries: ['*.internal']
include-cache: .cache/pipelint
baseline: ci/known.json
report-unused-suppressions: true
require-suppression-reason: false
`;

test('everything that can be said is understood', () => {
  const { settings, faults: none } = load(EVERYTHING);
  expect(none).toEqual([]);
  expect(settings).toEqual({
    preset: 'strict',
    'min-confidence': 'low',
    'fail-on': 'never',
    rules: {
      'login-server': { severity: 'off' },
      'login-quoting': { severity: 'off' },
      'kaniko-auth': { severity: 'error' },
      'with-options': { severity: 'warning', options: { hosts: ['a', 'b'], most: 3, how: 'late', always: true } },
    },
    paths: [
      { files: ['legacy/**'], rules: { 'login-server': 'info' } },
      { files: ['a/*.yml', 'b.yml'], rules: { 'login-server': 'off' } },
    ],
    project: '/acme/api/',
    server: 'https://gitlab.example.com',
    registry: 'registry.example.com:5050',
    variables: { known: ['DEPLOY_*', 'TOKEN'], set: { STAGE: 'production', COUNT: '3' } },
    'login-commands': ['vault'],
    'trusted-registries': ['*.internal'],
    'include-cache': '.cache/pipelint',
    baseline: 'ci/known.json',
    'report-unused-suppressions': true,
    'require-suppression-reason': false,
  });
});

test('the options of linting follow', () => {
  const { overrides, ...options } = lintOptionsOf(load(EVERYTHING).settings);
  expect(options).toEqual({
    preset: 'strict',
    minConfidence: 'low',
    severities: new Map([
      ['login-server', 'off'],
      ['login-quoting', 'off'],
      ['kaniko-auth', 'error'],
      ['with-options', 'warning'],
    ]),
    ruleOptions: new Map([['with-options', [{ hosts: ['a', 'b'], most: 3, how: 'late', always: true }]]]),
    reportUnusedSuppressions: true,
    requireSuppressionReason: false,
  });
  const matching = ['legacy/x/y.yml', 'a/b.yml', 'a/b/c.yml', 'b.yml', '.gitlab-ci.yml'].map((path) =>
    (overrides ?? []).map(({ matches }) => matches(path)),
  );
  expect(matching).toEqual([
    [true, false],
    [false, true],
    [false, false],
    [false, true],
    [false, false],
  ]);
});

test('the facts of the project follow', () => {
  expect(projectFactsOf(load(EVERYTHING).settings)).toEqual({
    path: 'acme/api',
    server: 'gitlab.example.com',
    registry: 'registry.example.com:5050',
    variables: { STAGE: 'production', COUNT: '3' },
    definedVariables: ['DEPLOY_*', 'TOKEN'],
    loginCommands: ['vault'],
    openRegistries: ['*.internal'],
  });
});

test.each(['', '# nothing\n', '---\n', 'rules:\npaths:\n', DEFAULT_SETTINGS])('%j is fine', (text) => {
  expect(faults(text)).toEqual([]);
});

test.each<[text: string, told: string[]]>([
  ['prset: strict', ['prset: There is no setting `prset`. Did you mean `preset`?']],
  ['colour: blue', [expect.stringMatching(/^colour: There is no setting `colour`. There are preset, /)]],
  ['preset: srict', ['srict: This may not be `srict`. Did you mean `strict`?']],
  ['preset: [strict]', ['[strict]: This has to be one name. Write one of recommended, strict.']],
  ['fail-on: no', ['no: This may not be `no`. Write one of error, warning, info, never.']],
  ['rules: { login-sever: off }', ['login-sever: There is no rule `login-sever`. Did you mean `login-server`?']],
  ['rules: { login-server: { level: off } }', [expect.stringContaining('There is no option of login-server `level`.')]],
  ['rules: { with-options: { how: soon } }', ['soon: This may not be `soon`. Write one of early, late.']],
  ['rules: { with-options: { most: many } }', ['many: This has to be a number.']],
  ['rules: [login-server]', ['[login-server]: This has to be a mapping of rules.']],
  [
    'paths: { files: a, rules: {} }',
    [expect.stringContaining('This has to be a list, each item with `files` and `rules`.')],
  ],
  ['paths:\n  - rules: { login-server: off }', [expect.stringContaining('The key `files` is missing here.')]],
  ['paths: [{ files: ./a.yml, rules: {} }]', [expect.stringContaining('without a slash in front')]],
  ['project: api', ['api: This has to be the full path of a project, such as `group/project`.']],
  [
    'server: file:///etc',
    ['file:///etc: This has to be the address of a GitLab server, such as `https://gitlab.example.com`.'],
  ],
  [
    'server: https://user@gitlab.example.com',
    [expect.stringContaining('This has to be the address of a GitLab server')],
  ],
  ['registry: https://r.example.com', [expect.stringContaining('This has to be a host')]],
  ['variables: { set: { 1A: x } }', ['1A: `1A` is no name of a variable.']],
  ['variables: { known: ["$TOKEN"] }', [expect.stringContaining('This has to be the name of a variable')]],
  ['report-unused-suppressions: 1', ['1: This has to be `true` or `false`.']],
  ['preset: strict\npreset: recomended', ['recomended: This may not be `recomended`. Did you mean `recommended`?']],
  ['a: b\n---\npreset: strict', [expect.stringContaining('There is no setting `a`.')]],
  ['spec: {}\n---\npreset: strict', ['spec: {}: Settings are one document, and here are two.']],
  ['- preset: strict', ['- preset: strict: Settings are a mapping. Write `preset: strict`, for example.']],
  ['preset: &a [*a]', ['*a: The anchor `&a` contains itself.']],
  ['preset: *a', ['*a: There is no anchor `&a` before this.']],
  ['preset: !ruby/object x', [expect.stringContaining('Settings have no tags')]],
  ['preset: "strict', [expect.stringContaining('This is no YAML: ')]],
  ['preset: !reference [a]', [expect.stringContaining('This has to be one name.')]],
])('%j is told', (text, told) => {
  expect(faults(text)).toEqual(told);
});

describe('a path leads nowhere outside the repository', () => {
  test.each(['../x', '/etc/x', '~/x', 'a/../../x', 'C:/x', 'a\\..\\x', '.', 'a//x', './x', '""', '[x]', '"a\\nb"'])(
    '%s',
    (path) => {
      expect(faults(`baseline: ${path}`)).toEqual([expect.stringContaining('This has to be a file in the repository')]);
      expect(faults(`include-cache: ${path}`)).toEqual([
        expect.stringContaining('This has to be a folder in the repository'),
      ]);
    },
  );
});

describe('schemas/settings.schema.json', () => {
  const ajv = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true });
  const validate = ajv.compile(settingsSchema(ALL));

  test('takes what the program takes', () => {
    expect(validate(parse(EVERYTHING))).toBe(true);
  });

  test.each([
    'prset: strict',
    'preset: srict',
    'rules: { login-sever: info }',
    'paths: [{ rules: {} }]',
    'project: api',
  ])('refuses %j as the program does', (text) => {
    expect(faults(text)).toHaveLength(1);
    expect(validate(parse(text))).toBe(false);
  });

  test('describes every key', () => {
    const { properties = {} } = settingsSchema(RULES) as { properties?: Record<string, { description?: string }> };
    expect(Object.entries(properties).filter(([, { description = '' }]) => !description.endsWith('.'))).toEqual([]);
  });
});
