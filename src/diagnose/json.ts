/**
 * The form for programs (docs/diagnose.md). Version 1 of its shape: keys may be added, none is renamed or removed. Lines and
 * columns count from 1.
 */
import { safeJson, safeLine, safeProse } from '../report/safe-text.ts';
import type { Place } from '../source/source-file.ts';
import type { DiagnosisReport, LocatedCause } from './report.ts';

export function json({ causes }: DiagnosisReport): string {
  return safeJson({ version: 1, causes: causes.map(causeObject) });
}

function causeObject({
  id,
  title,
  confidence,
  evidence,
  job,
  place,
  explanation,
  findings,
  remedy,
  next,
}: LocatedCause) {
  return {
    id,
    title,
    confidence,
    evidence: evidence.map(({ line, text }) => ({ line, text: safeLine(text) })),
    ...(job !== undefined && { job }),
    ...(place && { place: placeObject(place) }),
    ...(explanation !== undefined && { explanation: safeLine(explanation) }),
    ...(findings.length > 0 && {
      findings: findings.map((finding) => ({
        rule: finding.rule,
        message: safeProse(finding.message),
        ...placeObject(finding.place),
      })),
    }),
    remedy,
    next,
  };
}

function placeObject({ file, range: [start, end] }: Place) {
  return { file: file.path, start: file.position(start), end: file.position(end) };
}
