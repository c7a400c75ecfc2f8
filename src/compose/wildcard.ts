// File patterns of `include: local`, as GitLab reads them (lib/gitlab/git `search_files_by_wildcard_path`): all of it is
// literal but for `*`, anything within one folder, `**`, which also crosses folders, and `**/`, any folders or none.
// `configs/**.yml` finds YAML files at any depth below `configs`. Dotfiles match. A pattern with a leading slash matches
// nothing, since paths have none.

type Token = 'within-folder' | 'across-folders' | 'any-folders' | { readonly literal: string };

const TOKENS: Readonly<Record<string, Token>> = { '*': 'within-folder', '**': 'across-folders', '**/': 'any-folders' };

export function isWildcard(path: string): boolean {
  return path.includes('*');
}

/** The paths that match, in their order. */
export function matchWildcard(pattern: string, paths: readonly string[]): readonly string[] {
  const tokens = [...pattern.matchAll(/\*\*\/?|\*|[^*]+/g)].map(([text]): Token => TOKENS[text] ?? { literal: text });
  return paths.filter((path) => matches(tokens, path));
}

/** A folder of the paths, whose files nobody could list, in which a file may match. */
export function unlistedMatch(pattern: string, paths: readonly string[]): string | undefined {
  const start = pattern.slice(0, pattern.indexOf('*'));
  return paths.find((path) => path.endsWith('/') && (path === '/' || path.startsWith(start) || start.startsWith(path)));
}

/** Follows all the ends that the tokens so far can have in the path at once, so that many stars cost no backtracking. */
function matches(tokens: readonly Token[], path: string): boolean {
  let ends = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const end of ends) for (const reached of reach(token, path, end)) next.add(reached);
    ends = next;
  }
  return ends.has(path.length);
}

function* reach(token: Token, path: string, from: number): Generator<number> {
  if (typeof token === 'object') {
    if (path.startsWith(token.literal, from)) yield from + token.literal.length;
    return;
  }
  yield from;
  for (let at = from; at < path.length; at++) {
    const isSlash = path[at] === '/';
    if (token === 'within-folder' && isSlash) return;
    if (token !== 'any-folders' || isSlash) yield at + 1;
  }
}
