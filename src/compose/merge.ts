/**
 * The one way in which GitLab puts mappings together, for includes and for `extends` alike: where both sides have a
 * mapping the two are merged, and anything else is replaced by what comes later: lists, scalars and null too.
 */
import { type Entry, joinTrails, type Mapping, NO_TRAIL, type Trail } from '../yaml/values.ts';

/**
 * Merges mappings, the later ones winning. A mapping that meets no other one is shared, not copied. Where several become
 * one, the new mapping stands at the place of the last, and what its parts went through is written on its own entries.
 */
export function mergeMappings(mappings: readonly [Mapping, ...Mapping[]]): Mapping {
  if (mappings.length === 1) return mappings[0];
  const runs = new Map<string, [Entry, ...Entry[]]>();
  for (const mapping of mappings) {
    for (const [name, entry] of mapping.entries) {
      const run = runs.get(name);
      if (run?.[0].value.kind === 'mapping' && entry.value.kind === 'mapping') run.push(entry);
      else runs.set(name, [entry]);
    }
  }
  const entries = new Map<string, Entry>();
  for (const [name, run] of runs) entries.set(name, mergeRun(run));
  return { kind: 'mapping', entries, place: (mappings.at(-1) ?? mappings[0]).place };
}

function mergeRun(run: readonly [Entry, ...Entry[]]): Entry {
  const [first, ...others] = run;
  const last = others.at(-1);
  if (!last) return first;
  return { key: last.key, value: mergeMappings([alone(first), ...others.map(alone)]), trail: NO_TRAIL };
}

/** The mapping under an entry, as if it stood there without the entry: the entry's trail moves to the parts. */
function alone(entry: Entry): Mapping {
  if (entry.value.kind !== 'mapping') throw new TypeError('only mappings are merged');
  return carry(entry.value, entry.trail);
}

/** The same mapping, reached by a longer way. What came by the same way before shares its trail. */
export function carry(mapping: Mapping, trail: Trail): Mapping {
  if (trail.length === 0) return mapping;
  const entries = new Map<string, Entry>();
  const longer = new Map<Trail, Trail>();
  for (const [name, entry] of mapping.entries) {
    const joined = longer.get(entry.trail) ?? joinTrails(trail, entry.trail);
    longer.set(entry.trail, joined);
    entries.set(name, { ...entry, trail: joined });
  }
  return { ...mapping, entries };
}
