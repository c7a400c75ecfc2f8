/**
 * How big a value is when all its aliases are written out: GitLab's `Gitlab::Utils::DeepSize` walks the loaded object, an
 * aliased part once for every alias, adds up what Ruby's objects take and gives up over its limits. Every collection is
 * measured once here, however often it is used.
 */
import type { List, Mapping, Value } from './values.ts';

/** GitLab's defaults for `max_yaml_size_bytes` and `max_yaml_depth`. */
export const MAX_BYTES = 2 * 1024 * 1024;
export const MAX_DEPTH = 100;

/** What the smallest Ruby object takes. Most take more, so that nothing is called too big that GitLab accepts. */
const OBJECT_BYTES = 40;

export interface Measure {
  readonly bytes: number;
  /** How many collections there are on the longest way down, this one included. */
  readonly depth: number;
}

const TEXT: Measure = { bytes: OBJECT_BYTES, depth: 0 };
const IMMEDIATE: Measure = { bytes: 0, depth: 0 };

export class Measures {
  readonly #known = new Map<Value, Measure>();

  of(value: Value): Measure {
    if (value.kind === 'scalar') return value.type === 'string' ? TEXT : IMMEDIATE;
    return this.#known.get(value) ?? TEXT;
  }

  /** Measures a collection whose parts are complete. */
  add(collection: List | Mapping): Measure {
    let bytes = OBJECT_BYTES;
    let depth = 0;
    const count = (value: Value) => {
      const part = this.of(value);
      bytes += part.bytes;
      if (part.depth > depth) depth = part.depth;
    };
    if (collection.kind === 'list') for (const item of collection.items) count(item.value);
    else {
      for (const entry of collection.entries.values()) {
        count(entry.key);
        count(entry.value);
      }
    }
    const measure = { bytes, depth: depth + 1 };
    this.#known.set(collection, measure);
    return measure;
  }
}
