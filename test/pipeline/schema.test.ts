/** What the schema of GitLab's keywords has against a job, and what it leaves alone. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { FileSystemHost } from '../../src/host/file-system.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import type { Problem } from '../../src/source/problem.ts';
import { textAt } from '../../src/source/source-file.ts';

const ROOT = '.gitlab-ci.yml';

function problemsOf(text: string): readonly Problem[] {
  return buildPipeline(compose(new MemoryHost({ [ROOT]: text }), ROOT)).problems;
}

/** The problems of a job with a script and these lines. */
function ofJob(lines: string): string[] {
  const indented = lines.split('\n').map((line) => `  ${line}`);
  return problemsOf(`x:\n  script: s\n${indented.join('\n')}\n`).map(
    ({ kind, place, data }) => `${kind} ${data.path}${data.keyword ? ` ${data.keyword}` : ''}: ${textAt(place)}`,
  );
}

describe('a value that GitLab accepts', () => {
  test.each([
    'services: [null, docker]',
    'services: [[a, [b]], {name: c, alias: "d e"}]',
    'variables: {A: 1, B: 1.5, C: true, D: ~, E: {value: 1, expand: false}, F: {}}',
    'cache: []',
    'cache: {paths: []}',
    'cache: [{key: a}, [{key: b}]]',
    'cache: {policy: $POLICY}',
    'needs: []',
    'needs: null',
    'needs: {pipeline: a/b}',
    'rules: [[{when: never}], {when: delayed, start_in: 1 day}]',
    'rules: [{exists: Dockerfile}, {changes: []}, {changes: {paths: [a]}}]',
    'except: {refs: [main], kubernetes: active}',
    'only: [/^v/, branches]',
    'retry: 0',
    'retry: {}',
    'retry: {when: always}',
    'parallel: 1',
    'parallel: {matrix: [{A: 1, B: [x, 2]}]}',
    'environment: review/$CI_COMMIT_REF_SLUG',
    'environment: {name: "a b/{x}", action: stop}',
    'artifacts: {}',
    'artifacts: {paths: [], public: false, expose_as: the output}',
    'artifacts: {reports: {}}',
    'image: {name: a, entrypoint: null}',
    'pages: false',
    'coverage: "/a.b/i"',
    'allow_failure: {exit_codes: [1, 2]}',
    'inherit: {default: [image], variables: [A]}',
    'secrets: {A: {some_vault: {of: tomorrow}}}',
    'hooks: {pre_get_sources_script: [a, [b]]}',
    'release: {tag_name: a, description: b, assets: {links: [{name: a, url: b}]}}',
    'identity: google_cloud',
    'inputs: {a: {default: b}}',
    'after_script: []',
    'tags: []',
  ])('%s', (lines) => {
    expect(ofJob(lines)).toEqual([]);
  });
});

describe('one fault', () => {
  test.each<[string, string]>([
    ['script_: a', 'unknownKeyword x script_: script_'],
    ['foo: null', 'unknownKeyword x foo: foo'],
    ['image: {nmae: a}', 'unknownKeyword x:image nmae: nmae'],
    ['image: {name: null}', 'missingKeyword x:image name: image'],
    ['image: ""', 'wrongType x:image: ""'],
    ['image: {name: [a]}', 'wrongType x:image:name: [a]'],
    ['image: {name: a, pull_policy: often}', 'wrongType x:image:pull_policy: often'],
    ['services: [[[5]]]', 'wrongType x:services: 5'],
    ['services: [{image: a}]', 'unknownKeyword x:services image: image'],
    ['services: [{name: a, variables: {B: {value: c}}}]', 'wrongType x:services:variables:B: {value: c}'],
    ['variables: [a]', 'wrongType x:variables: [a]'],
    ['variables: {A: {value: b, description: c}}', 'unknownKeyword x:variables:A description: description'],
    ['variables: {A: [b]}', 'wrongType x:variables:A: [b]'],
    ['cache: a', 'wrongType x:cache: a'],
    ['cache: {key: [a]}', 'wrongType x:cache:key: [a]'],
    ['cache: {key: {files: [a, b, c]}}', 'wrongType x:cache:key:files: c'],
    ['artifacts: [a]', 'wrongType x:artifacts: [a]'],
    ['artifacts: {reports: {junit: {a: b}}}', 'wrongType x:artifacts:reports:junit: {a: b}'],
    ['artifacts: {reports: {cobertura: a}}', 'unknownKeyword x:artifacts:reports cobertura: cobertura'],
    [
      'artifacts: {reports: {coverage_report: {path: a}}}',
      'missingKeyword x:artifacts:reports:coverage_report coverage_format: coverage_report',
    ],
    ['retry: 1.5', 'wrongType x:retry: 1.5'],
    ['retry: -1', 'wrongType x:retry: -1'],
    ['retry: {max: 3}', 'wrongType x:retry:max: 3'],
    ['parallel: 0', 'wrongType x:parallel: 0'],
    ['parallel: {matrix: [{A: []}]}', 'wrongType x:parallel:matrix:A: []'],
    ['parallel: {matrix: [{A: [true]}]}', 'wrongType x:parallel:matrix:A: true'],
    ['rules: {if: $A}', 'wrongType x:rules: {if: $A}'],
    ['rules: [{when: sometimes}]', 'wrongType x:rules:when: sometimes'],
    ['rules: [{changes: a}]', 'wrongType x:rules:changes: a'],
    ['only: {branches: [a]}', 'unknownKeyword x:only branches: branches'],
    ['environment: {url: a}', 'missingKeyword x:environment name: environment'],
    ['environment: a:b', 'wrongType x:environment: a:b'],
    ['inherit: {default: [script]}', 'wrongType x:inherit:default: script'],
    ['needs: {}', 'missingKeyword x:needs job: needs'],
    ['needs: [{optional: true}]', 'missingKeyword x:needs job: optional'],
    ['needs: [{project: a/b, job: c}]', 'missingKeyword x:needs ref: project'],
    ['stage: [a]', 'wrongType x:stage: [a]'],
    ['timeout: 60', 'wrongType x:timeout: 60'],
    ['interruptible: "true"', 'wrongType x:interruptible: "true"'],
    ['dependencies: a', 'wrongType x:dependencies: a'],
    ['id_tokens: {A: {audience: b}}', 'unknownKeyword x:id_tokens:A audience: audience'],
    ['hooks: {pre_build: a}', 'unknownKeyword x:hooks pre_build: pre_build'],
    ['pages: {path: a}', 'unknownKeyword x:pages path: path'],
  ])('%s', (lines, expected) => {
    expect(ofJob(lines)).toEqual([expected]);
  });

  test('of the way to a keyword has slashes and tildes in it', () => {
    expect(ofJob('variables: {a/b~c: [d]}')).toEqual(['wrongType x:variables:a/b~c: [d]']);
  });

  test('is one, however many jobs share it', () => {
    const jobs = Array.from({ length: 30 }, (_, index) => `job-${index}: {extends: .a, script: s}`);
    const problems = problemsOf(`.a:\n  tags: docker\n${jobs.join('\n')}\n`);
    expect(problems.map(({ kind, data }) => `${kind} ${data.path}`)).toEqual(['wrongType job-0:tags']);
  });
});

test('what several keywords say wrong is said of each', () => {
  expect(ofJob('tags: a\nretry: 9\nimgae: b\nwhen: c').toSorted()).toEqual([
    'unknownKeyword x imgae: imgae',
    'wrongType x:retry: 9',
    'wrongType x:tags: a',
    'wrongType x:when: c',
  ]);
});

test('lists that hold others many times over come to an end', () => {
  const levels = Array.from(
    { length: 9 },
    (_, index) => `.l${index + 1}: &l${index + 1} [${`*l${index}, `.repeat(9)}]`,
  );
  const start = performance.now();
  const problems = problemsOf(`.l0: &l0 [a, b]\n${levels.join('\n')}\nx:\n  script: *l9\n`);
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(problems.filter(({ rule }) => rule === 'config-schema')).toEqual([]);
});

describe('the schema', () => {
  const schema: unknown = JSON.parse(
    readFileSync(new URL('../../src/pipeline/schema/keywords.schema.json', import.meta.url), 'utf8'),
  );
  const parts = [...partsOf(schema)];

  test('has words for whatever it may have against a value', () => {
    const constraints = ['type', 'enum', 'pattern', 'maxItems', 'minItems', 'required'];
    const silent = parts.filter(
      (part) => constraints.some((keyword) => keyword in part) && !('$schema' in part) && !('description' in part),
    );
    // Conditions and what they add to the part around them report nothing in their own words.
    expect(silent.filter((part) => !isCondition(part))).toEqual([]);
    expect(parts.length).toBeGreaterThan(200);
  });

  test('has no alternatives, which would give several errors for one fault', () => {
    expect(parts.filter((part) => 'anyOf' in part || 'oneOf' in part)).toEqual([]);
  });
});

/** Every part of a schema, the whole one first. */
function* partsOf(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Readonly<Record<string, unknown>>;
  for (const inner of Object.values(value)) yield* partsOf(inner);
}

function isCondition(part: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(part);
  return keys.length === 1 || 'properties' in part;
}

const SHARED = new URL('../../../shared/', import.meta.url);
const RULES = ['config-schema', 'config-needs', 'config-stage'];

interface OracleRecord {
  readonly file: string;
  readonly unresolved: readonly unknown[];
  readonly fatal: string | null;
  readonly errors: readonly string[];
}

describe.skipIf(!existsSync(SHARED))('files of real projects', () => {
  const lines = existsSync(SHARED)
    ? readFileSync(new URL('corpus/oracle.jsonl', SHARED), 'utf8').trim().split('\n')
    : [];
  const accepted = lines
    .map((line): OracleRecord => JSON.parse(line))
    .filter(({ fatal, errors }) => fatal === null && errors.length === 0);

  test('that GitLab accepts have no problem, even where includes are missing', () => {
    const wrong = accepted.flatMap(({ file }) => {
      const [project = '', ...path] = file.split('/');
      const host = new FileSystemHost(new URL(`corpus/${project}`, SHARED).pathname);
      const { problems } = buildPipeline(compose(host, path.join('/')));
      const own = problems.filter(({ rule }) => RULES.includes(rule));
      return own.map(({ kind, place }) => `${file}: ${kind} ${textAt(place)}`);
    });
    expect(wrong).toEqual([]);
    expect(accepted.length).toBeGreaterThan(50);
  });
});
