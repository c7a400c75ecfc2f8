/**
 * One mistake is one finding. A template that thirty jobs extend is visited thirty times, and so is a file that several
 * roots include; what is said about the same text is brought together here.
 */
import type { Confidence, Severity } from '../rule.ts';
import { comparePlaces } from '../source/source-file.ts';
import type { FindingFix } from './finding.ts';
import type { Observation } from './observe.ts';

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];
const CONFIDENCES: readonly Confidence[] = ['low', 'medium', 'high'];

export function isConfident(confidence: Confidence, minimum: Confidence): boolean {
  return CONFIDENCES.indexOf(confidence) >= CONFIDENCES.indexOf(minimum);
}

/**
 * Brings together what one rule says with one message at one place: the same words, or, where the message names values
 * that differ from job to job, what it says in different jobs. Two different things said in one job stay two findings.
 * The jobs keep the order in which they come; the strongest severity and confidence win.
 */
export function mergeObservations(observations: readonly Observation[]): Observation[] {
  const groups = new Map<string, Group[]>();
  for (const observation of observations) {
    const key = placeKey(observation);
    const candidates = groups.get(key) ?? [];
    const group = candidates.find((candidate) => candidate.takes(observation));
    if (group) group.add(observation);
    else groups.set(key, [...candidates, new Group(observation)]);
  }
  return [...groups.values()].flat().map((group) => group.merged());
}

/** What two observations must share to be about the same mistake. */
export function placeKey({ rule, messageId, place }: Observation): string {
  return JSON.stringify([rule, messageId, place.file.path, ...place.range]);
}

class Group {
  #spokesman: Observation;
  #severity: Severity;
  #confidence: Confidence;
  readonly #jobs: Set<string>;
  #fixes: readonly FindingFix[];

  constructor(first: Observation) {
    this.#spokesman = first;
    this.#severity = first.severity;
    this.#confidence = first.confidence;
    this.#jobs = new Set(first.jobs);
    this.#fixes = first.fixes;
  }

  takes({ message, jobs }: Observation): boolean {
    if (message === this.#spokesman.message) return true;
    return this.#jobs.size > 0 && jobs.length > 0 && !jobs.some((job) => this.#jobs.has(job));
  }

  add(observation: Observation): void {
    if (rank(observation) < rank(this.#spokesman)) this.#spokesman = observation;
    this.#severity = strongest(SEVERITIES, this.#severity, observation.severity);
    this.#confidence = strongest(CONFIDENCES, this.#confidence, observation.confidence);
    for (const job of observation.jobs) this.#jobs.add(job);
    this.#fixes = this.#fixes.filter((fix) => observation.fixes.some((other) => isSameFix(fix, other)));
  }

  /** Templates are named only when no job that runs is concerned. */
  merged(): Observation {
    const jobs = [...this.#jobs];
    const running = jobs.filter((job) => !isHidden(job));
    return {
      ...this.#spokesman,
      severity: this.#severity,
      confidence: this.#confidence,
      jobs: running.length > 0 ? running : jobs,
      fixes: this.#fixes,
    };
  }
}

/** A change to text that several jobs share has to be right for all of them. */
function isSameFix(a: FindingFix, b: FindingFix): boolean {
  if (a.title !== b.title || a.safety !== b.safety || a.edits.length !== b.edits.length) return false;
  return a.edits.every((edit, index) => {
    const other = b.edits[index];
    return other !== undefined && edit.text === other.text && comparePlaces(edit.place, other.place) === 0;
  });
}

/** A job that runs speaks before a template, and the one closest to the text before those that got it from there. */
function rank({ jobs, trail }: Observation): number {
  return (jobs.every(isHidden) ? 1_000_000 : 0) + trail.length;
}

function isHidden(job: string): boolean {
  return job.startsWith('.');
}

function strongest<T>(scale: readonly T[], a: T, b: T): T {
  return scale.indexOf(a) >= scale.indexOf(b) ? a : b;
}
