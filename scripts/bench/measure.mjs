/** Medians of repeated measurements, in which the things that are compared take turns: what else the machine does hits all of them. */

/**
 * The median of each, in milliseconds of the clock on the wall, which is what somebody waits for.
 *
 * @param named functions; each is called once before, to warm up. One that measures on its own returns a number.
 */
export async function mediansOf(rounds, named) {
  const taken = Object.fromEntries(Object.keys(named).map((name) => [name, []]));
  for (const run of Object.values(named)) await run();
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(named)) {
      const start = performance.now();
      const own = await run();
      taken[name].push(typeof own === 'number' ? own : performance.now() - start);
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, times]) => [name, median(times)]));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
