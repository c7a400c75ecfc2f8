/** A map with many copies says what ordinary maps, copied whole, would say. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BranchingMap } from '../../src/shell/branching-map.ts';

const step = fc.record({
  what: fc.constantFrom('set', 'set', 'set', 'set', 'delete', 'copy'),
  which: fc.nat(5),
  key: fc.nat(60).map(String),
  value: fc.option(fc.nat(3), { nil: undefined }),
});

test('copies part and know where they differ', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const pairs = [{ ours: new BranchingMap<number | undefined>(), plain: new Map<string, number | undefined>() }];
      for (const { what, which, key, value } of steps) {
        const pair = pairs[which % pairs.length];
        if (!pair) continue;
        if (what === 'set') {
          pair.ours.set(key, value);
          pair.plain.set(key, value);
        } else if (what === 'delete') {
          pair.ours.delete(key);
          pair.plain.delete(key);
        } else if (pairs.length < 6) pairs.push({ ours: pair.ours.copy(), plain: new Map(pair.plain) });
      }
      for (const { ours, plain } of pairs) {
        expect([...ours.entries()]).toEqual([...plain]);
        for (const [key, value] of plain) expect([ours.has(key), ours.get(key)]).toEqual([true, value]);
        expect([ours.has('none'), ours.get('none')]).toEqual([false, undefined]);
        for (const other of pairs) {
          const apart = new Set(ours.keysApart(other.ours));
          for (const key of [...plain.keys(), ...other.plain.keys()]) {
            const isSame = plain.has(key) === other.plain.has(key) && plain.get(key) === other.plain.get(key);
            if (!isSame) expect(apart).toContain(key);
          }
        }
      }
    }),
    { numRuns: 150, seed: 7 },
  );
});
