/** Lints the pipelines of one repository that have the same settings. */
import { lintRoot } from '../lint/lint.ts';
import type { LintOptions } from '../lint/options.ts';
import type { Rule } from '../rule.ts';
import type { Settings } from '../settings/keys.ts';
import type { Linted } from './repositories.ts';
import type { Target } from './targets.ts';

/** Such pipelines, and what was found in each of them. */
export interface LintedGroup extends Linted {
  readonly settings: Settings;
  readonly targets: readonly Target[];
  /** What they were linted with. */
  readonly options: LintOptions;
}

/** What is to be linted, and with what. */
export type Group = Omit<LintedGroup, 'results'>;

/** Without the pipelines whose results were taken away. */
export function withoutOthers(group: LintedGroup): LintedGroup {
  const left = new Set(group.results.map(({ files: [path] }) => path));
  return { ...group, targets: group.targets.filter(({ path }) => left.has(path)) };
}

export function lintGroup(group: Group, rules: readonly Rule[]): LintedGroup {
  const { targets, options } = group;
  return { ...group, results: targets.map(({ host, path }) => lintRoot(host, path, rules, options)) };
}
