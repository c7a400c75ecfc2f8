/** `pipelint [paths...]`: lints pipelines and reports what was found. */
import type { LintResult } from '../lint/finding.ts';
import { mergeResults } from '../lint/lint.ts';
import type { Rule, Severity } from '../rule.ts';
import type { Settings } from '../settings/keys.ts';
import { AffectedPipelines } from './affected.ts';
import { withBaseline } from './baseline.ts';
import type { CommandLine } from './command-line.ts';
import { complain, complainOfFault, type Reject, UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, gravest, INTERNAL, USAGE } from './exit-codes.ts';
import { type LintedGroup, lintGroup, withoutOthers } from './lint-groups.ts';
import { DEFAULT_THRESHOLD, type Options } from './options.ts';
import { prepare } from './prepare.ts';
import { projectFacts } from './project-facts.ts';
import { printReport, writeReports } from './reporting.ts';
import { joinRepositories, type Linted } from './repositories.ts';
import { configure, lintOptions, withSettings } from './settings.ts';
import { findTargets, type Target } from './targets.ts';

export async function lintCommand(
  commandLine: CommandLine,
  rules: readonly Rule[],
  options: Options,
): Promise<ExitCode> {
  if (options.watch) return await (await import('./watch.ts')).watchPipelines(commandLine, rules, options);
  return await lintOnce(commandLine, rules, options);
}

/** @param watched may replace the hosts of the pipelines, to see what is read */
export async function lintOnce(
  commandLine: CommandLine,
  rules: readonly Rule[],
  options: Options,
  watched: (targets: readonly Target[]) => readonly Target[] = (targets) => targets,
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
  const configured = configure(watched(found), options, commandLine, rules, reject);
  if (options.showSettings) {
    const { showSettings } = await import('./show-settings.ts');
    commandLine.stdout.write(showSettings(configured, options, commandLine));
    return gravest(codes);
  }
  const all: LintedGroup[] = [];
  for (const group of configured) {
    const ready = await prepare(group.targets, commandLine, withSettings(options, group), reject);
    const { root, settings } = group;
    const facts = projectFacts(root, { ...options, settings }, commandLine);
    const targets = affected?.watch(ready) ?? ready;
    all.push(lintGroup({ root, settings, targets, options: { ...lintOptions(settings, options), facts } }, rules));
  }
  if (all.length === 0 && !affected) return gravest(codes);
  if (options.baseline && new Set(all.map(({ root }) => root)).size > 1) {
    throw new UsageError('a baseline belongs to one repository; lint each of these on its own');
  }
  const linted = affected?.only(all).map(withoutOthers) ?? all;
  const groups = options.fix && !options.diff ? await fix(linted, options, commandLine, rules, reject) : linted;
  const left = groups.map((group) => ({
    ...group,
    result: withBaseline({ ...group, result: mergeResults(group.results) }, options, commandLine, reject),
  }));
  const joined = joinRepositories(byRoot(left), commandLine.cwd);
  for (const { message, stack } of joined.result.internalErrors) {
    complainOfFault(commandLine, message, stack);
    codes.push(INTERNAL);
  }
  const { minConfidence } = lintOptions(all[0]?.settings ?? {}, options);
  const report = { ...joined, rules, minConfidence };
  await writeReports(report, options, commandLine, reject);
  if (options.diff) {
    if (await diff(groups, options, commandLine, rules)) codes.push(FINDINGS);
    return gravest(codes);
  }
  const thresholdOf = (settings: Settings) => options.failOn ?? settings['fail-on'] ?? DEFAULT_THRESHOLD;
  if (left.some((group) => reachesThreshold(group.result, thresholdOf(group.settings)))) codes.push(FINDINGS);
  const fixesStdin = options.fix && options.paths.includes('-');
  await printReport(report, options, fixesStdin ? { ...commandLine, stdout: commandLine.stderr } : commandLine);
  return gravest(codes);
}

/** The groups as they are with the fixes. The text of standard input goes to standard output. */
async function fix(
  groups: readonly LintedGroup[],
  options: Options,
  commandLine: CommandLine,
  rules: readonly Rule[],
  reject: Reject,
): Promise<readonly LintedGroup[]> {
  const { makeFixes, printFixed, writeFixes } = await import('./fixing.ts');
  const { tellFixes } = await import('./tell-fixes.ts');
  const fixes = makeFixes(groups, rules, options.fix ?? 'safe');
  if (options.paths.includes('-')) {
    printFixed(fixes.groups, commandLine);
    tellFixes(fixes, commandLine);
    return fixes.groups;
  }
  const written = writeFixes(fixes, commandLine, reject);
  if (written) tellFixes(fixes, commandLine);
  return written ?? groups.map((group) => lintGroup(group, rules));
}

/** Whether there is anything to fix, also what only a person can. */
async function diff(
  groups: readonly LintedGroup[],
  options: Options,
  commandLine: CommandLine,
  rules: readonly Rule[],
): Promise<boolean> {
  const { makeFixes } = await import('./fixing.ts');
  const { pathPrefixes, tellDiscarded } = await import('./tell-fixes.ts');
  const { printDiff } = await import('./unified-diff.ts');
  const fixes = makeFixes(groups, rules, options.fix ?? 'safe');
  tellDiscarded(fixes, commandLine);
  const prefix = pathPrefixes(fixes, commandLine);
  const files = fixes.files.map((file) => ({ ...file, path: prefix(file.root) + file.path }));
  printDiff(files, options, commandLine);
  return files.length + fixes.discarded.length > 0;
}

function byRoot(groups: readonly { readonly root: string; readonly result: LintResult }[]): readonly Linted[] {
  const roots = [...new Set(groups.map(({ root }) => root))];
  return roots.map((root) => ({
    root,
    results: groups.filter((group) => group.root === root).map(({ result }) => result),
  }));
}

function reachesThreshold({ summary }: LintResult, threshold: Severity | 'never'): boolean {
  const counts: Record<Severity, number> = {
    error: summary.error,
    warning: summary.error + summary.warning,
    info: summary.error + summary.warning + summary.info,
  };
  return threshold !== 'never' && counts[threshold] > 0;
}
