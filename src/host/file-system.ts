/** A repository in the file system. Nothing outside its root is ever read, whatever a path or a link says. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileContent, Host, UnreadableReason } from '../source/host.ts';
import type { Fetched, RemoteSource } from '../source/remote.ts';
import { defaultCacheFolder } from './cache/cache-folder.ts';
import { LOCK_NAME, type LockContent, parseLock } from './cache/lock.ts';
import { LockedSources } from './cache/locked-sources.ts';
import { TextStore } from './cache/text-store.ts';
import { decode, MAX_FILE_BYTES } from './decode.ts';
import { errorCode } from './error-code.ts';
import { pathProblem } from './repository-path.ts';

/** The most files that are listed for wildcard includes: far above any repository that has a pipeline to lint. */
const MAX_LISTED_FILES = 200_000;

/** Never searched: Git's own folder, and installed packages, which are not part of a repository. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules']);

export class FileSystemHost implements Host {
  readonly cacheFolder: string;
  readonly #root: string;
  #files: readonly string[] | undefined;
  #sources: LockedSources | undefined;

  /**
   * @param root the folder of the repository
   * @param cacheFolder where the texts are that `pipelint fetch` got
   */
  constructor(root: string, cacheFolder: string = defaultCacheFolder(process.env)) {
    this.#root = realRoot(root);
    this.cacheFolder = cacheFolder;
  }

  read(path: string): FileContent {
    const problem = pathProblem(path);
    if (problem) return { ok: false, reason: problem };
    try {
      const real = realpathSync(join(this.#root, path));
      if (!isInside(this.#root, real)) return { ok: false, reason: 'outside-repository' };
      return readRegularFile(real);
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  }

  /** Every file that Git could know below the root: links count as files, other repositories inside do not. */
  list(): readonly string[] {
    this.#files ??= walk(this.#root);
    return this.#files;
  }

  /** From the cache, as `.pipelint.lock` in the root names it. */
  fetched(source: RemoteSource): Fetched {
    if (!this.#sources) {
      const content = this.lock();
      this.#sources = new LockedSources(content.ok ? content.lock : new Map(), new TextStore(this.cacheFolder));
    }
    return this.#sources.fetched(source);
  }

  /** The repository's lock file, empty where there is none. */
  lock(): LockContent {
    const content = this.read(LOCK_NAME);
    if (content.ok) return parseLock(content.text);
    if (content.reason === 'missing') return { ok: true, lock: new Map() };
    return { ok: false, message: `${LOCK_NAME} cannot be read` };
  }
}

function realRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return resolve(root);
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Looks at the kind of file before opening it, since opening a pipe or a device may wait or act. */
function readRegularFile(path: string): FileContent {
  const kind = statSync(path);
  if (kind.isDirectory()) return { ok: false, reason: 'directory' };
  if (!kind.isFile()) return { ok: false, reason: 'not-a-file' };
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) return { ok: false, reason: 'not-a-file' };
    return decode(readUpTo(file, MAX_FILE_BYTES + 1));
  } finally {
    closeSync(file);
  }
}

/** Reads to the end rather than to the size the system names, which is 0 for files such as those of `/proc`. */
function readUpTo(file: number, limit: number): Uint8Array {
  const chunks: Buffer[] = [];
  for (let total = 0; total < limit; ) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const count = readSync(file, chunk, 0, Math.min(chunk.length, limit - total), null);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  return Buffer.concat(chunks);
}

const REASONS: Readonly<Record<string, UnreadableReason>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ENAMETOOLONG: 'missing',
  EISDIR: 'directory',
};

function reasonOf(error: unknown): UnreadableReason {
  return REASONS[errorCode(error) ?? ''] ?? 'unreadable';
}

function walk(root: string): string[] {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesOf(join(root, folder));
    if (!entries) {
      files.push(`${folder}/`);
      continue;
    }
    if (folder !== '' && entries.some((entry) => entry.name === '.git')) continue;
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) folders.push(path);
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        files.push(path);
        if (files.length === MAX_LISTED_FILES) return [...files, '/'].sort();
      }
    }
  }
  return files.sort();
}

/** Undefined for a folder that is there and cannot be read. One that went away meanwhile has no files. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return reasonOf(error) === 'missing' ? [] : undefined;
  }
}
