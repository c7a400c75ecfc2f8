/** The language server: which message asks for what. What is answered is in one file a feature. */
import {
  type CancellationToken,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  type Position,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DEFAULT_CLIENT_SETTINGS, readClientSettings } from './client-settings.ts';
import { CODE_ACTION_KINDS, codeActionsAt } from './code-actions.ts';
import { codeLensesOf } from './code-lens.ts';
import { completionsAt } from './completion.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { hoverAt } from './hover.ts';
import { definitionsAt, referencesAt } from './navigation.ts';
import { Debounce, inSteps } from './schedule.ts';
import { symbolsOf } from './symbols.ts';
import { offsetOf, type View } from './view.ts';
import { type Surroundings, Workspace } from './workspace.ts';

/** Of these files a pipeline may be made: its configuration, scripts, builds, settings, and what was fetched. */
const WATCHED = [
  '**/*.{yml,yaml,sh,bash,json}',
  '**/{Dockerfile,Containerfile}*',
  '**/*.Dockerfile',
  '**/.pipelint.lock',
];

/** Answers on a connection until it ends. */
export function serve(connection: Connection, version: string, surroundings: Surroundings): void {
  const documents = new TextDocuments(TextDocument);
  const workspace = new Workspace(surroundings);
  const told = new Map<string, string>();
  let settings = DEFAULT_CLIENT_SETTINGS;
  let client: InitializeParams['capabilities'] = {};
  let stage: 'starting' | 'serving' | 'ended' = 'starting';
  /** Grows with every change: work that began before is out of date. */
  let generation = 0;

  const lint = new Debounce(async () => {
    const begun = generation;
    for (const uri of workspace.uris) {
      const view = await guarded(() => inSteps(workspace.look(uri), () => generation === begun));
      if (generation !== begun) return;
      if (view) publish(view);
    }
  });

  const publish = (view: View): void => {
    const { uri, analyses } = view;
    for (const { message } of analyses.flatMap(({ result }) => result.internalErrors)) {
      connection.console.error(`internal error: ${message}. This is a bug in pipelint: please report it.`);
    }
    const diagnostics = guardedSync(() => diagnosticsOf(view)) ?? [];
    const version = workspace.version(uri);
    const state = JSON.stringify([version, diagnostics]);
    if (told.get(uri) === state) return;
    told.set(uri, state);
    void connection.sendDiagnostics({ uri, diagnostics: [...diagnostics], ...(version !== null && { version }) });
  };

  const changed = (): void => {
    generation += 1;
    lint.call();
  };

  const refresh = (): void => {
    workspace.refresh();
    changed();
  };

  /** A fault in one answer must not end the server. */
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      complain(error);
      return undefined;
    }
  };
  const guardedSync = <Result>(work: () => Result): Result | undefined => {
    try {
      return work();
    } catch (error) {
      complain(error);
      return undefined;
    }
  };
  const complain = (error: unknown): void => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    connection.console.error(
      `internal error: ${message}. This is a bug in pipelint: please report it.\n${stack ?? ''}`,
    );
  };

  /** Answers from what the document is now; who does not want the answer any more is told that it was given up. */
  const answer = async <Result>(
    uri: string,
    token: CancellationToken,
    from: (view: View) => Result,
    otherwise: Result,
  ): Promise<Result | ResponseError<void>> => {
    if (stage === 'starting') return new ResponseError(ErrorCodes.ServerNotInitialized, 'initialize comes first');
    if (stage === 'ended') return new ResponseError(ErrorCodes.InvalidRequest, 'the server was shut down');
    const view = await guarded(() => inSteps(workspace.look(uri), () => !token.isCancellationRequested));
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    return (view && guardedSync(() => from(view))) ?? otherwise;
  };

  connection.onInitialize(({ capabilities, initializationOptions }): InitializeResult => {
    client = capabilities;
    stage = 'serving';
    settings = readClientSettings(initializationOptions);
    return {
      serverInfo: { name: 'pipelint', version },
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS] },
        completionProvider: { triggerCharacters: ['$', '{', '/', '[', ' '] },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        documentSymbolProvider: true,
        codeLensProvider: { resolveProvider: false },
      },
    };
  });

  connection.onInitialized(() => {
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = WATCHED.map((globPattern) => ({ globPattern }));
      void guarded(() => connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
    }
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void guarded(() => connection.client.register(DidChangeConfigurationNotification.type, { section: 'pipelint' }));
    }
    void askForSettings();
  });

  const askForSettings = async (): Promise<void> => {
    if (!client.workspace?.configuration) return;
    const sent = await guarded(() => connection.workspace.getConfiguration('pipelint'));
    settings = readClientSettings(sent, settings);
    refreshLenses();
  };
  const refreshLenses = (): void => {
    if (client.workspace?.codeLens?.refreshSupport)
      void guarded(() => connection.sendRequest(CodeLensRefreshRequest.type));
  };

  connection.onDidChangeConfiguration(({ settings: sent }) => {
    settings = readClientSettings(sent, settings);
    void askForSettings();
  });
  connection.onDidChangeWatchedFiles(() => {
    workspace.reset();
    changed();
  });

  documents.onDidOpen(({ document }) => {
    workspace.open(document);
    changed();
  });
  documents.onDidChangeContent(({ document }) => {
    workspace.changed(document.uri);
    changed();
  });
  // Editors that watch no files at least say what they save.
  documents.onDidSave(refresh);
  documents.onDidClose(({ document: { uri } }) => {
    workspace.close(uri);
    told.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
    changed();
  });

  const at = ({ file }: View, position: Position): number => offsetOf(file, position);
  connection.onCodeAction((params, token) =>
    answer(
      params.textDocument.uri,
      token,
      (view) => {
        const withSnippets = client.workspace?.workspaceEdit?.snippetEditSupport ?? false;
        return codeActionsAt(view, params, (uri) => workspace.version(uri), withSnippets);
      },
      [],
    ),
  );
  connection.onHover(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, (view) => hoverAt(view, at(view, position)) ?? null, null),
  );
  connection.onCompletion(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, (view) => [...completionsAt(view, at(view, position))], []),
  );
  connection.onDefinition(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, (view) => [...definitionsAt(view, at(view, position))], []),
  );
  connection.onReferences(({ textDocument, position, context }, token) =>
    answer(
      textDocument.uri,
      token,
      (view) => [...referencesAt(view, at(view, position), context.includeDeclaration)],
      [],
    ),
  );
  connection.onDocumentSymbol(({ textDocument }, token) =>
    answer(textDocument.uri, token, ({ file, analyses }) => (analyses.length > 0 ? symbolsOf(file) : []), []),
  );
  connection.onCodeLens(({ textDocument }, token) =>
    answer(textDocument.uri, token, (view) => (settings.codeLens ? [...codeLensesOf(view)] : []), []),
  );
  connection.onShutdown(() => {
    stage = 'ended';
    lint.stop();
  });

  documents.listen(connection);
  connection.listen();
}
