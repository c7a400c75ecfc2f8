/**
 * Bundles the program, the library and the ESLint plugin into dist/. All that a plain run needs is one file, the core, and
 * the rest is in chunks that are loaded when they are wanted: finding, reading and linking many files is much of a linter's
 * start-up. They are CommonJS, whose compiled code can be kept (src/cli/compiled.ts); the library and the plugin are modules
 * that hand on what CommonJS exports. The packages of `dependencies` stay outside: none of them is needed by a plain run.
 * Every other package is inside; THIRD-PARTY-NOTICES.txt has their licences.
 */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'rolldown';
import { noticesOf } from './pack-notices.mjs';

const { dependencies, peerDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
const external = Object.keys({ ...dependencies, ...peerDependencies });

const PROGRAM = resolve('src/cli/main.ts');
/** What a plain run loads as well, when it is time. */
const REPORT = resolve('src/report/pretty.ts');

const shared = {
  platform: 'node',
  // The build for Node is the same but for a look into the environment at each token, which takes a fifth of parsing.
  resolve: { alias: { yaml: resolve('node_modules/yaml/browser/index.js') } },
  external: new RegExp(`^(?:${external.join('|')})(?:/|$)`),
  transform: { target: 'node20.19' },
};
/** commander can start other programs as its commands; pipelint has no such, and starts none. */
const STARTS_PROGRAMS = 'node:child_process';
const startNothing = {
  name: 'start-nothing',
  resolveId: (id) => (id === STARTS_PROGRAMS ? `\0${id}` : undefined),
  load: (id) => (id === `\0${STARTS_PROGRAMS}` ? 'export {};' : undefined),
};

const output = {
  dir: 'dist',
  format: 'cjs',
  exports: 'named',
  minify: true,
  // Compiled code that was kept cannot import.
  dynamicImportInCjs: false,
  // Text of one byte a character is read faster.
  charset: 'ascii',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
};

// With the code that a former build compiled itself to.
for (const folder of ['dist', 'node_modules/.cache/pipelint-compiled'])
  await rm(folder, { recursive: true, force: true });

const core = new Set();
const { output: chunks } = await build({
  ...shared,
  input: { main: PROGRAM, serve: 'src/cli/serve.ts', index: 'src/index.ts', eslint: 'src/eslint/plugin.ts' },
  plugins: [startNothing, { name: 'core', buildEnd: collectCore }],
  output: { ...output, codeSplitting: { groups: [{ name: 'core', test: (id) => core.has(id) }] } },
});

/** All that the program and its usual report import at once. */
function collectCore() {
  const open = [PROGRAM, REPORT];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (core.has(id)) continue;
    core.add(id);
    open.push(...(this.getModuleInfo(id)?.importedIds ?? []));
  }
  core.delete(PROGRAM);
}

const { fileName: coreFile } = chunks.find(({ name }) => name === 'core');
for (const [started, program] of [
  ['cli', 'main.cjs'],
  ['thread', 'serve.cjs'],
]) {
  const define = { CORE_FILE: JSON.stringify(coreFile), PROGRAM_FILE: JSON.stringify(program) };
  await build({
    ...shared,
    input: { [started]: 'src/cli/start.ts' },
    transform: { ...shared.transform, define },
    output,
  });
}

await writeFile('dist/index.js', moduleOf(chunks.find(({ name }) => name === 'index')));
await writeFile('dist/eslint.js', moduleOf(chunks.find(({ name }) => name === 'eslint')));

/** The names that `import` gets of a CommonJS file are else those that Node can guess from its text. */
function moduleOf({ fileName, exports }) {
  const named = exports.filter((name) => name !== 'default');
  const lines = [`import exported from './${fileName}';`];
  if (named.length > 0) lines.push(`export const { ${named.join(', ')} } = exported;`);
  if (exports.includes('default')) lines.push('export default exported.default;');
  return `${lines.join('\n')}\n`;
}

await writeFile('dist/THIRD-PARTY-NOTICES.txt', await noticesOf(chunks.flatMap(({ moduleIds }) => moduleIds)));
await chmod('dist/cli.cjs', 0o755);
