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

interface TestCase {
  readonly name: string;
  /** Path of the file, its suite. */
  readonly file: string;
  readonly line?: number;
  /** None: it passes. */
  readonly outcome?: Outcome;
}

interface Outcome {
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
    ...openIncludes(result).map((include) => unresolvedCase(include, context)),
    ...internalErrors.map(faultCase),
  ];
  const clean = files.filter((file) => !told.some((each) => each.file === file));
  const cases = numbered([...told, ...clean.map((file) => ({ file, name: 'no findings' }))]);
  const suites = [...new Set(cases.map(({ file }) => file))];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: 'pipelint', ...counts(cases) }),
    ...suites.flatMap((file) => {
      const ofFile = cases.filter((each) => each.file === file);
      return [
        `  ${element('testsuite', { name: file, ...counts(ofFile) })}`,
        ...ofFile.map(testCase),
        '  </testsuite>',
      ];
    }),
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
    ...fileAndLine(place, context),
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
    ...fileAndLine(place, context),
    outcome: { element: 'skipped', message, text },
  };
}

function faultCase({ rule, file, message }: InternalError): TestCase {
  return { name: `${rule ?? 'pipelint'} itself`, file, outcome: { element: 'error', message, text: message } };
}

function fileAndLine({ file, range }: Place, context: ReportContext): Pick<TestCase, 'file' | 'line'> {
  return { file: context.pathOf(file), line: file.position(range[0]).line };
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

function testCase({ name, file, line, outcome }: TestCase): string {
  const place = line === undefined ? file : `${file}#L${line}`;
  const start = element('testcase', { name, classname: file, file: place });
  if (!outcome) return `    ${start}</testcase>`;
  const { element: tag, type, message, text } = outcome;
  const attributes = { ...(type === undefined ? {} : { type }), message };
  return `    ${start}${element(tag, attributes)}${escapeXml(safeProse(text))}</${tag}></testcase>`;
}

/** The start of an element. */
function element(name: string, attributes: Readonly<Record<string, string | number>>): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(safeLine(String(value)))}"`);
  return `<${name}${list.join('')}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
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
