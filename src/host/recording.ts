/** A host that remembers which files it was asked for, so that it is known whose change matters. */
import type { FileContent, Host } from '../source/host.ts';
import type { Fetched, RemoteSource } from '../source/remote.ts';

export class RecordingHost implements Host {
  readonly #host: Host;
  readonly #asked = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The paths that were to be read, also of files that are not there. */
  get asked(): ReadonlySet<string> {
    return this.#asked;
  }

  read(path: string): FileContent {
    this.#asked.add(path);
    return this.#host.read(path);
  }

  list(): readonly string[] {
    return this.#host.list();
  }

  fetched(source: RemoteSource): Fetched {
    return this.#host.fetched(source);
  }
}
