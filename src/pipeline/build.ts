/** Makes the tree that rules visit from the composed configuration. Commands and registry events come later. */
import type { Composition } from '../compose/composition.ts';
import { FIRST_STAGE, LAST_STAGE } from '../compose/edge-stages.ts';
import type { Entry, Mapping } from '../yaml/values.ts';
import { buildJob, type JobContext } from './build-job.ts';
import { kindOf, specified } from './build-keyword.ts';
import { buildPipelineVariables } from './build-variables.ts';
import { checkPipeline } from './check.ts';
import { flatten } from './flatten.ts';
import type { Job, Pipeline } from './nodes.ts';

const DEFAULT_STAGES: readonly string[] = [FIRST_STAGE, 'build', 'test', 'deploy', LAST_STAGE];

/** All jobs, hidden ones too. A job that GitLab would reject is built as far as it can be read. */
export function buildPipeline(composition: Composition): Pipeline {
  const { root, config, complete, problems } = composition;
  const pipeline: Pipeline = {
    type: 'Pipeline',
    composition,
    stages: DEFAULT_STAGES,
    variables: [],
    jobs: [],
    problems,
    place: root.place(0, 0),
    trail: [],
    keyPath: '',
  };
  if (!config) return pipeline;
  const variables = buildPipelineVariables(config);
  const context: JobContext = { root: config, complete, variables };
  const jobs = [...config.entries].flatMap(([name, entry]) => buildEntry(name, entry, context));
  const built: Pipeline = { ...pipeline, stages: readStages(config), variables, jobs };
  return { ...built, problems: [...problems, ...checkPipeline(built, config)] };
}

function buildEntry(name: string, entry: Entry, context: JobContext): readonly Job[] {
  const { value } = entry;
  const kind = kindOf(name, value);
  if (!kind || value.kind !== 'mapping') return [];
  return [buildJob({ name, entry, config: value, kind: kind === 'unknown' ? 'job' : kind }, context)];
}

function readStages(config: Mapping): readonly string[] {
  const stages = specified(config, 'stages');
  if (stages?.value.kind !== 'list') return DEFAULT_STAGES;
  return flatten(stages.value, stages.trail).items.flatMap(({ value }) =>
    value.kind === 'scalar' ? [value.text.text] : [],
  );
}
