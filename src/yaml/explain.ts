/**
 * A parser's error, or a fault that only libyaml sees, as a problem that points at its cause.
 */
import type { YAMLError } from 'yaml';
import type { Problem } from '../source/problem.ts';
import type { Range, SourceFile } from '../source/source-file.ts';
import {
  type Aim,
  CONFLICT,
  EXPLANATIONS,
  FAULT_WORDS,
  NOT_YAML,
  quotesOverLines,
  type Surroundings,
  type Words,
} from './explanations.ts';
import { syntaxProblem } from './problems.ts';
import type { Fault } from './strictness.ts';

/** libyaml does not mind a comment directly behind a quote or bracket. */
const ACCEPTED = 'Comments must be separated';

const CONFLICT_MARK = /^(?:<{7}|={7}|>{7})/;
const BLOCK_HEADER_LINE = /[:-][ \t]+[|>][-+1-9]*[ \t]*(?:#.*)?$/;
const KEY_COLON = /:(?=[ \t\r\n]|$)/g;
const BLANKS = /[ \t\r\n]*/y;

/**
 * The first error that libyaml has as well; those that follow are mostly its consequences. Of several at one place, the
 * one that knows of the brackets says most.
 */
export function firstError(errors: readonly YAMLError[]): YAMLError | undefined {
  let first: YAMLError | undefined;
  for (const error of errors) {
    if (error.message.startsWith(ACCEPTED)) continue;
    const earlier = !first || error.pos[0] < first.pos[0];
    if (earlier || (first?.pos[0] === error.pos[0] && error.code === 'BLOCK_IN_FLOW')) first = error;
  }
  return first;
}

/** @param openedBefore where quotes were opened that close, some lines later, directly before the error */
export function explainError(file: SourceFile, error: YAMLError, openedBefore: number | undefined): Problem {
  const { text } = file;
  const [errorAt, errorEnd] = error.pos;
  if (error.code === 'TAB_AS_INDENT') return explainFault(file, { kind: 'tabIndent', at: errorAt, length: 1 });
  if (error.code === 'BAD_INDENT' && text[errorAt] === '\t')
    return explainFault(file, { kind: 'blockTab', at: errorAt, length: 1 });
  const start = errorStart(text, error);
  if (CONFLICT_MARK.test(lineFrom(text, start))) return problem(file, lineRange(text, start), CONFLICT);
  const colon = nextColon(text, start);
  const surroundings: Readonly<Record<Surroundings, boolean>> = {
    'over lines': text.slice(start, colon).includes('\n'),
    'below a block header': isBelowBlockHeader(text, start),
    'behind a dash': /^[ \t]*-[ \t-]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start)),
  };
  const explanation =
    EXPLANATIONS.find(
      ({ code, message, where }) =>
        code === error.code && (!message || error.message.includes(message)) && (!where || surroundings[where]),
    ) ?? NOT_YAML;
  const range = aimed(explanation.aim, text, [start, Math.max(start, Math.min(errorEnd, text.length))], colon);
  if (openedBefore === undefined) return problem(file, range, explanation);
  return problem(file, range, quotesOverLines(file.position(openedBefore).line));
}

export function explainFault(file: SourceFile, fault: Fault): Problem {
  const { kind, at, length } = fault;
  if (kind === 'tabIndent') return syntaxProblem('tabIndent', file.place(at, at + length), {});
  return problem(file, [at, at + length], FAULT_WORDS[kind]);
}

/** Where an error begins: the package often reports the blanks before it. */
export function errorStart(text: string, error: YAMLError): number {
  BLANKS.lastIndex = Math.min(error.pos[0], text.length);
  BLANKS.test(text);
  return BLANKS.lastIndex < text.length ? BLANKS.lastIndex : Math.min(error.pos[0], text.length);
}

function aimed(aim: Aim, text: string, [start, end]: Range, colon: number): Range {
  switch (aim) {
    case 'here':
      return [start, end];
    case 'line':
      return lineRange(text, start);
    case 'colon':
      return [colon, Math.min(colon + 1, text.length)];
    case 'last line': {
      const lastLine = text.lastIndexOf('\n', colon) + 1;
      return [lastLine + (text.slice(lastLine).match(/^[ \t]*/)?.[0].length ?? 0), colon];
    }
    case 'directive':
      return lineRange(text, Math.max(text.lastIndexOf('\n%', start) + 1, 0));
  }
}

/** From an offset to the end of its line, without blanks at the end. */
function lineRange(text: string, start: number): Range {
  return [start, start + lineFrom(text, start).trimEnd().length];
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end);
}

/** The line above ends in a `|` or `>` whose text this line was meant to begin. */
function isBelowBlockHeader(text: string, start: number): boolean {
  const above = text.slice(0, text.lastIndexOf('\n', start - 1) + 1).trimEnd();
  return BLOCK_HEADER_LINE.test(above.slice(above.lastIndexOf('\n') + 1));
}

function nextColon(text: string, start: number): number {
  KEY_COLON.lastIndex = start;
  return KEY_COLON.exec(text)?.index ?? text.length;
}

function problem(file: SourceFile, [start, end]: Range, { reason, hint = '' }: Words): Problem {
  return syntaxProblem('syntaxError', file.place(start, end), { reason, hint });
}
