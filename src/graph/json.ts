/** The graph for programs. Keys may be added, none is renamed or removed. */
import { safeJson } from '../report/safe-text.ts';
import type { Graph } from './graph.ts';

export function json(graph: Graph): string {
  return safeJson(pipelineObject(graph));
}

function pipelineObject({ name, stages, children, unresolved }: Graph): object {
  return {
    name,
    stages: stages.map((stage) => ({
      name: stage.name,
      jobs: stage.jobs.map(({ starts, needs, ...job }) => ({ ...job, starts: starts ?? null, needs: needs ?? null })),
    })),
    children: children.map(({ startedBy, graph }) => ({ startedBy, pipeline: pipelineObject(graph) })),
    unresolved,
  };
}
