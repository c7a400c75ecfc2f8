/**
 * The words of a condition, as GitLab's lexer takes them (lib/gitlab/ci/pipeline/expression/lexer.rb and lexeme/*.rb):
 * at each position the first kind of the table that fits, at most 100 of them.
 */
import type { Range } from '../../source/source-file.ts';
import type { ExpressionFault } from './problems.ts';

export type TokenKind =
  | '('
  | ')'
  | 'input'
  | 'variable'
  | 'string'
  | 'pattern'
  | 'null'
  | 'boolean'
  | '=='
  | '=~'
  | '!='
  | '!~'
  | '&&'
  | '||'
  | '!';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly range: Range;
}

const MAX_TOKENS = 100;

/** In GitLab's order. A pattern of one character is none to GitLab; a string ends at the next quote, whatever is before. */
const LEXEMES: readonly (readonly [TokenKind, RegExp])[] = [
  ['(', /\(/y],
  [')', /\)/y],
  ['input', /\$\[\[\s*inputs\.[\w-]+\s*\]\]/y],
  ['variable', /\$\w+/y],
  ['string', /"[^"\n]*"|'[^'\n]*'/y],
  ['pattern', /\/([^/]|\\\/)+[^\\]\/[ismU]*/y],
  ['null', /null/y],
  ['boolean', /\b(?:true|false)\b/y],
  ['==', /==/y],
  ['=~', /=~/y],
  ['!=', /!=/y],
  ['!~', /!~/y],
  ['&&', /&&/y],
  ['||', /\|\|/y],
  ['!', /!/y],
];

export function tokenize(text: string): readonly Token[] | ExpressionFault {
  const tokens: Token[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    const token = tokenAt(text, at);
    if (!token) return unknownWord(text, at);
    if (tokens.length === MAX_TOKENS - 1) {
      return { kind: 'expressionTooLong', range: [at, text.length], data: { limit: String(MAX_TOKENS - 1) } };
    }
    tokens.push(token);
    at = token.range[1];
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of LEXEMES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind, text: match[0], range: [at, at + match[0].length] };
  }
  return undefined;
}

function skipBlanks(text: string, at: number): number {
  const blanks = /[ \t\r\n\f\v]*/y;
  blanks.lastIndex = at;
  return at + (blanks.exec(text)?.[0].length ?? 0);
}

/** What people write instead of the words that GitLab knows, each with the reason why it is none. */
const MISTAKES: readonly (readonly [ExpressionFault['kind'], RegExp])[] = [
  ['expressionBraces', /\$\{(\w+)[^}]*\}?/y],
  ['expressionBraces', /%(\w+)%/y],
  ['expressionAssignment', /=(?![=~])/y],
  ['expressionSingleOperator', /[&|](?![&|])/y],
  ['expressionOpenString', /["'].*/y],
  ['expressionShortPattern', /\/.\/[ismU]*/y],
  ['expressionOpenPattern', /\/.*/y],
  ['expressionBareWord', /(\w[\w.:@-]*)/y],
];

function unknownWord(text: string, at: number): ExpressionFault {
  for (const [kind, pattern] of MISTAKES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind, range: [at, at + match[0].length], data: { text: match[0], variable: `$${match[1]}` } };
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { kind: 'expressionUnknownWord', range: [at, at + character.length], data: { text: character } };
}
