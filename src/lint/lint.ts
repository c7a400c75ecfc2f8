/** Lints one pipeline, and brings the results of several together. */
import type { SourceCode } from '../pipeline/source-code.ts';
import { filesOf, pipelinesOf } from '../pipeline/tree.ts';
import type { Rule, Severity } from '../rule.ts';
import type { Host } from '../source/host.ts';
import { analyse } from './analyse.ts';
import type { Finding, LintResult, Summary, SuppressedFinding, Suppression } from './finding.ts';
import { withFingerprints } from './fingerprint.ts';
import { internalError } from './internal-error.ts';
import { mergeObservations, placeKey } from './merge.ts';
import type { Observation } from './observe.ts';
import { DEFAULT_OPTIONS, type LintOptions } from './options.ts';
import { runRules } from './run-rules.ts';
import { inOrder, rulesOptions, rulesToRun, type SuppressedObservation, select } from './select.ts';
import { suppressionNotices, UNUSED_SUPPRESSION } from './suppression-notices.ts';
import { suppressionsOf } from './suppressions.ts';

/**
 * Lints the pipeline whose root file is `path`, relative to the host's repository root. Never throws: a fault of the
 * analysis or of a rule is an entry of `internalErrors`.
 */
export function lintRoot(
  host: Host,
  path: string,
  rules: readonly Rule[],
  options: Partial<LintOptions> = {},
): LintResult {
  const settled = { ...DEFAULT_OPTIONS, ...options };
  let sourceCode: SourceCode;
  try {
    sourceCode = analyse(host, path, settled.facts);
  } catch (error) {
    return failedResult(path, error);
  }
  return lintSource(sourceCode, rules, settled);
}

/** Of a pipeline that could not be analysed. */
export function failedResult(path: string, error: unknown): LintResult {
  const summary = { ...summarize([]), files: 1 };
  const internalErrors = [internalError(undefined, path, error)];
  return { findings: [], suppressed: [], unresolved: [], files: [path], parts: [], internalErrors, summary };
}

/** Lints a pipeline that has been read already. */
export function lintSource(sourceCode: SourceCode, rules: readonly Rule[], options: LintOptions): LintResult {
  const pipelines = pipelinesOf(sourceCode.ast);
  const { running, options: settled } = rulesToRun(rules, options);
  const { observations, internalErrors } = runRules(sourceCode, running, rulesOptions(running, options));
  const suppressions = suppressionsOf(sourceCode);
  const { shown, suppressed: heldBack, belowConfidence } = select(observations, settled, suppressions);
  const failed = new Set(internalErrors.map(({ rule }) => rule));
  const finished = running.filter(({ meta }) => !failed.has(meta.docs.name));
  const notices = suppressionNotices({ sourceCode, suppressions, rules, finished }, options);
  const { findings, suppressed } = named([...shown, ...notices], heldBack);
  const files = [...new Set([...filesOf(pipelines)].map((file) => file.path))];
  return {
    findings,
    suppressed,
    unresolved: pipelines.flatMap(({ composition }) =>
      composition.unresolved.map((include) => ({ ...include, trail: sourceCode.includedBy(include.place.file) })),
    ),
    files,
    parts: pipelines.flatMap(({ composition: { isPart, root } }) => (isPart ? root.path : [])),
    internalErrors,
    summary: {
      ...summarize(findings),
      suppressed: suppressed.length,
      belowConfidence,
      files: files.length,
      jobs: pipelines.flatMap(({ jobs }) => jobs).filter((job) => !job.hidden).length,
    },
  };
}

/**
 * The results of several roots of one repository as one: a mistake in a file that more than one of them includes is one
 * finding, and a file they share is counted once.
 */
export function mergeResults(results: readonly LintResult[]): LintResult {
  const [only] = results;
  if (only && results.length === 1) return only;
  const { findings, suppressed } = named(
    mergeObservations(withoutUsedElsewhere(results)),
    mergeSuppressed(results.flatMap((result) => result.suppressed)),
  );
  const files = [...new Set(results.flatMap((result) => result.files))];
  const total = (count: keyof Summary): number => results.reduce((sum, { summary }) => sum + summary[count], 0);
  return {
    findings,
    suppressed,
    unresolved: distinct(
      results.flatMap((result) => result.unresolved),
      ({ kind, target, place }) => JSON.stringify([kind, target, place.file.path, ...place.range]),
    ),
    files,
    parts: [...new Set(results.flatMap((result) => result.parts))],
    internalErrors: results.flatMap((result) => result.internalErrors),
    summary: {
      ...summarize(findings),
      suppressed: suppressed.length,
      baselined: total('baselined'),
      belowConfidence: total('belowConfidence'),
      files: files.length,
      jobs: total('jobs'),
    },
  };
}

/**
 * Findings get their names beside those that are held back, so that a comment that is added or removed renames no other
 * finding.
 */
function named(
  shown: readonly Observation[],
  suppressed: readonly SuppressedObservation[],
): { readonly findings: readonly Finding[]; readonly suppressed: readonly SuppressedFinding[] } {
  const all: readonly (Observation & { readonly suppression?: Suppression })[] = [...shown, ...suppressed];
  const findings = withFingerprints(inOrder(all));
  return {
    findings: findings.flatMap((finding) => (isSuppressed(finding) ? [] : finding)),
    suppressed: findings.filter(isSuppressed),
  };
}

function isSuppressed(finding: Finding): finding is SuppressedFinding {
  return 'suppression' in finding;
}

/** What the same comment holds back in several pipelines, each mistake once. */
function mergeSuppressed(findings: readonly SuppressedFinding[]): readonly SuppressedObservation[] {
  const byComment = new Map<string, SuppressedFinding[]>();
  for (const finding of findings) {
    const { file, range } = finding.suppression.place;
    const comment = `${file.path}:${range[0]}`;
    byComment.set(comment, [...(byComment.get(comment) ?? []), finding]);
  }
  return [...byComment.values()].flatMap((group) =>
    mergeObservations(group).flatMap((observation) =>
      group.slice(0, 1).map(({ suppression }) => ({ ...observation, suppression })),
    ),
  );
}

/** A comment in a shared file is unused only when no pipeline that reads the file has a use for it. */
function withoutUsedElsewhere(results: readonly LintResult[]): readonly Finding[] {
  return results
    .flatMap(({ findings }) => findings)
    .filter((finding) => {
      if (finding.rule !== UNUSED_SUPPRESSION) return true;
      const readers = results.filter(({ files }) => files.includes(finding.place.file.path));
      return readers.every(({ findings }) => findings.some((other) => placeKey(other) === placeKey(finding)));
    });
}

function summarize(findings: readonly Finding[]): Summary {
  return { ...countSeverities(findings), suppressed: 0, baselined: 0, belowConfidence: 0, files: 0, jobs: 0 };
}

export function countSeverities(findings: readonly Finding[]): Pick<Summary, Severity> {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
