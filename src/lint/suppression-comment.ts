/**
 * The comments that turn rules off, wherever a `#` begins one: in YAML, in the lines of a script, in a called shell script,
 * in a Dockerfile. Where such a comment holds is told by what it says and by its indentation alone; docs/suppressions.md
 * has the rules.
 */
import type { Place, SourceFile } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';

export type Directive = 'disable' | 'disable-line' | 'disable-next-line' | 'enable';

export const DIRECTIVES: readonly Directive[] = ['disable-next-line', 'disable-line', 'disable', 'enable'];

export interface SuppressionComment {
  /** As it is written behind `pipelint-`; it may be none that there is. */
  readonly directive: string;
  /** The names as they are written. Empty: every rule. */
  readonly rules: readonly NamedRule[];
  readonly reason: string | undefined;
  readonly place: Place;
  /** The lines that it speaks of. */
  readonly lines: Lines;
}

export interface NamedRule {
  readonly name: string;
  readonly place: Place;
}

/** 1-based, both ends included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Files without the word need no second look, which is nearly all of them. */
const WORD = 'pipelint-';
const COMMENT = /(?<=^|[ \t])#+[ \t]*pipelint-([a-z-]+)(?![\w-])([^\r\n]*)/gm;
const REASON = /(?:^|\s)--+(?:\s+|$)/;
/** What stands for a reason until somebody writes one. */
const TO_WRITE = /^<[^<>]*>$/;

/**
 * The comments of a file, in their order. Never throws.
 *
 * @param isConfiguration it has jobs, in which an indented comment stays
 */
export function suppressionComments(file: SourceFile, isConfiguration: boolean): readonly SuppressionComment[] {
  if (!file.text.includes(WORD)) return [];
  const blocks = isConfiguration ? topLevelBlocks(file) : [];
  return [...file.text.matchAll(COMMENT)].map((match) => {
    const [whole, directive = '', rest = ''] = match;
    const text = whole.trimEnd();
    const dashes = REASON.exec(rest);
    const names = dashes ? rest.slice(0, dashes.index) : rest;
    const reason = dashes ? rest.slice(dashes.index + dashes[0].length).trim() : '';
    const at = match.index + whole.length - rest.length;
    return {
      directive,
      rules: [...names.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({
        name,
        place: file.place(at + index, at + index + name.length),
      })),
      reason: reason === '' || TO_WRITE.test(reason) ? undefined : reason,
      place: file.place(match.index, match.index + text.length),
      lines: linesOf(directive, match.index, file, blocks),
    };
  });
}

/**
 * The comment of a file that turns a rule off in some lines. Of several it is the last one, which was written for the place.
 * A comment for a line counts in any of the lines; what holds over several lines counts where they begin.
 *
 * @param which `lines`: only comments for single lines
 */
export function commentFor(
  comments: readonly SuppressionComment[],
  rule: string,
  place: Lines,
  which: 'all' | 'lines',
): SuppressionComment | undefined {
  let turnedOn = false;
  for (let index = comments.length - 1; index >= 0; index--) {
    const comment = comments[index];
    if (!comment || !isDirective(comment.directive) || !speaksOf(comment, rule)) continue;
    const { directive, lines } = comment;
    if (directive === 'disable-line' || directive === 'disable-next-line') {
      if (place.first <= lines.last && lines.first <= place.last) return comment;
    } else if (which === 'all' && covers(lines, place.first)) {
      if (directive === 'disable' && !turnedOn) return comment;
      turnedOn = true;
    }
  }
  return undefined;
}

function covers({ first, last }: Lines, line: number): boolean {
  return first <= line && line <= last;
}

export function isDirective(name: string): name is Directive {
  return DIRECTIVES.some((directive) => directive === name);
}

/** Whether the line of a comment begins with it. */
export function ownsLine({ place: { file, range } }: SuppressionComment): boolean {
  const { line, column } = file.position(range[0]);
  return (
    file
      .line(line)
      .slice(0, column - 1)
      .trim() === ''
  );
}

function speaksOf({ rules }: SuppressionComment, rule: string): boolean {
  return rules.length === 0 || rules.some(({ name }) => name === rule);
}

function linesOf(directive: string, start: number, file: SourceFile, blocks: readonly Block[]): Lines {
  const { line, column } = file.position(start);
  if (directive === 'disable-line') return { first: line, last: line };
  if (directive === 'disable-next-line') {
    const next = nextLine(file, line);
    return { first: next, last: next };
  }
  const block = column === 1 ? undefined : blocks.find(({ lines }) => covers(lines, line));
  if (!block) return { first: line, last: lastLine(file) };
  return { first: line < block.firstInside ? block.lines.first : line, last: block.lines.last };
}

const nextLines = new WeakMap<SourceFile, Int32Array>();

/** The next line that says something: several comments may stand above it, and many more in a file that is made for that. */
function nextLine(file: SourceFile, line: number): number {
  const known = nextLines.get(file) ?? findNextLines(file);
  nextLines.set(file, known);
  return known[line] ?? line + 1;
}

/** For each line, from the last one upward. */
function findNextLines(file: SourceFile): Int32Array {
  const last = lastLine(file);
  const next = new Int32Array(last + 1);
  for (let line = last; line > 0; line--) {
    const isSilent = line + 1 < last && /^\s*(#.*)?$/.test(file.line(line + 1));
    next[line] = isSilent ? (next[line + 1] ?? line + 1) : line + 1;
  }
  return next;
}

function lastLine(file: SourceFile): number {
  return file.lineStarts.length;
}

/** A job, or another key of the top level with what is below it. */
interface Block {
  readonly lines: Lines;
  /** Where its content begins, when that is not in the line of the key. */
  readonly firstInside: number;
}

function topLevelBlocks(file: SourceFile): readonly Block[] {
  const { header, content } = loadYaml(file);
  const entries = [header, content].flatMap((value) => (value?.kind === 'mapping' ? [...value.entries.values()] : []));
  // A repeated key has one entry, so that the lines of the first one belong to the entry before it.
  const starts = entries.map(({ key, value }) => ({
    key: file.position(key.place.range[0]).line,
    inside: file.position(value.place.range[0]).line,
  }));
  starts.sort((a, b) => a.key - b.key);
  return starts.map(({ key, inside }, index) => ({
    lines: { first: key, last: (starts[index + 1]?.key ?? lastLine(file) + 1) - 1 },
    firstInside: Math.max(inside, key + 1),
  }));
}
