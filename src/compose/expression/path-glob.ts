/**
 * Paths of `rules: exists` as Ruby's `File.fnmatch?` reads them for GitLab (build/rules/rule/clause/exists.rb): `*` and `?`
 * stay inside a folder, a `**` that is a whole folder's name stands for any folders or none, `{a,b}` for one of several,
 * and dotfiles match.
 */
import { matchesPattern } from './pattern.ts';
import { type Answer, anyOf } from './value.ts';

/** GitLab assumes a match after this many comparisons, so that nothing is certain beyond. */
const MAX_COMPARISONS = 10_000;

/** Whether one of the repository's paths matches one of the globs. */
export function existsAny(globs: readonly string[], paths: readonly string[]): Answer {
  const answer = anyOf(globs.map((glob) => existsOne(glob, paths)));
  // What is in a folder that could not be listed is not known.
  return answer === 'no' && paths.some((path) => path.endsWith('/')) ? 'maybe' : answer;
}

function existsOne(glob: string, paths: readonly string[]): Answer {
  if (glob.includes('$')) return 'maybe';
  if (isExact(glob)) return paths.includes(glob) ? 'yes' : 'no';
  const ending = glob.startsWith('**/*') ? glob.slice('**/*'.length) : undefined;
  if (ending?.startsWith('.') && !ending.includes('/') && isExact(ending)) {
    return paths.some((path) => path.endsWith(ending)) ? 'yes' : 'no';
  }
  const pattern = `/^${translate(glob)}$/s`;
  const compared = paths.slice(0, MAX_COMPARISONS).map((path) => matchesPattern(pattern, path));
  return anyOf(paths.length > MAX_COMPARISONS ? [...compared, 'maybe'] : compared);
}

function isExact(glob: string): boolean {
  return !/[*?[{\\]/.test(glob);
}

const TOKEN = /(?<=^|\/)(?:\*\*\/)+|\*+|\?|\[[!^]?[^\]]+\]|\\.|[{},]|[^*?[\\{},]+|./gs;

function translate(glob: string): string {
  let depth = 0;
  return [...glob.matchAll(TOKEN)]
    .map(([token]) => {
      if (token.endsWith('**/')) return '(?:[^/]+/)*';
      if (token.startsWith('*')) return '[^/]*';
      if (token === '?') return '[^/]';
      if (token.startsWith('[') && token.length > 1) return translateClass(token);
      if (token === '{') {
        depth += 1;
        return '(?:';
      }
      if (token === '}' && depth > 0) {
        depth -= 1;
        return ')';
      }
      if (token === ',' && depth > 0) return '|';
      return literal(token.startsWith('\\') ? token.slice(1) : token);
    })
    .join('');
}

function translateClass(token: string): string {
  const inner = token.slice(1, -1).replace(/^[!^]/, '').replaceAll('[', '\\[');
  return /^\[[!^]/.test(token) ? `[^/${inner}]` : `[${inner}]`;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
