/** A host that remembers which files it was asked for, so that it is known whose change matters. */
import type { FileContent, Host } from '../source/host.ts';
import type { Fetched, RemoteSource } from '../source/remote.ts';

export class RecordingHost implements Host {
  readonly #host: Host;
  readonly #asked = new Set<string>();
  #listed: readonly string[] = [];

  constructor(host: Host) {
    this.#host = host;
  }

  /** The paths that were to be read, also of files that are not there. */
  get asked(): ReadonlySet<string> {
    return this.#asked;
  }

  /** All files, where a name with `*` or a name without a file made it look through them; otherwise none. */
  get listed(): readonly string[] {
    return this.#listed;
  }

  read(path: string): FileContent {
    this.#asked.add(path);
    return this.#host.read(path);
  }

  list(): readonly string[] {
    this.#listed = this.#host.list();
    return this.#listed;
  }

  fetched(source: RemoteSource): Fetched {
    return this.#host.fetched(source);
  }
}
