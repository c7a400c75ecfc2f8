/**
 * Fetches what a pipeline includes before it is linted. Only composing it tells what it includes, and what was fetched may
 * include more: so it is composed, what is missing is fetched, and it is composed again until nothing new turns up.
 */
import { type Fetched, type NotFetched, type RemoteSource, sourceKey } from '../source/remote.ts';
import type { Lock, LockEntry } from './cache/lock.ts';
import { hasIntegrity, LockedSources } from './cache/locked-sources.ts';
import type { TextStore } from './cache/text-store.ts';
import type { SourceFetcher } from './gitlab/source-fetcher.ts';

export interface FetchSettings {
  readonly lock: Lock;
  readonly texts: TextStore;
  readonly fetcher: Pick<SourceFetcher, 'fetch'>;
  /** Takes what is there now, whatever the lock names. */
  readonly update: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly source: RemoteSource;
  readonly done: number;
  readonly known: number;
}

export interface FetchFailure {
  readonly source: RemoteSource;
  readonly failure: NotFetched;
}

/** How many requests are under way at a time. */
const PARALLEL = 6;

/** `ci_max_includes`: GitLab takes no more for a pipeline. */
export const MAX_INCLUDES = 150;

export class FetchSession {
  readonly #settings: FetchSettings;
  readonly #before: LockedSources;
  readonly #entries = new Map<string, LockEntry>();
  readonly #now: LockedSources;
  readonly #failures = new Map<string, FetchFailure>();
  readonly #asked = new Set<string>();

  constructor(settings: FetchSettings) {
    this.#settings = settings;
    this.#before = new LockedSources(settings.lock, settings.texts);
    this.#now = new LockedSources(this.#entries, settings.texts);
  }

  /** The host's answer while this session lasts. With `update`, what is not asked for yet is not known. */
  readonly fetched = (source: RemoteSource): Fetched => {
    const key = sourceKey(source);
    const failed = this.#failures.get(key);
    if (failed) return failed.failure;
    if (this.#entries.has(key)) return this.#now.fetched(source);
    return this.#settings.update ? { ok: false, reason: 'not-fetched' } : this.#before.fetched(source);
  };

  /** How many sources were fetched. */
  get count(): number {
    return this.#entries.size;
  }

  get failures(): readonly FetchFailure[] {
    return [...this.#failures.values()];
  }

  /**
   * Fetches until `composeOnce` finds nothing that was not asked for. A source that cannot be had stops none of the others.
   *
   * @param composeOnce composes with `fetched`, and names the sources that it did not get
   * @param limit the most sources that are asked for
   * @throws the error of the file system when the cache cannot be written
   */
  async run(composeOnce: () => readonly RemoteSource[], limit: number = MAX_INCLUDES): Promise<void> {
    for (;;) {
      const wanted = new Map(composeOnce().map((source) => [sourceKey(source), source]));
      for (const key of this.#asked) wanted.delete(key);
      const next = [...wanted].slice(0, limit - this.#asked.size);
      if (next.length === 0) return;
      const before = this.#asked.size;
      for (const [key] of next) this.#asked.add(key);
      let done = before;
      await inParallel(next, async ([key, source]) => {
        await this.#fetch(key, source);
        done += 1;
        this.#settings.onProgress?.({ source, done, known: this.#asked.size });
      });
    }
  }

  /** What belongs into the lock file. An update without failures leaves out what is not included any more. */
  newLock(current: Lock): Lock {
    const { update } = this.#settings;
    return update && this.#failures.size === 0 ? this.#entries : new Map([...current, ...this.#entries]);
  }

  async #fetch(key: string, source: RemoteSource): Promise<void> {
    const { lock, update, fetcher, texts } = this.#settings;
    const before = lock.get(key);
    const locked = !update && before && hasIntegrity(source, before.sha256) ? before : undefined;
    const found = await fetcher.fetch(source, locked);
    const isOther = found.ok && locked && found.value.entry.sha256 !== locked.sha256;
    if (!found.ok) this.#failures.set(key, { source, failure: found });
    else if (isOther) this.#failures.set(key, { source, failure: { ok: false, reason: 'changed' } });
    else {
      texts.write(found.value.text);
      this.#entries.set(key, found.value.entry);
    }
  }
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, worker));
}
