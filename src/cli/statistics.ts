/** `--statistics`: how many findings each rule has, most first, and how many of them can be fixed. */
import type { Finding, LintResult } from '../lint/finding.ts';
import { counted } from '../report/phrases.ts';
import type { Severity } from '../rule.ts';
import { columns } from './columns.ts';

interface RuleCount {
  readonly rule: string;
  readonly findings: number;
  /** By severity; one rule may report some things as errors and others as warnings. */
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  /** How many have a safe fix, and how many only one that is to be read. */
  readonly safeFixes: number;
  readonly suggestedFixes: number;
}

export const STATISTICS = { text: statisticsText, json: statisticsJson } satisfies Readonly<
  Record<string, (result: LintResult) => string>
>;

function statisticsText({ findings, summary }: LintResult): string {
  const scope = `in ${counted(summary.files, 'file')} with ${counted(summary.jobs, 'job')}.`;
  if (findings.length === 0) return `No findings ${scope}\n`;
  const rows = countRules(findings).map(
    ({ rule, findings: count, error, warning, info, safeFixes, suggestedFixes }) => [
      String(count),
      rule,
      listed([
        [error, 'error'],
        [warning, 'warning'],
        [info, 'info', 'info'],
      ]),
      listed([
        [safeFixes, 'safe fix', 'safe fixes'],
        [suggestedFixes, 'suggested fix', 'suggested fixes'],
      ]),
    ],
  );
  const widest = Math.max(...rows.map(([count = '']) => count.length));
  const aligned = rows.map(([count = '', ...cells]) => [count.padStart(widest), ...cells]);
  return `${columns(aligned).join('\n')}\n\n${counted(findings.length, 'finding')} ${scope}\n`;
}

function statisticsJson({ findings }: LintResult): string {
  return `${JSON.stringify({ version: 1, rules: countRules(findings) }, null, 2)}\n`;
}

function countRules(findings: readonly Finding[]): readonly RuleCount[] {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return rules
    .map((rule) => {
      const own = findings.filter((finding) => finding.rule === rule);
      const of = (severity: Severity): number => own.filter((finding) => finding.severity === severity).length;
      const safe = own.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'safe')).length;
      const any = own.filter(({ fixes }) => fixes.length > 0).length;
      return {
        rule,
        findings: own.length,
        error: of('error'),
        warning: of('warning'),
        info: of('info'),
        safeFixes: safe,
        suggestedFixes: any - safe,
      };
    })
    .sort((a, b) => b.findings - a.findings || (a.rule < b.rule ? -1 : 1));
}

/** Without what there is none of. */
function listed(parts: readonly Parameters<typeof counted>[]): string {
  return parts
    .filter(([count]) => count > 0)
    .map((part) => counted(...part))
    .join(', ');
}
