/** `--fix` and `--diff`: makes the fixes of all pipelines of a run, and writes the files. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { FileSystemHost } from '../host/file-system.ts';
import { snapshot } from '../host/overlay.ts';
import { type Draft, draftWhole, whyNotWritten } from '../host/write-whole.ts';
import {
  type DiscardedFix,
  type FixedFile,
  type FixedFinding,
  type FixSafety,
  fixRoot,
  withoutRefused,
} from '../lint/fix.ts';
import type { Rule } from '../rule.ts';
import { withTexts } from '../source/overlay.ts';
import type { CommandLine } from './command-line.ts';
import type { Reject } from './complain.ts';
import { type LintedGroup, lintGroup } from './lint-groups.ts';

/** What the fixes of a run make of the files. Nothing of it is written yet. */
export interface Fixes {
  readonly files: readonly ChangedFile[];
  readonly applied: readonly (FixedFinding & OfRepository)[];
  readonly discarded: readonly (DiscardedFix & OfRepository)[];
  /** What is found in the fixed files, without the fixes that were refused. */
  readonly groups: readonly LintedGroup[];
}

/** Paths are relative to the root of a repository, of which a run may have several. */
export interface OfRepository {
  readonly root: string;
}

type ChangedFile = FixedFile & OfRepository;

/** The files of one repository by path, as the fixes so far leave them: pipelines that share a file go on with its new text. */
type Changed = Map<string, ChangedFile>;

/** The pipeline on standard input is fixed alone: who asks for its text does not expect that other files change. */
export function makeFixes(groups: readonly LintedGroup[], rules: readonly Rule[], which: FixSafety): Fixes {
  const repositories = new Map<string, Changed>();
  const applied: (FixedFinding & OfRepository)[] = [];
  const discarded = new Map<string, DiscardedFix & OfRepository>();
  for (const { root, targets, options } of groups) {
    const changed = repositories.get(root) ?? new Map();
    repositories.set(root, changed);
    for (const { host, path, isStdin } of targets) {
      const mayChange = (file: string): boolean => !isStdin || file === path;
      const run = fixRoot(withTexts(snapshot(host), textsOf(changed)), path, rules, options, which, mayChange);
      for (const file of run.files) {
        changed.set(file.path, { ...file, root, before: changed.get(file.path)?.before ?? file.before });
      }
      applied.push(...run.applied.map((each) => ({ ...each, root })));
      // The pipelines that share a file leave out the same fixes of it.
      for (const each of run.discarded) discarded.set(keyOf(root, each), { ...each, root });
    }
  }
  const left =
    applied.length > 0 ? groups.map((group) => lintFixed(group, repositories.get(group.root), rules)) : groups;
  const refused = [...discarded.values()];
  return {
    files: [...repositories.values()].flatMap((changed) => [...changed.values()]),
    applied,
    discarded: refused,
    groups: left.map((group) => {
      const own = refused.filter(({ root }) => root === group.root);
      return { ...group, results: group.results.map((result) => withoutRefused(result, own)) };
    }),
  };
}

function keyOf(root: string, { finding, fix }: FixedFinding): string {
  const { file, range } = finding.place;
  return JSON.stringify([root, file.path, range, finding.rule, fix.title]);
}

function lintFixed(group: LintedGroup, changed: Changed = new Map(), rules: readonly Rule[]): LintedGroup {
  const texts = textsOf(changed);
  const fixed = group.targets.map((target) => ({ ...target, host: withTexts(target.host, texts) }));
  return lintGroup({ ...group, targets: fixed }, rules);
}

function textsOf(changed: Changed): ReadonlyMap<string, string> {
  return new Map([...changed.values()].map(({ path, after }) => [path, after]));
}

/**
 * Writes the files, all or none of them, and gives what is found there now. Undefined: not all could be written, which was
 * complained of.
 */
export function writeFixes(
  { files, groups }: Fixes,
  { cwd }: CommandLine,
  reject: Reject,
): readonly LintedGroup[] | undefined {
  const named = ({ root, path }: ChangedFile): string => relative(cwd, join(root, path));
  // All of them before the first is written, so that what belongs together is not written by half.
  const changed = files.find(({ root, path, before }) => {
    const content = new FileSystemHost(root).read(path);
    return !content.ok || content.text !== before;
  });
  if (changed) {
    reject(`nothing is fixed: ${named(changed)} has changed since it was read; run pipelint again`);
    return undefined;
  }
  const drafts: { readonly file: ChangedFile; readonly draft: Draft }[] = [];
  const giveUp = (said: string): undefined => {
    for (const { draft } of drafts) draft.discard();
    reject(said);
  };
  for (const file of files) {
    try {
      drafts.push({ file, draft: draftFixed(realpathSync(join(file.root, file.path)), file.after) });
    } catch (error) {
      return giveUp(`nothing is fixed: ${named(file)} cannot be written: ${whyNotWritten(error)}`);
    }
  }
  for (const { file, draft } of drafts) {
    try {
      draft.place();
    } catch (error) {
      return giveUp(`${named(file)} is not fixed, because it cannot be written: ${whyNotWritten(error)}`);
    }
  }
  return groups;
}

/** A link stays, and so do the permissions of a file; one that is protected is not replaced. */
function draftFixed(file: string, text: string): Draft {
  accessSync(file, constants.W_OK);
  return draftWhole(file, text, statSync(file).mode & 0o777);
}

/** The text of standard input with its fixes, also when there are none: who asked for it goes on with it. */
export function printFixed(groups: readonly LintedGroup[], { stdout }: CommandLine): void {
  for (const { host, path, isStdin } of groups.flatMap(({ targets }) => targets)) {
    const content = host.read(path);
    if (isStdin && content.ok) stdout.write(content.text);
  }
}
