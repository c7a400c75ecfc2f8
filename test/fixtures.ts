/**
 * The fixtures of the rules: `fixtures/rules/<rule>/{bad,ok}.<case>/`, each folder a small repository. Its root file is
 * `.gitlab-ci.yml`, or what a file `root` names; `facts.json` says what is known of the project, `options.json` what the rule is told; `expected.json` of a bad
 * one lists what the rule of the folder finds there, one entry a line.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSystemHost } from '../src/host/file-system.ts';
import { analyse } from '../src/lint/analyse.ts';
import type { Finding, LintResult } from '../src/lint/finding.ts';
import { lintSource } from '../src/lint/lint.ts';
import { DEFAULT_OPTIONS } from '../src/lint/options.ts';
import type { SourceCode } from '../src/pipeline/source-code.ts';
import type { ProjectFacts } from '../src/registry/project.ts';
import type { Rule } from '../src/rule.ts';
import { type Place, SourceFile } from '../src/source/source-file.ts';

export const FIXTURES = join(import.meta.dirname, '../fixtures/rules');

export interface Fixture {
  readonly rule: string;
  readonly kind: 'bad' | 'ok';
  /** `login-server/bad.no-server` */
  readonly name: string;
  readonly folder: string;
  /** The root file, relative to the folder. */
  readonly root: string;
  readonly facts: ProjectFacts;
  readonly options: readonly unknown[];
}

/** A line of `expected.json`. What is optional is compared where it is stated. */
export interface Expectation {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly messageId: string;
  readonly severity?: string;
  readonly confidence?: string;
}

/** Every fixture. Throws for a folder that is named otherwise than the harness understands. */
export function loadFixtures(): Fixture[] {
  return foldersIn(FIXTURES).flatMap((rule) => foldersIn(join(FIXTURES, rule)).map((name) => loadFixture(rule, name)));
}

function loadFixture(rule: string, name: string): Fixture {
  const folder = join(FIXTURES, rule, name);
  const kind = /^(bad|ok)\.[a-z0-9][a-z0-9-]*$/.exec(name)?.[1];
  if (kind !== 'bad' && kind !== 'ok') throw new Error(`${folder} is named neither bad.<case> nor ok.<case>`);
  const root = textOf(join(folder, 'root'))?.trim() ?? '.gitlab-ci.yml';
  const facts = JSON.parse(textOf(join(folder, 'facts.json')) ?? '{}') as ProjectFacts;
  const options = JSON.parse(textOf(join(folder, 'options.json')) ?? '[]') as readonly unknown[];
  return { rule, kind, name: `${rule}/${name}`, folder, root, facts, options };
}

/** A fixture as pipelint's own runner sees it, findings of low confidence too. */
export function runFixture(fixture: Fixture, rules: readonly Rule[]): { source: SourceCode; result: LintResult } {
  const source = analyse(new FileSystemHost(fixture.folder), fixture.root, fixture.facts);
  const ruleOptions = new Map([[fixture.rule, fixture.options]]);
  const options = { ...DEFAULT_OPTIONS, preset: 'strict', minConfidence: 'low', ruleOptions } as const;
  return { source, result: lintSource(source, rules, options) };
}

export function expectationsOf(fixture: Fixture): readonly Expectation[] {
  const text = textOf(join(fixture.folder, 'expected.json'));
  return text === undefined ? [] : (JSON.parse(text) as Expectation[]);
}

/** Writes what was found as what is expected, for a person to review. */
export function writeExpectations(fixture: Fixture, findings: readonly Finding[], rule: Rule): void {
  const lines = findings.map((finding) => `  ${JSON.stringify(expectationOf(finding, fixture, rule))}`);
  writeFileSync(join(fixture.folder, 'expected.json'), `[\n${lines.join(',\n')}\n]\n`);
}

/** A finding as an entry of `expected.json`, with what it says beyond the rule's own defaults. */
function expectationOf({ place, messageId, severity, confidence }: Finding, fixture: Fixture, rule: Rule): Expectation {
  return {
    ...(place.file.path !== fixture.root && { file: place.file.path }),
    ...positionsOf(place),
    messageId,
    ...(severity !== rule.meta.docs.severity && { severity }),
    ...(confidence !== 'high' && { confidence }),
  };
}

/** 1-based positions as ESLint and `expected.json` name them. */
export function positionsOf({ file, range }: Place): Pick<Expectation, 'line' | 'column' | 'endLine' | 'endColumn'> {
  const start = file.position(range[0]);
  const end = file.position(range[1]);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Expectations as lines that a person can compare: where, what, and the words under it. */
export function showExpectations(fixture: Fixture, expectations: readonly Expectation[]): string[] {
  return expectations.map((expectation) => show(fixture, expectation));
}

/** Findings in the same form. `stated`: what is expected at the same index; severity and confidence are shown if stated there. */
export function showFindings(fixture: Fixture, findings: readonly Finding[], stated: readonly Expectation[]): string[] {
  return findings.map(({ place, messageId, severity, confidence }, index) =>
    show(fixture, {
      file: place.file.path,
      ...positionsOf(place),
      messageId,
      ...(stated[index]?.severity !== undefined && { severity }),
      ...(stated[index]?.confidence !== undefined && { confidence }),
    }),
  );
}

function show(fixture: Fixture, { severity, confidence, messageId, ...where }: Expectation): string {
  const { file = fixture.root, line, column, endLine, endColumn } = where;
  const source = new SourceFile(file, textOf(join(fixture.folder, file)) ?? '');
  const at = (line: number, column: number): number => (source.lineStarts[line - 1] ?? 0) + column - 1;
  const words = source.text.slice(at(line, column), at(endLine, endColumn));
  const qualities = [severity, confidence].filter((quality) => quality !== undefined).join(' ');
  return `${file}:${line}:${column}-${endLine}:${endColumn} ${messageId} ${qualities} ${JSON.stringify(words)}`;
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
