/**
 * Values of the effective configuration: what GitLab makes of what the files say, each with the place it comes from. What
 * GitLab adds itself, such as the policy of a cache, comes from nowhere.
 */
import type { Place } from '../source/source-file.ts';
import { joinTrails, type Trail, type Value } from '../yaml/values.ts';

export interface Resolved {
  readonly data: Data;
  readonly origin: Origin | undefined;
}

export type Data = string | number | boolean | null | readonly Resolved[] | ReadonlyMap<string, Resolved>;

export interface Origin {
  readonly place: Place;
  readonly trail: Trail;
}

/** A value without its origins, as JSON has it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** A value as it is written, reached over a trail. */
export function asWritten(value: Value, trail: Trail): Resolved {
  const origin = { place: value.place, trail };
  switch (value.kind) {
    case 'scalar':
      return { data: value.value, origin };
    case 'reference':
      return { data: `!reference [${value.path?.join(', ') ?? ''}]`, origin };
    case 'list':
      return { data: value.items.map((item) => asWritten(item.value, joinTrails(trail, item.trail))), origin };
    case 'mapping': {
      const entries = [...value.entries].map(([name, entry]) => {
        const { data, origin: inner } = asWritten(entry.value, joinTrails(trail, entry.trail));
        return [name, { data, origin: inner && { ...inner, place: entry.key.place } }] as const;
      });
      return { data: new Map(entries), origin };
    }
  }
}

/** A value that GitLab adds, or one that it makes of what stands at the origin. */
export function made(data: Data, origin?: Origin): Resolved {
  return { data, origin };
}

/** The entries of a hash; none of anything else. */
export function entriesOf({ data }: Resolved): ReadonlyMap<string, Resolved> {
  return data instanceof Map ? data : new Map();
}

/** The items of a list; anything else is the only item of its own. */
export function itemsOf(resolved: Resolved): readonly Resolved[] {
  return Array.isArray(resolved.data) ? resolved.data : [resolved];
}

export function plain({ data }: Resolved): Plain {
  if (data instanceof Map) return Object.fromEntries([...data].map(([name, value]) => [name, plain(value)]));
  if (Array.isArray(data)) return data.map(plain);
  return data as Exclude<Data, readonly Resolved[] | ReadonlyMap<string, Resolved>>;
}
