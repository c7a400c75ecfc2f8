/**
 * The tree that rules visit. `pipeline/build.ts` makes it from the composed configuration; the shell and registry stages
 * add the commands of each job and what those commands do to registries.
 *
 * Every node has the place where it is written, which may be in another file than the one that is linted, and the trail
 * that brought it there.
 */
import type { Composition } from '../compose/composition.ts';
import type { LocatedText } from '../source/located-text.ts';
import type { Problem } from '../source/problem.ts';
import type { Place } from '../source/source-file.ts';
import type { Mapping, Trail } from '../yaml/values.ts';
import type { Command, VariableReference } from './commands.ts';
import type { DaemonSetup } from './daemon.ts';
import type { ImageReference } from './events.ts';
import type { PartialOverride } from './registry-override.ts';
import type { SymbolicText } from './symbolic.ts';
import type { RegistryEvent } from './tree.ts';

/** Anything a finding can point at. */
export interface Located {
  readonly place: Place;
}

interface NodeBase extends Located {
  readonly trail: Trail;
  /** Where the node takes effect: `build.script`, `build.services[0]`, `variables.TAG`. */
  readonly keyPath: string;
}

export interface Pipeline extends NodeBase {
  readonly type: 'Pipeline';
  readonly composition: Composition;
  /** From `.pre` to `.post`. */
  readonly stages: readonly string[];
  /** The names in `workflow` and in `include`. */
  readonly references: readonly VariableReference[];
  /** The file's own `variables`, then those that `workflow: rules` may set. */
  readonly variables: readonly Variable[];
  readonly jobs: readonly Job[];
  /** The pipelines that jobs of this one start with `trigger: include`, each once, however many jobs start it. */
  readonly children: readonly Pipeline[];
  /** The key paths of the parent's jobs that start this pipeline; empty for that of the root file. */
  readonly startedBy: readonly string[];
  /** What GitLab would reject: the composition's problems and those of the jobs and their graph. */
  readonly problems: readonly Problem[];
}

/**
 * A job, or one of the copies that `parallel: matrix` makes of it when its scripts, images or variables name what the
 * matrix sets. Copies that are alike are one job with the name that the file has.
 */
export interface Job extends NodeBase {
  readonly type: 'Job';
  /** As GitLab names it: `build`, or `build: [linux, arm]` for a copy, whose `keyPath` is `build`. */
  readonly name: string;
  /** A job whose name starts with a dot: it never runs, it is only a template for others. */
  readonly hidden: boolean;
  /** The job after `extends` and `!reference`, before defaults. */
  readonly config: Mapping;
  readonly stage: string;
  /** Undefined: the job waits for the stages before its own. */
  readonly needs: readonly Need[] | undefined;
  /** The names in keywords that have no node of their own: `rules`, `trigger`, `cache:key`, `environment`. */
  readonly references: readonly VariableReference[];
  readonly image: Image | undefined;
  readonly services: readonly Service[];
  /**
   * What the job sees after `inherit`, the stronger after the weaker: pipeline, job, matrix, rules, and in a child pipeline
   * those that the parent forwards. A name stands here once, but for values of scope `rules`, `matrix` or `forwarded` that
   * may or may not take part.
   */
  readonly variables: readonly Variable[];
  /** `before_script`, `script` and `after_script` as far as the job has them, in this order. */
  readonly scripts: readonly Script[];
  /** What the scripts do to registries, in the order in which it happens. Filled by the registry stage. */
  readonly events: readonly RegistryEvent[];
  /** How the job means to reach a Docker daemon. Filled by the registry stage. */
  readonly daemon: DaemonSetup | undefined;
  /** Filled by the registry stage where the job defines only a part of what belongs together. */
  readonly partialOverride: PartialOverride | undefined;
  /**
   * Whether an include that could not be read might define this keyword for the job. Then its absence proves nothing.
   * `variables` are never settled while something is missing, since mappings merge.
   */
  mayHave(keyword: OpenKeyword): boolean;
}

/** The keywords of which anybody asks whether a job may have them. */
export const OPEN_KEYWORDS = [
  'image',
  'services',
  'variables',
  'before_script',
  'script',
  'environment',
  'rules',
  'only',
  'except',
] as const;

export type OpenKeyword = (typeof OPEN_KEYWORDS)[number];

export interface Need extends Located {
  /** The name of a job, which stands for all of its copies, or of a copy. */
  readonly job: string;
  readonly optional: boolean;
  /** The names of the copies that `parallel: matrix` under the need picks out; undefined when it does not say. */
  readonly copies: readonly string[] | undefined;
}

export interface Image extends NodeBase {
  readonly type: 'Image';
  readonly name: SymbolicText;
  /** What the name refers to, its variables replaced. Filled by the registry stage. */
  readonly reference: ImageReference | undefined;
  /** When it is an image of kaniko or of one of its forks. Filled by the registry stage. */
  readonly kaniko: KanikoImage | undefined;
  /** Undefined: the image's own entrypoint runs. */
  readonly entrypoint: readonly SymbolicText[] | undefined;
  readonly references: readonly VariableReference[];
}

export interface KanikoImage {
  /** Google's own, which nobody maintains any more. */
  readonly archived: boolean;
  /** Whether a script can run in it; undefined when its tag does not tell. */
  readonly hasShell: boolean | undefined;
}

export interface Service extends NodeBase {
  readonly type: 'Service';
  readonly name: SymbolicText;
  /** What the name refers to, its variables replaced. Filled by the registry stage. */
  readonly reference: ImageReference | undefined;
  readonly aliases: readonly SymbolicText[];
  readonly entrypoint: readonly SymbolicText[] | undefined;
  readonly command: readonly SymbolicText[] | undefined;
  readonly variables: readonly Variable[];
  readonly references: readonly VariableReference[];
}

export interface Variable extends NodeBase {
  readonly type: 'Variable';
  readonly name: string;
  readonly scope: 'pipeline' | 'job' | 'service' | 'rules' | 'matrix' | 'forwarded';
  /** As written; several for a matrix. */
  readonly values: readonly SymbolicText[];
  /** The YAML text of the value when it is one scalar. */
  readonly text: LocatedText | undefined;
  /** `expand: false`: the value is taken as it is. */
  readonly raw: boolean;
  readonly references: readonly VariableReference[];
}

export interface Script extends NodeBase {
  readonly type: 'Script';
  readonly section: 'before_script' | 'script' | 'after_script';
  /** Who wrote it: the job (or a template it extends), `default:`, or the file's top level. */
  readonly owner: 'job' | 'default' | 'global';
  /** One per list element, flattened; the runner passes them to one shell, one after the other. */
  readonly lines: readonly ScriptLine[];
  /** Filled by the shell stage. */
  readonly commands: readonly Command[];
  /** Why the script cannot be read as a POSIX or bash script: it is PowerShell, `cmd` or a `run:` step. */
  readonly opaque: string | undefined;
}

export interface ScriptLine extends Located {
  readonly text: LocatedText;
  readonly trail: Trail;
}
