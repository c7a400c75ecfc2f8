/** A folder of many projects in one run, against a run of its own for each. */
import { join } from 'node:path';
import { median, mediansOf } from './measure.mjs';
import { withJobs } from './pipelines.mjs';
import { lintWithProgram, writeProject } from './program.mjs';
import { compared, heading, told } from './table.mjs';

export async function measureFleet({ folder, quick }) {
  const count = quick ? 10 : 500;
  const names = Array.from({ length: count }, (_, index) => `group/project-${index}`);
  for (const [index, name] of names.entries()) {
    writeProject(join(folder, name), withJobs(10 + (index % 10), name.slice('group/'.length)));
  }
  const peaks = [];
  const taken = await mediansOf(quick ? 1 : 3, {
    together: () => void peaks.push(lintWithProgram(folder, names, { usage: true }).megabytes),
    one: () => void lintWithProgram(folder, names.slice(7, 8)),
  });
  return [
    heading(`${count} projects of 10 to 19 jobs in one run, against`),
    compared(`a run for each (one takes ${taken.one.toFixed(0)} ms)`, taken.together, taken.one * count),
    told('peak memory', `${median(peaks).toFixed(0)} MB`),
  ];
}
