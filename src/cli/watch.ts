/** `--watch`: lints again whenever a file changes that the last run read, or would have read had it been there. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { LOCK_NAME } from '../host/cache/lock.ts';
import { errorCode } from '../host/error-code.ts';
import { RecordingHost } from '../host/recording.ts';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import { complain, UsageError } from './complain.ts';
import { type ExitCode, OK, USAGE } from './exit-codes.ts';
import { lintOnce } from './lint-command.ts';
import type { Options } from './options.ts';
import type { Target } from './targets.ts';

/** Editors write a file in several steps, and `git switch` writes many. */
const QUIET_MS = 80;

/** "Erase display" and "cursor home" of ECMA-48, and the scrolled lines as well. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** Ends when the user interrupts it, and that is no failure, whatever was found. */
export async function watchPipelines(
  commandLine: CommandLine,
  rules: readonly Rule[],
  options: Options,
): Promise<ExitCode> {
  const { stdout, stderr } = commandLine;
  const interrupted = commandLine.interruption?.() ?? new Promise<never>(() => {});
  for (let before = new Reading(); ; ) {
    let reading = new Reading();
    if (stdout.isTTY === true) stdout.write(CLEAR);
    const code = await lintTelling(commandLine, rules, options, reading);
    // A pipeline that is gone may come back.
    if (reading.isEmpty) reading = before;
    if (reading.isEmpty) return code;
    before = reading;
    stderr.write('\nWatching for changes. Ctrl+C ends it.\n');
    const named = options.config ? [resolve(commandLine.cwd, options.config)] : [];
    const change = new FileChange([...reading.files(), ...named], reading.folders());
    for (const { folder, why } of change.unwatched) {
      complain(commandLine, `changes in ${relative(commandLine.cwd, folder) || '.'} are not seen: ${why}`);
    }
    const isOver = await Promise.race([interrupted.then(() => true), change.seen.then(() => false)]);
    change.close();
    if (isOver) return OK;
  }
}

/** A mistake in a path or in the settings may be mended while watching. */
async function lintTelling(
  commandLine: CommandLine,
  rules: readonly Rule[],
  options: Options,
  reading: Reading,
): Promise<ExitCode> {
  try {
    return await lintOnce(commandLine, rules, options, (targets) => reading.watch(targets));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(commandLine, error.message);
    return USAGE;
  }
}

/** The files that one run read. */
class Reading {
  readonly #hosts: { readonly root: string; readonly host: RecordingHost }[] = [];

  watch(targets: readonly Target[]): readonly Target[] {
    return targets.map((target) => {
      const host = new RecordingHost(target.host);
      this.#hosts.push({ root: target.root, host });
      return { ...target, host };
    });
  }

  /** Nothing could be read, so that there is nothing to watch. */
  get isEmpty(): boolean {
    return this.#hosts.length === 0;
  }

  /** Also those that are not there. */
  files(): readonly string[] {
    return this.#hosts.flatMap(({ root, host }) => [...host.asked, LOCK_NAME].map((path) => join(root, path)));
  }

  /** Where a new file of YAML may be one that a wildcard means. */
  folders(): ReadonlySet<string> {
    const listed = this.#hosts.flatMap(({ root, host }) => host.listed.filter(isYaml).map((path) => join(root, path)));
    return new Set(listed.map((file) => dirname(file)));
  }
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

/** Watches folders and not files: a file that is replaced is another one, and one that is not there yet cannot be watched. */
class FileChange {
  /** Some time after the first of the files changed. */
  readonly seen: Promise<void>;
  /** Folders that the system does not watch. */
  readonly unwatched: { readonly folder: string; readonly why: string }[] = [];
  readonly #watchers: FSWatcher[] = [];
  #quiet: NodeJS.Timeout | undefined;

  constructor(files: readonly string[], folders: ReadonlySet<string>) {
    const watched = new Map([...folders].map((folder) => [folder, new Set<string>()]));
    for (const file of files) {
      const [folder, name] = watchable(file);
      watched.set(folder, (watched.get(folder) ?? new Set()).add(name));
    }
    this.seen = new Promise((report) => {
      const changed = (): void => {
        clearTimeout(this.#quiet);
        this.#quiet = setTimeout(report, QUIET_MS);
      };
      for (const [folder, names] of watched) {
        try {
          const watcher = watch(folder, (_, name) => {
            if (name === null || names.has(name) || (folders.has(folder) && isYaml(name))) changed();
          });
          // A folder that goes away takes its files along.
          watcher.on('error', changed);
          this.#watchers.push(watcher);
        } catch (error) {
          this.unwatched.push({ folder, why: whyNotWatched(error) });
        }
      }
    });
  }

  close(): void {
    clearTimeout(this.#quiet);
    for (const watcher of this.#watchers) watcher.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  ENOENT: 'it is gone',
  EMFILE: 'too many files are open',
  ENOSPC: 'the system watches as many folders as it may',
};

function whyNotWatched(error: unknown): string {
  const code = errorCode(error) ?? String(error);
  return REASONS[code] ?? code;
}

/** The nearest folder that is there, and the name in it that leads to the file. */
function watchable(file: string): readonly [folder: string, name: string] {
  const folder = dirname(file);
  return isFolder(folder) || folder === file ? [folder, basename(file)] : watchable(folder);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
