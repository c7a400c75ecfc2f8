/**
 * Bundles into dist/: the CLI as one file with what it needs inlined, so that it starts fast, and its rarely used parts
 * as chunks that are loaded when they are wanted; the library and the ESLint plugin as modules whose packages stay outside.
 * The schema of GitLab's keywords goes along for whoever wants to read it; the program has it compiled.
 */
import { chmod, copyFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const shared = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
};

await rm('dist', { recursive: true, force: true });

await build({
  ...shared,
  entryPoints: { cli: 'src/cli/main.ts' },
  minifySyntax: true,
  minifyWhitespace: true,
  banner: {
    // Inlined CommonJS packages ask for Node's own modules with `require`.
    js: "import { createRequire as pipelintRequire } from 'node:module'; const require = pipelintRequire(import.meta.url);",
  },
});

await build({
  ...shared,
  entryPoints: { index: 'src/index.ts', eslint: 'src/eslint/plugin.ts' },
  packages: 'external',
});

await copyFile('src/pipeline/schema/keywords.schema.json', 'dist/keywords.schema.json');
await chmod('dist/cli.js', 0o755);
