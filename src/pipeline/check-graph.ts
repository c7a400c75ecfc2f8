/** The job graph: stages that are declared, needs and dependencies that exist and run before (yaml_processor.rb). */
import { nearestName } from '../compose/nearest.ts';
import { holdsPlaceholder } from '../compose/placeholder.ts';
import { joinTrails, type Mapping } from '../yaml/values.ts';
import { specified } from './build-keyword.ts';
import type { Checker } from './check.ts';
import { copiesOf, nameWithoutCopy } from './copies.ts';
import { flatten } from './flatten.ts';
import type { Job, Need, Pipeline } from './nodes.ts';

export function checkGraph(pipeline: Pipeline, config: Mapping, checker: Checker): void {
  const jobs = new Map(pipeline.jobs.filter((job) => !job.hidden).map((job) => [job.name, job]));
  const copies = copiesByJob();
  const graph: Graph = { jobs, stages: pipeline.stages, checker, copies };
  const knowsStages = checkableStages(pipeline, config, checker);
  for (const job of jobs.values()) {
    if (knowsStages) checkStage(job, graph);
    if (!checker.complete) continue;
    checkNeeds(job, graph);
    checkDependencies(job, graph);
  }
  if (checker.complete) checkCircles(graph);
}

interface Graph {
  readonly jobs: ReadonlyMap<string, Job>;
  readonly stages: readonly string[];
  readonly checker: Checker;
  /** The names of a job's copies, as far as they are known. */
  copies(job: Job): ReadonlySet<string> | undefined;
}

function copiesByJob(): Graph['copies'] {
  const known = new Map<Job, ReadonlySet<string> | undefined>();
  return (job) => {
    if (!known.has(job)) {
      const copies = copiesOf(job.name, job.config, job.trail);
      known.set(job, copies && new Set(copies.map(({ name }) => name)));
    }
    return known.get(job);
  };
}

/** Whether the stages are the final ones: nothing is missing, or this file says them for good. */
function checkableStages(pipeline: Pipeline, config: Mapping, checker: Checker): boolean {
  if (pipeline.stages.length === 0 || pipeline.stages.some(holdsPlaceholder)) return false;
  const stages = specified(config, 'stages');
  if (!stages) return checker.complete;
  const isKnown = flatten(stages.value, []).items.every(({ value }) => value.kind === 'scalar');
  return isKnown && checker.isSettled(stages.trail);
}

function checkStage(job: Job, { stages, checker }: Graph): void {
  const stage = specified(job.config, 'stage');
  if (!checker.complete && !(stage && checker.isSettled(joinTrails(job.trail, stage.trail)))) return;
  if (stage?.value.kind === 'reference' || holdsPlaceholder(job.stage) || stages.includes(job.stage)) return;
  // The stage is there but for its keyword, of which config-schema tells.
  if (!stage && [...job.config.entries.keys()].some((key) => nearestName(key, ['stage'], 1))) return;
  const place = stage?.value.place ?? job.place;
  const near = nearestName(job.stage, stages) ?? '';
  const kind = stage ? 'unknownStage' : 'noTestStage';
  checker.report('config-stage', kind, place, { job: job.name, stage: job.stage, stages: stages.join(', '), near });
}

/** `ci_needs_size_limit`: how many jobs one can need, each copy of a parallel job counted. */
const MOST_NEEDS = 50;

function checkNeeds(job: Job, graph: Graph): void {
  const { jobs, copies, checker } = graph;
  const names = new Set<string>();
  for (const need of job.needs ?? []) {
    checkNeed(job, need, 'need', graph);
    const needed = jobs.get(need.job);
    const isRepeated = (name: string): boolean => names.size === names.add(name).size;
    const all = need.copies ?? (needed && copies(needed)) ?? [need.job];
    const repeated = [...all].filter(isRepeated);
    if (repeated.length > 0) {
      checker.report('config-needs', 'duplicateNeed', need.place, { job: job.name, need: repeated[0] ?? need.job });
    }
  }
  const last = job.needs?.at(-1);
  if (last && names.size > MOST_NEEDS) {
    const data = { job: job.name, limit: `${MOST_NEEDS}`, count: `${names.size}` };
    checker.report('config-needs', 'tooManyNeeds', last.place, data);
  }
}

function checkNeed(job: Job, need: Need, what: 'need' | 'dependency', graph: Graph): void {
  const { jobs, stages, checker } = graph;
  if (holdsPlaceholder(need.job)) return;
  for (const name of need.copies ?? []) {
    if (holdsPlaceholder(name) || need.optional || !jobs.has(need.job) || copyOf(name, graph)) continue;
    checker.report('config-needs', 'undefinedNeed', need.place, { job: job.name, need: name, near: '' });
  }
  const needed = jobs.get(need.job) ?? copyOf(need.job, graph);
  const data = { job: job.name, need: need.job };
  if (!needed) {
    if (need.optional || [...jobs.keys()].some(holdsPlaceholder)) return;
    const near = nearestName(need.job, jobs.keys()) ?? '';
    checker.report('config-needs', what === 'need' ? 'undefinedNeed' : 'undefinedDependency', need.place, {
      ...data,
      near,
    });
    return;
  }
  const [own, other] = [stages.indexOf(job.stage), stages.indexOf(needed.stage)];
  if (own === -1 || other === -1 || other <= own) return;
  checker.report('config-needs', what === 'need' ? 'laterNeed' : 'laterDependency', need.place, {
    ...data,
    stage: job.stage,
    needStage: needed.stage,
  });
}

/** The job of which `parallel` makes a copy of this name. */
function copyOf(name: string, { jobs, copies }: Pick<Graph, 'jobs' | 'copies'>): Job | undefined {
  const base = nameWithoutCopy(name);
  const job = base === undefined ? undefined : jobs.get(base);
  if (!job || !specified(job.config, 'parallel')) return undefined;
  const names = copies(job);
  return !names || names.has(name) ? job : undefined;
}

function checkDependencies(job: Job, graph: Graph): void {
  const dependencies = specified(job.config, 'dependencies')?.value;
  if (dependencies?.kind !== 'list') return;
  const needed = job.needs && new Set(job.needs.map((need) => need.job));
  for (const { value } of dependencies.items) {
    if (value.kind !== 'scalar' || holdsPlaceholder(value.text.text)) continue;
    const name = value.text.text;
    checkNeed(job, { job: name, optional: false, copies: undefined, place: value.place }, 'dependency', graph);
    if (!needed || needed.size === 0 || needed.has(name)) continue;
    if (needed.has(nameWithoutCopy(name) ?? name)) continue;
    graph.checker.report('config-needs', 'dependencyNotNeeded', value.place, { job: job.name, need: name });
  }
}

/** Every circle is reported once, at the need that closes it. */
function checkCircles(graph: Graph): void {
  const { jobs, checker } = graph;
  const done = new Set<string>();
  for (const start of jobs.values()) {
    const path: { readonly job: Job; next: number }[] = [{ job: start, next: 0 }];
    const open = new Set([start.name]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const need = done.has(top.job.name) ? undefined : top.job.needs?.[top.next];
      top.next += 1;
      if (!need) {
        done.add(top.job.name);
        open.delete(top.job.name);
        path.pop();
        continue;
      }
      const needed = jobs.get(need.job) ?? copyOf(need.job, graph);
      if (!needed || done.has(needed.name)) continue;
      if (!open.has(needed.name)) {
        open.add(needed.name);
        path.push({ job: needed, next: 0 });
        continue;
      }
      const names = path.map(({ job }) => job.name);
      const chain = [...names.slice(names.indexOf(needed.name)), needed.name].join(' → ');
      checker.report('config-needs', 'circularNeeds', need.place, { job: top.job.name, need: needed.name, chain });
    }
  }
}
