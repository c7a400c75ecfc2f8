/**
 * The repository as the editor sees it: what is open comes from the editor, also while it is not saved, the rest from the
 * disk. Files are small and read anew each time, so that nothing has to be told when one changes; only the list of all
 * files is kept until something is created or deleted.
 */
import { FileSystemHost } from '../host/file-system.ts';
import type { FileContent, Host } from '../source/host.ts';
import type { Fetched, RemoteSource } from '../source/remote.ts';

export class LiveHost implements Host {
  readonly #root: string;
  readonly #cacheFolder: string;
  readonly #bufferOf: (path: string) => string | undefined;
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
    return text === undefined ? this.#disk.read(path) : { ok: true, text };
  }

  list(): readonly string[] {
    return this.#disk.list();
  }

  fetched(source: RemoteSource): Fetched {
    return this.#disk.fetched(source);
  }

  /** Files came, went, or were fetched. */
  refresh(): void {
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
