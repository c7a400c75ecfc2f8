/**
 * Parses a condition as GitLab does (lib/gitlab/ci/pipeline/expression/parser.rb): into reverse Polish notation with the
 * shunting-yard algorithm, then into a tree. The order of the operators is GitLab's: `!` binds closest, then the
 * comparisons, then `&&`, then `||`.
 */
import type { LocatedText } from '../../source/located-text.ts';
import type { Range } from '../../source/source-file.ts';
import type { Expression } from './expression.ts';
import { type Token, type TokenKind, tokenize } from './lex.ts';
import type { ExpressionFault } from './problems.ts';

export type Parsed =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly fault: ExpressionFault };

/** The tree of a condition, or what GitLab calls an "invalid expression syntax". The same text always gives the same tree. */
export function parseExpression(text: string): Parsed {
  const known = parsed.get(text);
  if (known) return known;
  const result = parse(text);
  if (parsed.size === MAX_REMEMBERED) parsed.clear();
  parsed.set(text, result);
  return result;
}

/** Jobs share their conditions: they are parsed once. */
const parsed = new Map<string, Parsed>();
const MAX_REMEMBERED = 1000;

/** Where a fault of a condition is written. */
export function faultPlace(condition: LocatedText, fault: ExpressionFault) {
  const [start, end] = fault.range;
  return condition.place(start, end);
}

const PRECEDENCE: Readonly<Partial<Record<TokenKind, number>>> = {
  '!': 1,
  '==': 10,
  '!=': 10,
  '=~': 10,
  '!~': 10,
  '&&': 11,
  '||': 12,
};

function parse(text: string): Parsed {
  const tokens = tokenize(text);
  if ('kind' in tokens) return { ok: false, fault: tokens };
  const ordered = orderOperators(tokens);
  if ('kind' in ordered) return { ok: false, fault: ordered };
  return buildTree(ordered, text);
}

/** Reverse Polish notation: the operands of every operator before it. */
function orderOperators(tokens: readonly Token[]): readonly Token[] | ExpressionFault {
  const output: Token[] = [];
  const waiting: Token[] = [];
  for (const token of tokens) {
    const precedence = PRECEDENCE[token.kind];
    if (token.kind === '(' || token.kind === '!') waiting.push(token);
    else if (token.kind === ')') {
      for (let top = waiting.pop(); top?.kind !== '('; top = waiting.pop()) {
        if (!top) return { kind: 'expressionUnmatched', range: token.range, data: { text: ')', other: '(' } };
        output.push(top);
      }
    } else if (precedence !== undefined) {
      for (let top = waiting.at(-1); top && precedence >= (PRECEDENCE[top.kind] ?? Infinity); top = waiting.at(-1)) {
        output.push(top);
        waiting.pop();
      }
      waiting.push(token);
    } else output.push(token);
  }
  const open = waiting.find(({ kind }) => kind === '(');
  if (open) return { kind: 'expressionUnmatched', range: open.range, data: { text: '(', other: ')' } };
  return [...output, ...waiting.reverse()];
}

function buildTree(tokens: readonly Token[], text: string): Parsed {
  const results: Expression[] = [];
  for (const token of tokens) {
    const { kind, range } = token;
    if (kind === '!') {
      const operand = results.pop();
      if (!operand) return missingOperand(token);
      results.push({ kind: 'not', operand, range: span(range, operand.range) });
    } else if (kind === '==' || kind === '!=' || kind === '=~' || kind === '!~' || kind === '&&' || kind === '||') {
      const right = results.pop();
      const left = results.pop();
      if (!left || !right) return missingOperand(token);
      const operands = { left, right, range: span(left.range, right.range) };
      if (kind === '&&' || kind === '||') results.push({ kind: 'junction', operator: kind, ...operands });
      else results.push({ kind: 'comparison', operator: kind, ...operands });
    } else results.push(operandOf(token));
  }
  const [expression, second] = results;
  if (!expression) return { ok: false, fault: { kind: 'expressionEmpty', range: [0, text.length], data: {} } };
  if (second) {
    const data = { text: text.slice(...second.range) };
    return { ok: false, fault: { kind: 'expressionNoOperator', range: second.range, data } };
  }
  return { ok: true, expression };
}

function operandOf({ kind, text, range }: Token): Expression {
  switch (kind) {
    case 'variable':
      return { kind, name: text.slice(1), range };
    case 'input':
      return { kind, name: /inputs\.([\w-]+)/.exec(text)?.[1] ?? '', range };
    case 'string':
      return { kind, text: text.slice(1, -1), range };
    case 'pattern':
      return { kind, pattern: text.replaceAll('\\/', '/'), range };
    case 'boolean':
      return { kind, value: text === 'true', range };
    default:
      return { kind: 'null', range };
  }
}

function missingOperand({ text, range }: Token): Parsed {
  return { ok: false, fault: { kind: 'expressionNoOperand', range, data: { text } } };
}

function span(first: Range, last: Range): Range {
  return [Math.min(first[0], last[0]), Math.max(first[1], last[1])];
}
