/** The way of the data has one direction, and the outside world comes in at few places. Here that is law. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** What the modules of a folder (or a file at the top of src/) may import of the other folders. */
const STAGES = ['source', 'yaml', 'compose', 'pipeline', 'shell', 'registry'] as const;
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(STAGES.map((stage, index) => [stage, STAGES.slice(0, index)])),
  'rule.ts': STAGES,
  rules: [...STAGES, 'rule.ts'],
  lint: [...STAGES, 'rule.ts'],
  report: [...STAGES, 'rule.ts', 'lint'],
  resolve: [...STAGES, 'report'],
  graph: [...STAGES, 'report'],
  diagnose: [...STAGES, 'rule.ts', 'lint', 'report'],
  doctor: [...STAGES, 'report', 'host'],
  settings: [...STAGES, 'rule.ts', 'lint'],
  host: ['source'],
  lsp: [...STAGES, 'rule.ts', 'lint', 'report', 'resolve', 'host'],
  cli: [
    ...STAGES,
    'rule.ts',
    'lint',
    'report',
    'resolve',
    'graph',
    'diagnose',
    'doctor',
    'host',
    'settings',
    'lsp',
    'rules',
  ],
  eslint: [...STAGES, 'rule.ts', 'lint', 'host', 'settings', 'rules', 'report'],
  'index.ts': [...STAGES, 'rule.ts', 'lint', 'report', 'resolve', 'host', 'rules'],
};

/** Modules from outside that only some folders may import. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  yaml: ['yaml'],
  unbash: ['shell'],
  commander: ['cli'],
  '@eslint/core': ['eslint'],
  '@eslint/plugin-kit': ['eslint'],
  'vscode-languageserver': ['lsp'],
  'vscode-languageserver/node': ['cli'],
  'node:fs': ['host', 'cli', 'eslint', 'lsp'],
  'node:fs/promises': ['host', 'cli', 'eslint'],
  'node:child_process': [],
  'node:net': ['host'],
  'node:http': ['host'],
  'node:https': ['host'],
  undici: ['host'],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const modules = [...filesIn('src'), ...filesIn('rules')];
const imports: readonly Import[] = modules.flatMap((from) => importsOf(from).map((to) => ({ from, to })));

test('every folder of src/ has its place in the order', () => {
  expect(modules.map(roomOf).filter((room) => !(room in ALLOWED))).toEqual([]);
  expect(imports.length).toBeGreaterThan(50);
});

test('a module imports its own folder and those before it', () => {
  const wrong = imports.filter(({ from, to }) => {
    if (!to.startsWith('.')) return false;
    const target = roomOf(join(dirname(from), to));
    return target !== 'package.json' && target !== roomOf(from) && !ALLOWED[roomOf(from)]?.includes(target);
  });
  expect(wrong).toEqual([]);
});

test('a package or a part of Node that does something stays where it belongs', () => {
  const wrong = imports.filter(({ from, to }) => OUTSIDE[to]?.includes(roomOf(from)) === false);
  expect(wrong).toEqual([]);
});

test('an import of our own names its file', () => {
  expect(imports.filter(({ to }) => to.startsWith('.') && !/\.(ts|json)$/.test(to))).toEqual([]);
});

test('a file stays small enough to be read in one go', () => {
  const long = modules
    .filter((path) => path !== 'rules/index.ts')
    .map((path) => ({ path, lines: textOf(path).split('\n').length }))
    .filter(({ lines }) => lines > 350);
  expect(long).toEqual([]);
});

/** `src/yaml/load.ts` is in `yaml`, `src/rule.ts` in `rule.ts`, `rules/x.ts` in `rules`. */
function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second : top;
}

/** Static and dynamic imports, re-exports and imported types, as they are written. */
function importsOf(path: string): string[] {
  return [...textOf(path).matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
