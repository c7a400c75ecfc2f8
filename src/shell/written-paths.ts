/** The paths that a job has written to, and whether a file may be one of them, as far as paths can be told apart. */

/** Where a path begins. A home folder goes by several names; undefined: a variable may make it any path. */
type Root = '~' | '/' | '$CI_PROJECT_DIR' | undefined;

export class WrittenPaths {
  /** Those below `/` and the project's folder, which go by one name. */
  readonly #paths = new Set<string>();
  readonly #names = { home: new Set<string>(), open: new Set<string>(), all: new Set<string>() };

  add(path: string): void {
    const root = rootOf(path);
    const name = lastName(path);
    this.#names.all.add(name);
    if (root === undefined) this.#names.open.add(name);
    else if (root === '~') this.#names.home.add(name);
    else this.#paths.add(path);
  }

  /** Whether the file, or a folder above it, may have been written. */
  mayInclude(path: string): boolean {
    const names = path.split('/');
    const isAmong = (written: ReadonlySet<string>): boolean => names.some((name) => written.has(name));
    if (isAmong(this.#names.open)) return true;
    const root = rootOf(path);
    if (root === undefined) return isAmong(this.#names.all);
    if (root === '~') return isAmong(this.#names.home);
    return names.some((_, index) => this.#paths.has(names.slice(0, index + 1).join('/')));
  }
}

/** The last name of a path, also in `--output=ci/login.sh`. */
export function lastName(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*[/=]/s, '');
}

function rootOf(path: string): Root {
  const [, root] = /^(~|\/|\$CI_PROJECT_DIR\b|\$HOME\b)/.exec(path) ?? [];
  if (root === undefined) return undefined;
  if (root === '~' || root === '$HOME' || /^\/(root|home)(\/|$)/.test(path)) return '~';
  if (/[$…]/.test(path.slice(root.length))) return undefined;
  return root === '/' ? '/' : '$CI_PROJECT_DIR';
}
