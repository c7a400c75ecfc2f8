import type { Fetched, RemoteSource } from './remote.ts';

/**
 * Everything the analysis wants from the world outside its input, as synchronous questions about the repository that is
 * linted. Paths are relative to the repository root with `/` between their parts. An implementation never answers for a
 * path that leaves the root.
 */
export interface Host {
  /** The text of a file, or why there is none. */
  read(path: string): FileContent;
  /**
   * The paths of all files of the repository, sorted; used for wildcard includes. A folder whose files are not known,
   * because it cannot be read, stands there with a `/` at its end; `/` is the root, when there are too many files.
   */
  list(): readonly string[];
  /** What was fetched from outside the repository before, or why there is nothing. Never goes to the network. */
  fetched(source: RemoteSource): Fetched;
  /**
   * Hosts that stand for one repository at different times, as an editor's do from keystroke to keystroke, have the same
   * object here: what was worked out of files that are unchanged is then kept for the next one. Absent: nothing is kept.
   */
  readonly memory?: object;
}

export type FileContent =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: UnreadableReason };

export type UnreadableReason =
  | 'missing'
  | 'directory'
  | 'outside-repository'
  | 'not-a-file'
  | 'too-big'
  | 'binary'
  | 'not-utf8'
  | 'unreadable';
