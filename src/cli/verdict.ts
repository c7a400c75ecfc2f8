/** Whether what was found is a failure: `--fail-on`, `--max-warnings`. */
import type { Summary } from '../lint/finding.ts';
import type { Severity } from '../rule.ts';
import type { Settings } from '../settings/keys.ts';
import type { CommandLine } from './command-line.ts';
import { complain } from './complain.ts';
import { type ExitCode, FINDINGS, OK } from './exit-codes.ts';
import { DEFAULT_THRESHOLD, type Options } from './options.ts';

/** Pipelines with the same settings, and how many findings they are left with. */
interface Judged {
  readonly settings: Settings;
  readonly result: { readonly summary: Counts };
}

type Counts = Pick<Summary, Severity>;

/** @param total the findings of all groups, each once */
export function verdict(
  groups: readonly Judged[],
  total: Counts,
  { failOn, maxWarnings }: Pick<Options, 'failOn' | 'maxWarnings'>,
  commandLine: CommandLine,
): ExitCode {
  const isReached = groups.some(({ result, settings }) =>
    reachesThreshold(result, failOn ?? settings['fail-on'] ?? DEFAULT_THRESHOLD),
  );
  const isTooMany = maxWarnings !== undefined && total.warning > maxWarnings;
  // A report without any error would not tell why the run fails.
  if (isTooMany && !isReached) {
    const warnings = total.warning === 1 ? '1 warning is' : `${total.warning} warnings are`;
    complain(commandLine, `${warnings} more than --max-warnings ${maxWarnings} allows`);
  }
  return isReached || isTooMany ? FINDINGS : OK;
}

function reachesThreshold({ summary }: Judged['result'], threshold: Severity | 'never'): boolean {
  const counts: Record<Severity, number> = {
    error: summary.error,
    warning: summary.error + summary.warning,
    info: summary.error + summary.warning + summary.info,
  };
  return threshold !== 'never' && counts[threshold] > 0;
}
