/**
 * One line a finding with everything that a program needs to edit the text: the exact span, what is wrong, what to write
 * instead, and ready changes. The form is documented in docs/reports.md and stable: parts may be added at the end of a line.
 */
import type { Finding, FindingFix, LintResult, UnresolvedInclude } from '../lint/finding.ts';
import type { Place } from '../source/source-file.ts';
import { fixesToShow, placeInRepository, placeName, type ReportContext, untoldIncludes } from './report.ts';
import { safeJson, safeLine } from './safe-text.ts';

export function agent(result: LintResult, context: ReportContext): string {
  const { error, warning, info, files, jobs } = result.summary;
  const lines = [
    ...result.findings.map((finding) => findingLine(finding, context)),
    ...untoldIncludes(result, context).map((include) => unresolvedLine(include, context)),
    `summary: error=${error} warning=${warning} info=${info} files=${files} jobs=${jobs} unresolved=${result.unresolved.length}`,
  ];
  return `${lines.join('\n')}\n`;
}

function findingLine(finding: Finding, context: ReportContext): string {
  const { rule, severity, confidence, message, help, jobs } = finding;
  const parts = [
    `${span(placeInRepository(finding), context)} ${rule} ${severity} ${confidence} ${safeLine(message)}`,
    ...(help === '' ? [] : [`help: ${safeLine(help)}`]),
    ...(jobs.length === 0 ? [] : [`jobs: ${jobs.map(safeLine).join(', ')}`]),
    ...fixesToShow(finding).map((fix) => fixPart(fix, context)),
  ];
  return parts.join(' | ');
}

/** `fix: Name the registry: replace ci/a.yml:4:7-11 by "docker"; replace …` */
function fixPart({ title, safety, edits }: FindingFix, context: ReportContext): string {
  const changes = edits.map(({ place, text }) => `replace ${span(place, context)} by ${quoted(text)}`);
  return `${safety === 'safe' ? 'fix' : 'suggestion'}: ${safeLine(title)}: ${changes.join('; ')}`;
}

/** `path:line:column-endColumn`, or `path:line:column-endLine:endColumn`; the end is the first character behind. */
function span(place: Place, context: ReportContext): string {
  const start = place.file.position(place.range[0]);
  const end = place.file.position(place.range[1]);
  const last = start.line === end.line ? `${end.column}` : `${end.line}:${end.column}`;
  return `${safeLine(placeName(place, context))}-${last}`;
}

/** As a JSON string, so that line breaks and quotes come through. */
function quoted(text: string): string {
  return safeJson(text).trimEnd();
}

function unresolvedLine(include: UnresolvedInclude, context: ReportContext): string {
  const { kind, target, reason } = include;
  return `unresolved: ${span(placeInRepository(include), context)} ${kind} ${safeLine(`${target} ${reason}`)}`;
}
