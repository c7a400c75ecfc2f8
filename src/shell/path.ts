/** Paths as symbolic text: `$CI_PROJECT_DIR/ci/login.sh`. */
import { type LiteralPart, literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';

/** Where the runner puts the repository, and where a job's shell starts (GitLab docs: "Predefined variables"). */
const PROJECT_FOLDER = 'CI_PROJECT_DIR';

export function projectFolder(place: Place): SymbolicText {
  return [{ kind: 'variable', name: PROJECT_FOLDER, quote: 'double', operation: undefined, place }];
}

/**
 * A path as seen from a folder. What begins with a variable is taken for absolute: whether it is, only the project's folder
 * matters. Undefined where it begins with something unknown, or is relative to a folder that is not known.
 */
export function absolutePath(path: SymbolicText, folder: SymbolicText | undefined): SymbolicText | undefined {
  const text = path.filter((part) => part.kind !== 'literal' || part.text !== '');
  const [first] = text;
  if (!first) return folder;
  if (first.kind === 'unknown') return undefined;
  if (first.kind === 'variable' || /^[/~]/.test(first.text)) return withoutDots(text);
  return folder && withoutDots([...folder, { ...first, text: '/' }, ...text]);
}

/**
 * The path of a file from the repository's root; undefined for what is not inside the repository or not known.
 *
 * @param folder where a relative path starts: the working directory of the command that names it
 */
export function repositoryPath(path: SymbolicText, folder: SymbolicText | undefined): string | undefined {
  const [root, ...rest] = absolutePath(path, folder) ?? [];
  if (root?.kind !== 'variable' || root.name !== PROJECT_FOLDER || root.operation) return undefined;
  const inside = literalText(rest);
  if (inside === '') return '';
  return inside?.startsWith('/') && !/^\/\.\.(\/|$)/.test(inside) ? inside.slice(1) : undefined;
}

/** What `dirname` prints; undefined where the last slash may stand in a part that is not known. */
export function folderOf(path: SymbolicText): SymbolicText | undefined {
  const end = splitAtSlash(path);
  if (!end) return undefined;
  const { before, folder, part } = end;
  if (folder === undefined) return before.length === 0 ? [{ ...part, text: '.' }] : undefined;
  if (folder === '') return before.length === 0 ? [{ ...part, text: '/' }] : before;
  return [...before, { ...part, text: folder }];
}

/** What `basename` prints; undefined where the last slash may stand in a part that is not known. */
export function nameOf(path: SymbolicText): SymbolicText | undefined {
  const end = splitAtSlash(path);
  if (!end || (end.folder === undefined && end.before.length > 0)) return undefined;
  return [{ ...end.part, text: end.name }];
}

interface PathEnd {
  /** What stands before the last part. */
  readonly before: SymbolicText;
  readonly part: LiteralPart;
  /** The last part up to its last slash; undefined where it has none. */
  readonly folder: string | undefined;
  readonly name: string;
}

function splitAtSlash(path: SymbolicText): PathEnd | undefined {
  const text = path.filter((part) => part.kind !== 'literal' || part.text !== '');
  const part = text.at(-1);
  if (part?.kind !== 'literal') return undefined;
  const trimmed = part.text.replace(/(?<=.)\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  const folder = slash === -1 ? undefined : trimmed.slice(0, slash);
  return { before: text.slice(0, -1), part, folder, name: trimmed.slice(slash + 1) };
}

/** Without `.`, `..` and doubled slashes, as far as nothing but the beginning is a variable. */
function withoutDots(path: SymbolicText): SymbolicText {
  const start = path[0]?.kind === 'literal' ? 0 : 1;
  const [first, ...rest] = path.slice(start);
  const text = literalText(path.slice(start));
  if (first?.kind !== 'literal' || text === undefined || !text.startsWith('/')) return path;
  const names: string[] = [];
  for (const name of text.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (name !== '..' || start === 1) names.push(name);
  }
  const place = rest.at(-1)?.place ?? first.place;
  const clean = names.map((name) => `/${name}`).join('');
  if (clean === '' && start === 1) return path.slice(0, start);
  return [...path.slice(0, start), { ...first, place, text: clean === '' ? '/' : clean }];
}
