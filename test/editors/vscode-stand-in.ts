/**
 * As much of VS Code's API as the language client needs to start, to open a document and to show findings. It stands in for
 * VS Code, which the tests do not have: what an extension does with the rest of the API is not seen here.
 */
import { fileURLToPath, pathToFileURL } from 'node:url';

type Listener<T> = (event: T) => void;

export class Disposable {
  readonly #end: () => void;
  constructor(end: () => void = () => {}) {
    this.#end = end;
  }
  dispose(): void {
    this.#end();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>, self?: unknown): Disposable => {
    const bound = self === undefined ? listener : listener.bind(self);
    this.#listeners.add(bound);
    return new Disposable(() => this.#listeners.delete(bound));
  };
  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class Uri {
  readonly #text: string;
  readonly scheme = 'file';
  constructor(text: string) {
    this.#text = text;
  }
  get fsPath(): string {
    return fileURLToPath(this.#text);
  }
  toString(): string {
    return this.#text;
  }
  static parse(text: string): Uri {
    return new Uri(text);
  }
  static file(path: string): Uri {
    return new Uri(pathToFileURL(path).href);
  }
}

export class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }
}

export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  source?: string;
  code?: unknown;
  constructor(range: Range, message: string) {
    this.range = range;
    this.message = message;
  }
}

/** What the extension shows, as it shows it: the file, and what is wrong there. */
const shown = new EventEmitter<readonly [uri: string, diagnostics: readonly Diagnostic[]]>();

const nothing = () => new Disposable();

/** A part of the API of which the rest does nothing: events that never come, and calls that register something. */
function rest(known: Readonly<Record<string, unknown>>): unknown {
  return new Proxy(known, {
    get: (target, key) => (key in target || typeof key === 'symbol' ? target[String(key)] : nothing),
  });
}

const codeActionKind = () => ({ append: codeActionKind });

const workspaceState = {
  textDocuments: [] as object[],
  notebookDocuments: [],
  workspaceFolders: undefined as object[] | undefined,
  settings: {} as Readonly<Record<string, unknown>>,
  getConfiguration: () => ({ get: (key: string, otherwise: unknown) => workspaceState.settings[key] ?? otherwise }),
  createFileSystemWatcher: () => ({
    onDidCreate: nothing,
    onDidChange: nothing,
    onDidDelete: nothing,
    dispose: () => {},
  }),
};

const log = { append: () => {}, appendLine: () => {}, error: () => {}, warn: () => {}, info: () => {} };

const api: Readonly<Record<string, unknown>> = {
  Diagnostic,
  Disposable,
  EventEmitter,
  Position,
  Range,
  Uri,
  version: '1.101.0',
  env: { language: 'en', appName: 'a stand-in' },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  CodeActionKind: { Empty: codeActionKind(), QuickFix: codeActionKind() },
  CancellationTokenSource: class {
    readonly token = { isCancellationRequested: false, onCancellationRequested: nothing };
    cancel(): void {}
    dispose(): void {}
  },
  commands: rest({}),
  languages: rest({
    createDiagnosticCollection: () => ({
      set: (uri: Uri, diagnostics: readonly Diagnostic[]) => shown.fire([uri.toString(), diagnostics]),
      delete: () => {},
      clear: () => {},
      dispose: () => {},
    }),
    match: (selector: readonly { language: string }[], { languageId }: { languageId: string }) =>
      selector.some(({ language }) => language === languageId) ? 10 : 0,
  }),
  window: rest({
    visibleTextEditors: [],
    tabGroups: { all: [], onDidChangeTabs: nothing },
    createOutputChannel: () => rest(log),
  }),
  workspace: rest(workspaceState),
};

/** Whatever else there is can be extended and constructed, and holds nothing. */
class Empty {}

export default new Proxy(
  { ...api, standIn: { shown, workspace: workspaceState } },
  { get: (target, key) => (key in target || typeof key === 'symbol' ? Reflect.get(target, key) : Empty) },
);
