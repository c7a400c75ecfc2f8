/** One job of the composed configuration as a node of the tree. */
import { parentsOf } from '../compose/extends.ts';
import { isConditional, type Mapping, type Trail } from '../yaml/values.ts';
import { buildImage, buildServices } from './build-containers.ts';
import { effectiveKeyword, type JobSource, ownKeyword, specified } from './build-keyword.ts';
import { jobReferences } from './build-references.ts';
import { buildScripts } from './build-scripts.ts';
import { buildJobVariables } from './build-variables.ts';
import type { Copy } from './copies.ts';
import { type ForwardedVariable, withForwarded } from './forward.ts';
import { misspeltIn } from './misspelt.ts';
import { readNeeds } from './needs.ts';
import type { Job, Variable } from './nodes.ts';

const DEFAULT_STAGE = 'test';

/** What the jobs of a pipeline have in common. */
export interface JobContext {
  readonly root: Mapping;
  readonly complete: boolean;
  /** Keywords that are misspelt where all jobs would have them from. */
  readonly misspelt: ReadonlySet<string>;
  readonly variables: readonly Variable[];
  /** In a child pipeline: what the parent forwards, and whether that is all. */
  readonly forwarded: readonly ForwardedVariable[];
  readonly knowsForwarded: boolean;
}

/** @param copy the one of the job's copies that is meant; without it the job stands for all of them */
export function buildJob(source: JobSource, context: JobContext, copy?: Copy): Job {
  const { name, entry, config, kind } = source;
  const { root } = context;
  let slips: ReadonlySet<string> | undefined;
  const misspelt = (): ReadonlySet<string> => (slips ??= misspeltIn(config));
  let allParents: boolean | undefined;
  const hasAllParents = (): boolean => (allParents ??= knowsParents(config, root));
  return {
    type: 'Job',
    name: copy?.name ?? name,
    hidden: kind === 'hidden',
    config,
    stage: readStage(source),
    needs: readNeeds(source, copy),
    references: jobReferences(root, source),
    image: buildImage(effectiveKeyword(root, source, 'image'), `${name}.image`),
    services: buildServices(effectiveKeyword(root, source, 'services'), `${name}.services`),
    variables: withForwarded(buildJobVariables(source, context.variables, copy), context.forwarded),
    scripts: buildScripts(root, source),
    events: [],
    daemon: undefined,
    partialOverride: undefined,
    mayHave: (keyword) =>
      dependsOnRules(keyword, source, root) ||
      misspelt().has(keyword) ||
      (context.misspelt.has(keyword) && !specified(config, keyword)) ||
      (!(context.complete && hasAllParents()) && !isSettled(keyword, source, hasAllParents)) ||
      (keyword === 'variables' && !context.knowsForwarded),
    place: entry.key.place,
    trail: entry.trail,
    keyPath: name,
  };
}

function readStage(source: JobSource): string {
  const stage = ownKeyword(source, 'stage')?.value;
  return stage?.kind === 'scalar' ? stage.text.text : DEFAULT_STAGE;
}

/**
 * Whether nothing that is missing could change a keyword: the job has it, and no parent that is not known comes after.
 * An include that is missing may hold a job of the same name, but what this file says wins over it.
 */
function isSettled(keyword: string, source: JobSource, hasAllParents: () => boolean): boolean {
  const own = specified(source.config, keyword);
  if (!own || keyword === 'variables' || own.value.kind === 'reference') return false;
  return !isInherited(own.trail) || hasAllParents();
}

/** Whether an include that may not take part says the keyword; where the job itself comes by it, the two come together. */
function dependsOnRules(keyword: string, source: JobSource, root: Mapping): boolean {
  const found = specified(source.config, keyword) ?? effectiveKeyword(root, source, keyword);
  if (!found) return false;
  if (isConditional(found.trail)) return true;
  if (found.value.kind !== 'mapping') return false;
  for (const { trail } of found.value.entries.values()) if (isConditional(trail)) return true;
  return false;
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
