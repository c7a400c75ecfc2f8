/** How text came into a job, in words. */
import type { Trail, TrailStep } from '../yaml/values.ts';
import { placeName, type ReportContext } from './report.ts';

const STEPS: Readonly<Record<TrailStep['kind'], (name: string) => string>> = {
  include: () => 'included',
  input: (name) => `given as \`${name}\``,
  extends: (name) => `extended as \`${name}\``,
  reference: (name) => `referenced as \`${name}\``,
  anchor: (name) => `used as anchor \`${name}\``,
  default: (name) => `taken from default \`${name}\``,
  script: () => 'run',
  dockerfile: () => 'built',
  'compose-file': () => 'read',
  global: (name) => `taken from top-level \`${name}\``,
};

/** What one step does: `` extended as `.docker` ``. */
export function stepName({ kind, name }: TrailStep): string {
  return STEPS[kind](name);
}

/** Steps to a file that a command reads. They are the last ones of a trail. */
const READ: ReadonlySet<TrailStep['kind']> = new Set<TrailStep['kind']>(['script', 'dockerfile', 'compose-file']);

/**
 * From where the text is written to where it takes effect: `` run at ci/all.sh:3:1, run at ci/base.yml:4:7, extended as `.docker`
 * at .gitlab-ci.yml:30:12, … ``.
 */
export function trailName(trail: Trail, context: ReportContext): string {
  const read = trail.filter(({ kind }) => READ.has(kind)).toReversed();
  const steps = [...read, ...trail.filter(({ kind }) => !READ.has(kind))];
  return steps.map((step) => `${stepName(step)} at ${placeName(step.place, context)}`).join(', ');
}
