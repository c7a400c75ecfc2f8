/** What counts as a path inside a repository, whatever holds the files. */

/**
 * Why a path cannot name a file of the repository: it leaves the root, or Git knows no such name (`a//b`, `./a`).
 * Undefined for a path that may exist.
 */
export function pathProblem(path: string): 'outside-repository' | 'missing' | undefined {
  const parts = path.split('/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || parts.includes('..')) return 'outside-repository';
  if (parts.includes('') || parts.includes('.') || path.includes('\0') || path.includes('\\')) return 'missing';
  return undefined;
}
