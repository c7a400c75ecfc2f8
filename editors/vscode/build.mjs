/** Bundles the extension into dist/: the client, the server with all its packages, and their licences. */
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { noticesOf } from '../../scripts/pack-notices.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = 'editors/vscode/dist';

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

await rm(`${root}/${dist}`, { recursive: true, force: true });

const client = await build({
  ...shared,
  entryPoints: ['editors/vscode/src/extension.ts'],
  outfile: `${dist}/extension.cjs`,
  format: 'cjs',
  // VS Code 1.101 has Node 22.
  target: 'node22',
  external: ['vscode'],
});

const server = await build({
  ...shared,
  entryPoints: { server: 'src/cli/main.ts' },
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  target: 'node20.19',
  banner: {
    // Inlined CommonJS packages ask for Node's own modules with `require`.
    js: "import { createRequire as pipelintRequire } from 'node:module'; const require = pipelintRequire(import.meta.url);",
  },
});

const inputs = [client, server]
  .flatMap(({ metafile }) => Object.values(metafile.outputs))
  .flatMap(({ inputs }) => Object.keys(inputs));
process.chdir(root);
await writeFile(`${dist}/THIRD-PARTY-NOTICES.txt`, await noticesOf(inputs));
await copyFile('LICENSE', 'editors/vscode/LICENSE');
