/**
 * Bundles the program, the library and the ESLint plugin into dist/, with the modules they share in chunks and their rarely
 * used parts in chunks that are loaded when they are wanted. The packages of `dependencies` stay outside: none of them is
 * needed by a plain run. Every other package is inside, because finding and reading its files is most of a linter's
 * start-up; THIRD-PARTY-NOTICES.txt has their licences.
 */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { noticesOf } from './pack-notices.mjs';

const { dependencies, peerDependencies } = JSON.parse(await readFile('package.json', 'utf8'));

await rm('dist', { recursive: true, force: true });

const { metafile } = await build({
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts', eslint: 'src/eslint/plugin.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: Object.keys({ ...dependencies, ...peerDependencies }),
  minify: true,
  // A stack trace names functions as the source does.
  keepNames: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  banner: {
    // Inlined CommonJS packages ask for Node's own modules with `require`.
    js: "import { createRequire as pipelintRequire } from 'node:module'; const require = pipelintRequire(import.meta.url);",
  },
});

await writeFile('dist/THIRD-PARTY-NOTICES.txt', await noticesOf(metafile));
await chmod('dist/cli.js', 0o755);
