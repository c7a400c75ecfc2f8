/**
 * JUnit XML for `artifacts:reports:junit` and other readers of test results: a suite for each file, a failed test case for each
 * finding, a skipped one for each include that could not be read.
 *
 * GitLab knows a test case of one pipeline again in the next by the names of suite, class and case
 * (`Gitlab::Ci::Reports::TestCase`), and drops the second of two equal ones; so names hold no lines and are numbered. It shows
 * the text of `failure`, not its attributes, and follows `file` to the line after `#L`.
 */
import type { Finding, InternalError, LintResult, UnresolvedInclude } from '../lint/finding.ts';
import type { Place } from '../source/source-file.ts';
import { inJobs } from './phrases.ts';
import { isOpenInclude, openIncludes, placeInRepository, placeName, type ReportContext } from './report.ts';
import { safeLine, safeProse } from './safe-text.ts';

export interface TestCase {
  readonly name: string;
  /** Path of the file, its suite. */
  readonly file: string;
  /** The file, with the line after `#L` where there is one. */
  readonly place: string;
  /** None: it passes. */
  readonly outcome?: Outcome;
}

export interface Outcome {
  readonly element: 'failure' | 'error' | 'skipped';
  /** The severity of a failure. */
  readonly type?: string;
  readonly message: string;
  readonly text: string;
}

export function junit(result: LintResult, context: ReportContext): string {
  const { internalErrors, files } = result;
  const findings = result.findings.filter((finding) => !isOpenInclude(finding));
  const told = [
    ...findings.map((finding) => findingCase(finding, context)),
    ...openIncludes(result, context).map((include) => unresolvedCase(include, context)),
    ...internalErrors.map(faultCase),
  ];
  const filesTold = new Set(told.map(({ file }) => file));
  const clean = files.filter((file) => !filesTold.has(file));
  const passed = clean.map((file) => ({ file, place: file, name: 'no findings' }));
  return testSuites(numbered([...told, ...passed].map(safeCase)));
}

/** The whole file; suites are in the order of their first cases. */
export function testSuites(cases: readonly TestCase[]): string {
  const suites = new Map<string, TestCase[]>();
  for (const each of cases) {
    const suite = suites.get(each.file) ?? [];
    suites.set(each.file, suite);
    suite.push(each);
  }
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: 'pipelint', ...counts(cases) }),
    ...[...suites].flatMap(([file, ofFile]) => [
      `  ${element('testsuite', { name: file, ...counts(ofFile) })}`,
      ...ofFile.map(testCase),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function findingCase(finding: Finding, context: ReportContext): TestCase {
  const { rule, severity, message, help, docs, jobs } = finding;
  const place = placeInRepository(finding);
  const text = [`${placeName(place, context)}: ${severity}`, message, help, docs]
    .filter((part) => part !== '')
    .join('\n');
  return {
    name: `${rule}${inJobs(jobs)}`,
    ...fileAndPlace(place, context),
    outcome: { element: 'failure', type: severity, message, text },
  };
}

function unresolvedCase(include: UnresolvedInclude, context: ReportContext): TestCase {
  const { target, reason } = include;
  const place = placeInRepository(include);
  const message = `${target} ${reason}: what only it defines is unknown.`;
  const text = `${placeName(place, context)}: ${message}`;
  return {
    name: `include of ${target}`,
    ...fileAndPlace(place, context),
    outcome: { element: 'skipped', message, text },
  };
}

function faultCase({ rule, file, message }: InternalError): TestCase {
  const outcome = { element: 'error', message, text: message } as const;
  return { name: `${rule ?? 'pipelint'} itself`, file, place: file, outcome };
}

function fileAndPlace({ file, range }: Place, context: ReportContext): Pick<TestCase, 'file' | 'place'> {
  const path = context.pathOf(file);
  return { file: path, place: `${path}#L${file.position(range[0]).line}` };
}

function safeCase({ name, file, place, outcome }: TestCase): TestCase {
  return {
    name: safeLine(name),
    file: safeLine(file),
    place: safeLine(place),
    ...(outcome && { outcome: { ...outcome, message: safeLine(outcome.message), text: safeProse(outcome.text) } }),
  };
}

/** The second of equal names in a file becomes `name (2)`. */
function numbered(cases: readonly TestCase[]): TestCase[] {
  const seen = new Map<string, number>();
  return cases.map((each) => {
    const key = JSON.stringify([each.file, each.name]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? each : { ...each, name: `${each.name} (${count})` };
  });
}

function counts(cases: readonly TestCase[]): Readonly<Record<string, number>> {
  const count = (kind: Outcome['element']) => cases.filter(({ outcome }) => outcome?.element === kind).length;
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function testCase({ name, file, place, outcome }: TestCase): string {
  const start = element('testcase', { name, classname: file, file: place });
  if (!outcome) return `    ${start}</testcase>`;
  const { element: tag, type, message, text } = outcome;
  const attributes = { ...(type === undefined ? {} : { type }), message };
  return `    ${start}${element(tag, attributes)}${escapeXml(text)}</${tag}></testcase>`;
}

/** The start of an element. */
function element(name: string, attributes: Readonly<Record<string, string | number>>): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return `<${name}${list.join('')}>`;
}

/** What stands for a character in XML. */
export const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Two characters that are no control characters cannot stand in XML 1.0 in any spelling. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character).replace(/[\ufffe\uffff]/g, '\ufffd');
}
