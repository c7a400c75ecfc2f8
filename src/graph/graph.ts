/** A pipeline as a drawing sees it: stages with their jobs, what waits for what, and what goes to which registry. */

import { specified } from '../pipeline/build-keyword.ts';
import { copiesOf, nameWithoutCopy } from '../pipeline/copies.ts';
import type { Access } from '../pipeline/events.ts';
import type { Job, Pipeline } from '../pipeline/nodes.ts';
import { showText } from '../pipeline/symbolic.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';
import { safeLine } from '../report/safe-text.ts';

/** All text in it is on one line, and safe to be shown. */
export interface Graph {
  /** The file, or for a child pipeline what its trigger includes. */
  readonly name: string;
  /** Those that have jobs, in their order. */
  readonly stages: readonly Stage[];
  readonly children: readonly Child[];
  /** Includes that are not known here, which may bring more jobs. */
  readonly unresolved: readonly string[];
}

export interface Child {
  readonly startedBy: readonly string[];
  readonly graph: Graph;
}

export interface Stage {
  readonly name: string;
  readonly jobs: readonly GraphJob[];
}

export interface GraphJob {
  /** As the file has it; copies of a parallel job are one here. */
  readonly name: string;
  readonly copies: number;
  /** What it starts: a child pipeline by its files, or a project. */
  readonly starts: string | undefined;
  /** Undefined: it waits for all stages before its own. */
  readonly needs: readonly GraphNeed[] | undefined;
  readonly registry: readonly RegistryUse[];
}

export interface GraphNeed {
  readonly job: string;
  readonly optional: boolean;
}

/** What a job does at a registry. */
export interface RegistryUse {
  readonly does: 'login' | 'push' | 'pull';
  /** A host for a login, else an image. */
  readonly target: string;
  /** Whether a credential is there for it; a login has its own. */
  readonly access: Access['kind'];
}

export function graphOf(pipeline: Pipeline): Graph {
  const jobs = new Map<string, Job[]>();
  for (const job of pipeline.jobs.filter(({ hidden }) => !hidden)) {
    jobs.set(job.keyPath, [...(jobs.get(job.keyPath) ?? []), job]);
  }
  const drawn = [...jobs].map(([name, copies]) => {
    const child = pipeline.children.find(({ startedBy }) => startedBy.includes(name));
    return { stage: copies[0]?.stage ?? '', job: graphJob(name, copies, jobs, child) };
  });
  const stages = new Set([...pipeline.stages, ...drawn.map(({ stage }) => stage)]);
  return {
    name: nameOf(pipeline),
    stages: [...stages].flatMap((stage) => {
      const ofStage = drawn.filter((one) => one.stage === stage).map(({ job }) => job);
      return ofStage.length === 0 ? [] : [{ name: safeLine(stage), jobs: ofStage }];
    }),
    children: pipeline.children.map((child) => ({
      startedBy: child.startedBy.map(safeLine),
      graph: graphOf(child),
    })),
    unresolved: pipeline.composition.unresolved.map(({ kind, target }) => safeLine(`${kind} ${target}`)),
  };
}

function nameOf({ composition, startedBy, jobs }: Pipeline): string {
  if (startedBy.length === 0) return safeLine(composition.root.path);
  const files = composition.files.filter((file) => composition.includedBy(file).length === 1);
  const names = [...files.map(({ path }) => path), ...composition.unresolved.map(({ target }) => target)];
  return safeLine(names.join(', ') || jobs[0]?.name || 'child pipeline');
}

function graphJob(
  name: string,
  copies: readonly Job[],
  all: ReadonlyMap<string, unknown>,
  child: Pipeline | undefined,
): GraphJob {
  const [first] = copies;
  const config = first?.config;
  const total = config && copiesOf(name, config, [])?.length;
  const needs = copies.some((job) => job.needs) ? copies.flatMap((job) => job.needs ?? []) : undefined;
  const known = new Map<string, GraphNeed>();
  for (const { job, optional } of needs ?? []) {
    const base = all.has(job) ? job : (nameWithoutCopy(job) ?? job);
    if (all.has(base)) known.set(base, { job: safeLine(base), optional });
  }
  return {
    name: safeLine(name),
    copies: total ?? 1,
    starts: first && startedBy(first, child),
    needs: needs && [...known.values()],
    registry: registryUses(copies.flatMap(({ events }) => events)),
  };
}

/** What a trigger job starts, in a few words. */
function startedBy({ config }: Job, child: Pipeline | undefined): string | undefined {
  const trigger = specified(config, 'trigger')?.value;
  if (!trigger) return undefined;
  if (trigger.kind === 'scalar') return safeLine(trigger.text.text);
  if (trigger.kind !== 'mapping') return undefined;
  const project = specified(trigger, 'project')?.value;
  if (project?.kind === 'scalar') return safeLine(project.text.text);
  return specified(trigger, 'include') && (child ? nameOf(child) : 'a child pipeline');
}

function registryUses(events: readonly RegistryEvent[]): readonly RegistryUse[] {
  const uses = new Map<string, RegistryUse>();
  for (const event of events) {
    const use = registryUse(event);
    if (!use) continue;
    const key = `${use.does} ${use.target}`;
    // Where one of several copies or branches has no credential, that is what is worth knowing.
    if (!uses.has(key) || use.access === 'missing') uses.set(key, use);
  }
  return [...uses.values()];
}

function registryUse(event: RegistryEvent): RegistryUse | undefined {
  if (event.type === 'Login') return { does: 'login', target: safeLine(event.host.key), access: 'held' };
  if (event.type !== 'Push' && event.type !== 'Pull') return undefined;
  const does = event.type === 'Push' ? 'push' : 'pull';
  return { does, target: safeLine(showText(event.reference.value)), access: event.access.kind };
}
