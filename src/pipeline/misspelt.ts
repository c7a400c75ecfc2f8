/**
 * Keywords that are written with a slip of the keyboard. What they hold is missing by that slip alone, which is told where it
 * is (`config-schema`); nothing else is to be made of its absence.
 */
import { nearestName } from '../compose/nearest.ts';
import type { Mapping } from '../yaml/values.ts';
import { defaultEntry, GLOBAL_DEFAULTS, kindOf } from './build-keyword.ts';

/** The keywords whose absence says something of a job. */
const MEANT = ['image', 'services', 'variables', 'before_script', 'script', 'environment', 'rules', 'only', 'except'];

/** The keywords that names in a job, or under `default`, are slips for. */
export function misspeltIn(mapping: Mapping): ReadonlySet<string> {
  return meantBy([...mapping.entries.keys()], MEANT);
}

/** The keywords that slips at the top level and under `default` keep from all jobs. */
export function misspeltDefaults(root: Mapping): ReadonlySet<string> {
  const shared = defaultEntry(root)?.value;
  const names = [...root.entries].flatMap(([name, { value }]) => (kindOf(name, value) === 'unknown' ? name : []));
  const own = shared?.kind === 'mapping' ? misspeltIn(shared) : [];
  return new Set([...own, ...meantBy(names, GLOBAL_DEFAULTS)]);
}

function meantBy(names: readonly string[], keywords: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => (keywords.includes(name) ? [] : (nearestName(name, keywords) ?? []))));
}
