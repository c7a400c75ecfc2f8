/**
 * Patterns among the paths of a command line, such as `group/**`. Shells expand them differently or, in quotes,
 * not at all, so that they are expanded here. A link is never followed to a folder, nor out of the folder that is searched.
 */

import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { CONFIG_NAME } from '../host/repository.ts';

/** Never searched: Git's own folder, and installed packages, which are not part of a project. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** A file of such a name is that file. */
export function isPattern(path: string, cwd: string): boolean {
  return /[*?[{]|[@!+]\(/.test(path) && !existsSync(resolve(cwd, path));
}

/**
 * The YAML files that a pattern matches, and the folders with a `.gitlab-ci.yml`, in the order of their names. A pattern that
 * ends in `*` means folders, since it says of no file that it is a pipeline.
 *
 * @param unreadable is told of folders that cannot be searched
 */
export async function matchPattern(
  pattern: string,
  cwd: string,
  unreadable: (folder: string) => void,
): Promise<readonly string[]> {
  const { default: picomatch } = await import('picomatch');
  const { base, glob } = picomatch.scan(pattern.replace(/\/+$/, ''), { unescape: true });
  if (glob === '') return [pattern];
  const matches = picomatch(glob, { posix: true });
  const depth = glob.includes('**') ? Number.POSITIVE_INFINITY : glob.split('/').length;
  const meansFolders = /(^|\/)\*+$/.test(glob) || pattern.endsWith('/');
  const top = resolve(cwd, base);
  if (!existsSync(top)) return [];
  const found: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if ((folder === '' ? glob === '**' : matches(folder)) && existsSync(join(top, folder, CONFIG_NAME))) {
      found.push(folder);
    }
    if (folder !== '' && folder.split('/').length >= depth) continue;
    for (const entry of entriesOf(join(top, folder), unreadable)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) folders.push(path);
      } else if (!meansFolders && /\.ya?ml$/.test(path) && matches(path)) {
        if (entry.isFile() || (entry.isSymbolicLink() && isFileBelow(top, path))) found.push(path);
      }
    }
  }
  return found.sort().map((path) => join(base, path));
}

function entriesOf(folder: string, unreadable: (folder: string) => void) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    unreadable(folder);
    return [];
  }
}

function isFileBelow(top: string, path: string): boolean {
  try {
    const real = realpathSync(join(top, path));
    return statSync(real).isFile() && !relative(realpathSync(top), real).split(sep).includes('..');
  } catch {
    return false;
  }
}
