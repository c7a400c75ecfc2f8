/** Linting one pipeline as a message between threads: data only, with which another thread does what this one would do. */
import { FileSystemHost } from '../host/file-system.ts';
import type { LintResult } from '../lint/finding.ts';
import { lintRoot } from '../lint/lint.ts';
import type { ProjectFacts } from '../registry/project.ts';
import type { Rule } from '../rule.ts';
import type { Settings } from '../settings/keys.ts';
import { SourceFile } from '../source/source-file.ts';
import { type LintFlags, lintOptions } from './settings.ts';

export interface LintTask {
  readonly root: string;
  readonly path: string;
  readonly cacheFolder: string;
  readonly settings: Settings;
  readonly flags: LintFlags;
  readonly facts: ProjectFacts;
}

/** Does one task after the other. Those of one repository follow each other, and share what was read of its folders. */
export function linter(rules: readonly Rule[]): (task: LintTask) => LintResult {
  let last: { readonly key: string; readonly host: FileSystemHost } | undefined;
  return ({ root, path, cacheFolder, settings, flags, facts }) => {
    const key = JSON.stringify([root, cacheFolder]);
    if (last?.key !== key) last = { key, host: new FileSystemHost(root, cacheFolder) };
    return lintRoot(last.host, path, rules, { ...lintOptions(settings, flags), facts });
  };
}

/** A result that came as a message, in which files are data without their methods. */
export function received(result: LintResult): LintResult {
  return revived(result, new Map()) as LintResult;
}

/** @param known what became of the objects so far, so that what was one object is one again */
function revived(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const after = isFile(value) ? new SourceFile(value.path, value.text, value.inRepository) : copied(value, known);
  known.set(value, after);
  return after;
}

function copied(value: object, known: Map<object, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => revived(item, known));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revived(item, known)]));
}

function isFile(value: object): value is Pick<SourceFile, 'path' | 'text' | 'inRepository'> {
  return 'inRepository' in value;
}
