/**
 * What libyaml, and so GitLab, refuses and the `yaml` package accepts.
 */
import { CST, type Pair, type ParsedNode } from 'yaml';
import type { Range } from '../source/source-file.ts';

export type FaultKind =
  | 'tabIndent'
  | 'badName'
  | 'openQuote'
  | 'colonInBrackets'
  | 'noKey'
  | 'keyOverLines'
  | 'blockTab';

export interface Fault {
  readonly kind: FaultKind;
  readonly at: number;
  readonly length: number;
}

/** libyaml ends a name before these; the package takes them for a part of it. */
const NAME = /^[&*][\w-]+[?:,\]}%@`]?$/;

/** Watches the tokens on their way into the parser and keeps the first fault. */
export class Strictness {
  fault: Fault | undefined;
  readonly #source: string;
  readonly #quotedOverLines: Range[] = [];
  #openBrackets = 0;
  #lineStart: number;
  /** What was seen last on this line or, if it is a plain scalar, which may go on, on an earlier one. */
  #last: 'nothing' | 'indicator' | 'plain' | 'other' = 'nothing';

  constructor(source: string, start: number) {
    this.#source = source;
    this.#lineStart = start;
  }

  /** A token that is not a scalar's text. `stack` holds the collections that are open. */
  token(lexeme: string, at: number, stack: readonly CST.Token[]): void {
    switch (lexeme[0]) {
      case CST.DOCUMENT:
        return;
      case '\n':
      case '\r':
        this.#lineStart = at + lexeme.length;
        if (this.#last !== 'plain') this.#last = 'nothing';
        return;
      case ' ':
      case '\t':
        if (lexeme.includes('\t') && this.#openBrackets === 0) this.#tab(at + lexeme.indexOf('\t'), stack);
        return;
      case '[':
      case '{':
        this.#openBrackets += 1;
        break;
      case CST.FLOW_END:
        this.#openBrackets = 0;
        return;
      case ']':
      case '}':
        this.#openBrackets = Math.max(0, this.#openBrackets - 1);
        break;
      case ':':
        if (this.#last === 'plain' && this.#openBrackets > 0 && /[,?[\]{}]/.test(this.#source[at + 1] ?? '')) {
          this.#refuse({ kind: 'colonInBrackets', at, length: 1 });
        }
        break;
      case '&':
      case '*':
        if (!NAME.test(lexeme)) this.#refuse({ kind: 'badName', at, length: lexeme.length });
        break;
      case '"':
      case "'":
        this.#quoted(lexeme, at);
        break;
      case '-':
      case '?':
        this.#last = lexeme.length === 1 && this.#openBrackets === 0 ? 'indicator' : 'other';
        return;
    }
    this.#last = 'other';
  }

  /** Whether a token that is not a scalar's text ends an item in brackets, or a line outside of them. */
  isSeparator(lexeme: string): boolean {
    return this.#openBrackets > 0 ? lexeme === ',' : lexeme === '\n' || lexeme === '\r\n';
  }

  /** The text of a plain or block scalar. */
  text(lexeme: string, at: number, isBlock: boolean): void {
    if (this.#openBrackets > 0 && lexeme.startsWith(':')) this.#refuse({ kind: 'colonInBrackets', at, length: 1 });
    this.#last = isBlock ? 'nothing' : 'plain';
    const lastBreak = lexeme.lastIndexOf('\n');
    if (lastBreak !== -1) this.#lineStart = at + lastBreak + 1;
  }

  /** Where quotes were opened that close on a later line, with nothing but blanks between their end and an offset. */
  openedBefore(offset: number): number | undefined {
    const before = this.#quotedOverLines.findLast(([, end]) => end <= offset);
    return before && this.#source.slice(before[1], offset).trim() === '' ? before[0] : undefined;
  }

  #quoted(lexeme: string, at: number): void {
    if (!isClosed(lexeme)) this.#refuse({ kind: 'openQuote', at, length: 1 });
    const lastBreak = lexeme.lastIndexOf('\n');
    if (lastBreak === -1) return;
    this.#lineStart = at + lastBreak + 1;
    this.#quotedOverLines.push([at, at + lexeme.length]);
  }

  /**
   * In block context, libyaml takes a tab neither where a line's first token may stand, even if there is none, nor after a
   * `-`. After a plain scalar it looks for more of it, and takes a tab that is indented deeper than the collection.
   */
  #tab(at: number, stack: readonly CST.Token[]): void {
    const atLineStart = this.#source.slice(this.#lineStart, at).trim() === '';
    if (this.#last === 'other' || (this.#last === 'plain' && !atLineStart)) return;
    if (this.#last === 'plain' && at - this.#lineStart > indentOf(stack)) return;
    this.#refuse({ kind: 'tabIndent', at, length: 1 });
  }

  #refuse(fault: Fault): void {
    this.fault ??= fault;
  }
}

/** A quote at the very end can be an escaped one, or the half of a doubled one. */
function isClosed(quoted: string): boolean {
  const quote = quoted.startsWith('"') ? '"' : "'";
  if (quoted.length < 2 || !quoted.endsWith(quote)) return false;
  const escaping = quote === '"' ? '\\' : "'";
  let at = quoted.length - 2;
  while (at > 0 && quoted[at] === escaping) at -= 1;
  return (quoted.length - 2 - at) % 2 === 0;
}

/** The column of the innermost list or mapping without brackets; -1 when there is none. */
function indentOf(stack: readonly CST.Token[]): number {
  const block = stack.findLast((token) => token.type === 'block-map' || token.type === 'block-seq');
  return block && 'indent' in block ? block.indent : -1;
}

/** A `:` without a key before it or, between brackets, on another line than its key. */
export function faultInPair(
  pair: Pair<ParsedNode, ParsedNode | null>,
  source: string,
  inBrackets: boolean,
): Fault | undefined {
  const token = pair.srcToken;
  if (token?.key && !inBrackets) return undefined;
  const colon = token?.sep?.find(({ type }) => type === 'map-value-ind');
  if (!token || !colon || token.start.some(({ type }) => type === 'explicit-key-ind')) return undefined;
  const hasProperties = token.start.some(({ type }) => type === 'anchor' || type === 'tag');
  if (!token.key && !hasProperties) return { kind: 'noKey', at: colon.offset, length: 1 };
  if (!inBrackets) return undefined;
  const [at] = pair.key.range;
  const lineBreak = source.slice(at, colon.offset).search(/\r?\n/);
  return lineBreak === -1 ? undefined : { kind: 'keyOverLines', at, length: lineBreak };
}

/** A tab in the indentation that is to tell how deep the block scalar is indented. */
export function faultInBlockScalar(source: string, start: number, end: number): Fault | undefined {
  const tab = /^[|>](?![-+]?\d)[^\n]*\n(?: *\r?\n)* *\t/.exec(source.slice(start, end));
  return tab ? { kind: 'blockTab', at: start + tab[0].length - 1, length: 1 } : undefined;
}
