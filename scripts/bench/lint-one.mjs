/** One size of `growth.mjs`: lints that many jobs or includes, and prints times in milliseconds and the peak in megabytes. */
import { lint } from '../../dist/index.js';
import { withIncludes, withJobs, withManyJobs } from './pipelines.mjs';

const [kind, size, rounds, warmUps] = process.argv.slice(2);
const files = kind === 'jobs' ? withManyJobs(Number(size)) : withIncludes(Number(size));
// The code is warm before, alike for every size.
for (let turn = 0; turn < Number(warmUps); turn++) lint(withJobs(40, `warm${turn}`));
const times = Array.from({ length: Number(rounds) }, () => {
  const start = performance.now();
  const { summary } = lint(files);
  const time = performance.now() - start;
  if (summary.error === 0) throw new Error(`${size} ${kind} were not linted to their end`);
  return time;
});
console.log(JSON.stringify({ times, peak: process.resourceUsage().maxRSS / 1024 }));
