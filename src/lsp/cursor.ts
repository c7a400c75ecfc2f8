/**
 * Where in the YAML a cursor stands, told from the text alone: while somebody types, the file is rarely whole enough to be
 * parsed.
 */
import type { SourceFile } from '../source/source-file.ts';

export interface Cursor {
  /** The keys around the cursor, outermost first: `build`, `needs`. */
  readonly keys: readonly string[];
  /** What is typed of the value so far. */
  readonly typed: string;
  /** Where it begins. */
  readonly start: number;
}

const KEY = /^(\s*(?:- +)*)(?:"([^"]*)"|'([^']*)'|([^\s#:'"[\]{},&*!|>%@`-][^#]*?|\.[^#]*?))\s*:(?:\s|$)/;

export function cursorAt(file: SourceFile, offset: number): Cursor {
  const { line } = file.position(offset);
  const lineStart = file.lineStarts[line - 1] ?? 0;
  const before = file.text.slice(lineStart, offset);
  const key = KEY.exec(before);
  const rest = key ? before.slice(key[0].length) : before.replace(/^\s*(- +)*/, '');
  const { keys: inBrackets, rest: value } = flowKeys(rest);
  const typed = value.replace(/^[\s'"]+/, '');
  const own = key ? [nameOf(key)] : [];
  return { keys: [...parents(file, line, before), ...own, ...inBrackets], typed, start: offset - typed.length };
}

/** The keys around the end of a text such as `{ stage: build, needs: [a, `, and what stands behind the last of its marks. */
function flowKeys(text: string): { readonly keys: readonly string[]; readonly rest: string } {
  // For each bracket that is open the key before the last colon in it.
  const open: (string | undefined)[] = [];
  let rest = text;
  let at = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"]*"|'[^']*'|[[\]{},]|:(?=\s)/g)) {
    if (token.length > 1 || (open.length === 0 && token !== '[' && token !== '{')) continue;
    const before = text.slice(at, index).trim();
    if (token === '[' || token === '{') open.push(undefined);
    else if (token === ']' || token === '}') open.pop();
    else open[open.length - 1] = token === ':' ? before.replace(/^["']|["']$/g, '') : undefined;
    at = index + 1;
    rest = text.slice(at);
  }
  return { keys: open.flatMap((key) => key ?? []), rest };
}

/** The keys of the lines above that stand further out, each further out than the one below it. */
function parents(file: SourceFile, line: number, before: string): string[] {
  const keys: string[] = [];
  let isItem = /^\s*-( |$)/.test(before);
  let column = isItem ? before.search(/-/) : columnOf(before);
  // `- job: x` is a key of an item: the key stands behind the dash, the list it is in before it.
  for (let above = line - 1; above >= 1 && column >= 0; above--) {
    const text = file.line(above);
    const match = KEY.exec(text);
    if (/^\s*(#|$)/.test(text)) continue;
    const indentation = text.search(/\S/);
    const isParent = indentation < column || (isItem && indentation === column && !/^\s*-/.test(text));
    if (!isParent) continue;
    if (match) keys.unshift(nameOf(match));
    isItem = /^\s*- /.test(text);
    column = indentation;
    if (column === 0 && !isItem) break;
  }
  return keys;
}

function columnOf(before: string): number {
  const column = before.search(/\S/);
  return column === -1 ? before.length : column;
}

function nameOf(match: RegExpExecArray): string {
  return match[2] ?? match[3] ?? match[4] ?? '';
}
