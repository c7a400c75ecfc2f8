/**
 * Findings that are known already. A baseline is what a project starts with that has findings and no time: what is new is
 * shown, what is old waits. It knows findings by their fingerprints, so that lines may shift.
 */
import type { Finding, LintResult } from './finding.ts';
import { countSeverities } from './lint.ts';

/** What people are told beside the fingerprint, to review the file. */
export interface BaselineEntry {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
  readonly fingerprint: string;
}

export interface BaselineUse {
  /** Without what the baseline knows. */
  readonly result: LintResult;
  /** What it knows and is found no more. */
  readonly stale: readonly BaselineEntry[];
}

/**
 * Takes out of a result what a baseline knows.
 *
 * @param exists whether the repository still has a file; what is known of a file that was not read is not stale
 */
export function applyBaseline(
  result: LintResult,
  entries: readonly BaselineEntry[],
  exists: (file: string) => boolean,
): BaselineUse {
  const known = new Set(entries.map(({ fingerprint }) => fingerprint));
  const findings = result.findings.filter(({ fingerprint }) => !known.has(fingerprint));
  const baselined = result.findings.length - findings.length;
  return {
    result: { ...result, findings, summary: { ...result.summary, ...countSeverities(findings), baselined } },
    stale: staleEntries(result, entries, exists),
  };
}

/** What a baseline is to know after a run: all that is found, and what is known of files that the run did not read. */
export function newBaseline(
  result: LintResult,
  entries: readonly BaselineEntry[],
  exists: (file: string) => boolean,
): readonly BaselineEntry[] {
  const gone = new Set(staleEntries(result, entries, exists));
  const found = new Map(entries.filter((entry) => !gone.has(entry)).map((entry) => [entry.fingerprint, entry]));
  for (const finding of result.findings) found.set(finding.fingerprint, entryOf(finding));
  return [...found.values()].sort(
    (a, b) => compareText(a.file, b.file) || compareText(a.rule, b.rule) || compareText(a.fingerprint, b.fingerprint),
  );
}

/** A comment that holds back what the baseline knows leaves it known: who removes the comment meets nothing new. */
function staleEntries(
  { findings, suppressed, files }: LintResult,
  entries: readonly BaselineEntry[],
  exists: (file: string) => boolean,
): readonly BaselineEntry[] {
  const found = new Set([...findings, ...suppressed].map(({ fingerprint }) => fingerprint));
  const read = new Set(files);
  return entries.filter(({ fingerprint, file }) => !found.has(fingerprint) && (read.has(file) || !exists(file)));
}

function entryOf({ place, rule, message, fingerprint }: Finding): BaselineEntry {
  return { file: place.file.path, rule, message, fingerprint };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
