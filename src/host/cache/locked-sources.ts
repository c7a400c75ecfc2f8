/** Answers what was fetched before: the lock says which text a source stands for, the cache has the text. */
import { type Fetched, projectFile, type RemoteSource, sourceKey, sourceName } from '../../source/remote.ts';
import type { Lock, LockEntry } from './lock.ts';
import type { TextStore } from './text-store.ts';

/** A revision's first letters are enough for people. */
const SHORT = 8;

export class LockedSources {
  readonly #lock: Lock;
  readonly #texts: TextStore;

  constructor(lock: Lock, texts: TextStore) {
    this.#lock = lock;
    this.#texts = texts;
  }

  fetched(source: RemoteSource): Fetched {
    const entry = this.#lock.get(sourceKey(source));
    if (!entry) return { ok: false, reason: 'not-fetched' };
    if (!hasIntegrity(source, entry.sha256)) return { ok: false, reason: 'integrity' };
    const text = this.#texts.read(entry.sha256);
    if (text === 'damaged') return { ok: false, reason: 'damaged' };
    if (text === 'missing') return { ok: false, reason: 'not-fetched' };
    return asFetched(source, entry, text);
  }
}

/** A text that was fetched, with what its source and its lock entry say of it. */
function asFetched(source: RemoteSource, entry: LockEntry, text: string): Fetched {
  const { revision: sha, version, file } = entry;
  switch (source.kind) {
    case 'project': {
      const path = projectFile(source.project.toLowerCase(), shortened(source.ref), source.file);
      return { ok: true, text, path, ...(sha && { home: { project: source.project, sha } }) };
    }
    case 'component': {
      const path = projectFile(source.project.toLowerCase(), shortened(version ?? source.version), file ?? source.name);
      const home = sha && { home: { project: source.project, sha } };
      return { ok: true, text, path, ...home, ...(version && { version }) };
    }
    case 'tree':
      return { ok: true, text, path: sourceName(source) };
    case 'template':
      return { ok: true, text, path: sourceKey(source) };
    case 'remote':
      return { ok: true, text, path: sourceName(source) };
  }
}

/** Whether a text with this hash is what the include asks for (GitLab docs: "include:integrity"; SHA-256 in base64). */
export function hasIntegrity(source: RemoteSource, sha256: string): boolean {
  if (source.kind !== 'remote' || source.integrity === undefined) return true;
  return source.integrity === `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`;
}

function shortened(ref: string): string {
  return /^[0-9a-f]{40,64}$/.test(ref) ? ref.slice(0, SHORT) : ref;
}
