/**
 * Text of the YAML level that GitLab or the runner expands: images, services, values of variables. The runner does what
 * Go's `os.Expand` does: `$NAME`, `${NAME}`, `$$` for a dollar sign, nothing for `$1` and the like, and no fallbacks;
 * before it GitLab expands the same names inside variables, and `%NAME%` too.
 */
import type { LocatedText } from '../source/located-text.ts';
import type { Place } from '../source/source-file.ts';
import type { Part, SymbolicText } from './symbolic.ts';

const PLACEHOLDER = String.raw`\$\[\[.*?\]\]`;
const DOLLAR = String.raw`\$\$|\$\{[^}]*\}|\$\{|\$[A-Za-z_]\w*|\$[*#@!?\-0-9]`;

const IN_RUNNER = new RegExp(`${PLACEHOLDER}|${DOLLAR}`, 'gs');
const IN_VARIABLES = new RegExp(`${PLACEHOLDER}|${DOLLAR}|%[A-Za-z_]\\w*%`, 'gs');
const IN_PLAIN_TEXT = new RegExp(PLACEHOLDER, 'gs');

/** The name of an image or a service. */
export function imageText(text: LocatedText): SymbolicText {
  return expand(text, IN_RUNNER);
}

/** The value of a variable whose `expand` is not false. */
export function variableText(text: LocatedText): SymbolicText {
  return expand(text, IN_VARIABLES);
}

/** Text that reaches its user as it is written: a raw variable, an entrypoint, a service's command. */
export function plainText(text: LocatedText): SymbolicText {
  return expand(text, IN_PLAIN_TEXT);
}

/** Text that is not known at all. */
export function unknownText(place: Place, reason: string): SymbolicText {
  return [{ kind: 'unknown', reason, quote: 'none', place }];
}

function expand(located: LocatedText, pattern: RegExp): SymbolicText {
  const { text } = located;
  const parts: Part[] = [];
  const addLiteral = (value: string, start: number, end: number): void => {
    if (value) parts.push({ kind: 'literal', text: value, quote: 'none', place: located.place(start, end) });
  };
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const [written] = match;
    const end = match.index + written.length;
    addLiteral(text.slice(at, match.index), at, match.index);
    if (written === '$$') addLiteral('$', match.index, end);
    else {
      const part = partOf(written, located.place(match.index, end));
      if (part) parts.push(part);
    }
    at = end;
  }
  addLiteral(text.slice(at), at, text.length);
  return parts;
}

/** Undefined: nothing is left of it. */
function partOf(written: string, place: Place): Part | undefined {
  if (written.startsWith('$[[')) {
    return { kind: 'unknown', reason: 'comes from an input', quote: 'none', place };
  }
  const name = written.replace(/^\$\{?|^%/, '').replace(/[}%]$/, '');
  if (/^[A-Za-z_]\w*$/.test(name)) return { kind: 'variable', name, quote: 'none', operation: undefined, place };
  if (name === '' || !written.startsWith('${')) return undefined;
  return { kind: 'unknown', reason: 'is not a form that the runner expands', quote: 'none', place };
}
