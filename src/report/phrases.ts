/** Numbers and lists as a sentence has them. */
import { enumerate } from '../rule.ts';
import { safeLine } from './safe-text.ts';

export { enumerate };

/** So many jobs are named; of more there is the number. */
const NAMED_JOBS = 3;

/** `3 files`, `1 file`, `2 fixes`. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** ` in jobs build, test and deploy`; nothing for a finding about no job. */
export function inJobs(jobs: readonly string[]): string {
  if (jobs.length === 0) return '';
  const named = jobs.slice(0, NAMED_JOBS).map(safeLine);
  if (jobs.length > NAMED_JOBS) named.push(`${jobs.length - NAMED_JOBS} more`);
  return ` in ${jobs.length === 1 ? 'job' : 'jobs'} ${enumerate(named)}`;
}
