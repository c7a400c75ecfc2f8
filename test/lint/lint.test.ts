import { describe, expect, test } from 'vitest';
import { MemoryHost } from '../../src/host/memory.ts';
import type { LintResult } from '../../src/lint/finding.ts';
import { lintRoot, mergeResults } from '../../src/lint/lint.ts';
import type { LintOptions } from '../../src/lint/options.ts';
import type { Rule } from '../../src/rule.ts';
import { textAt } from '../../src/source/source-file.ts';
import { brokenRule, loginRule, strictRule } from './rules.ts';

const ROOT = '.gitlab-ci.yml';

const TEMPLATE = `
.login:
  script:
    - set -e
    - docker login -u u
`;

const REPOSITORY = {
  'ci/login.yml': TEMPLATE,
  [ROOT]: `
include: ci/login.yml
default:
  before_script: [echo ready]
build:
  extends: .login
test:
  extends: .login
  after_script: [echo done]
`,
};

function lint(files: Record<string, string>, path: string, rules: readonly Rule[], options?: Partial<LintOptions>) {
  return lintRoot(new MemoryHost(files), path, rules, options);
}

/** What a reader sees of a result: place, words, jobs and message. */
function shown({ findings }: LintResult): string[] {
  return findings.map(({ place, jobs, message, help }) => {
    const { line, column } = place.file.position(place.range[0]);
    return `${place.file.path}:${line}:${column} [${textAt(place)}] ${jobs.join('+')}: ${message} ${help}`.trim();
  });
}

describe('one root', () => {
  test('a mistake in an included template is one finding, at its words, with the jobs that have it', () => {
    const result = lint(REPOSITORY, ROOT, [loginRule]);
    expect(shown(result)).toEqual([
      'ci/login.yml:5:7 [docker login] build+test: A login with 4 words. Do without `docker login`.',
    ]);
    expect(result.findings[0]?.trail.map(({ kind, name }) => `${kind} ${name}`)).toContain('extends .login');
  });

  test('tells files, jobs that run, and counts by severity', () => {
    const { files, summary } = lint(REPOSITORY, ROOT, [loginRule, strictRule], { preset: 'strict' });
    expect(files).toEqual([ROOT, 'ci/login.yml']);
    expect(summary).toMatchObject({ error: 1, info: 3, warning: 0, files: 2, jobs: 2, belowConfidence: 0 });
  });

  test('visits the parts of a job between entering and leaving it', () => {
    const result = lint(REPOSITORY, ROOT, [strictRule], { preset: 'strict' });
    expect(result.findings.map(({ message }) => message).toSorted()).toEqual([
      '.login has script.',
      'build has before_script+script.',
      'test has before_script+script+after_script.',
    ]);
  });

  test('a key path names the job and the section', () => {
    const [finding] = lint({ [ROOT]: 'build:\n  script: docker login\n' }, ROOT, [loginRule]).findings;
    expect(finding?.keyPath).toMatch(/^build\.script/);
    expect(finding?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('names what could not be read', () => {
    const { unresolved } = lint(
      { [ROOT]: 'include:\n  - remote: https://example.com/a.yml\nbuild:\n  script: make\n' },
      ROOT,
      [],
    );
    expect(unresolved.map(({ kind, target }) => `${kind} ${target}`)).toEqual(['remote https://example.com/a.yml']);
  });
});

describe('a rule that throws', () => {
  const result = lint(REPOSITORY, ROOT, [brokenRule, loginRule]);

  test('is named once, with the file, in one line', () => {
    expect(result.internalErrors.map(({ message }) => message)).toEqual([
      'The rule test-broken on .gitlab-ci.yml failed: out of ideas',
    ]);
    expect(result.internalErrors[0]).toMatchObject({ rule: 'test-broken', file: ROOT });
  });

  test('leaves the other rules running, and what it said before', () => {
    expect(result.findings.map(({ rule }) => rule).toSorted()).toEqual(['test-broken', 'test-login']);
  });

  test('also when it fails before the walk', () => {
    const failing = {
      ...loginRule,
      create: () => {
        throw new TypeError('no visitor');
      },
    };
    const { internalErrors } = lint(REPOSITORY, ROOT, [failing, loginRule]);
    expect(internalErrors.map(({ message }) => message)).toEqual([
      'The rule test-login on .gitlab-ci.yml failed: no visitor',
    ]);
  });
});

test('a host that fails is an internal error about the file, not an exception', () => {
  const host = {
    read: () => {
      throw new Error('the disk is gone');
    },
    list: () => [],
    fetched: () => ({ ok: false, reason: 'not-fetched' }) as const,
  };
  const { internalErrors, files } = lintRoot(host, ROOT, [loginRule]);
  expect(internalErrors.map(({ message, rule }) => [rule, message])).toEqual([
    [undefined, 'The analysis of .gitlab-ci.yml failed: the disk is gone'],
  ]);
  expect(files).toEqual([ROOT]);
});

describe('several roots', () => {
  const files = {
    'ci/login.yml': TEMPLATE,
    'a.yml': 'include: ci/login.yml\nbuild:\n  extends: .login\n',
    'b.yml': 'include: ci/login.yml\ndeploy:\n  extends: .login\nown:\n  script: docker login\n',
  };
  const a = lint(files, 'a.yml', [loginRule]);
  const b = lint(files, 'b.yml', [loginRule]);
  const merged = mergeResults([a, b]);

  test('share a finding in a file that both include', () => {
    expect(shown(merged)).toEqual([
      'b.yml:5:11 [docker login] own: A login with 2 words. Do without `docker login`.',
      'ci/login.yml:5:7 [docker login] build+deploy: A login with 4 words. Do without `docker login`.',
    ]);
  });

  test('count a shared file once and every job', () => {
    expect(merged.files).toEqual(['a.yml', 'ci/login.yml', 'b.yml']);
    expect(merged.summary).toMatchObject({ error: 2, files: 3, jobs: 3 });
  });

  test('keep the fingerprint that the finding has alone', () => {
    expect(merged.findings.map(({ fingerprint }) => fingerprint)).toContain(a.findings[0]?.fingerprint);
    expect(new Set(merged.findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  test('one result is itself, none is empty', () => {
    expect(mergeResults([a])).toBe(a);
    expect(mergeResults([])).toMatchObject({ findings: [], files: [], summary: { error: 0, jobs: 0 } });
  });
});

test('a rule is told the options that are meant for it, and no others', () => {
  const echo = (name: string): Rule => ({
    meta: { ...strictRule.meta, docs: { ...strictRule.meta.docs, name, preset: 'recommended' } },
    create: (context) => ({
      Job: (node) =>
        context.report({ node, messageId: 'scripts', data: { job: name, sections: JSON.stringify(context.options) } }),
    }),
  });
  const ruleOptions = new Map([['told', [{ most: 3 }]]]);
  const { findings } = lint({ [ROOT]: 'a: { script: make }\n' }, ROOT, [echo('told'), echo('untold')], { ruleOptions });
  expect(findings.map(({ message }) => message)).toEqual(['told has [{"most":3}].', 'untold has [].']);
});
