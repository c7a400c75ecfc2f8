/** The files that were read for a composition, each once, however often it is included. */
import type { Host, UnreadableReason } from '../source/host.ts';
import { SourceFile } from '../source/source-file.ts';
import { noteVersion } from '../source/versions.ts';
import { loadYaml, type YamlFile } from '../yaml/load.ts';
import { isConditional, type Trail } from '../yaml/values.ts';

/** Far more files than a pipeline may have. */
const MOST_KEPT = 1000;
const kept = new WeakMap<object, Map<string, YamlFile>>();

export class ReadFiles {
  readonly #host: Host;
  readonly #pipeline: string;
  readonly #loaded = new Map<string, YamlFile | UnreadableReason>();
  readonly #trails = new Map<SourceFile, Trail>();

  /** @param pipeline tells pipelines apart: each has files of its own, since each has its own way to them */
  constructor(host: Host, pipeline: string) {
    this.#host = host;
    this.#pipeline = pipeline;
  }

  /** In the order of their includes. */
  get files(): readonly SourceFile[] {
    return [...this.#trails.keys()];
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
    const loaded = this.#keptFile(path, text, inRepository) ?? loadYaml(new SourceFile(path, text, inRepository));
    this.#loaded.set(path, loaded);
    this.#keep(path, loaded);
    return loaded;
  }

  #keptFile(path: string, text: string, inRepository: boolean): YamlFile | undefined {
    const known = this.#host.memory && kept.get(this.#host.memory)?.get(`${this.#pipeline} ${path}`);
    if (!known || known.file.inRepository !== inRepository) return undefined;
    return known.file.text === new SourceFile(path, text).text ? known : undefined;
  }

  #keep(path: string, loaded: YamlFile): void {
    const { memory } = this.#host;
    if (!memory) return;
    const files = kept.get(memory) ?? new Map<string, YamlFile>();
    if (files.size >= MOST_KEPT) files.clear();
    const key = `${this.#pipeline} ${path}`;
    const before = files.get(key);
    if (before) noteVersion(before.file, loaded.file);
    kept.set(memory, files.set(key, loaded));
  }

  /** Notes that a file takes part; false when it was noted before. A way without conditions counts for more. */
  note(file: SourceFile, trail: Trail): boolean {
    const known = this.#trails.get(file);
    if (!known || (isConditional(known) && !isConditional(trail))) this.#trails.set(file, trail);
    return !known;
  }
}
