/**
 * The one place that decides what is shown: which rules run, how severe and how sure a finding has to be, and in which order
 * they come. What counts as the same finding is `merge.ts`.
 */
import type { Preset, Rule } from '../rule.ts';
import { comparePlaces } from '../source/source-file.ts';
import type { Suppression } from './finding.ts';
import { isConfident, mergeObservations, placeKey } from './merge.ts';
import type { Observation } from './observe.ts';
import type { LintOptions } from './options.ts';
import type { Suppressions } from './suppressions.ts';

/** The rules that the options turn on, in all files. */
export function enabledRules(
  rules: readonly Rule[],
  { preset, severities }: Pick<LintOptions, 'preset' | 'severities'>,
): readonly Rule[] {
  return rules.filter(({ meta }) => {
    const severity = severities.get(meta.docs.name);
    return severity === undefined ? isInPreset(meta.docs.preset, preset) : severity !== 'off';
  });
}

/** The rules that have to run, with options that turn those off elsewhere that are on in a part of the files only. */
export function rulesToRun(
  rules: readonly Rule[],
  options: LintOptions,
): { readonly running: readonly Rule[]; readonly options: LintOptions } {
  const enabled = new Set(enabledRules(rules, options));
  const running = rules.filter((rule) => {
    const { name } = rule.meta.docs;
    return enabled.has(rule) || options.overrides.some(({ severities }) => (severities.get(name) ?? 'off') !== 'off');
  });
  const inPart = running.filter((rule) => !enabled.has(rule)).map(({ meta }) => [meta.docs.name, 'off'] as const);
  return { running, options: { ...options, severities: new Map([...options.severities, ...inPart]) } };
}

/** What each rule is told: by the user, or else by the preset. */
export function rulesOptions(
  rules: readonly Rule[],
  { preset, ruleOptions }: Pick<LintOptions, 'preset' | 'ruleOptions'>,
): LintOptions['ruleOptions'] {
  if (preset !== 'strict') return ruleOptions;
  const ofPreset = rules.flatMap(({ meta }) =>
    meta.strictOptions ? [[meta.docs.name, [meta.strictOptions]] as const] : [],
  );
  return new Map([...ofPreset, ...ruleOptions]);
}

/** `strict` has everything that `recommended` has. */
function isInPreset(own: Preset, chosen: Preset): boolean {
  return own === 'recommended' || chosen === 'strict';
}

export interface SuppressedObservation extends Observation {
  readonly suppression: Suppression;
}

export interface Selection {
  /** In order, each mistake once. */
  readonly shown: readonly Observation[];
  /** Likewise, each with the comment that holds it back. */
  readonly suppressed: readonly SuppressedObservation[];
  /** How many mistakes are too unsure to be shown. */
  readonly belowConfidence: number;
}

/** What of a walk is to be shown, and what is not. A job's comment holds back what is said of that job, not of others. */
export function select(
  observations: readonly Observation[],
  { severities, overrides, minConfidence }: Pick<LintOptions, 'severities' | 'overrides' | 'minConfidence'>,
  suppressions: Pick<Suppressions, 'of'> = NO_COMMENTS,
): Selection {
  const levelled = observations.flatMap((observation) => withLevel(observation, severities, overrides));
  const open: Observation[] = [];
  const heldBack = new Map<Suppression, Observation[]>();
  for (const observation of levelled) {
    const comment = suppressions.of(observation);
    const { jobPlace: _, ...told } = observation;
    if (comment) heldBack.set(comment, [...(heldBack.get(comment) ?? []), told]);
    else open.push(told);
  }
  const [sure, unsure] = partition(open, ({ confidence }) => isConfident(confidence, minConfidence));
  const shown = mergeObservations(sure);
  const shownPlaces = new Set(shown.map(placeKey));
  const hidden = mergeObservations(unsure).filter((observation) => !shownPlaces.has(placeKey(observation)));
  const suppressed = [...heldBack].flatMap(([suppression, group]) =>
    mergeObservations(group.filter(({ confidence }) => isConfident(confidence, minConfidence))).map((observation) => ({
      ...observation,
      suppression: { reason: suppression.reason, place: suppression.place },
    })),
  );
  return { shown: inOrder(shown), suppressed: inOrder(suppressed), belowConfidence: hidden.length };
}

const NO_COMMENTS: Pick<Suppressions, 'of'> = { of: () => undefined };

/** Nothing where the rule is off in the file. */
function withLevel(
  observation: Observation,
  severities: LintOptions['severities'],
  overrides: LintOptions['overrides'],
): readonly Observation[] {
  const { rule, place } = observation;
  const override = overrides.findLast((each) => each.severities.has(rule) && each.matches(place.file.path));
  const severity = (override?.severities ?? severities).get(rule);
  if (severity === 'off') return [];
  return [severity === undefined ? observation : { ...observation, severity }];
}

/** By file, then by place. */
export function inOrder<Told extends Observation>(observations: readonly Told[]): Told[] {
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
