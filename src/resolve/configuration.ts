/** The effective configuration: what GitLab makes of a pipeline's files before it creates jobs. */

import type { Unresolved } from '../compose/composition.ts';
import { jobSources } from '../pipeline/build.ts';
import { type JobSource, specified } from '../pipeline/build-keyword.ts';
import { type Copy, copiesOf } from '../pipeline/copies.ts';
import type { Pipeline } from '../pipeline/nodes.ts';
import type { Mapping, Trail } from '../yaml/values.ts';
import { resolveJob } from './job.ts';
import { asTexts, KEYWORDS } from './keywords.ts';
import { asWritten, entriesOf, made, type Resolved } from './resolved.ts';

export interface Configuration {
  readonly stages: readonly string[];
  readonly workflow: Resolved | undefined;
  /** The values of the pipeline's own variables. */
  readonly variables: Resolved;
  /** Every job that can run, each copy of a parallel one, by its name. */
  readonly jobs: ReadonlyMap<string, ResolvedJob>;
  /** Includes that are not known here: what they would add is missing. */
  readonly unresolved: readonly Unresolved[];
}

export interface ResolvedJob extends Resolved {
  /** The job in the file that it is a copy of, or its own name. */
  readonly of: string;
}

/** A configuration that GitLab would reject is resolved as far as it can be read. */
export function resolveConfiguration(pipeline: Pipeline): Configuration {
  const { composition, stages } = pipeline;
  const { config: root, unresolved } = composition;
  const own = root && specified(root, 'variables');
  const variables = made(own ? asTexts(own.value, own.trail).data : new Map());
  const nothing = { stages, workflow: undefined, variables, jobs: new Map<string, ResolvedJob>(), unresolved };
  if (!root) return nothing;

  const sources = jobSources(root).filter(({ kind }) => kind !== 'hidden');
  const copies = new Map(sources.map((source) => [source.name, copiesOfSource(source)]));
  const copyNames = (job: string): readonly string[] | undefined => copies.get(job)?.map(({ name }) => name);
  const surroundings = { root, variables, copyNames };
  const jobs = sources.flatMap((source) =>
    (copies.get(source.name) ?? [undefined]).map(
      (copy) => [copy?.name ?? source.name, { ...resolveJob(source, copy, surroundings), of: source.name }] as const,
    ),
  );
  return { ...nothing, workflow: workflowOf(root), jobs: new Map(jobs) };
}

function copiesOfSource({ name, config, entry }: JobSource): readonly Copy[] | undefined {
  return copiesOf(name, config, entry.trail);
}

/** `workflow:`, unless it is a job of that name. */
function workflowOf(root: Mapping): Resolved | undefined {
  const workflow = specified(root, 'workflow');
  if (workflow?.value.kind !== 'mapping' || workflow.value.entries.has('script')) return undefined;
  const written = asWritten(workflow.value, workflow.trail);
  const rules = specified(workflow.value, 'rules');
  const trail: Trail = [...workflow.trail, ...(rules?.trail ?? [])];
  const normalised = rules && KEYWORDS.rules?.(rules.value, trail, { copy: undefined, copyNames: () => undefined });
  const entries = new Map(entriesOf(written));
  if (normalised) entries.set('rules', normalised);
  return made(entries, { place: workflow.key.place, trail: workflow.trail });
}
