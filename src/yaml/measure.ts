/**
 * How big a value is when all its aliases are written out: GitLab's `Gitlab::Utils::DeepSize` walks the loaded object, an
 * aliased part once for every alias, adds up what Ruby's objects take (`ObjectSpace.memsize_of`) and gives up over its limits.
 * Every collection is measured once here, however often it is used.
 *
 * What is counted is less than any Ruby needs, so that nothing is called too big that GitLab accepts: 40 bytes for an object,
 * and for a collection at least a header (`RBasic`) with a pointer for each item or two for each entry, be they in a larger
 * object or outside of it (`rb_ary_memsize`, `ar_table`, `st_table_entry`; Ruby 3.1 to 3.4).
 */
import type { List, Mapping, Scalar, Value } from './values.ts';

/** GitLab's defaults for `max_yaml_size_bytes` and `max_yaml_depth`. */
export const MAX_BYTES = 2 * 1024 * 1024;
export const MAX_DEPTH = 100;

export const OBJECT_BYTES = 40;
const HEADER_BYTES = 16;
const POINTER_BYTES = 8;

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
    if (value.kind !== 'scalar') return this.#known.get(value) ?? TEXT;
    return value.type === 'string' && !isSymbol(value) ? TEXT : IMMEDIATE;
  }

  /** Measures a collection whose parts are complete. */
  add(collection: List | Mapping): Measure {
    let bytes = ownBytes(collection);
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

/** Ruby may have it already. */
function isSymbol({ place: { file, range } }: Scalar): boolean {
  return file.text[range[0]] === ':';
}

/** Of a collection alone, without what is in it. */
export function ownBytes(collection: List | Mapping): number {
  const pointers = collection.kind === 'list' ? collection.items.length : 2 * collection.entries.size;
  return Math.max(OBJECT_BYTES, HEADER_BYTES + POINTER_BYTES * pointers);
}
