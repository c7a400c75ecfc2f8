/** What a baseline knows, and how it is kept up. */
import { expect, test } from 'vitest';
import { MemoryHost } from '../../src/host/memory.ts';
import { applyBaseline, type BaselineEntry, newBaseline } from '../../src/lint/baseline.ts';
import type { LintResult } from '../../src/lint/finding.ts';
import { lintRoot } from '../../src/lint/lint.ts';
import { loginRule } from './rules.ts';

const PATH = '.gitlab-ci.yml';
const TWO = 'a:\n  script: docker login\nb:\n  script: docker login x\n';

function lint(text: string, others: Readonly<Record<string, string>> = {}): LintResult {
  return lintRoot(new MemoryHost({ [PATH]: text, ...others }), PATH, [loginRule]);
}

const everything = (): boolean => true;
const nothing = (): boolean => false;

function entry(file: string, fingerprint: string): BaselineEntry {
  return { file, rule: 'test-login', message: 'Known.', fingerprint };
}

const known = newBaseline(lint(TWO), [], everything);

test('what it knows is not shown, and counted', () => {
  const { result, stale } = applyBaseline(lint(TWO), known, everything);
  expect(result.findings).toEqual([]);
  expect(result.summary).toMatchObject({ error: 0, baselined: 2 });
  expect(stale).toEqual([]);
});

test.each([
  ['lines above', `# one\n# two\n\n${TWO}`],
  ['jobs in another order', 'b:\n  script: docker login x\na:\n  script: docker login\n'],
])('%s make nothing new', (_name, text) => {
  expect(applyBaseline(lint(text), known, everything).result.findings).toEqual([]);
});

test('what is new is shown', () => {
  const { result } = applyBaseline(lint(`${TWO}c:\n  script: docker login y z\n`), known, everything);
  expect(result.findings.map(({ jobs }) => jobs)).toEqual([['c']]);
  expect(result.summary).toMatchObject({ error: 1, baselined: 2 });
});

test('what is found no more is stale, unless its file was not read', () => {
  const there = entry('ci/other.yml', '1');
  const entries = [...known, there];
  const stale = (exists: () => boolean) => applyBaseline(lint('a:\n  script: docker login\n'), entries, exists).stale;
  expect(stale(everything)).toHaveLength(1);
  expect(stale(nothing)).toContain(there);
});

test('what a comment holds back stays known', () => {
  const text = TWO.replace('docker login x', 'docker login x # pipelint-disable-line');
  expect(applyBaseline(lint(text), known, everything).stale).toEqual([]);
});

test('written again it forgets what is gone, keeps what was not read, and is sorted', () => {
  const elsewhere = entry('ci/other.yml', '1');
  const gone = entry(PATH, '2');
  const next = newBaseline(lint(TWO), [elsewhere, gone], everything);
  expect(next).toEqual([...known, elsewhere]);
  expect(newBaseline(lint(TWO), next, everything)).toEqual(next);
  expect(newBaseline(lint(TWO), next.toReversed(), everything)).toEqual(next);
});
