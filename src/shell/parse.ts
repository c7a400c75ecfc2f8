/** Script text to syntax trees. A text is parsed once, however many jobs share it. */
import { type ParsedScript, parse } from 'unbash';
import type { ScriptLine } from '../pipeline/nodes.ts';
import { LocatedText } from '../source/located-text.ts';

/** Script lines that form complete shell syntax together. */
export interface Unit {
  readonly text: LocatedText;
  readonly syntax: ParsedScript;
  /** The first line, which lends the unit its trail. */
  readonly line: ScriptLine;
  /** Position of that line in its script. */
  readonly index: number;
  /** The parser found errors: `syntax` is only what it could save. */
  readonly broken: boolean;
}

const LONGEST_JOIN = 60;
/** How often lines of one script are tried together, so that a script of nothing but loose ends costs no more than others. */
const MOST_JOINS = 2000;
const CACHE_SIZE = 4000;
const cache = new Map<string, ParsedScript>();

/**
 * Parses the lines of a script. The runner passes all lines to one shell, so that an `if` may begin in one list element
 * and end in a later one (gitlab-runner: `shells/bash.go`); a line that is incomplete is joined with those that follow.
 */
export function parseLines(lines: readonly ScriptLine[]): Unit[] {
  const units: Unit[] = [];
  const joins = { left: MOST_JOINS };
  let index = 0;
  while (index < lines.length) {
    const unit = parseFrom(lines, index, joins);
    if (!unit) break;
    units.push(unit.unit);
    index += unit.lines;
  }
  return units;
}

/** Parses text that stands alone: the argument of `sh -c`, an included script. */
export function parseText(text: string): ParsedScript {
  const known = cache.get(text);
  if (known) return known;
  const syntax = isTooDeep(text) ? TOO_DEEP : parse(text);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, syntax);
  return syntax;
}

/** Deeper than this, brackets cost the parser the square of their number. */
const DEEPEST = 1000;
const TOO_DEEP: ParsedScript = { ...parse(''), errors: [{ message: 'brackets nest too deep', pos: 0 }] };

/** Brackets in quotes and comments count as well: nobody has so many of them open. */
function isTooDeep(text: string): boolean {
  if (text.length <= DEEPEST) return false;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[()]/g)) {
    depth = bracket === '(' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > DEEPEST) return true;
  }
  return false;
}

export function isBroken(syntax: ParsedScript): boolean {
  return (syntax.errors?.length ?? 0) > 0;
}

function parseFrom(
  lines: readonly ScriptLine[],
  index: number,
  joins: { left: number },
): { unit: Unit; lines: number } | undefined {
  const line = lines[index];
  if (!line) return undefined;
  const alone = parseText(line.text.text);
  if (!isBroken(alone)) {
    return { unit: { text: line.text, syntax: alone, line, index, broken: false }, lines: 1 };
  }
  for (let count = 2; count <= Math.min(LONGEST_JOIN, lines.length - index) && joins.left > 0; count++) {
    joins.left--;
    const joined = LocatedText.join(
      lines.slice(index, index + count).map((each) => each.text),
      '\n',
    );
    const syntax = parseText(joined.text);
    if (!isBroken(syntax)) return { unit: { text: joined, syntax, line, index, broken: false }, lines: count };
  }
  return { unit: { text: line.text, syntax: alone, line, index, broken: true }, lines: 1 };
}
