/** Changes to the text of a pipeline that leave most of it standing: what a slip, a merge or a stranger makes of one. */

/** One change, as numbers, so that a case is repeated from them and shrinks with them. */
export interface Step {
  readonly kind: number;
  /** Where, as shares of the lines or characters, from 0 up to 1. */
  readonly from: number;
  readonly to: number;
  /** Which of the odd pieces. */
  readonly piece: number;
}

/** What YAML, shells, GitLab and registries read in a special way. */
const PIECES: readonly string[] = [
  '"',
  "'",
  '`',
  '$(',
  '${',
  ')',
  '}',
  '[',
  '{',
  '\\',
  '#',
  '&a ',
  '*a',
  '<<: *a',
  '!reference [a, script]',
  '!!binary ',
  '- ',
  ': ',
  '? ',
  '|\n',
  '>-\n',
  '---\n',
  '%YAML 1.1\n',
  '\t',
  '\r\n',
  '\0',
  '\u001b[2J',
  '\u202e',
  '\ufeff',
  '\ud800',
  '😀',
  'null',
  '~',
  '1e999',
  '0o17',
  '2001-01-01',
  '__proto__',
  'constructor',
  '$CI_REGISTRY',
  '${CI_REGISTRY%%/*}',
  '$[[ inputs.x ]]',
  '<<EOF\n',
  'EOF\n',
  ' | ',
  ' && ',
  ' || ',
  ' & ',
  ';;',
  'case $x in ',
  'for i in a b; do ',
  'if true; then ',
  'f() { ',
  'docker login -u x -p $Y z',
  'docker push a/b:c',
  'include: [{local: "**/*.yml"}]\n',
  'extends: [a, b]\n',
  '/(a*)*$/',
  '\u001b[0Ksection_start:1:x\r\u001b[0K',
  '\u001b[32;1m$ docker push a/b:c\u001b[0;m\n',
  'denied: access forbidden\n',
  'ERROR: Job failed: exit code 1\n',
  '..'.padEnd(300, '/..'),
];

type Mutation = (text: string, step: Step) => string;

const MUTATIONS: readonly Mutation[] = [
  insertPiece,
  insertPiece,
  dropCharacters,
  truncate,
  dropLines,
  repeatLines,
  swapLines,
  indentLines,
  replaceValue,
  replaceWord,
];

/** The text after one change. */
export function mutate(text: string, step: Step): string {
  return MUTATIONS[step.kind % MUTATIONS.length]?.(text, step) ?? text;
}

function insertPiece(text: string, step: Step): string {
  const at = Math.floor(step.from * (text.length + 1));
  return text.slice(0, at) + pieceOf(step) + text.slice(at);
}

function dropCharacters(text: string, { from, to }: Step): string {
  const at = Math.floor(from * text.length);
  return text.slice(0, at) + text.slice(at + 1 + Math.floor(to * 8));
}

function truncate(text: string, { from }: Step): string {
  return text.slice(0, Math.floor(from * text.length));
}

function dropLines(text: string, step: Step): string {
  const { lines, first, count } = block(text, step);
  return lines.toSpliced(first, count).join('\n');
}

function repeatLines(text: string, step: Step): string {
  const { lines, first, count, taken } = block(text, step);
  return lines.toSpliced(first + count, 0, ...taken).join('\n');
}

function swapLines(text: string, step: Step): string {
  const { lines, first, count, taken } = block(text, step);
  const rest = lines.toSpliced(first, count);
  return rest.toSpliced(Math.floor(step.to * rest.length), 0, ...taken).join('\n');
}

function indentLines(text: string, step: Step): string {
  const { lines, first, count, taken } = block(text, step);
  const moved = taken.map((line) => (step.piece % 2 === 0 ? `  ${line}` : line.replace(/^ {1,2}/, '')));
  return lines.toSpliced(first, count, ...moved).join('\n');
}

function replaceValue(text: string, step: Step): string {
  return replaceOne(text, /(?<=: )[^\n]+/g, step);
}

function replaceWord(text: string, step: Step): string {
  return replaceOne(text, /\S+/g, step);
}

function replaceOne(text: string, pattern: RegExp, step: Step): string {
  const found = [...text.matchAll(pattern)];
  const match = found[Math.floor(step.from * found.length)];
  return match ? text.slice(0, match.index) + pieceOf(step) + text.slice(match.index + match[0].length) : text;
}

interface Block {
  readonly lines: string[];
  readonly first: number;
  readonly count: number;
  readonly taken: string[];
}

/** Up to eight lines. */
function block(text: string, { from, to }: Step): Block {
  const lines = text.split('\n');
  const first = Math.floor(from * lines.length);
  const count = 1 + Math.floor(to * 8);
  return { lines, first, count, taken: lines.slice(first, first + count) };
}

function pieceOf({ piece }: Step): string {
  return PIECES[piece % PIECES.length] ?? '';
}
