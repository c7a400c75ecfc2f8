/** Makes the tree that rules visit from the composed configuration. Commands and registry events come later. */
import type { Composition } from '../compose/composition.ts';
import { FIRST_STAGE, LAST_STAGE } from '../compose/edge-stages.ts';
import type { Place } from '../source/source-file.ts';
import type { Mapping, Trail } from '../yaml/values.ts';
import { differingCopies } from './build-copies.ts';
import { buildJob, type JobContext } from './build-job.ts';
import { type JobSource, kindOf, specified } from './build-keyword.ts';
import { pipelineReferences } from './build-references.ts';
import { buildPipelineVariables } from './build-variables.ts';
import { checkPipeline } from './check.ts';
import { flatten } from './flatten.ts';
import type { ForwardedVariable } from './forward.ts';
import { misspeltDefaults } from './misspelt.ts';
import type { Job, Pipeline } from './nodes.ts';

const DEFAULT_STAGES: readonly string[] = [FIRST_STAGE, 'build', 'test', 'deploy', LAST_STAGE];

/** What a pipeline gets from the one whose jobs start it. */
export interface Origin {
  readonly startedBy: readonly string[];
  readonly variables: readonly ForwardedVariable[];
  /** Nothing is missing that could forward more. */
  readonly complete: boolean;
  readonly place: Place;
  readonly trail: Trail;
  readonly keyPath: string;
}

/**
 * All jobs, hidden ones too. A job that GitLab would reject is built as far as it can be read. Child pipelines are added by
 * `read-pipeline.ts`.
 *
 * @param origin undefined for the pipeline of a root file
 */
export function buildPipeline(composition: Composition, origin?: Origin): Pipeline {
  const { root, config, complete, problems } = composition;
  const pipeline: Pipeline = {
    type: 'Pipeline',
    composition,
    stages: DEFAULT_STAGES,
    references: [],
    variables: [],
    jobs: [],
    children: [],
    startedBy: origin?.startedBy ?? [],
    problems,
    place: origin?.place ?? root.place(0, 0),
    trail: origin?.trail ?? [],
    keyPath: origin?.keyPath ?? '',
  };
  if (!config) return pipeline;
  const variables = buildPipelineVariables(config);
  const context: JobContext = {
    root: config,
    complete,
    misspelt: misspeltDefaults(config),
    variables,
    forwarded: origin?.variables ?? [],
    knowsForwarded: origin?.complete ?? true,
  };
  const sources = jobSources(config);
  const jobs = sources.map((source) => buildJob(source, context));
  const built: Pipeline = {
    ...pipeline,
    stages: readStages(config),
    references: pipelineReferences(config, composition.includes),
    variables,
    jobs,
  };
  return {
    ...built,
    jobs: sources.flatMap((source, index) => withCopies(source, jobs[index], context)),
    problems: [...problems, ...checkPipeline(built, config)],
  };
}

/** Everything at the top level that is a job or a template, or is meant to be one. */
export function jobSources(config: Mapping): readonly JobSource[] {
  return [...config.entries].flatMap(([name, entry]): JobSource[] => {
    const { value } = entry;
    const kind = kindOf(name, value);
    if (!kind || value.kind !== 'mapping') return [];
    return [{ name, entry, config: value, kind: kind === 'unknown' ? 'job' : kind }];
  });
}

function withCopies(source: JobSource, job: Job | undefined, context: JobContext): readonly Job[] {
  if (!job) return [];
  return differingCopies(source, job)?.map((copy) => buildJob(source, context, copy)) ?? [job];
}

function readStages(config: Mapping): readonly string[] {
  const stages = specified(config, 'stages');
  if (stages?.value.kind !== 'list') return DEFAULT_STAGES;
  return flatten(stages.value, stages.trail).items.flatMap(({ value }) =>
    value.kind === 'scalar' ? [value.text.text] : [],
  );
}
