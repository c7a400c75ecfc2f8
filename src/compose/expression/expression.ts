/** The condition of `rules: if`, of `include: rules: if` and of `only: variables` as a tree. */
import type { Range } from '../../source/source-file.ts';

export type Expression =
  | NullLiteral
  | BooleanLiteral
  | StringLiteral
  | PatternLiteral
  | VariableOperand
  | InputOperand
  | Negation
  | Comparison
  | Junction;

interface ExpressionBase {
  /** In the text of the condition. */
  readonly range: Range;
}

export interface NullLiteral extends ExpressionBase {
  readonly kind: 'null';
}

export interface BooleanLiteral extends ExpressionBase {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface StringLiteral extends ExpressionBase {
  readonly kind: 'string';
  readonly text: string;
}

export interface PatternLiteral extends ExpressionBase {
  readonly kind: 'pattern';
  /** With its slashes and flags: `/^v\d+/i`. */
  readonly pattern: string;
}

/** `$NAME` */
export interface VariableOperand extends ExpressionBase {
  readonly kind: 'variable';
  readonly name: string;
}

/** `$[[ inputs.name ]]`, which is filled in before the condition is read, but for the rules of inputs themselves. */
export interface InputOperand extends ExpressionBase {
  readonly kind: 'input';
  readonly name: string;
}

export interface Negation extends ExpressionBase {
  readonly kind: 'not';
  readonly operand: Expression;
}

export interface Comparison extends ExpressionBase {
  readonly kind: 'comparison';
  readonly operator: '==' | '!=' | '=~' | '!~';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Junction extends ExpressionBase {
  readonly kind: 'junction';
  readonly operator: '&&' | '||';
  readonly left: Expression;
  readonly right: Expression;
}

/** Every part of an expression, itself first. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  if (expression.kind === 'not') yield* partsOf(expression.operand);
  if (expression.kind === 'comparison' || expression.kind === 'junction') {
    yield* partsOf(expression.left);
    yield* partsOf(expression.right);
  }
}
