/** The library: `lint()`, `fix()` and `resolve()` for a pipeline held in memory or on disk, and the types of what they say. */
import { RULES } from '../rules/index.ts';
import { givenInputs } from './compose/given-inputs.ts';
import { MemoryHost } from './host/memory.ts';
import type { Finding, LintResult } from './lint/finding.ts';
import { type FixRun, type FixSafety, fixRoot } from './lint/fix.ts';
import { lintRoot } from './lint/lint.ts';
import type { LintOptions } from './lint/options.ts';
import { rejectionOf } from './lint/rejection.ts';
import { readPipeline } from './pipeline/read-pipeline.ts';
import { knownVariables, type ProjectFacts } from './registry/project.ts';
import { resolveConfiguration } from './resolve/configuration.ts';
import { type EffectivePipeline, effectivePipeline } from './resolve/resolve.ts';
import type { Rule } from './rule.ts';
import type { Host } from './source/host.ts';

export { RULES } from '../rules/index.ts';
export type { Unresolved } from './compose/composition.ts';
export { FileSystemHost } from './host/file-system.ts';
export { MemoryHost } from './host/memory.ts';
export { overlay } from './host/overlay.ts';
export type {
  Finding,
  FindingFix,
  InternalError,
  LintResult,
  Summary,
  SuppressedFinding,
  Suppression,
} from './lint/finding.ts';
export type { DiscardedFix, DiscardReason, FixedFile, FixedFinding, FixRun, FixSafety } from './lint/fix.ts';
export { mergeResults } from './lint/lint.ts';
export type { LevelOverride, LintOptions } from './lint/options.ts';
export type { ProjectFacts } from './registry/project.ts';
export { drawFrame, type FrameStyle } from './report/frame.ts';
export type { EffectiveImage, EffectiveJob, EffectivePipeline } from './resolve/resolve.ts';
export type { Plain } from './resolve/resolved.ts';
export {
  type Confidence,
  defineRule,
  docsUrl,
  type Fix,
  type Preset,
  type Report,
  type Rule,
  type RuleContext,
  type RuleDocs,
  type RuleMeta,
  type RuleVisitor,
  type Severity,
} from './rule.ts';
export type { FileContent, Host, UnreadableReason } from './source/host.ts';
export { type Fetched, type NotFetched, type NotFetchedReason, type RemoteSource, sourceKey } from './source/remote.ts';
export type { Place, Position, Range, SourceFile } from './source/source-file.ts';
export type { TextEdit } from './source/text-edit.ts';

export interface LintInput extends Partial<LintOptions> {
  /** The root file, relative to the repository root. Default: `.gitlab-ci.yml`. */
  readonly path?: string;
  /** Default: every rule that comes with pipelint. */
  readonly rules?: readonly Rule[];
}

/**
 * Lints one pipeline.
 *
 * @param repository the repository's files: texts by path, or a host that reads them
 */
export function lint(repository: Host | Readonly<Record<string, string>>, input: LintInput = {}): LintResult {
  const { path = ROOT, rules = RULES, ...options } = input;
  return lintRoot(hostOf(repository), path, rules, options);
}

export interface FixInput extends LintInput {
  /** `safe`, the default: what changes no working pipeline · `unsafe`: the best of what is offered for each finding. */
  readonly which?: FixSafety;
}

/** Makes the fixes of what is found in one pipeline. Nothing is written: the new texts are in what is returned. */
export function fix(repository: Host | Readonly<Record<string, string>>, input: FixInput = {}): FixRun {
  const { path = ROOT, rules = RULES, which = 'safe', ...options } = input;
  return fixRoot(hostOf(repository), path, rules, options, which);
}

export interface ResolveInput {
  /** The root file, relative to the repository root. Default: `.gitlab-ci.yml`. */
  readonly path?: string;
  /** What the pipeline is started with, by the names of its `spec:inputs`. Others have their defaults. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly facts?: ProjectFacts;
}

export type Resolution = AcceptedPipeline | RejectedPipeline;

export interface AcceptedPipeline extends EffectivePipeline {
  readonly ok: true;
}

/** GitLab would not create the pipeline; the findings say why. */
export interface RejectedPipeline {
  readonly ok: false;
  readonly findings: readonly Finding[];
}

/** The effective configuration of one pipeline: what GitLab makes of its files before it creates jobs. */
export function resolve(repository: Host | Readonly<Record<string, string>>, input: ResolveInput = {}): Resolution {
  const { path = ROOT, inputs = {}, facts = {} } = input;
  const given = { variables: knownVariables(facts), inputs: givenInputs(inputs) };
  const pipeline = readPipeline(hostOf(repository), path, given);
  if (pipeline.problems.length > 0) return { ok: false, findings: rejectionOf(pipeline, RULES).findings };
  return { ok: true, ...effectivePipeline(resolveConfiguration(pipeline)) };
}

const ROOT = '.gitlab-ci.yml';

function hostOf(repository: Host | Readonly<Record<string, string>>): Host {
  return isHost(repository) ? repository : new MemoryHost(repository);
}

function isHost(repository: Host | Readonly<Record<string, string>>): repository is Host {
  return typeof repository.read === 'function';
}
