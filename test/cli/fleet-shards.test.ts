/** How repositories are shared out over shards, and how far a run says that it has come. */
import { describe, expect, it } from 'vitest';
import { LintProgress } from '../../src/cli/progress.ts';
import { isInShard } from '../../src/cli/shards.ts';

const ROOTS = Array.from({ length: 400 }, (_, number) => `group/project-${number}`);

/** The number of the shard that each has. */
function shares(roots: readonly string[], total: number, cwd = '/builds/1'): ReadonlyMap<string, number> {
  const shards = Array.from({ length: total }, (_, index) => index + 1);
  return new Map(
    roots.map((root) => {
      const [shard = 0, ...others] = shards.filter((index) => isInShard({ index, total }, `${cwd}/${root}`, cwd));
      expect(others).toEqual([]);
      return [root, shard];
    }),
  );
}

describe('shards', () => {
  it.each([1, 2, 3, 5, 8])('of %d have every repository once, and about as many each', (total) => {
    const counts = new Map<number, number>();
    for (const shard of shares(ROOTS, total).values()) counts.set(shard, (counts.get(shard) ?? 0) + 1);
    expect([...counts.keys()].toSorted()).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    const fair = ROOTS.length / total;
    for (const count of counts.values()) expect(Math.abs(count - fair)).toBeLessThan(fair / 2);
  });

  it('stay what they are on another machine, and beside another repository', () => {
    const before = shares(ROOTS, 4);
    expect(shares(ROOTS, 4, '/home/someone/fleet')).toEqual(before);
    for (const [root, shard] of shares(['group/new', ...ROOTS.slice(7)], 4)) {
      if (root !== 'group/new') expect(shard).toBe(before.get(root));
    }
  });

  it('give a new shard its share, and keep the rest', () => {
    const before = shares(ROOTS, 4);
    const moved = [...shares(ROOTS, 5)].filter(([root, shard]) => shard !== before.get(root));
    expect(new Set(moved.map(([, shard]) => shard))).toEqual(new Set([5]));
  });
});

/** What a run of ten pipelines writes, each of which takes so long. */
function shown(milliseconds: number, env: Readonly<Record<string, string>> = {}, isTTY = true): string[] {
  const written: string[] = [];
  const stderr = { write: (text: string) => written.push(text), isTTY, columns: 100 };
  let now = 0;
  const progress = new LintProgress({ stderr, env }, 10, () => now);
  for (let done = 0; done < 10; done++) {
    now += milliseconds;
    progress.step(2);
  }
  progress.clear();
  return written.map((text) => text.replace('\r\u001b[K', '>'));
}

describe('progress', () => {
  it('tells on a terminal how far it is, how much was found and how long it takes', () => {
    const lines = shown(1000);
    expect(lines[0]).toBe('>██░░░░░░░░░░░░░░░░░░░░░░ 1/10 pipelines, 2 findings, 9 s left');
    expect(lines[9]).toBe('>████████████████████████ 10/10 pipelines, 20 findings, 0 s left');
    expect(lines.slice(10)).toEqual(['>']);
    expect(shown(30_000)[2]).toContain('3/10 pipelines, 6 findings, 3 min 30 s left');
  });

  it('waits before it shows anything, and writes no more often than it is read', () => {
    expect(shown(30)).toEqual([]);
    expect(shown(90)).toHaveLength(4);
  });

  it.each([
    ['in CI', { CI: 'true' }, true],
    ['where nothing can be written over', { TERM: 'dumb' }, true],
    ['in a pipe', {}, false],
  ])('is silent %s', (_, env, isTTY) => {
    expect(shown(1000, env, isTTY)).toEqual([]);
  });
});
