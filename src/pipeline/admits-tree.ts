/** In which pipelines the jobs of a tree are, those of child pipelines by what the jobs that start them admit. */
import { type Admission, admits, type Known } from './admits.ts';
import type { Job, Pipeline } from './nodes.ts';

type AdmissionOf = (job: Job) => Admission;

/** Several rules ask about the same tree. */
const known = new WeakMap<Pipeline, AdmissionOf>();

/** @returns what answers for every job of the pipeline and of those that its jobs start; a job is judged when asked for */
export function admissionsIn(root: Pipeline): AdmissionOf {
  const found = known.get(root);
  if (found) return found;
  const judges = new Map<Job, () => Admission>();
  addJobs(root, undefined, judges);
  const admissions = new Map<Job, Admission>();
  const admissionOf: AdmissionOf = (job) => {
    const admission = admissions.get(job) ?? judges.get(job)?.() ?? admits(job, root, knownOf(root));
    admissions.set(job, admission);
    return admission;
  };
  known.set(root, admissionOf);
  return admissionOf;
}

/** @param startedBy the parent's jobs that start the pipeline, and what answers for them */
function addJobs(
  pipeline: Pipeline,
  startedBy: (() => readonly Admission[]) | undefined,
  judges: Map<Job, () => Admission>,
): void {
  const admissionOf = (job: Job): Admission => admits(job, pipeline, knownOf(pipeline), startedBy?.());
  for (const job of pipeline.jobs) judges.set(job, () => admissionOf(job));
  for (const child of pipeline.children) {
    const starters = pipeline.jobs.filter(({ hidden, keyPath }) => !hidden && child.startedBy.includes(keyPath));
    addJobs(child, () => starters.map(admissionOf), judges);
  }
}

function knownOf({ composition: { given } }: Pipeline): Known {
  return { variables: given };
}
