/**
 * The report for programs: docs/reports.md, schemas/report.schema.json. Version 1 of its shape: keys may be added, none is
 * renamed or removed. Lines and columns count from 1, columns in UTF-16 units.
 */
import type { Finding, InternalError, LintResult, SuppressedFinding, UnresolvedInclude } from '../lint/finding.ts';
import type { Place } from '../source/source-file.ts';
import { fixesToShow, placeInRepository, type ReportContext } from './report.ts';
import { safeJson, safeProse } from './safe-text.ts';

export function json(result: LintResult, context: ReportContext): string {
  const { findings, suppressed, unresolved, internalErrors, summary } = result;
  return safeJson({
    version: 1,
    findings: findings.map((finding) => findingObject(finding, context)),
    unresolved: unresolved.map((include) => unresolvedObject(include, context)),
    suppressed: suppressed.map((finding) => suppressedObject(finding, context)),
    ...(internalErrors.length > 0 && { internalErrors: internalErrors.map(faultObject) }),
    summary: {
      error: summary.error,
      warning: summary.warning,
      info: summary.info,
      suppressed: summary.suppressed,
      baselined: summary.baselined,
      belowConfidence: summary.belowConfidence,
      files: summary.files,
      jobs: summary.jobs,
    },
  });
}

function findingObject(finding: Finding, context: ReportContext): object {
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    message: safeProse(finding.message),
    help: safeProse(finding.help),
    ...placeObject(finding.place, context),
    ...includedBy(finding, context),
    job: finding.jobs[0] ?? null,
    jobs: finding.jobs,
    keyPath: finding.keyPath,
    related: finding.related.map(({ place, message }) => ({
      ...placeObject(place, context),
      message: safeProse(message),
    })),
    fixes: fixesToShow(finding).map(({ title, safety, edits }) => ({
      title: safeProse(title),
      safety,
      edits: edits.map(({ place, text }) => ({ ...placeObject(place, context), text })),
    })),
    fingerprint: finding.fingerprint,
    docs: finding.docs,
  };
}

function suppressedObject({ suppression, ...finding }: SuppressedFinding, context: ReportContext): object {
  const { file, start } = placeObject(suppression.place, context);
  const reason = suppression.reason === undefined ? null : safeProse(suppression.reason);
  return { ...findingObject(finding, context), suppression: { reason, file, start } };
}

function unresolvedObject(include: UnresolvedInclude, context: ReportContext): object {
  const { kind, target, place, reason } = include;
  const { file, start } = placeObject(place, context);
  return { kind, target, file, start, ...includedBy(include, context), reason };
}

function faultObject({ rule, file, message }: InternalError): object {
  return { rule: rule ?? null, file, message: safeProse(message) };
}

/** Where the repository includes text that was fetched from elsewhere. */
function includedBy(told: Pick<Finding, 'place' | 'trail'>, context: ReportContext): object {
  return told.place.file.inRepository ? {} : { includedBy: placeObject(placeInRepository(told), context) };
}

function placeObject({ file, range }: Place, context: ReportContext) {
  return { file: context.pathOf(file), start: file.position(range[0]), end: file.position(range[1]) };
}
