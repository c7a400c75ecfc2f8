/** All reports of one run, of a project with real rules and findings in several files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { FORMAT_NAMES } from '../../src/report/formats.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { validateReport, validateSarif } from '../report/schemas.ts';
import { call } from './command-line.ts';

const DEMO = fileURLToPath(new URL('../../fixtures/projects/demo', import.meta.url));

it('one run writes every report, and they tell the same', async () => {
  const folder = temporaryFolder({});
  const outputs = FORMAT_NAMES.flatMap((format) => ['--output', `${format}=${join(folder, format)}`]);
  const { status, stderr } = await call({ args: ['.', '--preset', 'strict', ...outputs], cwd: DEMO }, RULES);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });

  const texts = Object.fromEntries(FORMAT_NAMES.map((format) => [format, readFileSync(join(folder, format), 'utf8')]));
  const lines = (format: string): string[] => (texts[format] ?? '').trimEnd().split('\n');
  const json = JSON.parse(texts.json ?? '');
  const sarif = JSON.parse(texts.sarif ?? '');
  const issues = JSON.parse(texts.codequality ?? '');
  validateReport(json);
  validateSarif(sarif);
  expect(validateReport.errors ?? []).toEqual([]);
  expect(validateSarif.errors ?? []).toEqual([]);
  expect(XMLValidator.validate(texts.junit ?? '')).toBe(true);

  const rules = json.findings.map(({ rule }: { rule: string }) => rule);
  expect(new Set(rules).size).toBeGreaterThan(3);
  expect(sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(rules);
  expect(issues.map(({ check_name }: { check_name: string }) => check_name)).toEqual(rules);
  expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(rules.length);
  expect(lines('compact').flatMap((line) => /^\S+:\d+:\d+: \w+: ([\w-]+): /.exec(line)?.[1] ?? [])).toEqual(rules);
  expect(lines('agent').flatMap((line) => /^\S+:\d+:\d+-\S+ ([\w-]+) \w+ \w+ /.exec(line)?.[1] ?? [])).toEqual(rules);
  expect(lines('github').map((line) => /,title=([\w-]+)::/.exec(line)?.[1])).toEqual(rules);
  expect((texts.junit ?? '').match(/<failure /g)).toHaveLength(rules.length);
  for (const rule of rules) expect(texts.pretty).toContain(`[${rule}]`);
});

it('SARIF tells the way from the login to the push', async () => {
  const { stdout } = await call({ args: ['.', '--format', 'sarif'], cwd: DEMO }, RULES);
  const [{ results }] = JSON.parse(stdout).runs;
  const flows = results.flatMap(
    ({ ruleId, codeFlows = [] }: { ruleId: string; codeFlows: { message: { text: string } }[] }) =>
      codeFlows.map(({ message }) => `${ruleId}: ${message.text}`),
  );
  expect(flows).toContain('push-own-project: How the text comes into the job');
  expect(flows).toContain('push-own-project: What the job runs');
});
