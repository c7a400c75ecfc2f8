/** Findings as an editor shows them. */
import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticSeverity } from 'vscode-languageserver';
import type { Finding } from '../lint/finding.ts';
import { mergeResults } from '../lint/lint.ts';
import type { Located } from '../pipeline/nodes.ts';
import { inJobs } from '../report/phrases.ts';
import { untoldIncludes } from '../report/report.ts';
import { safeProse } from '../report/safe-text.ts';
import { stepName } from '../report/trail.ts';
import type { Severity } from '../rule.ts';
import { isIn, rangeOf, uriOf, type View } from './view.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** What is found in the document itself, in all its pipelines, and is in none of their baselines. */
export function findingsIn({ file, analyses }: View): readonly Finding[] {
  const known = new Set(analyses.flatMap(({ baseline }) => baseline.map(({ fingerprint }) => fingerprint)));
  const { findings } = mergeResults(analyses.map(({ result }) => result));
  return findings.filter(({ place, fingerprint }) => isIn(file, place) && !known.has(fingerprint));
}

export function diagnosticsOf(view: View): readonly Diagnostic[] {
  return [
    ...findingsIn(view).map((finding) => diagnosticOf(view, finding)),
    ...notKnown(view),
    ...settingsFaults(view),
  ];
}

export function diagnosticOf(view: View, finding: Finding): Diagnostic {
  const { rule, message, help, jobs, place, docs, severity, trail } = finding;
  // In the text of a template, or of a script, nobody sees which job is meant.
  const isElsewhere = jobs.length > 1 || trail.some(({ kind }) => kind !== 'include');
  return {
    range: rangeOf(place),
    severity: SEVERITIES[severity],
    source: 'pipelint',
    code: rule,
    codeDescription: { href: docs },
    message: [message, help, isElsewhere && jobs.length > 0 ? `Found${inJobs(jobs)}.` : '']
      .filter(Boolean)
      .map(safeProse)
      .join('\n'),
    relatedInformation: relatedTo(view, finding),
  };
}

/** What explains the finding, then how the text came into the job. */
function relatedTo(view: View, { related, trail }: Finding): DiagnosticRelatedInformation[] {
  const at = ({ place }: Located, message: string): DiagnosticRelatedInformation[] => {
    const uri = uriOf(view, place.file);
    return uri === undefined ? [] : [{ location: { uri, range: rangeOf(place) }, message: safeProse(message) }];
  };
  return [
    ...related.flatMap((other) => at(other, other.message)),
    ...trail.flatMap((step) => at(step, `${stepName(step)} here`)),
  ];
}

/** An include that could not be read and of which no finding tells, as a hint: with it more would be known. */
function notKnown(view: View): readonly Diagnostic[] {
  const result = mergeResults(view.analyses.map((analysis) => analysis.result));
  return untoldIncludes(result, { pathOf: ({ path }) => path })
    .filter(({ place }) => isIn(view.file, place))
    .map(({ kind, target, place, reason }) => ({
      range: rangeOf(place),
      severity: DiagnosticSeverity.Hint,
      source: 'pipelint',
      message: safeProse(`Not known here: ${kind} ${target} ${reason}. What it could define counts as unknown.`),
    }));
}

/** Several pipelines may have the same settings. */
function settingsFaults({ file, analyses }: View): readonly Diagnostic[] {
  const faults = analyses.flatMap((analysis) => analysis.faults).filter(({ place }) => isIn(file, place));
  const once = new Map(faults.map((fault) => [JSON.stringify([fault.place.range, fault.message]), fault]));
  return [...once.values()].map(({ place, message, help }) => ({
    range: rangeOf(place),
    severity: DiagnosticSeverity.Error,
    source: 'pipelint',
    message: safeProse([message, help].filter(Boolean).join('\n')),
  }));
}
