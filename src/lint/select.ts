/**
 * The one place that decides what is shown: which rules run, how severe and how sure a finding has to be, and in which order
 * they come. What counts as the same finding is `merge.ts`.
 */
import type { Preset, Rule, Severity } from '../rule.ts';
import { comparePlaces } from '../source/source-file.ts';
import { isConfident, mergeObservations, placeKey } from './merge.ts';
import type { Observation } from './observe.ts';
import type { LintOptions } from './options.ts';

/** The rules that the options turn on. */
export function enabledRules(
  rules: readonly Rule[],
  { preset, severities }: Pick<LintOptions, 'preset' | 'severities'>,
): readonly Rule[] {
  return rules.filter(({ meta }) => {
    const severity = severities.get(meta.docs.name);
    return severity === undefined ? isInPreset(meta.docs.preset, preset) : severity !== 'off';
  });
}

/** `strict` has everything that `recommended` has. */
function isInPreset(own: Preset, chosen: Preset): boolean {
  return own === 'recommended' || chosen === 'strict';
}

/** What of a walk is to be shown, in order, each mistake once; and how many mistakes are too unsure to be shown. */
export function select(
  observations: readonly Observation[],
  { severities, minConfidence }: Pick<LintOptions, 'severities' | 'minConfidence'>,
): { readonly shown: readonly Observation[]; readonly belowConfidence: number } {
  const [sure, unsure] = partition(observations, ({ confidence }) => isConfident(confidence, minConfidence));
  const shown = mergeObservations(sure.map((observation) => withSeverity(observation, severities)));
  const shownPlaces = new Set(shown.map(placeKey));
  const hidden = mergeObservations(unsure).filter((observation) => !shownPlaces.has(placeKey(observation)));
  return { shown: inOrder(shown), belowConfidence: hidden.length };
}

function withSeverity(observation: Observation, severities: ReadonlyMap<string, Severity | 'off'>): Observation {
  const severity = severities.get(observation.rule);
  return severity === undefined || severity === 'off' ? observation : { ...observation, severity };
}

/** By file, then by place. */
export function inOrder(observations: readonly Observation[]): Observation[] {
  return observations.toSorted(
    (a, b) => comparePlaces(a.place, b.place) || compareText(a.rule, b.rule) || compareText(a.messageId, b.messageId),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const passing: T[] = [];
  const failing: T[] = [];
  for (const item of items) (test(item) ? passing : failing).push(item);
  return [passing, failing];
}
