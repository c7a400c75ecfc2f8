/** Lists in lists, as anchors and `!reference` make them, read as the one list that GitLab makes of them. */
import { type Item, joinTrails, type Trail, type Value } from '../yaml/values.ts';

/** GitLab flattens `script`, `rules` and the like this deep. */
export const MAX_NESTING = 10;

/** Lists that hold others many times over grow without end; nobody writes as many lists and items as this. */
const MAX_ITEMS = 20_000;

export interface Flattened {
  /** Everything but lists, and the lists that are nested too deep. */
  readonly items: readonly Item[];
  /** There were more items than anybody can use; the rest is missing. */
  readonly cut: boolean;
}

/** A value that is no list counts as a list of itself. */
export function flatten(value: Value, trail: Trail): Flattened {
  const items: Item[] = [];
  let seen = 0;
  const visit = (item: Item, level: number): void => {
    seen += 1;
    if (seen > MAX_ITEMS) return;
    if (item.value.kind !== 'list' || level > MAX_NESTING) {
      items.push(item);
      return;
    }
    for (const inner of item.value.items) {
      if (seen > MAX_ITEMS) return;
      visit({ value: inner.value, trail: joinTrails(item.trail, inner.trail) }, level + 1);
    }
  };
  visit({ value, trail }, 1);
  return { items, cut: seen > MAX_ITEMS };
}
