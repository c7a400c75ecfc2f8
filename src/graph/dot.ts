/** The graph in Graphviz' language (graphviz.org: "DOT Language"). */
import type { Graph } from './graph.ts';
import { jobLines, jobTitle, type Numbered, numbered, showLine, waitingStages } from './numbered.ts';

export function dot(graph: Graph): string {
  const lines = [
    'digraph pipeline {',
    '  rankdir=LR; compound=true; fontname="sans-serif";',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ...pipelineLines(numbered(graph), '  '),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function pipelineLines({ stages, children, jobIds }: Numbered, indent: string): readonly string[] {
  const inner = `${indent}  `;
  const firstJob = ({ jobs }: Numbered['stages'][number]): string => jobs[0]?.id ?? '';
  return [
    ...stages.flatMap(({ id, stage, jobs }) => [
      `${indent}subgraph cluster_${id} {`,
      `${inner}label=${quoted([stage.name])}; color=gray;`,
      ...jobs.map(
        ({ id: own, job }) => `${inner}${own} [label=${quoted([jobTitle(job), ...jobLines(job).map(showLine)])}];`,
      ),
      `${indent}}`,
    ]),
    ...waitingStages(stages).map(([before, stage]) => {
      const ends = `ltail=cluster_${before.id}, lhead=cluster_${stage.id}`;
      return `${indent}${firstJob(before)} -> ${firstJob(stage)} [${ends}, style=dotted];`;
    }),
    ...stages
      .flatMap(({ jobs }) => jobs)
      .flatMap(({ id, job }) =>
        (job.needs ?? []).map(
          (need) => `${indent}${jobIds.get(need.job)} -> ${id}${need.optional ? ' [style=dashed]' : ''};`,
        ),
      ),
    ...children.flatMap(({ startedBy, pipeline }) => [
      `${indent}subgraph cluster_${pipeline.id} {`,
      `${inner}label=${quoted([pipeline.graph.name])}; style=dashed;`,
      ...pipelineLines(pipeline, inner),
      // A cluster without nodes is not drawn.
      ...(pipeline.stages.length === 0 ? [`${inner}${pipeline.id} [label="not known here", style=dashed];`] : []),
      `${indent}}`,
      ...startedBy
        .flatMap((name) => jobIds.get(name) ?? [])
        .map((id) => {
          const target = pipeline.stages[0] ? firstJob(pipeline.stages[0]) : pipeline.id;
          return `${indent}${id} -> ${target} [lhead=cluster_${pipeline.id}, style=bold];`;
        }),
    ]),
  ];
}

function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/[\\"]/g, '\\$&')).join('\\n')}"`;
}
