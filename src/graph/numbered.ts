/** Every job, stage and pipeline of a graph by a short name of ours, since theirs can hold anything. */
import type { Graph, GraphJob, RegistryUse, Stage } from './graph.ts';

export interface Numbered {
  readonly id: string;
  readonly graph: Graph;
  readonly stages: readonly { readonly id: string; readonly stage: Stage; readonly jobs: readonly NumberedJob[] }[];
  readonly children: readonly { readonly startedBy: readonly string[]; readonly pipeline: Numbered }[];
  /** The id of a job by its name. */
  readonly jobIds: ReadonlyMap<string, string>;
}

export interface NumberedJob {
  readonly id: string;
  readonly job: GraphJob;
}

export function numbered(graph: Graph, id = 'p'): Numbered {
  const jobIds = new Map<string, string>();
  const stages = graph.stages.map((stage, at) => ({
    id: `${id}s${at}`,
    stage,
    jobs: stage.jobs.map((job) => {
      const own = `${id}j${jobIds.size}`;
      jobIds.set(job.name, own);
      return { id: own, job };
    }),
  }));
  const children = graph.children.map((child, at) => ({
    startedBy: child.startedBy,
    pipeline: numbered(child.graph, `${id}c${at}`),
  }));
  return { id, graph, stages, children, jobIds };
}

/** `build ×3` */
export function jobTitle({ name, copies }: GraphJob): string {
  return copies > 1 ? `${name} ×${copies}` : name;
}

/** What a job does, in few words. */
export interface JobLine {
  readonly kind: 'starts' | RegistryUse['does'];
  readonly target: string;
  /** No credential is there for it. */
  readonly isDenied: boolean;
}

/** An image without its tag, which is long and tells little; each thing once. */
export function jobLines({ starts, registry }: GraphJob): readonly JobLine[] {
  const lines = new Map<string, JobLine>();
  if (starts !== undefined) lines.set('starts', { kind: 'starts', target: starts, isDenied: false });
  for (const { does, target, access } of registry) {
    const short = does === 'login' ? target : withoutTag(target);
    const key = `${does} ${short}`;
    const isDenied = access === 'missing' || lines.get(key)?.isDenied === true;
    lines.set(key, { kind: does, target: short, isDenied });
  }
  return [...lines.values()];
}

export function showLine({ kind, target, isDenied }: JobLine): string {
  return `${kind} ${target}${isDenied ? ' (no login)' : ''}`;
}

function withoutTag(image: string): string {
  return image.replace(/(@[^/]*|(?<=.):[^/]*)$/, '');
}

/** Stages whose jobs wait for those of the stage before, with it. */
export function waitingStages<One extends { readonly stage: Stage }>(
  stages: readonly One[],
): readonly (readonly [One, One])[] {
  return stages.flatMap((stage, at) => {
    const before = stages[at - 1];
    return before && stage.stage.jobs.some(({ needs }) => needs === undefined) ? [[before, stage] as const] : [];
  });
}
