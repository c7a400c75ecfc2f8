/** Keeps of dist/types what the types of the library and the plugin are made of, and removes all others. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const FOLDER = 'dist/types';
const PUBLIC = ['src/index.d.ts', 'src/eslint/plugin.d.ts'];

const needed = new Set();
const open = PUBLIC.map((path) => join(FOLDER, path));
for (let file = open.pop(); file !== undefined; file = open.pop()) {
  if (needed.has(file)) continue;
  if (!existsSync(file)) throw new Error(`the types need ${file}, which is not there`);
  needed.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport\()\s*['"](\.[^'"]+)['"]/g)) {
    open.push(join(dirname(file), path.replace(/\.ts$/, '.d.ts')));
  }
}

for (const entry of await readdir(FOLDER, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && !needed.has(relative('.', file))) await rm(file);
}
