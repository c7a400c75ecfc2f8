/** The library: `lint()` for a pipeline held in memory or on disk, and the types of what it says. */
import { RULES } from '../rules/index.ts';
import { MemoryHost } from './host/memory.ts';
import type { LintResult } from './lint/finding.ts';
import { lintRoot } from './lint/lint.ts';
import type { LintOptions } from './lint/options.ts';
import type { Rule } from './rule.ts';
import type { Host } from './source/host.ts';

export { RULES } from '../rules/index.ts';
export type { Unresolved } from './compose/composition.ts';
export { FileSystemHost } from './host/file-system.ts';
export { MemoryHost } from './host/memory.ts';
export { overlay } from './host/overlay.ts';
export type { Finding, FindingFix, InternalError, LintResult, Summary, SuppressedFinding } from './lint/finding.ts';
export { mergeResults } from './lint/lint.ts';
export type { LintOptions } from './lint/options.ts';
export type { ProjectFacts } from './registry/project.ts';
export { drawFrame, type FrameStyle } from './report/frame.ts';
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
  const { path = '.gitlab-ci.yml', rules = RULES, ...options } = input;
  return lintRoot(isHost(repository) ? repository : new MemoryHost(repository), path, rules, options);
}

function isHost(repository: Host | Readonly<Record<string, string>>): repository is Host {
  return typeof repository.read === 'function';
}
