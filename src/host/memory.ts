/** A repository held in memory: for tests, for the browser, for text that was never saved. */
import type { FileContent, Host } from '../source/host.ts';
import { pathProblem } from './repository-path.ts';

export class MemoryHost implements Host {
  readonly #files: ReadonlyMap<string, string>;

  /** @param files texts by their path from the repository root */
  constructor(files: Readonly<Record<string, string>>) {
    this.#files = new Map(Object.entries(files));
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
}
