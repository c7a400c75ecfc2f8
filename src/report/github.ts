/**
 * Workflow commands, which GitHub Actions turns into annotations of the changed lines (docs.github.com: "Workflow commands for
 * GitHub Actions", "Setting an error message").
 */
import type { Finding, LintResult } from '../lint/finding.ts';
import type { Severity } from '../rule.ts';
import { placeInRepository, type ReportContext } from './report.ts';
import { safeLine, safeProse } from './safe-text.ts';

const COMMANDS: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** Nothing found is nothing to annotate: an empty text. */
export function github({ findings }: LintResult, context: ReportContext): string {
  return findings.map((finding) => `${command(finding, context)}\n`).join('');
}

function command(finding: Finding, context: ReportContext): string {
  const { file, range } = placeInRepository(finding);
  const start = file.position(range[0]);
  const end = file.position(range[1]);
  const properties = {
    file: safeLine(context.pathOf(file)),
    line: start.line,
    endLine: end.line,
    // GitHub takes columns for a place within one line only.
    ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
    title: finding.rule,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = [finding.message, finding.help, finding.docs].filter((part) => part !== '').map(safeProse);
  return `::${COMMANDS[finding.severity]} ${list.join(',')}::${escapeData(text.join('\n'))}`;
}

/** As `@actions/core` escapes them. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
