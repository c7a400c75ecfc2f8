/** Other releases of Node than the one that runs the tests, as npm has them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './fresh-clone.ts';
import { shell } from './shell.ts';

/**
 * The folder that has a release's `node`, got once and kept in the repository's own cache. Undefined: it cannot be had here.
 *
 * @param range of versions, such as `22`
 */
export function nodeRelease(range: string): string | undefined {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(ROOT, `node_modules/.cache/pipelint-test/node-${range}`);
  const bin = join(folder, 'node_modules', name, 'bin');
  if (existsSync(bin)) return bin;
  shell(`npm install --prefix ${folder} --no-save --no-audit --no-fund --ignore-scripts ${name}@${range}`, ROOT);
  return existsSync(bin) ? bin : undefined;
}
