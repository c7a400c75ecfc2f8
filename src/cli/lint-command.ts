/** `pipelint [paths...]`: lints pipelines and reports what was found. */
import type { LintResult } from '../lint/finding.ts';
import { mergeResults } from '../lint/lint.ts';
import type { Rule } from '../rule.ts';
import { AffectedPipelines } from './affected.ts';
import { withBaseline } from './baseline.ts';
import type { CommandLine } from './command-line.ts';
import { complain, complainOfFault, type Reject, UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, gravest, INTERNAL, USAGE } from './exit-codes.ts';
import { lintAll } from './lint-all.ts';
import { type Group, type LintedGroup, lintGroup, withoutOthers } from './lint-groups.ts';
import type { Options } from './options.ts';
import { prepare } from './prepare.ts';
import { projectFacts } from './project-facts.ts';
import { printReport, writeReports } from './reporting.ts';
import { joinRepositories, type Linted } from './repositories.ts';
import { configure, lintOptions, withSettings } from './settings.ts';
import { findFleet, type Target } from './targets.ts';
import { verdict } from './verdict.ts';

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
  const { targets: found, roots } = affected
    ? await affected.candidates(options, commandLine, reject)
    : await findFleet(options, commandLine, reject);
  // A shard that has nothing to lint writes its part all the same.
  const mayBeEmpty = affected !== undefined || (options.shard !== undefined && roots.size > 0);
  if (found.length === 0 && !mayBeEmpty) return gravest(codes);
  if (options.baseline && roots.size > 1) {
    throw new UsageError('a baseline belongs to one repository; lint each of these on its own');
  }
  const configured = configure(watched(found), options, commandLine, rules, reject);
  if (options.showSettings) {
    const { showSettings } = await import('./show-settings.ts');
    commandLine.stdout.write(showSettings(configured, options, commandLine));
    return gravest(codes);
  }
  const groups: Group[] = [];
  for (const group of configured) {
    const ready = await prepare(group.targets, commandLine, withSettings(options, group), reject);
    const { root, settings } = group;
    const facts = projectFacts(root, { ...options, settings }, commandLine);
    const targets = affected?.watch(ready) ?? ready;
    groups.push({ root, settings, targets, options: { ...lintOptions(settings, options), facts } });
  }
  if (groups.length === 0 && !mayBeEmpty) return gravest(codes);
  const all = await lintAll(groups, rules, options, commandLine);
  const linted = affected?.only(all).map(withoutOthers) ?? all;
  const done = options.fix && !options.diff ? await fix(linted, options, commandLine, rules, reject) : linted;
  const left = done.map((group) => ({
    ...group,
    result: withBaseline({ ...group, result: mergeResults(group.results) }, options, commandLine, reject),
  }));
  const joined = joinRepositories(byRoot(left), commandLine.cwd, roots.size > 1);
  for (const { message, stack } of joined.result.internalErrors) {
    complainOfFault(commandLine, message, stack);
    codes.push(INTERNAL);
  }
  const { minConfidence } = lintOptions(all[0]?.settings ?? {}, options);
  if (options.diff) {
    if (await diff(done, options, commandLine, rules)) codes.push(FINDINGS);
  } else {
    codes.push(verdict(left, joined.result.summary, options, commandLine));
  }
  const report = { ...joined, rules, minConfidence, exitCode: gravest(codes) };
  await writeReports(report, options, commandLine, reject);
  if (options.diff) return gravest(codes);
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
