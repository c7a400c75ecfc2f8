/** The open documents of an editor, and the repositories that they are in. */
import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { repositoryRoot } from '../host/repository.ts';
import { SourceFile } from '../source/source-file.ts';
import { LiveHost } from './live-host.ts';
import { type Analysis, type Linting, Repository } from './repository.ts';
import type { View } from './view.ts';

/** What the server is told by whoever starts it. */
export interface Surroundings extends Linting {
  /** Where the texts are that `pipelint fetch` got. */
  readonly cacheFolder: string;
}

/** An open document that is a file of a repository. */
interface OpenFile {
  readonly document: TextDocument;
  readonly repository: Repository;
  readonly path: string;
}

export class Workspace {
  readonly #surroundings: Surroundings;
  readonly #repositories = new Map<string, Repository>();
  readonly #open = new Map<string, OpenFile>();
  /** Grows with every change: what was looked up before is out of date. */
  #changes = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get uris(): readonly string[] {
    return [...this.#open.keys()];
  }

  version(uri: string): number | null {
    return this.#open.get(uri)?.document.version ?? null;
  }

  /** A document that is no file of a disk, such as one that was never saved, is not taken. */
  open(document: TextDocument): void {
    const { scheme, fsPath } = URI.parse(document.uri);
    if (scheme !== 'file') return;
    const file = realPath(fsPath);
    const root = repositoryRoot(file);
    const path = relative(root, file).split(sep).join('/');
    const repository = this.#repositoryAt(root);
    this.#open.set(document.uri, { document, repository, path });
    this.#changes += 1;
    repository.refresh();
  }

  changed(uri: string): void {
    this.#changes += 1;
    const open = this.#open.get(uri);
    open?.repository.changed(open.path);
  }

  close(uri: string): void {
    this.#changes += 1;
    this.#open.get(uri)?.repository.refresh();
    this.#open.delete(uri);
  }

  /** Something on the disk is different. */
  refresh(): void {
    this.#changes += 1;
    for (const repository of this.#repositories.values()) repository.refresh();
  }

  /** Where repositories begin may be different as well. */
  reset(): void {
    this.#changes += 1;
    this.#repositories.clear();
    for (const { document } of [...this.#open.values()]) this.open(document);
  }

  /**
   * What there is to know of a document, step by step, since each pipeline that it takes part in may cost an analysis. The
   * last step is the view, of one state of all files: what changes between two steps starts it anew. Undefined for a
   * document that is not open.
   */
  *look(uri: string): Generator<undefined, View | undefined> {
    for (;;) {
      const begun = this.#changes;
      const open = this.#open.get(uri);
      if (!open) return undefined;
      const { repository, path, document } = open;
      const analyses: Analysis[] = [];
      for (const analysis of repository.pipelinesWith(path)) {
        if (analysis) analyses.push(analysis);
        yield undefined;
        if (this.#changes !== begun) break;
      }
      if (this.#changes === begun) return { uri, repository, file: new SourceFile(path, document.getText()), analyses };
    }
  }

  #repositoryAt(root: string): Repository {
    const known = this.#repositories.get(root);
    if (known) return known;
    const { cacheFolder } = this.#surroundings;
    const host = new LiveHost(root, cacheFolder, (path) => this.#bufferOf(root, path));
    const repository = new Repository(root, host, this.#surroundings);
    this.#repositories.set(root, repository);
    return repository;
  }

  #bufferOf(root: string, path: string): string | undefined {
    for (const { repository, path: own, document } of this.#open.values()) {
      if (own === path && repository.root === root) return document.getText();
    }
    return undefined;
  }
}

/** Links to a folder are followed, as the host does it; a file that is not there yet is in its folder. */
function realPath(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
