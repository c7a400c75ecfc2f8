/** The graph as Mermaid draws it, which GitLab shows in Markdown (mermaid.js.org: "Flowcharts"). */
import type { Graph } from './graph.ts';
import { jobLines, jobTitle, type Numbered, numbered, showLine, waitingStages } from './numbered.ts';

export function mermaid(graph: Graph): string {
  const lines = ['flowchart LR', ...pipelineLines(numbered(graph), '  ')];
  return `${lines.join('\n')}\n`;
}

function pipelineLines({ stages, children, jobIds }: Numbered, indent: string): readonly string[] {
  const inner = `${indent}  `;
  return [
    ...stages.flatMap(({ id, stage, jobs }) => [
      `${indent}subgraph ${id}[${quoted(stage.name)}]`,
      ...jobs.map(
        ({ id: own, job }) => `${inner}${own}[${quoted([jobTitle(job), ...jobLines(job).map(showLine)].join('\n'))}]`,
      ),
      `${indent}end`,
    ]),
    ...waitingStages(stages).map(([before, stage]) => `${indent}${before.id} -.-> ${stage.id}`),
    ...stages
      .flatMap(({ jobs }) => jobs)
      .flatMap(({ id, job }) =>
        (job.needs ?? []).map((need) => `${indent}${jobIds.get(need.job)} ${need.optional ? '-.->' : '-->'} ${id}`),
      ),
    ...children.flatMap(({ startedBy, pipeline }) => [
      `${indent}subgraph ${pipeline.id}[${quoted(pipeline.graph.name)}]`,
      ...pipelineLines(pipeline, inner),
      `${indent}end`,
      ...startedBy.flatMap((name) => jobIds.get(name) ?? []).map((id) => `${indent}${id} ==> ${pipeline.id}`),
    ]),
  ];
}

/** Mermaid takes Markdown and HTML in a label; everything that could be either is written as a character's number. */
function quoted(label: string): string {
  const escaped = label
    .split('\n')
    .map((line) => line.replace(/[^\p{L}\p{N}_ .,:/$@()×…-]/gu, (character) => `#${character.codePointAt(0)};`));
  return `"${escaped.join('<br/>')}"`;
}
