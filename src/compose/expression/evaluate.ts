/**
 * The value of a condition under what is known of a pipeline's variables, as Ruby gives it to GitLab
 * (lib/gitlab/ci/pipeline/expression/lexeme/*.rb): `&&` and `||` give one of their operands, and an empty string is true to
 * them, though a condition that is worth an empty string does not hold.
 */
import type { Comparison, Expression, Junction } from './expression.ts';
import { isPattern, matchesPattern } from './pattern.ts';
import { type Answer, isPresent, negate, type OpenValue, UNKNOWN, type Value } from './value.ts';

/** What is known of the variables, and of inputs where a condition may name them. */
export interface Assignment {
  /** Null only for a variable that is certain not to be defined. */
  variable(name: string): Value;
  input?(name: string): Value;
}

/** Whether a condition holds. */
export function holds(expression: Expression, assignment: Assignment): Answer {
  return isPresent(evaluate(expression, assignment));
}

function evaluate(expression: Expression, assignment: Assignment): Value {
  switch (expression.kind) {
    case 'null':
      return null;
    case 'boolean':
      return expression.value;
    case 'string':
      return expression.text.includes('$[[') ? UNKNOWN : expression.text;
    case 'pattern':
      return { kind: 'pattern', pattern: expression.pattern };
    case 'variable':
      return assignment.variable(expression.name);
    case 'input':
      return assignment.input?.(expression.name) ?? UNKNOWN;
    case 'not':
      return fromAnswer(negate(isPresent(evaluate(expression.operand, assignment))));
    case 'comparison':
      return fromAnswer(compare(expression, assignment));
    case 'junction':
      return join(expression, assignment);
  }
}

/** Not known, but no empty string, which `||` would take for its result. */
const UNKNOWN_BOOLEAN: OpenValue = { ...UNKNOWN };

function fromAnswer(answer: Answer): Value {
  return answer === 'maybe' ? UNKNOWN_BOOLEAN : answer === 'yes';
}

function join({ operator, left, right }: Junction, assignment: Assignment): Value {
  const first = evaluate(left, assignment);
  const second = evaluate(right, assignment);
  const truth = isTruthy(first);
  if (truth !== 'maybe') return (truth === 'yes') === (operator === '&&') ? second : first;
  if (operator === '&&') return isPresent(second) === 'no' ? false : UNKNOWN_BOOLEAN;
  return isPresent(second) === 'yes' && first === UNKNOWN_BOOLEAN ? true : UNKNOWN_BOOLEAN;
}

/** Ruby's own truth: everything but nil and false. */
function isTruthy(value: Value): Answer {
  if (value === null || value === false) return 'no';
  if (typeof value === 'object' && value.kind === 'open' && !value.present) return 'maybe';
  return 'yes';
}

function compare({ operator, left, right }: Comparison, assignment: Assignment): Answer {
  const first = evaluate(left, assignment);
  const second = evaluate(right, assignment);
  switch (operator) {
    case '==':
      return equals(first, second);
    case '!=':
      return negate(equals(first, second));
    case '=~':
      return matches(first, second);
    case '!~':
      return negate(matches(first, second));
  }
}

/** Whether two values are equal; `true` is equal to "true". */
export function equals(left: Value, right: Value): Answer {
  if (isOpen(left)) return isOpen(right) ? sameText(left, right) : isText(left, right);
  if (isOpen(right)) return isText(right, left);
  if (isPatternValue(left) || isPatternValue(right)) return 'no';
  if (typeof left === 'boolean' && typeof right === 'string') return String(left) === right ? 'yes' : 'no';
  if (typeof left === 'string' && typeof right === 'boolean') return left === String(right) ? 'yes' : 'no';
  return left === right ? 'yes' : 'no';
}

function isText(open: OpenValue, value: Exclude<Value, OpenValue>): Answer {
  if (isPatternValue(value)) return 'no';
  if (value === null || value === '') return open.present ? 'no' : 'maybe';
  const text = String(value);
  if (open.isNot?.includes(text)) return 'no';
  const excluded =
    open.matches?.some((pattern) => matchesPattern(pattern, text) === 'no') ||
    open.matchesNot?.some((pattern) => matchesPattern(pattern, text) === 'yes');
  return excluded ? 'no' : 'maybe';
}

function sameText(left: OpenValue, right: OpenValue): Answer {
  if (left.identity === undefined || right.identity === undefined) return 'maybe';
  if (left.identity === right.identity) return 'yes';
  return left.isNot?.includes(right.identity) || right.isNot?.includes(left.identity) ? 'no' : 'maybe';
}

/** Whether a text matches a pattern, or a text that is written like one. */
export function matches(text: Value, right: Value): Answer {
  if (right === null || right === false) return 'no';
  if (right === true || isOpen(right)) return 'maybe';
  if (typeof right === 'string' && !isPattern(right)) return isInside(text, right);
  const pattern = typeof right === 'string' ? right.replaceAll('\\/', '/') : right.pattern;
  if (pattern.includes('$[[') || isPatternValue(text)) return 'maybe';
  if (!isOpen(text)) return matchesPattern(pattern, text === null ? '' : String(text));
  if (text.matches?.includes(pattern)) return 'yes';
  return text.matchesNot?.includes(pattern) ? 'no' : 'maybe';
}

/** On a string that is no pattern GitLab calls `scan` the wrong way around: it looks for the left text in the right one. */
function isInside(text: Value, whole: string): Answer {
  if (typeof text === 'object' && text !== null) return 'maybe';
  return whole.includes(text === null ? '' : String(text)) ? 'yes' : 'no';
}

function isOpen(value: Value): value is OpenValue {
  return typeof value === 'object' && value !== null && value.kind === 'open';
}

function isPatternValue(value: Value): value is { kind: 'pattern'; pattern: string } {
  return typeof value === 'object' && value !== null && value.kind === 'pattern';
}
