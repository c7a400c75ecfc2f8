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
  /** Findings below it are counted but not shown. */
  readonly minConfidence: Confidence;
  readonly facts: ProjectFacts;
}

export const DEFAULT_OPTIONS: LintOptions = {
  preset: 'recommended',
  severities: new Map(),
  minConfidence: 'medium',
  facts: {},
};
