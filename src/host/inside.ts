/** Where a path of a repository really is, links followed, so that nothing is written outside. */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/** The absolute path, which need not exist; undefined where it leaves the root. */
export function pathInside(root: string, path: string): string | undefined {
  const real = realPath(join(root, path));
  const way = relative(realPath(root), real);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : real;
}

/** The real path of what is there, with the rest behind it. A dangling link counts as what it is called. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
