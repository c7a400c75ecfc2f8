/**
 * Keywords that are written with a slip of the keyboard. What they hold is missing by that slip alone, which is told where it
 * is (`config-schema`); nothing else is to be made of its absence.
 */
import { nearestName } from '../compose/nearest.ts';
import type { Mapping } from '../yaml/values.ts';
import { defaultEntry, GLOBAL_DEFAULTS, kindOf } from './build-keyword.ts';
import { OPEN_KEYWORDS } from './nodes.ts';

/** The keywords that names in a job, or under `default`, are slips for. */
export function misspeltIn(mapping: Mapping): ReadonlySet<string> {
  return meantBy([...mapping.entries.keys()], OPEN_KEYWORDS);
}

/** The keywords that slips at the top level and under `default` keep from all jobs. */
export function misspeltDefaults(root: Mapping): ReadonlySet<string> {
  const shared = defaultEntry(root)?.value;
  const names = [...root.entries].flatMap(([name, { value }]) => (kindOf(name, value) === 'unknown' ? name : []));
  const own = shared?.kind === 'mapping' ? misspeltIn(shared) : [];
  return new Set([...own, ...meantBy(names, GLOBAL_DEFAULTS)]);
}

function meantBy(names: readonly string[], keywords: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => slipFor(name, keywords) ?? []));
}

/** Jobs have the same few keywords over and over. */
const known = new WeakMap<readonly string[], Map<string, string | undefined>>();
const MOST_KNOWN = 1000;

function slipFor(name: string, keywords: readonly string[]): string | undefined {
  const slips = known.get(keywords) ?? new Map<string, string | undefined>();
  known.set(keywords, slips);
  if (slips.has(name)) return slips.get(name);
  const slip = keywords.includes(name) ? undefined : nearestName(name, keywords);
  if (slips.size < MOST_KNOWN) slips.set(name, slip);
  return slip;
}
