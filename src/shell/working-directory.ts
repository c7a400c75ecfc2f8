/** Where a shell stands: `cd`, `pushd`, `popd`. */
import type { Word } from '../pipeline/commands.ts';
import { literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';
import { absolutePath, projectFolder } from './path.ts';

export interface WorkingDirectory {
  /** Undefined: not known. */
  readonly path: SymbolicText | undefined;
  /** Where `cd -` goes. */
  readonly before: SymbolicText | undefined;
  /** Where `popd` goes, the last one first; undefined entries are not known. */
  readonly pushed: readonly (SymbolicText | undefined)[];
}

/** @param place where variables that nobody wrote are shown */
export function startDirectory(place: Place): WorkingDirectory {
  return { path: projectFolder(place), before: undefined, pushed: [] };
}

export const UNKNOWN_DIRECTORY: WorkingDirectory = { path: undefined, before: undefined, pushed: [] };

/** The directory after a command, which is the same one unless the command changes it. */
export function directoryAfter(directory: WorkingDirectory, name: string, args: readonly Word[]): WorkingDirectory {
  if (name === 'popd') {
    const [path, ...pushed] = directory.pushed;
    return { path, before: directory.path, pushed };
  }
  if (name !== 'cd' && name !== 'pushd') return directory;
  const path = targetOf(args, directory);
  const pushed = name === 'pushd' ? [directory.path, ...directory.pushed] : directory.pushed;
  return { path, before: directory.path, pushed };
}

/** Without an argument `cd` goes home, which is never the project's folder. */
function targetOf(args: readonly Word[], { path, before }: WorkingDirectory): SymbolicText | undefined {
  const target = args.find((word) => !/^-.|^\+\d/.test(literalText(word.value) ?? ''));
  if (!target) return undefined;
  return literalText(target.value) === '-' ? before : absolutePath(target.value, path);
}
