import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES } from '../../src/report/formats.ts';
import { ABOUT_FILE, EVIL, NAMES, PUSH, report, type SAMPLES, TOKEN } from './machine-samples.ts';
import { CONTEXT, result } from './samples.ts';
import { REPORT_SCHEMA, validateCodeQuality, validateReport, validateSarif } from './schemas.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a test reads back has no type
type Json = any;

describe.each(FORMAT_NAMES)('%s', (format) => {
  it.each(NAMES)('is one text that ends with a line break, or nothing: %s', async (sample) => {
    const text = await report(format, sample);
    if (format !== 'github') expect(text).not.toBe('');
    if (text !== '') expect(text).toMatch(/[^\n]\n$/);
  });

  it('neither shows unsafe characters nor secrets', async () => {
    const text = await report(format, 'evil');
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u);
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain(encodeURIComponent(TOKEN));
    expect(text).toContain('glpat-****');
  });

  it('says the same of the same', async () => {
    expect(await report(format, 'findings')).toBe(await report(format, 'findings'));
  });
});

describe('json', () => {
  it.each(NAMES)('is valid against the schema that is shipped: %s', async (sample) => {
    validateReport(JSON.parse(await report('json', sample)));
    expect(validateReport.errors ?? []).toEqual([]);
  });

  it.each(NAMES)('has no key that the schema does not know: %s', async (sample) => {
    const known = new Set(keysOf(REPORT_SCHEMA));
    expect(keysOf(JSON.parse(await report('json', sample))).filter((key) => !known.has(key))).toEqual([]);
  });

  it.each([
    ['a position', (read: Json) => Object.assign(read.findings[0].start, { line: 0 })],
    ['a severity', (read: Json) => Object.assign(read.findings[0], { severity: 'fatal' })],
    ['a count', (read: Json) => Object.assign(read.summary, { files: -1 })],
    ['a missing key', (read: Json) => delete read.findings[0].fingerprint],
  ])('can be invalid by %s', async (_, spoil) => {
    const read = JSON.parse(await report('json', 'findings'));
    spoil(read);
    expect(validateReport(read)).toBe(false);
  });

  it('has the changes that can be made, without one that would give a secret away', async () => {
    const [read] = JSON.parse(await report('json', 'fixable')).findings;
    expect(read.fixes).toEqual([
      {
        title: 'Name the registry',
        safety: 'safe',
        edits: [
          { file: '.gitlab-ci.yml', start: { line: 1, column: 1 }, end: { line: 1, column: 1 }, text: '# "a"\n' },
          { file: 'ci/docker.yml', start: { line: 4, column: 7 }, end: { line: 4, column: 21 }, text: '' },
        ],
      },
      {
        title: 'Log in with podman',
        safety: 'unsafe',
        edits: [
          { file: '.gitlab-ci.yml', start: { line: 1, column: 10 }, end: { line: 1, column: 23 }, text: 'x\u202e' },
        ],
      },
    ]);
  });

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

  it('tells what comments hold back, and why', async () => {
    const { findings, suppressed } = JSON.parse(await report('json', 'suppressed'));
    expect(findings).toHaveLength(1);
    expect(suppressed).toEqual([
      expect.objectContaining({
        rule: 'registry-login-required',
        file: 'ci/docker.yml',
        suppression: { reason: 'The runner is logged in.', file: 'ci/docker.yml', start: { line: 2, column: 3 } },
      }),
      expect.objectContaining({
        suppression: { reason: null, file: '.gitlab-ci.yml', start: { line: 1, column: 10 } },
      }),
    ]);
  });

  it('gives names back as they are, and shows what messages hide', async () => {
    const [read] = JSON.parse(await report('json', 'evil')).findings;
    const masked = EVIL.replace(TOKEN, `glpat-${'*'.repeat(20)}`);
    expect(read.job).toBe(masked);
    expect(read.file).toBe(`a b/${masked}/x.yml`);
    expect(read.message).toBe(`\\u{1b}[2J\\u{202e}\\u{2028}"\\ glpat-${'*'.repeat(20)}`);
  });
});

/** Every key of every object in a value. */
function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(keysOf)];
}

describe('sarif', () => {
  it.each(NAMES)('is valid against the 2.1.0 schema: %s', async (sample) => {
    validateSarif(JSON.parse(await report('sarif', sample)));
    expect(validateSarif.errors ?? []).toEqual([]);
  });

  it('can be invalid', () => {
    expect(validateSarif({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
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

  it('tells the way of the text into the job, and the way from the login to the push', async () => {
    const [{ codeFlows }, second] = JSON.parse(await report('sarif', 'findings')).runs[0].results;
    const told = codeFlows.map(({ message, threadFlows: [flow] }: Json) => [
      message.text,
      ...flow.locations.map(({ location }: Json) => {
        const { artifactLocation, region } = location.physicalLocation;
        return `${artifactLocation.uri}:${region.startLine} ${location.message.text}`;
      }),
    ]);
    expect(told).toEqual([
      [
        'How the text comes into the job',
        '.gitlab-ci.yml:8 extended as `.docker`',
        'ci/docker.yml:6 what takes effect in the job',
      ],
      ['What the job runs', '.gitlab-ci.yml:5 The login is here.', `ci/docker.yml:6 ${PUSH.message}`],
    ]);
    expect(second).not.toHaveProperty('codeFlows');
  });

  it('has the changes that can be made, without one that would give a secret away', async () => {
    const [{ fixes }] = JSON.parse(await report('sarif', 'fixable')).runs[0].results;
    expect(fixes.map(({ description }: Json) => description.text)).toEqual(['Name the registry', 'Log in with podman']);
    expect(fixes[0].artifactChanges).toEqual([
      {
        artifactLocation: { uri: '.gitlab-ci.yml', uriBaseId: '%SRCROOT%' },
        replacements: [
          {
            deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
            insertedContent: { text: '# "a"\n' },
          },
        ],
      },
      {
        artifactLocation: { uri: 'ci/docker.yml', uriBaseId: '%SRCROOT%' },
        replacements: [
          {
            deletedRegion: { startLine: 4, startColumn: 7, endLine: 4, endColumn: 21 },
            insertedContent: { text: '' },
          },
        ],
      },
    ]);
  });

  it('tells what comments hold back, and of the others that nothing does', async () => {
    const { results } = JSON.parse(await report('sarif', 'suppressed')).runs[0];
    expect(results.map(({ suppressions }: Json) => suppressions)).toEqual([
      [],
      [
        {
          kind: 'inSource',
          status: 'accepted',
          justification: 'The runner is logged in.',
          location: expect.objectContaining({ physicalLocation: expect.anything() }),
        },
      ],
      [expect.not.objectContaining({ justification: expect.anything() })],
    ]);
    const [other] = JSON.parse(await report('sarif', 'findings')).runs[0].results;
    expect(other).not.toHaveProperty('suppressions');
  });

  it('says nothing of the machine it was made on', async () => {
    const text = await report('sarif', 'findings');
    for (const key of ['commandLine', 'workingDirectory', 'startTimeUtc', 'machine', 'account']) {
      expect(text).not.toContain(`"${key}"`);
    }
    expect(JSON.parse(text).runs[0].originalUriBaseIds['%SRCROOT%']).not.toHaveProperty('uri');
  });

  it('describes the rules', async () => {
    const [run] = JSON.parse(await report('sarif', 'nothing')).runs;
    expect(run.tool.driver).toMatchObject({ name: 'pipelint', version: '1.2.3', semanticVersion: '1.2.3' });
    const [rule, ...notices] = run.tool.driver.rules;
    expect(rule).toEqual(
      expect.objectContaining({
        id: 'registry-login-required',
        shortDescription: { text: 'A push needs a login before it.' },
        helpUri: 'https://unpkg.com/pipelint/docs/rules/registry-login-required.md',
        defaultConfiguration: { level: 'error', enabled: true },
        properties: { tags: ['login'], 'problem.severity': 'error' },
        fullDescription: { text: 'A push needs a login before it. Prevents `denied: access forbidden`.' },
      }),
    );
    expect(notices.map(({ id }: { id: string }) => id)).toEqual([
      'unknown-suppression',
      'unused-suppression',
      'suppression-without-reason',
    ]);
    expect(run.tool.driver.rules[0].help.markdown).toMatchInlineSnapshot(`
      "A push needs a login before it.

      **What it finds**

      - The job pushes to \`…\` but never logs in.

      **What the job's log would show**

      - \`denied: access forbidden\`

      **What to do**

      - Run \`docker login\` before the push.

      [Documentation](https://unpkg.com/pipelint/docs/rules/registry-login-required.md)"
    `);
  });

  it.each([
    [0, true],
    [1, true],
    [2, false],
    [3, false],
  ] as const)('knows how a run with exit code %i ended', async (exitCode, executionSuccessful) => {
    const { sarif } = await import('../../src/report/sarif/sarif.ts');
    const [run] = JSON.parse(sarif(result({}), { ...CONTEXT, exitCode })).runs;
    expect(run.invocations[0]).toMatchObject({ exitCode, executionSuccessful });
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
    const [{ locations: ofUnresolved }] = run.invocations[0].toolExecutionNotifications;
    expect(ofUnresolved[0].physicalLocation.artifactLocation.uri).toBe('.gitlab-ci.yml');
  });

  it('writes paths as URIs', async () => {
    const [run] = JSON.parse(await report('sarif', 'evil')).runs;
    const { uri } = run.results[0].locations[0].physicalLocation.artifactLocation;
    expect(uri).toMatch(/^a%20b\/%1B%5B2J/);
  });
});

describe('codequality', () => {
  it.each(NAMES)('has the fields that GitLab documents, and no others: %s', async (sample) => {
    validateCodeQuality(JSON.parse(await report('codequality', sample)));
    expect(validateCodeQuality.errors ?? []).toEqual([]);
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
