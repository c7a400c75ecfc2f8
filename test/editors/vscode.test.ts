/** The VS Code extension as it is packed: its manifest, what is inside, and that client and server find each other. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../editors/vscode/package.json' with { type: 'json' };
import own from '../../package.json' with { type: 'json' };
import { DEFAULT_CLIENT_SETTINGS } from '../../src/lsp/client-settings.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { FILES } from './program.ts';
import type { Diagnostic, EventEmitter, Uri } from './vscode-stand-in.ts';

const FOLDER = join(import.meta.dirname, '../../editors/vscode');
const VSCE = join(import.meta.dirname, '../../node_modules/.bin/vsce');

let packed = '';

beforeAll(() => {
  // Nothing may be fetched to make a package.
  const offline = { npm_config_offline: 'true', HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' };
  const env = { ...process.env, ...offline };
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'package'], { cwd: FOLDER, env, encoding: 'utf8' });
  packed = stdout + stderr;
  expect(status, packed).toBe(0);
}, 120_000);

describe('the package', () => {
  test('is made without a warning, from a manifest that the packager accepts', () => {
    expect(packed).toMatch(/Packaged: pipelint\.vsix/);
    expect(packed).not.toMatch(/WARN|ERROR/);
  });

  test('has what is needed and nothing else', () => {
    const { stdout } = spawnSync(VSCE, ['ls', '--no-dependencies'], { cwd: FOLDER, encoding: 'utf8' });
    const files = stdout.trim().split('\n');
    expect(files.filter((file) => !file.startsWith('dist/chunks/')).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/extension.cjs',
      'dist/server.mjs',
      'package.json',
    ]);
  });

  test('asks for no package that is not inside', () => {
    const builtIn = new Set(createRequire(import.meta.url)('node:module').builtinModules);
    const client = readFileSync(join(FOLDER, 'dist/extension.cjs'), 'utf8');
    const asked = [...client.matchAll(/require\("([^"]+)"\)/g)].map(([, name = '']) => name.replace('node:', ''));
    expect(new Set(asked.filter((name) => !builtIn.has(name)))).toEqual(new Set(['vscode']));
  });
});

describe('the manifest', () => {
  test('has the version of pipelint', () => {
    expect(manifest.version).toBe(own.version);
  });

  test('contributes the settings that client and server read, and no others', () => {
    const source = readFileSync(join(FOLDER, 'src/extension.ts'), 'utf8');
    const read = [...source.matchAll(/settings\.get\('(\w+)', ([^)]+)\)/g)].map(([, name, value]) => [
      `pipelint.${name}`,
      value?.replace(/^''$/, ''),
    ]);
    const { 'pipelint.trace.server': trace, ...properties } = manifest.contributes.configuration.properties;
    expect(Object.entries(properties).map(([name, each]) => [name, String(each.default)])).toEqual(read);
    expect(trace.enum).toEqual(['off', 'messages', 'verbose']);
    for (const [name, value] of Object.entries(DEFAULT_CLIENT_SETTINGS)) {
      expect(properties).toHaveProperty([`pipelint.${name}`, 'default'], value);
    }
  });

  test('lets a workspace that is not trusted choose no program', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(['pipelint.path']);
    expect(manifest.contributes.configuration.properties['pipelint.path'].scope).toBe('machine-overridable');
  });

  test('names the commands that the client registers', () => {
    const source = readFileSync(join(FOLDER, 'src/extension.ts'), 'utf8');
    for (const { command } of manifest.contributes.commands) {
      expect(source).toContain(`registerCommand('${command}'`);
    }
  });
});

describe('the extension, in a stand-in of VS Code', () => {
  interface StandIn {
    readonly shown: EventEmitter<readonly [uri: string, diagnostics: readonly Diagnostic[]]>;
    readonly workspace: { textDocuments: object[]; workspaceFolders: object[] | undefined; settings: object };
  }

  interface Extension {
    activate(context: object): Promise<void>;
    deactivate(): Promise<void>;
  }

  /** The packed files beside a module that is called `vscode`. */
  async function install() {
    const folder = temporaryFolder();
    cpSync(join(FOLDER, 'dist'), join(folder, 'dist'), { recursive: true });
    await build({
      entryPoints: [join(import.meta.dirname, 'vscode-stand-in.ts')],
      outfile: join(folder, 'node_modules/vscode/index.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      footer: { js: 'module.exports = module.exports.default;' },
    });
    const require = createRequire(join(folder, 'index.js'));
    const vscode: { standIn: StandIn; Uri: typeof Uri } = require('vscode');
    const extension: Extension = require('./dist/extension.cjs');
    const context = { subscriptions: [], asAbsolutePath: (path: string) => join(folder, path) };
    return { vscode, activate: () => extension.activate(context), deactivate: () => extension.deactivate() };
  }

  test.each([
    ['the server inside', {}],
    ['a server of the user', { path: join(FOLDER, 'dist/server.mjs') }],
  ])('shows what is wrong in an included file with %s', async (_which, settings) => {
    const { vscode, activate, deactivate } = await install();
    const root = temporaryFolder(FILES);
    const uri = vscode.Uri.file(join(root, 'ci/push.yml'));
    const { shown, workspace } = vscode.standIn;
    workspace.settings = settings;
    workspace.workspaceFolders = [{ uri: vscode.Uri.file(root), name: 'demo', index: 0 }];
    workspace.textDocuments = [{ uri, languageId: 'yaml', version: 1, getText: () => FILES['ci/push.yml'] }];
    const first = new Promise<readonly [string, readonly Diagnostic[]]>((resolve) => {
      shown.event(resolve);
    });
    await activate();
    try {
      const [file, diagnostics] = await first;
      expect(file).toBe(uri.toString());
      expect(diagnostics).toMatchObject([
        { range: { start: { line: 3, character: 18 } }, source: 'pipelint', message: expect.stringMatching(/login/) },
      ]);
    } finally {
      await deactivate();
    }
  });
});
