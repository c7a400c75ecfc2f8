/** Open documents without a protocol between: what a server knows of a repository on the disk. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { RULES } from '../../rules/index.ts';
import { DEFAULT_OPTIONS } from '../../src/lint/options.ts';
import type { View } from '../../src/lsp/view.ts';
import { Workspace } from '../../src/lsp/workspace.ts';

export class OpenFiles {
  readonly #root: string;
  readonly #workspace: Workspace;
  readonly #documents = new Map<string, TextDocument>();

  constructor(root: string) {
    this.#root = root;
    this.#workspace = new Workspace({
      rules: RULES,
      cacheFolder: join(root, '.cache'),
      prepare: (_root, _path, host) => ({ host, options: DEFAULT_OPTIONS, baseline: [] }),
    });
  }

  open(path: string, text: string): void {
    const document = TextDocument.create(this.#uri(path), 'yaml', 1, text);
    this.#documents.set(path, document);
    this.#workspace.open(document);
  }

  /** As an editor does it: the same document gets another text. */
  type(path: string, text: string): void {
    const document = this.#documents.get(path);
    if (!document) throw new Error(`${path} is not open`);
    TextDocument.update(document, [{ text }], document.version + 1);
    this.#workspace.changed(document.uri);
  }

  look(path: string): Generator<undefined, View | undefined> {
    return this.#workspace.look(this.#uri(path));
  }

  view(path: string): View {
    const steps = this.look(path);
    for (;;) {
      const { done, value } = steps.next();
      if (done && value) return value;
      if (done) throw new Error(`${path} is not open`);
    }
  }

  #uri(path: string): string {
    return pathToFileURL(join(this.#root, path)).href;
  }
}
