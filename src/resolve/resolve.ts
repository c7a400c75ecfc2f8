/** The effective configuration as plain data, for programs. */
import type { Unresolved } from '../compose/composition.ts';
import type { Configuration } from './configuration.ts';
import { type Plain, plain, type Resolved } from './resolved.ts';

/** What GitLab makes of a pipeline's files before it creates jobs: the keys of `pipelint resolve --format json`. */
export interface EffectivePipeline {
  readonly stages: readonly string[];
  /** `null`: there is none. */
  readonly workflow: Plain;
  /** Those of the pipeline itself. */
  readonly variables: Readonly<Record<string, string>>;
  /** Every job that can run, each copy of a parallel one, by its name. */
  readonly jobs: Readonly<Record<string, EffectiveJob>>;
  /** Includes that are not known here: what they would add is missing. */
  readonly unresolved: readonly Unresolved[];
}

/** Keywords as GitLab normalises them. One that the job does not have is missing. */
export interface EffectiveJob {
  readonly stage: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly image?: EffectiveImage;
  readonly services?: readonly EffectiveImage[];
  /** The pipeline's after `inherit`, the job's, and those of the copy's matrix. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly [keyword: string]: Plain | undefined;
}

export interface EffectiveImage {
  readonly name: string;
  readonly [keyword: string]: Plain;
}

/** @param configuration one that GitLab accepts: its keywords have the types that they are said to have */
export function effectivePipeline({ stages, workflow, variables, jobs, unresolved }: Configuration): EffectivePipeline {
  return {
    stages,
    workflow: workflow ? plain(workflow) : null,
    variables: plain(variables) as EffectivePipeline['variables'],
    jobs: Object.fromEntries([...jobs].map(([name, job]) => [name, effectiveJob(job)])),
    unresolved,
  };
}

function effectiveJob(job: Resolved): EffectiveJob {
  return plain(job) as EffectiveJob;
}
