/** In which order a job runs what a finding names, so that reports can tell the way from a login to the push. */
import type { Job } from '../pipeline/nodes.ts';
import { covers, type Place } from '../source/source-file.ts';

/** Whether the job runs `place` before or after `other`; undefined unless both are in commands of its scripts, and in two. */
export function runOrder(job: Job, place: Place, other: Place): 'before' | 'after' | undefined {
  const commands = job.scripts.flatMap((script) => script.commands);
  const at = commands.findIndex((command) => covers(command.place, place));
  const otherAt = commands.findIndex((command) => covers(command.place, other));
  if (at === -1 || otherAt === -1 || at === otherAt) return undefined;
  return at < otherAt ? 'before' : 'after';
}
