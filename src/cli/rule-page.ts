/** Pages of the documentation, as the package brings them: `docs/rules/<rule>.md`, `docs/suppressions.md`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder is above this file, in the source as well as in the bundle.
 *
 * @param page its path below `docs`
 */
export function readPage(page: string): string {
  const upward = ['..', '../..', '../../..'].map((up) => join(import.meta.dirname, up, 'docs', page));
  const file = upward.find((each) => existsSync(each));
  if (file === undefined) throw new Error(`the page docs/${page} is not installed`);
  return readFileSync(file, 'utf8');
}
