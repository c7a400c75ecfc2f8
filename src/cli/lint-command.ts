/** `pipelint [paths...]`: lints pipelines and reports what was found. */
import type { LintResult } from '../lint/finding.ts';
import { lintRoot, mergeResults } from '../lint/lint.ts';
import { FORMATS, type Format } from '../report/formats.ts';
import type { ReportContext } from '../report/report.ts';
import type { Rule, Severity } from '../rule.ts';
import type { Settings } from '../settings/keys.ts';
import { AffectedPipelines } from './affected.ts';
import { withBaseline } from './baseline.ts';
import type { CommandLine } from './command-line.ts';
import { complain, complainOfFault, type Reject, UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, gravest, INTERNAL, USAGE } from './exit-codes.ts';
import { linksTo, wantsLinks } from './hyperlinks.ts';
import { DEFAULT_THRESHOLD, type Options, VERSION } from './options.ts';
import { prepare } from './prepare.ts';
import { projectFacts } from './project-facts.ts';
import { joinRepositories, type Linted } from './repositories.ts';
import { type Configured, configure, lintOptions, withSettings } from './settings.ts';
import { findTargets, type Target } from './targets.ts';
import { DEFAULT_WIDTH, styleOf } from './terminal.ts';
import { writeReport } from './write-report.ts';

export async function lintCommand(
  commandLine: CommandLine,
  rules: readonly Rule[],
  options: Options,
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  const reject: Reject = (said) => {
    complain(commandLine, said);
    codes.push(USAGE);
  };
  const affected = options.affected ? new AffectedPipelines(options, commandLine) : undefined;
  const found = affected
    ? await affected.candidates(options, commandLine, reject)
    : await findTargets(options, commandLine, reject);
  if (found.length === 0 && !affected) return gravest(codes);
  const linted: LintedAlike[] = [];
  for (const group of configure(found, options, commandLine, rules, reject)) {
    const prepared = await prepare(group.targets, commandLine, withSettings(options, group), reject);
    linted.push(lintAlike(group, affected?.watch(prepared) ?? prepared, commandLine, rules, options));
  }
  if (linted.length === 0 && !affected) return gravest(codes);
  if (options.baseline && new Set(linted.map(({ root }) => root)).size > 1) {
    throw new UsageError('a baseline belongs to one repository; lint each of these on its own');
  }
  const left = (affected?.only(linted) ?? linted).map((group) => ({
    ...group,
    result: withBaseline({ ...group, result: mergeResults(group.results) }, options, commandLine, reject),
  }));
  const { result, base, pathOf } = joinRepositories(byRoot(left), commandLine.cwd);
  for (const { message, stack } of result.internalErrors) {
    complainOfFault(commandLine, message, stack);
    codes.push(INTERNAL);
  }
  const thresholdOf = (settings: Settings) => options.failOn ?? settings['fail-on'] ?? DEFAULT_THRESHOLD;
  if (left.some((group) => reachesThreshold(group.result, thresholdOf(group.settings)))) codes.push(FINDINGS);

  const context: ReportContext = {
    version: VERSION,
    rules,
    minConfidence: lintOptions(linted[0]?.settings ?? {}, options).minConfidence,
    pathOf,
    color: false,
    width: DEFAULT_WIDTH,
  };
  for (const { format, file } of options.output) {
    try {
      writeReport(commandLine.cwd, file, await render(format, result, context));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reject(error.message);
    }
  }
  const { stdout, env } = commandLine;
  stdout.write(
    await render(options.format, result, {
      ...context,
      ...styleOf(commandLine, options),
      ...(wantsLinks(env, stdout) ? { links: linksTo(base, pathOf, env) } : {}),
    }),
  );
  return gravest(codes);
}

/** The pipelines of one repository that have the same settings. */
interface LintedAlike extends Linted {
  readonly settings: Settings;
}

function lintAlike(
  { root, settings }: Configured,
  targets: readonly Target[],
  commandLine: CommandLine,
  rules: readonly Rule[],
  options: Options,
): LintedAlike {
  const facts = projectFacts(root, { ...options, settings }, commandLine);
  const settled = { ...lintOptions(settings, options), facts };
  return { root, settings, results: targets.map(({ host, path }) => lintRoot(host, path, rules, settled)) };
}

function byRoot(groups: readonly { readonly root: string; readonly result: LintResult }[]): readonly Linted[] {
  const roots = [...new Set(groups.map(({ root }) => root))];
  return roots.map((root) => ({
    root,
    results: groups.filter((group) => group.root === root).map(({ result }) => result),
  }));
}

async function render(format: Format, result: LintResult, context: ReportContext): Promise<string> {
  const report = await FORMATS[format]();
  return report(result, context);
}

function reachesThreshold({ summary }: LintResult, threshold: Severity | 'never'): boolean {
  const counts: Record<Severity, number> = {
    error: summary.error,
    warning: summary.error + summary.warning,
    info: summary.error + summary.warning + summary.info,
  };
  return threshold !== 'never' && counts[threshold] > 0;
}
