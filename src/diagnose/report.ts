/** What a diagnosis says, complete: its forms print it and add nothing. */
import type { Finding } from '../lint/finding.ts';
import type { Job } from '../pipeline/nodes.ts';
import type { Place } from '../source/source-file.ts';
import type { Diagnosis } from './diagnose.ts';
import { explanation } from './explain.ts';
import { jobsOf, jobsOfLog, type KnownPipeline, locate, onlyName } from './locate.ts';
import type { Story } from './story.ts';
import type { Cause } from './weigh.ts';

export interface DiagnosisReport {
  readonly causes: readonly LocatedCause[];
  /** Whether any of them is more than a guess. */
  readonly isKnown: boolean;
  /** The job went well all the same. */
  readonly hasSucceeded: boolean;
  readonly lines: number;
}

export interface LocatedCause extends Omit<Cause, 'failure'> {
  readonly job?: string;
  readonly place?: Place;
  /** What the pipeline shows about it. */
  readonly explanation?: string;
  readonly findings: readonly Finding[];
}

/** @param jobs whose log it is; undefined: the log has to tell */
export function reportOf(
  { causes, story, lines }: Diagnosis,
  known: KnownPipeline | undefined,
  jobs: readonly Job[] | undefined,
): DiagnosisReport {
  const meant = known ? (jobs ?? jobsOfLog(known, story)) : [];
  return {
    causes: causes.map((cause) => (known ? locatedCause(cause, meant, known, story) : { ...cause, findings: [] })),
    isKnown: causes.some(({ confidence }) => confidence !== 'low'),
    hasSucceeded: story.ending?.succeeded === true,
    lines,
  };
}

function locatedCause(cause: Cause, meant: readonly Job[], known: KnownPipeline, story: Story): LocatedCause {
  // What ends before the script shows no command, and still names the image.
  const jobs = meant.length === 0 && story.commands.length === 0 ? jobsOf(known) : meant;
  const location = locate(cause.failure, jobs, known);
  const job = location?.job ?? onlyName(meant);
  const explained = location && explanation(location, cause.failure.details);
  return {
    ...cause,
    ...(job !== undefined && { job }),
    ...(location && { place: location.place }),
    ...(explained !== undefined && { explanation: explained }),
    findings: location?.findings ?? [],
  };
}
