/** The rows of the bench, and how they are printed. */

const TITLES = { what: '', ours: 'ours', against: 'against', ratio: 'ratio', target: 'target', met: 'met' };

/** A line that leads a few rows. */
export const heading = (what) => ({ what });

/**
 * Two times and how many times as long the first one is. The numbers of a row are those that its ratio is made of.
 *
 * @param ours milliseconds
 * @param against milliseconds
 * @param target the greatest ratio that is wanted, if any; with `below`, which is to be undercut
 */
export function compared(what, ours, against, { target, below = false } = {}) {
  const ratio = ours / against;
  return {
    what: `  ${what}`,
    ours: milliseconds(ours),
    against: milliseconds(against),
    ratio: `${ratio.toFixed(2)}×`,
    ...(target === undefined ? {} : aim(below ? ratio < target : ratio <= target, `${below ? '<' : '≤'} ${target}×`)),
  };
}

/** A number that stands for itself. */
export const told = (what, ours) => ({ what: `  ${what}`, ours });

/** @param exponent of size with which time grows: 1 is linear */
export const grown = (what, exponent, target) => ({
  what: `  ${what}`,
  ratio: exponent.toFixed(2),
  ...aim(exponent <= target, `≤ ${target}`),
});

const aim = (met, target) => ({ target, met: met ? 'yes' : 'no' });

export const milliseconds = (time) => `${time.toFixed(time < 10 ? 1 : 0)} ms`;

export function printed(rows) {
  const columns = Object.keys(TITLES);
  const lines = [TITLES, ...rows];
  const widths = columns.map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const cell = (line, column, index) => {
    const text = line[column] ?? '';
    return index === 0 ? text.padEnd(widths[index]) : text.padStart(widths[index]);
  };
  return lines
    .map(
      (line) =>
        `${columns
          .map((column, index) => cell(line, column, index))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
