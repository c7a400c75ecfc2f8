/**
 * `.pipelint.lock`: which text each fetched include stands for. It is committed with the pipeline, so that everybody lints
 * the same texts, and says nothing secret: names, revisions and hashes.
 */
import { SourceFile } from '../../source/source-file.ts';

export const LOCK_NAME = '.pipelint.lock';

/** By the `sourceKey` of what was fetched. */
export type Lock = ReadonlyMap<string, LockEntry>;

export interface LockEntry {
  /** Of the text. */
  readonly sha256: string;
  /** The commit that the ref or version meant: of a file of a project, of its list of files, and of a component. */
  readonly revision?: string;
  /** The version of a component that was chosen: a release for `~latest` and `1.2`. */
  readonly version?: string;
  /** The file of a component in its project. */
  readonly file?: string;
}

export type LockContent =
  | { readonly ok: true; readonly lock: Lock }
  /** `message` names the file and the place. */
  | { readonly ok: false; readonly message: string };

const FORMAT = 1;

/** What each key of an entry may hold. The hash names a file of the cache and must be nothing else. */
const ENTRY: Readonly<Record<string, RegExp>> = {
  sha256: /^[0-9a-f]{64}$/,
  revision: /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/,
  version: /^[^\s/]+$/,
  file: /^[^/\0][^\0]*$/,
};

/** Reads the text of a lock file. */
export function parseLock(text: string): LockContent {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return invalid(`${placeOf(error, text)} is not valid JSON`);
  }
  if (!isRecord(content) || !isRecord(content.includes)) return invalid(' has no `includes`');
  if (content.version !== FORMAT) {
    return invalid(`: its version is ${JSON.stringify(content.version)}, and this pipelint reads version ${FORMAT}`);
  }
  const lock = new Map<string, LockEntry>();
  for (const [key, entry] of Object.entries(content.includes)) {
    if (!isEntry(key, entry)) return invalid(`: the entry ${JSON.stringify(key)} is not complete`);
    lock.set(key, entry);
  }
  return { ok: true, lock };
}

/** The text of a lock file: the same entries always give the same text. */
export function renderLock(lock: Lock): string {
  const sorted = [...lock].sort(([a], [b]) => (a < b ? -1 : 1));
  const includes = Object.fromEntries(
    sorted.map(([key, { revision, version, file, sha256 }]) => [key, { revision, version, file, sha256 }]),
  );
  return `${JSON.stringify({ version: FORMAT, includes }, null, 2)}\n`;
}

function isEntry(key: string, entry: unknown): entry is LockEntry {
  if (!isRecord(entry)) return false;
  const isFormed = Object.entries(entry).every(([name, value]) => {
    return typeof value === 'string' && Object.hasOwn(ENTRY, name) && ENTRY[name]?.test(value) === true;
  });
  const needed: readonly string[] = [
    'sha256',
    ...(/^(?:project|component|tree):/.test(key) ? ['revision'] : []),
    ...(key.startsWith('component:') ? ['file'] : []),
  ];
  return isFormed && needed.every((name) => name in entry);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(what: string): LockContent {
  return { ok: false, message: `${LOCK_NAME}${what}; mend it, or remove it and run pipelint fetch` };
}

/** `:3:1`, where V8's message tells it. */
function placeOf(error: unknown, text: string): string {
  const [end, at = text.length] = /end of JSON input|at position (\d+)/.exec(String(error)) ?? [];
  if (end === undefined) return '';
  const { line, column } = new SourceFile(LOCK_NAME, text).position(Number(at));
  return `:${line}:${column}`;
}
