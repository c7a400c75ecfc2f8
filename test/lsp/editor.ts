/** An editor as the server meets one: the real program, driven over standard input and output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

export const PROGRAM = process.env.PIPELINT_PROGRAM ?? join(import.meta.dirname, '../../dist/cli.cjs');

/** A repository on the disk. */
export function repository(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'pipelint-lsp-'));
  mkdirSync(join(root, '.git'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export class Editor {
  readonly root: string;
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly #documents = new Map<string, TextDocument>();
  readonly #told: PublishDiagnosticsParams[] = [];
  #waiting: (() => void)[] = [];

  constructor(root: string) {
    this.root = root;
    // CI variables would tell of the project that these tests run in.
    const env = { PATH: process.env.PATH, HOME: root };
    const child = spawn(process.execPath, [PROGRAM, 'lsp', '--stdio'], { cwd: root, env });
    this.process = child;
    this.connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#told.push(params);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  async initialize(capabilities: object = {}, initializationOptions: unknown = undefined): Promise<InitializeResult> {
    const result = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(this.root).href,
      capabilities,
      initializationOptions,
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  uri(path: string): string {
    return pathToFileURL(join(this.root, path)).href;
  }

  text(path: string): string {
    return this.#document(path).getText();
  }

  async open(path: string, text: string): Promise<void> {
    const document = TextDocument.create(this.uri(path), 'yaml', 1, text);
    this.#documents.set(path, document);
    const { uri, languageId, version } = document;
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version, text },
    });
  }

  /** Types over a part of the text. */
  async replace(path: string, before: string, after: string): Promise<void> {
    const document = this.#document(path);
    const at = document.getText().indexOf(before);
    if (at === -1) throw new Error(`${path} does not contain ${before}`);
    const range = { start: document.positionAt(at), end: document.positionAt(at + before.length) };
    await this.#change(path, [{ range, text: after }]);
  }

  /** Makes the changes that the server proposed. */
  async apply({ documentChanges = [] }: WorkspaceEdit): Promise<void> {
    for (const change of documentChanges) {
      if (!('edits' in change)) throw new Error('only changes of texts are expected');
      const path = [...this.#documents.keys()].find((each) => this.uri(each) === change.textDocument.uri);
      if (path === undefined) throw new Error(`${change.textDocument.uri} is not open`);
      const edits = change.edits.flatMap((edit) => ('newText' in edit ? [edit] : []));
      await this.#change(path, [{ text: TextDocument.applyEdits(this.#document(path), edits) }]);
    }
  }

  position(path: string, text: string, inside = 0): { line: number; character: number } {
    const document = this.#document(path);
    const at = document.getText().indexOf(text);
    if (at === -1) throw new Error(`${path} does not contain ${text}`);
    return document.positionAt(at + inside);
  }

  async request<Result>(method: string, path: string, params: object): Promise<Result> {
    return this.connection.sendRequest(method, { textDocument: { uri: this.uri(path) }, ...params });
  }

  /** The first diagnostics of the document's present version, or those that come after. */
  async diagnostics(path: string): Promise<PublishDiagnosticsParams['diagnostics']> {
    const { uri, version } = this.#document(path);
    for (;;) {
      const told = this.#told.findLast((each) => each.uri === uri && each.version === version);
      if (told) return told.diagnostics;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  /** What the server tells of a document next, whatever its version. */
  async nextDiagnostics(path: string): Promise<PublishDiagnosticsParams['diagnostics']> {
    const known = this.#told.length;
    for (;;) {
      const told = this.#told.slice(known).findLast((each) => each.uri === this.uri(path));
      if (told) return told.diagnostics;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  /** Ends the server as the protocol has it; gives its exit code. */
  async exit(withShutdown = true): Promise<number | null> {
    const ended = once(this.process, 'exit');
    if (withShutdown) await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const [code] = await ended;
    this.connection.dispose();
    return code;
  }

  #document(path: string): TextDocument {
    const document = this.#documents.get(path);
    if (!document) throw new Error(`${path} is not open`);
    return document;
  }

  async #change(path: string, contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const before = this.#document(path);
    const document = TextDocument.update(before, contentChanges, before.version + 1);
    this.#documents.set(path, document);
    const { uri, version } = document;
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }
}
