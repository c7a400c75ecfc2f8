/** Lints one pipeline, and brings the results of several together. */
import type { SourceCode } from '../pipeline/source-code.ts';
import { filesOf, pipelinesOf } from '../pipeline/tree.ts';
import type { Rule, Severity } from '../rule.ts';
import type { Host } from '../source/host.ts';
import { analyse } from './analyse.ts';
import type { Finding, LintResult, Summary } from './finding.ts';
import { withFingerprints } from './fingerprint.ts';
import { internalError } from './internal-error.ts';
import { mergeObservations } from './merge.ts';
import { DEFAULT_OPTIONS, type LintOptions } from './options.ts';
import { runRules } from './run-rules.ts';
import { enabledRules, inOrder, select } from './select.ts';

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
    const summary = { ...summarize([]), files: 1 };
    const internalErrors = [internalError(undefined, path, error)];
    return { findings: [], suppressed: [], unresolved: [], files: [path], parts: [], internalErrors, summary };
  }
  return lintSource(sourceCode, rules, settled);
}

/** Lints a pipeline that has been read already. */
export function lintSource(sourceCode: SourceCode, rules: readonly Rule[], options: LintOptions): LintResult {
  const pipelines = pipelinesOf(sourceCode.ast);
  const { observations, internalErrors } = runRules(sourceCode, enabledRules(rules, options));
  const { shown, belowConfidence } = select(observations, options);
  const findings = withFingerprints(shown);
  const files = [...new Set([...filesOf(pipelines)].map((file) => file.path))];
  return {
    findings,
    suppressed: [],
    unresolved: pipelines.flatMap(({ composition }) => composition.unresolved),
    files,
    parts: pipelines.flatMap(({ composition: { isPart, root } }) => (isPart ? root.path : [])),
    internalErrors,
    summary: {
      ...summarize(findings),
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
  const findings = withFingerprints(inOrder(mergeObservations(results.flatMap((result) => result.findings))));
  const files = [...new Set(results.flatMap((result) => result.files))];
  const total = (count: keyof Summary): number => results.reduce((sum, { summary }) => sum + summary[count], 0);
  return {
    findings,
    suppressed: results.flatMap((result) => result.suppressed),
    unresolved: distinct(
      results.flatMap((result) => result.unresolved),
      ({ kind, target, place }) => JSON.stringify([kind, target, place.file.path, ...place.range]),
    ),
    files,
    parts: [...new Set(results.flatMap((result) => result.parts))],
    internalErrors: results.flatMap((result) => result.internalErrors),
    summary: {
      ...summarize(findings),
      suppressed: total('suppressed'),
      baselined: total('baselined'),
      belowConfidence: total('belowConfidence'),
      files: files.length,
      jobs: total('jobs'),
    },
  };
}

function summarize(findings: readonly Finding[]): Summary {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    error: count('error'),
    warning: count('warning'),
    info: count('info'),
    suppressed: 0,
    baselined: 0,
    belowConfidence: 0,
    files: 0,
    jobs: 0,
  };
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
