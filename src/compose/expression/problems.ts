/** What can be wrong with the text of a condition. GitLab says no more than "invalid expression syntax"; we say where and why. */
import type { Range } from '../../source/source-file.ts';

export interface ExpressionFault {
  readonly kind: ExpressionKind;
  /** In the text of the condition. */
  readonly range: Range;
  readonly data: Readonly<Record<string, string>>;
}

export type ExpressionKind = keyof typeof EXPRESSION_FAULTS;

/** By kind: the sentence after "the condition cannot be read:", and what to write instead. `{{name}}` takes from the data. */
export const EXPRESSION_FAULTS = {
  expressionNotString: {
    message: 'it is not a string',
    help: 'Write the condition as a string, in quotes where YAML would read something else.',
  },
  expressionEmpty: {
    message: 'it is empty',
    help: 'Write a condition such as `$CI_COMMIT_TAG`, or remove the keyword.',
  },
  expressionNoOperator: {
    message: 'no operator stands before `{{text}}`',
    help: 'Join the two parts with `&&`, `||`, `==`, `!=`, `=~` or `!~`.',
  },
  expressionNoOperand: {
    message: '`{{text}}` has too few operands',
    help: 'Write a `$VARIABLE`, a quoted string, a `/pattern/`, `null`, `true` or `false` beside it.',
  },
  expressionUnmatched: {
    message: '`{{text}}` has no `{{other}}`',
    help: 'Write as many opening as closing parentheses.',
  },
  expressionTooLong: {
    message: 'it has more than {{limit}} parts',
    help: 'Split it into several rules.',
  },
  expressionBraces: {
    message: '`{{text}}` is not a form of variable that conditions know',
    help: 'Write `{{variable}}` without braces or percent signs.',
  },
  expressionAssignment: {
    message: '`=` is not an operator',
    help: 'Compare with `==`, or match a pattern with `=~`.',
  },
  expressionSingleOperator: {
    message: '`{{text}}` is not an operator',
    help: 'Write `&&` for and, `||` for or.',
  },
  expressionOpenString: {
    message: 'the string {{text}} is not closed',
    help: 'Close the string with the quote that opened it; a string cannot hold its own quote.',
  },
  expressionShortPattern: {
    message: 'the pattern `{{text}}` has one character only, which GitLab does not read as a pattern',
    help: 'Compare with `==`, or put the character in brackets: `/[x]/`.',
  },
  expressionOpenPattern: {
    message: 'the pattern `{{text}}` is not closed',
    help: 'End the pattern with a slash, and write slashes inside it as `\\/`.',
  },
  expressionBareWord: {
    message: '`{{text}}` is neither a variable nor a quoted string',
    help: 'Write `"{{text}}"` for the text, or `{{variable}}` for the variable.',
  },
  expressionUnknownWord: {
    message: '`{{text}}` means nothing in a condition',
    help: 'Conditions know `$NAME`, quoted strings, `/patterns/`, `null`, `true`, `false`, `==`, `!=`, `=~`, `!~`, `&&`, `||`, `!` and parentheses.',
  },
} as const satisfies Readonly<Record<string, { readonly message: string; readonly help: string }>>;
