/** A repository held in memory: for tests, for the browser, for text that was never saved. */
import type { FileContent, Host } from '../source/host.ts';
import { type Fetched, type RemoteSource, sourceKey } from '../source/remote.ts';
import { pathProblem } from './repository-path.ts';

export class MemoryHost implements Host {
  readonly #files: ReadonlyMap<string, string>;
  readonly #fetched: ReadonlyMap<string, Fetched>;

  /**
   * @param files texts by their path from the repository root
   * @param fetched what comes from outside, by its `sourceKey`
   */
  constructor(files: Readonly<Record<string, string>>, fetched: ReadonlyMap<string, Fetched> = new Map()) {
    this.#files = new Map(Object.entries(files));
    this.#fetched = fetched;
  }

  read(path: string): FileContent {
    const problem = pathProblem(path);
    if (problem) return { ok: false, reason: problem };
    const text = this.#files.get(path);
    if (text !== undefined) return { ok: true, text };
    const isFolder = [...this.#files.keys()].some((file) => file.startsWith(`${path}/`));
    return { ok: false, reason: isFolder ? 'directory' : 'missing' };
  }

  list(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  fetched(source: RemoteSource): Fetched {
    return this.#fetched.get(sourceKey(source)) ?? { ok: false, reason: 'not-fetched' };
  }
}
