import type { Value } from '../../src/yaml/values.ts';

/** A value without its places, as JSON has it. A reference that is left over shows as its path. */
export function plain(value: Value | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map((item) => plain(item.value));
    case 'mapping':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
    case 'reference':
      return { reference: value.path };
  }
}
