/** The VS Code extension: starts the language server and hands it the files that may be of a pipeline. */
import { commands, type ExtensionContext, workspace } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';

const SECTION = 'pipelint';

/** Pipelines, the scripts that their jobs run, and what they build from. */
const LANGUAGES = ['yaml', 'shellscript', 'dockerfile'];

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand('pipelint.restart', async () => {
      await deactivate();
      await start(context);
    }),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function start(context: ExtensionContext): Promise<void> {
  const settings = workspace.getConfiguration(SECTION);
  client = new LanguageClient(SECTION, server(context, settings.get('path', '')), {
    documentSelector: LANGUAGES.map((language) => ({ scheme: 'file', language })),
    initializationOptions: { codeLens: settings.get('codeLens', false) },
    synchronize: { configurationSection: SECTION },
  });
  await client.start();
}

/** The one that the extension brings runs in the Node that VS Code has inside, so that none has to be installed. */
function server(context: ExtensionContext, path: string): ServerOptions {
  if (path !== '') return { command: path, args: ['lsp'] };
  return { module: context.asAbsolutePath('dist/server.mjs'), args: ['lsp'], transport: TransportKind.stdio };
}
