import type { Pipeline } from '../pipeline/nodes.ts';
import type { ProjectFacts } from './project.ts';

/** Adds to every job its commands and what they do to registries. */
export function followCredentials(pipeline: Pipeline, _facts: ProjectFacts): Pipeline {
  return pipeline;
}
