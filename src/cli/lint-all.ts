/** Lints all pipelines of a run: in this thread or, when there are many, in several. */
import { FileSystemHost } from '../host/file-system.ts';
import type { LintResult } from '../lint/finding.ts';
import { lintRoot } from '../lint/lint.ts';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { Group, LintedGroup } from './lint-groups.ts';
import type { LintTask } from './lint-task.ts';
import type { Options } from './options.ts';
import { LintProgress } from './progress.ts';

/**
 * From so many pipelines on, threads are faster than one. Each has to load the program and to warm up, and V8 keeps a second
 * core busy for one thread already: with 2 cores 200 real pipelines take as long either way, and 500 take 5.6 s instead of 8 s.
 */
const MANY = 250;

/** The results are in the order of the pipelines, whichever thread was first. */
export async function lintAll(
  groups: readonly Group[],
  rules: readonly Rule[],
  options: Options,
  commandLine: CommandLine,
): Promise<readonly LintedGroup[]> {
  const total = groups.reduce((sum, { targets }) => sum + targets.length, 0);
  const progress = new LintProgress(commandLine, total);
  const { threadFile } = commandLine;
  const tasks = threadFile && total >= MANY ? tasksOf(groups, options) : undefined;
  try {
    if (!tasks || !threadFile) return groups.map((group) => lintHere(group, rules, progress));
    const { lintInThreads } = await import('./threads.ts');
    const results = await lintInThreads(tasks, threadFile, progress);
    return withResults(groups, results);
  } finally {
    progress.clear();
  }
}

function lintHere(group: Group, rules: readonly Rule[], progress: LintProgress): LintedGroup {
  const results = group.targets.map(({ host, path }) => {
    const result = lintRoot(host, path, rules, group.options);
    progress.step(result.findings.length);
    return result;
  });
  return { ...group, results };
}

/** What another thread needs to do the same. Undefined where it cannot: a text is not on the disk, or reading is watched. */
function tasksOf(groups: readonly Group[], options: Options): readonly LintTask[] | undefined {
  const tasks: LintTask[] = [];
  for (const {
    settings,
    targets,
    options: { facts },
  } of groups) {
    for (const { root, path, host } of targets) {
      if (!(host instanceof FileSystemHost)) return undefined;
      tasks.push({ root, path, cacheFolder: host.cacheFolder, settings, flags: options, facts });
    }
  }
  return tasks;
}

function withResults(groups: readonly Group[], results: readonly LintResult[]): readonly LintedGroup[] {
  const left = [...results];
  return groups.map((group) => ({ ...group, results: left.splice(0, group.targets.length) }));
}
