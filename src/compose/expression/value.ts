/**
 * What an operand of a condition is worth before a pipeline runs. Where the text is not known, something may be known
 * about it still: that it is not empty, that it is the default branch, that it matches a pattern.
 */

export type Value = null | boolean | string | PatternValue | OpenValue;

export interface PatternValue {
  readonly kind: 'pattern';
  readonly pattern: string;
}

export interface OpenValue {
  readonly kind: 'open';
  /** It is some text that is not blank; otherwise it may be null, a boolean or any text. */
  readonly present: boolean;
  /** Two open values with the same identity are the same text. */
  readonly identity?: string;
  /** The texts and the identities that it is not. */
  readonly isNot?: readonly string[];
  /** The patterns that it is known to match, and not to match, as they are written in conditions. */
  readonly matches?: readonly string[];
  readonly matchesNot?: readonly string[];
}

/** Nothing is known. */
export const UNKNOWN: OpenValue = { kind: 'open', present: false };

/** Some text that is not blank. */
export const SOME_TEXT: OpenValue = { kind: 'open', present: true };

/** A question's answer before a pipeline runs. */
export type Answer = 'yes' | 'no' | 'maybe';

/** Whether a condition of this value holds: Ruby on Rails' `present?`. */
export function isPresent(value: Value): Answer {
  if (value === null || value === false) return 'no';
  if (value === true) return 'yes';
  if (typeof value === 'string') return value.trim() === '' ? 'no' : 'yes';
  if (value.kind === 'pattern') return 'yes';
  return value.present ? 'yes' : 'maybe';
}

export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('maybe') ? 'maybe' : 'yes';
}

export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('maybe') ? 'maybe' : 'no';
}

export function negate(answer: Answer): Answer {
  if (answer === 'maybe') return 'maybe';
  return answer === 'yes' ? 'no' : 'yes';
}
