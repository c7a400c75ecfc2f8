/** Conditions: which texts GitLab reads, where the fault of the others is, and what they are worth. */
import { describe, expect, test } from 'vitest';
import { type Assignment, holds } from '../../src/compose/expression/evaluate.ts';
import { faultPlace, parseExpression } from '../../src/compose/expression/parse.ts';
import { namesOf } from '../../src/compose/expression/pattern.ts';
import { EXPRESSION_FAULTS } from '../../src/compose/expression/problems.ts';
import { type Answer, SOME_TEXT, UNKNOWN, type Value } from '../../src/compose/expression/value.ts';
import { SourceFile, textAt } from '../../src/source/source-file.ts';
import { loadYaml } from '../../src/yaml/load.ts';

describe('the syntax', () => {
  test.each<[string, string]>([
    ['a variable', '$A'],
    ['a variable compared with a string', '$A == "b"'],
    ['single quotes', "$A != 'b'"],
    ['a string that holds the other quote', `$A == "it's"`],
    ['no blanks', '$A=="b"&&$B'],
    ['line breaks', '$A &&\n  $B'],
    ['null', '$A == null'],
    ['true and false', '$A == true || false'],
    ['a pattern with flags', '$A =~ /^v\\d+/i'],
    ['a pattern with an escaped slash', '$A =~ /^release\\/.*$/'],
    ['a pattern from a variable', '$A =~ $PATTERN'],
    ['two patterns', '$A =~ /abc/ && $B !~ /def/'],
    ['parentheses', '($A || ($B && !$C)) && $D'],
    ['a negated group', '!($A == "b")'],
    ['an input', '$[[ inputs.env ]] == "prod"'],
    ['a word after null, which needs no blank', 'null== $A'],
    ['an operator before its operands, which GitLab reads too', '== $A $B'],
    ['99 parts', Array.from({ length: 50 }, () => '$A').join('||')],
  ])('%s', (_, text) => {
    expect(parseExpression(text)).toMatchObject({ ok: true });
  });

  test.each<[string, string, keyof typeof EXPRESSION_FAULTS, string]>([
    ['one equals sign', '$A = b', 'expressionAssignment', '='],
    ['braces', `$A && \${B} == "x"`, 'expressionBraces', `\${B}`],
    ['percent signs', '%A% == "x"', 'expressionBraces', '%A%'],
    ['a single ampersand', '$A & $B', 'expressionSingleOperator', '&'],
    ['a single bar', '$A | $B', 'expressionSingleOperator', '|'],
    ['a word without quotes', '$A == main', 'expressionBareWord', 'main'],
    ['a number', '$A == 1', 'expressionBareWord', '1'],
    ['a string that is not closed', '$A == "main', 'expressionOpenString', '"main'],
    ['a pattern that is not closed', '$A =~ /^v', 'expressionOpenPattern', '/^v'],
    ['a pattern of one character', '$A =~ /v/', 'expressionShortPattern', '/v/'],
    ['a group that is not closed', '$A && ($B || $C', 'expressionUnmatched', '('],
    ['a group that is not opened', '$A)', 'expressionUnmatched', ')'],
    ['an empty group', '()', 'expressionEmpty', '()'],
    ['blanks only', '  ', 'expressionEmpty', '  '],
    ['two operands in a row', '$A $B', 'expressionNoOperator', '$B'],
    ['a word that is no operator', '$A and $B', 'expressionBareWord', 'and'],
    ['nothing after an operator', '$A &&', 'expressionNoOperand', '&&'],
    ['nothing to negate', '!', 'expressionNoOperand', '!'],
    ['a sign that means nothing', '$A == "b";', 'expressionUnknownWord', ';'],
    ['100 parts', `!${Array.from({ length: 50 }, () => '$A').join('||')}`, 'expressionTooLong', '$A'],
  ])('is not %s', (_, text, kind, written) => {
    const parsed = parseExpression(text);
    const fault = parsed.ok ? undefined : parsed.fault;
    expect([fault?.kind, fault && text.slice(...fault.range)]).toEqual([kind, written]);
  });

  test('a fault is placed in the file, behind quotes and folded lines', () => {
    const file = new SourceFile('x.yml', 'if: >-\n  $A == "b"\n  && $C = d\n');
    const { content } = loadYaml(file);
    const value = content?.kind === 'mapping' ? content.entries.get('if')?.value : undefined;
    const parsed = value?.kind === 'scalar' ? parseExpression(value.text.text) : undefined;
    const place = value?.kind === 'scalar' && parsed?.ok === false ? faultPlace(value.text, parsed.fault) : undefined;
    expect(place && [textAt(place), file.position(place.range[0])]).toEqual(['=', { line: 3, column: 9 }]);
  });

  test('every fault that a message names has its data', () => {
    for (const text of [`\${A}`, '%A%', '=', '&', '"', '/v/', '/v', 'b', ';', ')', '(', '$A $B', '!']) {
      const parsed = parseExpression(text);
      if (parsed.ok) throw new Error(`${text} is read`);
      const { message, help } = EXPRESSION_FAULTS[parsed.fault.kind];
      const names = [...`${message} ${help}`.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]);
      expect(names.filter((name) => !(String(name) in parsed.fault.data))).toEqual([]);
    }
  });
});

const DEFAULT: Value = { ...SOME_TEXT, identity: 'default' };
const VALUES: Readonly<Record<string, Value>> = {
  MAIN: 'main',
  TAG: 'v1.2',
  EMPTY: '',
  BLANK: ' ',
  TRUE: 'true',
  PATTERN: '/^v\\d/',
  PLAIN: 'a main b',
  NULL: null,
  SOME: SOME_TEXT,
  DEFAULT,
  ALSO_DEFAULT: DEFAULT,
  OTHER: { ...SOME_TEXT, identity: 'other', isNot: ['default', 'main'], matchesNot: ['/^v\\d/'] },
  VERSION: { ...SOME_TEXT, identity: 'other', matches: ['/^v\\d/'] },
};
const assignment: Assignment = {
  variable: (name) => (Object.hasOwn(VALUES, name) ? (VALUES[name] ?? null) : UNKNOWN),
  input: (name) => (name === 'env' ? 'prod' : UNKNOWN),
};

describe('what a condition is worth', () => {
  test.each<[string, string, Answer]>([
    ['a variable with a value holds', '$MAIN', 'yes'],
    ['an undefined variable does not', '$NULL', 'no'],
    ['an empty one does not', '$EMPTY', 'no'],
    ['a blank one does not', '$BLANK', 'no'],
    ['a variable nothing is known of may', '$NOPE', 'maybe'],
    ['one that is never empty does', '$SOME', 'yes'],
    ['equal texts', '$MAIN == "main"', 'yes'],
    ['other texts', '$MAIN == "dev"', 'no'],
    ['an undefined variable is null', '$NULL == null', 'yes'],
    ['an empty text is not null', '$EMPTY == null', 'no'],
    ['an undefined variable is not an empty text', '$NULL == ""', 'no'],
    ['a text that is not known is not null', '$SOME != null', 'yes'],
    ['nor empty', '$SOME == ""', 'no'],
    ['nothing is known of what may be null', '$NOPE == null', 'maybe'],
    ['true is the text true', '$TRUE == true', 'yes'],
    ['the same unknown text', '$DEFAULT == $ALSO_DEFAULT', 'yes'],
    ['texts that are known to differ', '$OTHER == $DEFAULT', 'no'],
    ['a text that it is known not to be', '$OTHER == "main"', 'no'],
    ['another one', '$OTHER == "dev"', 'maybe'],
    ['a text that the pattern it matches excludes', '$VERSION == "main"', 'no'],
    ['a text that the pattern it does not match excludes', '$OTHER == "v1"', 'no'],
    ['two unknown texts', '$SOME == $DEFAULT', 'maybe'],
    ['a pattern matches anywhere', '$TAG =~ /\\.2/', 'yes'],
    ['a pattern with anchors', '$TAG =~ /^\\d/', 'no'],
    ['a pattern with a flag', '$TAG =~ /^V1/i', 'yes'],
    ['a pattern on an undefined variable sees an empty text', '$NULL =~ /^.*$/', 'yes'],
    ['a pattern it is known to match', '$VERSION =~ /^v\\d/', 'yes'],
    ['one it is known not to match', '$OTHER !~ /^v\\d/', 'yes'],
    ['one of which nothing is known', '$VERSION =~ /beta/', 'maybe'],
    ['a pattern from a variable', '$TAG =~ $PATTERN', 'yes'],
    ['a pattern from an undefined variable matches nothing', '$TAG =~ $NULL', 'no'],
    ['and not matching it holds', '$TAG !~ $NULL', 'yes'],
    ['a text that is no pattern is searched for the left one', '$MAIN =~ $PLAIN', 'yes'],
    ['a pattern that RE2 does not have', '$TAG =~ /(?=v)v/', 'maybe'],
    ['a pattern is no text', '$MAIN == /main/', 'no'],
    ['and', '$MAIN && $TAG', 'yes'],
    ['and with what does not hold', '$NOPE && $NULL', 'no'],
    ['and with what is not known', '$NOPE && $MAIN', 'maybe'],
    ['or', '$NULL || $MAIN', 'yes'],
    ['or with what is not known', '$NULL || $NOPE', 'maybe'],
    ['a comparison that is not known, or one that holds', '$NOPE == "x" || $MAIN', 'yes'],
    ['an empty text ends an or, as in Ruby', '$EMPTY || $MAIN', 'no'],
    ['and does not end an and', '$EMPTY && $MAIN', 'yes'],
    ['not', '!$MAIN', 'no'],
    ['not what is not known', '!$NOPE', 'maybe'],
    ['not binds before a comparison', '!$NULL == true', 'yes'],
    ['and binds before or', '$MAIN || $NULL && $NULL', 'yes'],
    ['parentheses come first', '($MAIN || $NULL) && $NULL', 'no'],
    ['comparisons come before and', '$MAIN == "main" && $TAG == "v1.2"', 'yes'],
    ['an input', '$[[ inputs.env ]] == "prod"', 'yes'],
    ['an input that is not filled in', '"$[[ inputs.x ]]" == $MAIN', 'maybe'],
  ])('%s: %s', (_, text, expected) => {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(parsed.fault.kind);
    expect(holds(parsed.expression, assignment)).toBe(expected);
  });
});

test.each<[string, string, readonly string[] | undefined]>([
  ['one name', '/^main$/', ['main']],
  ['several', '/^(main|release/1\\.0)$/', ['main', 'release/1.0']],
  ['no end', '/^main/', undefined],
  ['alternatives without a group, of which each has one anchor only', '/^main|dev$/', undefined],
  ['a wildcard', '/^v1.0$/', undefined],
  ['a flag', '/^main$/i', undefined],
])('the names of a pattern with %s', (_, pattern, names) => {
  expect(namesOf(pattern)).toEqual(names);
});
