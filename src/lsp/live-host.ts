/**
 * The repository as the editor sees it: what is open comes from the editor, also while it is not saved, the rest from the
 * disk. That is read once, and again when it is said to have changed.
 */
import { FileSystemHost } from '../host/file-system.ts';
import type { FileContent, Host } from '../source/host.ts';
import type { Fetched, RemoteSource } from '../source/remote.ts';

export class LiveHost implements Host {
  readonly #root: string;
  readonly #cacheFolder: string;
  readonly #bufferOf: (path: string) => string | undefined;
  readonly #contents = new Map<string, FileContent>();
  #disk: FileSystemHost;

  /** @param bufferOf the text of an open file, by its path below the root */
  constructor(root: string, cacheFolder: string, bufferOf: (path: string) => string | undefined) {
    this.#root = root;
    this.#cacheFolder = cacheFolder;
    this.#bufferOf = bufferOf;
    this.#disk = new FileSystemHost(root, cacheFolder);
  }

  read(path: string): FileContent {
    const text = this.#bufferOf(path);
    if (text !== undefined) return { ok: true, text };
    const known = this.#contents.get(path) ?? this.#disk.read(path);
    this.#contents.set(path, known);
    return known;
  }

  list(): readonly string[] {
    return this.#disk.list();
  }

  fetched(source: RemoteSource): Fetched {
    return this.#disk.fetched(source);
  }

  /** Files changed, came, went, or were fetched. */
  refresh(): void {
    this.#contents.clear();
    this.#disk = new FileSystemHost(this.#root, this.#cacheFolder);
  }
}

/** A host that remembers what it was asked, which is what an analysis depends on. */
export class RecordingHost implements Host {
  readonly #host: Host;
  readonly asked = new Set<string>();
  readonly memory: object;

  constructor(host: Host, memory: object) {
    this.#host = host;
    this.memory = memory;
  }

  read(path: string): FileContent {
    this.asked.add(path);
    return this.#host.read(path);
  }

  list(): readonly string[] {
    return this.#host.list();
  }

  fetched(source: RemoteSource): Fetched {
    return this.#host.fetched(source);
  }
}
