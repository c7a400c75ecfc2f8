import { readFileSync } from 'node:fs';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES, FORMATS } from '../../src/report/formats.ts';
import type { Report } from '../../src/report/report.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { CONTEXT, finding, INCLUDED_FILE, placeOf, ROOT_FILE, result, SAMPLE_RULE } from './samples.ts';

const TOKEN = `glpat-${'x'.repeat(20)}`;
const EVIL = `\u001b[2J\u202e\u2028"\\ ${TOKEN}`;

const INCLUDE = placeOf(ROOT_FILE, 'ci/docker.yml');
const PUSH = finding(placeOf(INCLUDED_FILE, 'docker push "$CI_REGISTRY_IMAGE:cache"'), {
  jobs: ['build', 'test'],
  keyPath: 'build.after_script[0]',
  trail: [{ kind: 'extends', name: '.docker', place: placeOf(ROOT_FILE, '.docker') }],
  related: [{ place: placeOf(ROOT_FILE, 'docker login'), message: 'The login is here.' }],
});
const ABOUT_FILE = finding(INCLUDE, {
  rule: 'some-other-rule',
  severity: 'info',
  confidence: 'medium',
  jobs: [],
  keyPath: '',
  help: '',
  fingerprint: 'e'.repeat(64),
});
const UNRESOLVED = {
  kind: 'project',
  target: 'acme/ci: /build.yml@main',
  reason: 'is in another project',
  place: INCLUDE,
  conditional: false,
} as const;

const FETCHED_FILE = new SourceFile('acme/ci@v2:/build.yml', 'include: other.yml\nbuild: {}\n', false);

const SAMPLES = {
  nothing: result({}),
  fetched: result({
    findings: [
      finding(placeOf(FETCHED_FILE, 'build'), {
        trail: [
          { kind: 'include', name: 'acme/ci: /build.yml@v2', place: INCLUDE },
          { kind: 'include', name: 'other.yml', place: placeOf(FETCHED_FILE, 'other.yml') },
        ],
        related: [{ place: placeOf(FETCHED_FILE, 'include'), message: 'The login is here.' }],
      }),
    ],
    unresolved: [{ ...UNRESOLVED, place: placeOf(FETCHED_FILE, 'other.yml') }],
  }),
  findings: result({ findings: [PUSH, ABOUT_FILE], unresolved: [UNRESOLVED] }, { files: 2, belowConfidence: 4 }),
  fault: result({
    internalErrors: [{ rule: 'x', file: 'a.yml', message: 'The rule x on a.yml failed: oops', stack: 'at y' }],
  }),
  evil: result({
    findings: [
      finding(new SourceFile(`a b/${EVIL}/x.yml`, 'key: value\n').place(0, 3), {
        message: EVIL,
        help: EVIL,
        jobs: [EVIL],
        keyPath: EVIL,
        related: [{ place: INCLUDE, message: EVIL }],
        trail: [{ kind: 'extends', name: EVIL, place: INCLUDE }],
      }),
    ],
    unresolved: [{ ...UNRESOLVED, target: EVIL, reason: EVIL }],
    internalErrors: [{ rule: undefined, file: EVIL, message: EVIL, stack: EVIL }],
  }),
};
const NAMES = Object.keys(SAMPLES) as (keyof typeof SAMPLES)[];

async function report(format: keyof typeof FORMATS, sample: keyof typeof SAMPLES): Promise<string> {
  const write: Report = await FORMATS[format]();
  return write(SAMPLES[sample], CONTEXT);
}

describe.each(FORMAT_NAMES)('%s', (format) => {
  it.each(NAMES)('is one text that ends with a line break: %s', async (sample) => {
    expect(await report(format, sample)).toMatch(/[^\n]\n$/);
  });

  it('neither shows unsafe characters nor secrets', async () => {
    const text = await report(format, 'evil');
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u);
    expect(text).not.toContain(TOKEN);
    expect(text).toContain('glpat-****');
  });
});

describe('json', () => {
  it('has the documented shape', async () => {
    expect(JSON.parse(await report('json', 'findings'))).toEqual({
      version: 1,
      findings: [
        {
          rule: 'registry-login-required',
          severity: 'error',
          confidence: 'high',
          message: PUSH.message,
          help: PUSH.help,
          file: 'ci/docker.yml',
          start: { line: 6, column: 7 },
          end: { line: 6, column: 45 },
          job: 'build',
          jobs: ['build', 'test'],
          keyPath: 'build.after_script[0]',
          related: [
            {
              file: '.gitlab-ci.yml',
              start: { line: 5, column: 7 },
              end: { line: 5, column: 19 },
              message: 'The login is here.',
            },
          ],
          fixes: [],
          fingerprint: 'f'.repeat(64),
          docs: PUSH.docs,
        },
        expect.objectContaining({ rule: 'some-other-rule', severity: 'info', job: null, jobs: [], keyPath: '' }),
      ],
      unresolved: [
        {
          kind: 'project',
          target: 'acme/ci: /build.yml@main',
          file: '.gitlab-ci.yml',
          start: { line: 1, column: 10 },
          reason: 'is in another project',
        },
      ],
      suppressed: [],
      summary: {
        error: 1,
        warning: 0,
        info: 1,
        suppressed: 0,
        baselined: 0,
        belowConfidence: 4,
        files: 2,
        jobs: 1,
      },
    });
  });

  it('gives names back as they are, and shows what messages hide', async () => {
    const [read] = JSON.parse(await report('json', 'evil')).findings;
    const masked = EVIL.replace(TOKEN, `glpat-${'*'.repeat(20)}`);
    expect(read.job).toBe(masked);
    expect(read.file).toBe(`a b/${masked}/x.yml`);
    expect(read.message).toBe(`\\u{1b}[2J\\u{202e}\\u{2028}"\\ glpat-${'*'.repeat(20)}`);
  });
});

describe('sarif', () => {
  // The schema is draft 4, whose `id` later drafts write `$id`; it has patterns that are none in Unicode mode.
  const { id: _id, $schema: _dialect, ...schema } = sarifSchema;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);

  it.each(NAMES)('is valid against the 2.1.0 schema: %s', async (sample) => {
    validate(JSON.parse(await report('sarif', sample)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('can be invalid', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  });

  it('tells what is known of a finding', async () => {
    const [run] = JSON.parse(await report('sarif', 'findings')).runs;
    const [first, second] = run.results;
    expect(first).toMatchObject({
      ruleId: 'registry-login-required',
      ruleIndex: 0,
      level: 'error',
      message: { text: `${PUSH.message}\n${PUSH.help}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'ci/docker.yml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 6, startColumn: 7, endLine: 6, endColumn: 45 },
          },
          logicalLocations: [
            { name: 'build', kind: 'object' },
            { name: 'test', kind: 'object' },
            { fullyQualifiedName: 'build.after_script[0]', kind: 'property' },
          ],
        },
      ],
      partialFingerprints: { 'pipelint/v1': 'f'.repeat(64) },
      properties: { confidence: 'high' },
    });
    expect(first.relatedLocations.map((each: { message: { text: string } }) => each.message.text)).toEqual([
      'The login is here.',
      'extended as `.docker`',
    ]);
    expect(second).toMatchObject({ ruleId: 'some-other-rule', level: 'note', message: { text: ABOUT_FILE.message } });
    expect(second).not.toHaveProperty('ruleIndex');
  });

  it('describes the rules', async () => {
    const [run] = JSON.parse(await report('sarif', 'nothing')).runs;
    expect(run.tool.driver).toMatchObject({ name: 'pipelint', semanticVersion: '1.2.3' });
    expect(run.tool.driver.rules).toEqual([
      expect.objectContaining({
        id: 'registry-login-required',
        shortDescription: { text: 'A push needs a login before it.' },
        helpUri: 'https://unpkg.com/pipelint/docs/rules/registry-login-required.md',
        defaultConfiguration: { level: 'error', enabled: true },
        properties: { tags: ['login'] },
      }),
    ]);
    expect(run.tool.driver.rules[0].fullDescription.text).toContain(SAMPLE_RULE.meta.messages.neverLoggedIn);
    expect(run.tool.driver.rules[0].help.markdown).toContain('denied: access forbidden');
  });

  it('says whether the run succeeded, and what it could not read', async () => {
    const invocation = async (sample: keyof typeof SAMPLES) =>
      JSON.parse(await report('sarif', sample)).runs[0].invocations[0];
    expect(await invocation('nothing')).toEqual({ executionSuccessful: true, toolExecutionNotifications: [] });
    expect(await invocation('findings')).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [{ descriptor: { id: 'unresolved-include' }, level: 'note' }],
    });
    expect(await invocation('fault')).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ descriptor: { id: 'internal-error' }, level: 'error' }],
    });
  });

  it('points at the include for text from another project', async () => {
    const [run] = JSON.parse(await report('sarif', 'fetched')).runs;
    const [{ locations, relatedLocations }] = run.results;
    expect(locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: '.gitlab-ci.yml' },
      region: { startLine: 1, startColumn: 10 },
    });
    expect(relatedLocations).toHaveLength(1);
    expect(run.invocations[0].toolExecutionNotifications[0].locations).toEqual([]);
  });

  it('writes paths as URIs', async () => {
    const [run] = JSON.parse(await report('sarif', 'evil')).runs;
    const { uri } = run.results[0].locations[0].physicalLocation.artifactLocation;
    expect(uri).toMatch(/^a%20b\/%1B%5B2J/);
  });
});

describe('codequality', () => {
  const validate = new Ajv({ allErrors: true }).compile(
    JSON.parse(readFileSync(new URL('codequality.schema.json', import.meta.url), 'utf8')),
  );

  it.each(NAMES)('has the fields that GitLab documents, and no others: %s', async (sample) => {
    validate(JSON.parse(await report('codequality', sample)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('says what GitLab shows', async () => {
    expect(JSON.parse(await report('codequality', 'findings'))).toEqual([
      {
        description: `registry-login-required: ${PUSH.message}`,
        check_name: 'registry-login-required',
        fingerprint: 'f'.repeat(64),
        severity: 'critical',
        location: { path: 'ci/docker.yml', lines: { begin: 6 } },
      },
      {
        description: `some-other-rule: ${ABOUT_FILE.message}`,
        check_name: 'some-other-rule',
        fingerprint: 'e'.repeat(64),
        severity: 'info',
        location: { path: '.gitlab-ci.yml', lines: { begin: 1 } },
      },
    ]);
  });

  it('points at the include for text from another project', async () => {
    const [issue] = JSON.parse(await report('codequality', 'fetched'));
    expect(issue.location).toEqual({ path: '.gitlab-ci.yml', lines: { begin: 1 } });
  });
});
