/** The files that were read for a composition, each once, however often it is included. */
import type { Host, UnreadableReason } from '../source/host.ts';
import { SourceFile } from '../source/source-file.ts';
import { loadYaml, type YamlFile } from '../yaml/load.ts';
import { type Comment, isConditional, type Trail } from '../yaml/values.ts';

export class ReadFiles {
  readonly #host: Host;
  readonly #loaded = new Map<string, YamlFile | UnreadableReason>();
  readonly #trails = new Map<SourceFile, Trail>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** In the order of their includes. */
  get files(): readonly SourceFile[] {
    return [...this.#trails.keys()];
  }

  get comments(): readonly Comment[] {
    return [...this.#loaded.values()].flatMap((file) => (typeof file === 'string' ? [] : file.comments));
  }

  /** The include entries that lead to a file from the root, outermost first. */
  trailOf(file: SourceFile): Trail {
    return this.#trails.get(file) ?? [];
  }

  /** A file of the repository. */
  read(path: string): YamlFile | UnreadableReason {
    const known = this.#loaded.get(path);
    if (known) return known;
    const content = this.#host.read(path);
    if (content.ok) return this.#load(path, content.text, true);
    this.#loaded.set(path, content.reason);
    return content.reason;
  }

  /** A text that was fetched. The same path has the same text. */
  readFetched(path: string, text: string): YamlFile {
    const known = this.#loaded.get(path);
    return known && typeof known !== 'string' ? known : this.#load(path, text, false);
  }

  #load(path: string, text: string, inRepository: boolean): YamlFile {
    const loaded = loadYaml(new SourceFile(path, text, inRepository));
    this.#loaded.set(path, loaded);
    return loaded;
  }

  /** Notes that a file takes part; false when it was noted before. A way without conditions counts for more. */
  note(file: SourceFile, trail: Trail): boolean {
    const known = this.#trails.get(file);
    if (!known || (isConditional(known) && !isConditional(trail))) this.#trails.set(file, trail);
    return !known;
  }
}
