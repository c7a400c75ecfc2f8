/** One job of the composed configuration as a node of the tree. */
import { parentsOf } from '../compose/extends.ts';
import type { Mapping, Trail, Value } from '../yaml/values.ts';
import { buildImage, buildServices } from './build-containers.ts';
import { effectiveKeyword, type JobSource, ownKeyword, specified } from './build-keyword.ts';
import { buildScripts } from './build-scripts.ts';
import { buildJobVariables } from './build-variables.ts';
import { flatten } from './flatten.ts';
import type { Job, Need, Variable } from './nodes.ts';

const DEFAULT_STAGE = 'test';

/** What the jobs of a pipeline have in common. */
export interface JobContext {
  readonly root: Mapping;
  readonly complete: boolean;
  readonly variables: readonly Variable[];
}

export function buildJob(source: JobSource, context: JobContext): Job {
  const { name, entry, config, kind } = source;
  const { root } = context;
  return {
    type: 'Job',
    name,
    hidden: kind === 'hidden',
    config,
    stage: readStage(source),
    needs: readNeeds(source),
    image: buildImage(effectiveKeyword(root, source, 'image'), `${name}.image`),
    services: buildServices(effectiveKeyword(root, source, 'services'), `${name}.services`),
    variables: buildJobVariables(source, context.variables),
    scripts: buildScripts(root, source),
    events: [],
    daemon: undefined,
    mayHave: (keyword) => !context.complete && !isSettled(keyword, source, root),
    place: entry.key.place,
    trail: entry.trail,
    keyPath: name,
  };
}

function readStage(source: JobSource): string {
  const stage = ownKeyword(source, 'stage')?.value;
  return stage?.kind === 'scalar' ? stage.text.text : DEFAULT_STAGE;
}

/** The jobs of this pipeline that the job waits for; those of other pipelines and projects are left out. */
function readNeeds(source: JobSource): readonly Need[] | undefined {
  const needs = ownKeyword(source, 'needs');
  if (!needs) return undefined;
  return flatten(needs.value, needs.trail).items.flatMap(({ value }) => {
    if (value.kind === 'scalar') return [{ job: value.text.text, optional: false, place: value.place }];
    if (value.kind !== 'mapping') return [];
    const job = specified(value, 'job')?.value;
    if (job?.kind !== 'scalar' || specified(value, 'pipeline') || specified(value, 'project')) return [];
    return [{ job: job.text.text, optional: isTrue(specified(value, 'optional')?.value), place: job.place }];
  });
}

/**
 * Whether nothing that is missing could change a keyword: the job has it, and no parent that is not known comes after.
 * An include that is missing may hold a job of the same name, but what this file says wins over it.
 */
function isSettled(keyword: string, source: JobSource, root: Mapping): boolean {
  const own = specified(source.config, keyword);
  if (!own || keyword === 'variables' || own.value.kind === 'reference') return false;
  return !isInherited(own.trail) || knowsParents(source.config, root);
}

function isInherited(trail: Trail): boolean {
  return trail.some((step) => step.kind === 'extends');
}

function knowsParents(config: Mapping, root: Mapping): boolean {
  const seen = new Set<string>();
  const open = [config];
  for (let child = open.pop(); child; child = open.pop()) {
    for (const { name } of parentsOf(child)) {
      const parent = root.entries.get(name)?.value;
      if (parent?.kind !== 'mapping') return false;
      if (!seen.has(name)) open.push(parent);
      seen.add(name);
    }
  }
  return true;
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.value === true;
}
