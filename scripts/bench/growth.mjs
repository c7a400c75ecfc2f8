/** How time and memory grow with the number of jobs and of includes. Each size has a process of its own. */
import { join } from 'node:path';
import { median } from './measure.mjs';
import { runNode } from './program.mjs';
import { grown, heading, milliseconds, told } from './table.mjs';

const LINT_ONE = join(import.meta.dirname, 'lint-one.mjs');

/** Sizes, and how often each is measured. */
const KINDS = {
  jobs: new Map([
    [100, 15],
    [1000, 5],
    [10_000, 3],
  ]),
  includes: new Map([
    [10, 15],
    [50, 9],
    [150, 7],
  ]),
};
const QUICK = {
  jobs: new Map([
    [10, 1],
    [100, 1],
  ]),
  includes: new Map([
    [2, 1],
    [10, 1],
  ]),
};

export function measureGrowth({ quick }) {
  const rows = [heading('linting one pipeline in a warm process, with')];
  for (const [kind, sizes] of Object.entries(quick ? QUICK : KINDS)) {
    const runs = Array.from(sizes, ([size, rounds]) => ({ size, ...measure(kind, size, rounds, quick ? 0 : 5) }));
    for (const { size, time, peak } of runs) {
      rows.push(told(`${size.toLocaleString('en')} ${kind}`, `${milliseconds(time)}, ${peak.toFixed(0)} MB`));
    }
    rows.push(grown(`time grows with the number of ${kind} to the power of`, steepest(runs), 1.1));
  }
  return rows;
}

/** The greatest exponent between neighbouring sizes: a bend at the end is not hidden by a flat beginning. */
function steepest(runs) {
  const exponents = runs
    .slice(1)
    .map(({ size, time }, index) => Math.log(time / runs[index].time) / Math.log(size / runs[index].size));
  return Math.max(...exponents);
}

function measure(kind, size, rounds, warmUps) {
  const { stdout } = runNode([LINT_ONE, kind, size, rounds, warmUps].map(String), '.', { status: 0, prints: 'peak' });
  const { times, peak } = JSON.parse(stdout);
  return { time: median(times), peak };
}
