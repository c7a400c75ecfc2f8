/** Projects with a real `eslint.config.js`, linted by the real ESLint of both major versions. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ESLint, type Linter } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import { temporaryFolder } from '../host/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const PLUGIN = join(ROOT, 'node_modules/.cache/pipelint-test/eslint.mjs');

export interface Host {
  readonly ESLint: typeof ESLint;
  /** The folder of the package in `node_modules`. */
  readonly folder: string;
}

export const HOSTS: readonly (readonly [string, Host])[] = [
  ['ESLint 10', { ESLint, folder: 'eslint' }],
  ['ESLint 9', { ESLint: ESLint9 as unknown as typeof ESLint, folder: 'eslint9' }],
];

/** The plugin as a module that Node can import, for the configuration files. To be called before the tests. */
export async function buildPlugin(): Promise<void> {
  await build({
    entryPoints: [join(ROOT, 'src/eslint/plugin.ts')],
    outfile: PLUGIN,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
}

/** A project with the packages that its `eslint.config.js` imports, as they are installed. Removed when the test is over. */
export function project(config: string, files: Readonly<Record<string, string>>, { folder }: Host): string {
  const root = temporaryFolder({ 'package.json': '{ "type": "module" }\n', 'eslint.config.js': config, ...files });
  mkdirSync(join(root, '.git'));
  const own = join(root, 'node_modules/pipelint');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{ "type": "module", "exports": { "./eslint": "./eslint.js" } }\n');
  writeFileSync(join(own, 'eslint.js'), `export { default } from ${JSON.stringify(pathToFileURL(PLUGIN).href)};\n`);
  link(folder, join(root, 'node_modules/eslint'));
  link('eslint-plugin-yml', join(root, 'node_modules/eslint-plugin-yml'));
  return root;
}

function link(name: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), path, 'junction');
}

export interface Run {
  /** `file:line:column rule: message` */
  readonly messages: readonly string[];
  /** The texts after fixing, by file, of those that were changed. */
  readonly fixed: Readonly<Record<string, string>>;
}

/** What `eslint [--fix] <files>` says in a project. Nothing is written. */
export async function runEslint(root: string, host: Host, files = ['.'], fix = false): Promise<Run> {
  const eslint = new host.ESLint({ cwd: root, fix });
  const results = await eslint.lintFiles(files);
  const nameOf = (path: string): string => path.slice(root.length + 1).replaceAll('\\', '/');
  return {
    messages: results.flatMap(({ filePath, messages }) => messages.map((each) => `${nameOf(filePath)}:${show(each)}`)),
    fixed: Object.fromEntries(
      results.flatMap(({ filePath, output }) => (output === undefined ? [] : [[nameOf(filePath), output]])),
    ),
  };
}

function show({ line, column, ruleId, message }: Linter.LintMessage): string {
  return `${line}:${column} ${ruleId ?? 'eslint'}: ${message}`;
}
