/** The repository as somebody has it who cloned it just now: without what was installed, built or cached. */
import { cpSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

const NOT_CLONED: ReadonlySet<string> = new Set(['.git', 'node_modules', 'dist', 'coverage']);

export function cloneInto(folder: string): void {
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !NOT_CLONED.has(relative(ROOT, path)) });
}
