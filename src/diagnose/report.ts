/** What a diagnosis says, complete: its forms print it and add nothing. */
import type { Finding } from '../lint/finding.ts';
import type { Job } from '../pipeline/nodes.ts';
import type { Place } from '../source/source-file.ts';
import type { Diagnosis } from './diagnose.ts';
import { explanation } from './explain.ts';
import { jobsOfLog, type KnownPipeline, locate } from './locate.ts';
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
  const isLocated = known !== undefined && (meant.length > 0 || story.commands.length === 0);
  return {
    causes: causes.map((cause) => (isLocated ? locatedCause(cause, meant, known) : { ...cause, findings: [] })),
    isKnown: causes.some(({ confidence }) => confidence !== 'low'),
    hasSucceeded: story.ending?.succeeded === true,
    lines,
  };
}

function locatedCause(cause: Cause, jobs: readonly Job[], known: KnownPipeline): LocatedCause {
  const location = locate(cause.failure, jobs, known);
  if (!location) return { ...cause, findings: [] };
  const { job, place, findings } = location;
  const says = explanation(location, cause.failure.details);
  return { ...cause, ...(job && { job }), ...(place && { place }), ...(says && { explanation: says }), findings };
}
