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

/** From where the text is written to where it takes effect: `` extended as `.docker` at .gitlab-ci.yml:30:12, … ``. */
export function trailName(trail: Trail, context: ReportContext): string {
  return trail.map((step) => `${stepName(step)} at ${placeName(step.place, context)}`).join(', ');
}
