/**
 * One line a finding, as compilers write it: `path:line:column: severity: rule: message`. Editors, `grep` and problem matchers
 * know the form. The summary stands after the findings.
 */
import type { Finding, LintResult } from '../lint/finding.ts';
import { type Pen, penOf } from './pen.ts';
import { placeInRepository, placeName, type ReportContext, untoldIncludes } from './report.ts';
import { safeLine } from './safe-text.ts';
import { summary } from './summary.ts';

export function compact(result: LintResult, context: ReportContext): string {
  const pen = penOf(context);
  const unwrapped = { ...pen, proseWidth: Number.POSITIVE_INFINITY };
  const lines = [
    ...result.findings.map((finding) => line(finding, pen)),
    ...summary({ ...result, unresolved: untoldIncludes(result, pen) }, unwrapped),
  ];
  return `${lines.join('\n')}\n`;
}

function line(finding: Finding, pen: Pen): string {
  const { severity, rule, message, docs } = finding;
  const paint = { error: pen.red, warning: pen.yellow, info: pen.cyan }[severity];
  const place = placeInRepository(finding);
  const where = pen.link(safeLine(placeName(place, pen)), pen.links?.urlOf(place));
  return `${where}: ${paint(severity)}: ${pen.link(rule, docs)}: ${safeLine(message)}`;
}
