/** What a run is asked to show, and what it knows beforehand. */
import type { ProjectFacts } from '../registry/project.ts';
import type { Confidence, Preset, Severity } from '../rule.ts';

export interface LintOptions {
  readonly preset: Preset;
  /**
   * Severities by rule name that take the place of what the rule itself says. Naming a rule here also turns it on when
   * the preset does not have it; `off` turns it off.
   */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** Levels for a part of the files, which take the place of those above. The last one that matches counts. */
  readonly overrides: readonly LevelOverride[];
  /** What rules are told, by rule name, as their `meta.schema` describes it. */
  readonly ruleOptions: ReadonlyMap<string, readonly unknown[]>;
  /** Findings below it are counted but not shown. */
  readonly minConfidence: Confidence;
  /** Report comments that hold back no finding. */
  readonly reportUnusedSuppressions: boolean;
  /** Report comments that hold findings back and do not say why. */
  readonly requireSuppressionReason: boolean;
  readonly facts: ProjectFacts;
}

export interface LevelOverride {
  /** @param path of a file, relative to the repository root */
  matches(path: string): boolean;
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
}

export const DEFAULT_OPTIONS: LintOptions = {
  preset: 'recommended',
  severities: new Map(),
  overrides: [],
  ruleOptions: new Map(),
  minConfidence: 'medium',
  reportUnusedSuppressions: false,
  requireSuppressionReason: false,
  facts: {},
};
