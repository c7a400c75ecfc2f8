/** Brings the results of pipelines together: those of one repository into one, those of several beside each other. */
import { relative, sep } from 'node:path';
import type { Finding, LintResult, Summary } from '../lint/finding.ts';
import { faultIn } from '../lint/internal-error.ts';
import { mergeResults } from '../lint/lint.ts';
import { byPath } from '../report/order.ts';
import { placeInRepository } from '../report/report.ts';
import { sha256Of } from '../source/cryptography.ts';
import type { SourceFile } from '../source/source-file.ts';

/** The pipelines of one repository. */
export interface Linted {
  readonly root: string;
  readonly results: readonly LintResult[];
}

export interface Joined {
  readonly result: LintResult;
  /** The folder that the paths count from. */
  readonly base: string;
  /** A file's path in its repository; with several repositories, the way there from the working folder comes first. */
  readonly pathOf: (file: SourceFile) => string;
}

/** @param isFleet whether the pipelines that are named are of several repositories, even where only one is here */
export function joinRepositories(repositories: readonly Linted[], cwd: string, isFleet: boolean): Joined {
  const merged = repositories.map(({ root, results }) => ({ root, result: mergeResults(results) }));
  const [only] = merged;
  if (only && !isFleet) {
    const pathOf = (file: SourceFile): string => file.path;
    return { result: inReportOrder(only.result, pathOf), base: only.root, pathOf };
  }
  const prefixes = new Map<SourceFile, string>();
  const results = merged.map(({ root, result }) => {
    const way = relative(cwd, root).split(sep).join('/');
    const prefix = way === '' ? '' : `${way}/`;
    for (const file of filesOf(result)) prefixes.set(file, prefix);
    return {
      ...result,
      findings: result.findings.map((finding) => withPrefix(finding, prefix)),
      suppressed: result.suppressed.map((finding) => withPrefix(finding, prefix)),
      files: result.files.map((path) => prefix + path),
      parts: result.parts.map((path) => prefix + path),
      internalErrors: result.internalErrors.map((fault) => faultIn(prefix + fault.file, fault)),
    };
  });
  const pathOf = (file: SourceFile): string => `${prefixes.get(file) ?? ''}${file.path}`;
  return { result: inReportOrder(concat(results), pathOf), base: cwd, pathOf };
}

function inReportOrder(result: LintResult, pathOf: Joined['pathOf']): LintResult {
  const shownPath = (told: Pick<Finding, 'place' | 'trail'>): string => pathOf(placeInRepository(told).file);
  return {
    ...result,
    findings: byPath(result.findings, shownPath),
    suppressed: byPath(result.suppressed, shownPath),
    unresolved: byPath(result.unresolved, shownPath),
    files: result.files.toSorted(),
    parts: result.parts.toSorted(),
    internalErrors: byPath(result.internalErrors, ({ file }) => file),
  };
}

/** Copies of one pipeline in two repositories have equal fingerprints; where the repository stands tells them apart. */
function withPrefix<Told extends Finding>(finding: Told, prefix: string): Told {
  const fingerprint = sha256Of(`${prefix}\n${finding.fingerprint}`);
  return { ...finding, fingerprint };
}

/** The files that a report may name. */
function filesOf({ findings, suppressed, unresolved }: LintResult): SourceFile[] {
  const places = [...findings, ...suppressed].flatMap(({ place, related, trail, fixes }) => [
    place,
    ...[...related, ...trail, ...fixes.flatMap(({ edits }) => edits)].map((each) => each.place),
  ]);
  const others = [
    ...suppressed.map(({ suppression }) => suppression),
    ...unresolved,
    ...unresolved.flatMap(({ trail }) => trail),
  ];
  return [...places, ...others.map(({ place }) => place)].map(({ file }) => file);
}

function concat(results: readonly LintResult[]): LintResult {
  const total = (count: keyof Summary): number => results.reduce((sum, { summary }) => sum + summary[count], 0);
  return {
    findings: results.flatMap(({ findings }) => findings),
    suppressed: results.flatMap(({ suppressed }) => suppressed),
    unresolved: results.flatMap(({ unresolved }) => unresolved),
    files: results.flatMap(({ files }) => files),
    parts: results.flatMap(({ parts }) => parts),
    internalErrors: results.flatMap(({ internalErrors }) => internalErrors),
    summary: {
      error: total('error'),
      warning: total('warning'),
      info: total('info'),
      suppressed: total('suppressed'),
      baselined: total('baselined'),
      belowConfidence: total('belowConfidence'),
      files: total('files'),
      jobs: total('jobs'),
    },
  };
}
