/**
 * GitLab's Code Quality report, with the fields GitLab reads and no others (docs.gitlab.com: "Code Quality", "Code Quality
 * report format").
 */
import type { Finding, LintResult } from '../lint/finding.ts';
import type { Severity } from '../rule.ts';
import { placeInRepository, type ReportContext } from './report.ts';
import { safeJson, safeLine } from './safe-text.ts';

/** An error is a job that will fail; the levels below it leave room for what other tools report as worse than a lint. */
export const SEVERITIES: Readonly<Record<Severity, 'info' | 'minor' | 'major' | 'critical' | 'blocker'>> = {
  error: 'critical',
  warning: 'major',
  info: 'info',
};

export function codequality({ findings }: LintResult, context: ReportContext): string {
  return safeJson(findings.map((finding) => issue(finding, context)));
}

function issue(finding: Finding, context: ReportContext): object {
  const { rule, severity, message, fingerprint } = finding;
  const { file, range } = placeInRepository(finding);
  return {
    // GitLab shows the description alone, so that the rule's name has to be part of it.
    description: `${rule}: ${safeLine(message)}`,
    check_name: rule,
    fingerprint,
    severity: SEVERITIES[severity],
    location: { path: context.pathOf(file), lines: { begin: file.position(range[0]).line } },
  };
}
