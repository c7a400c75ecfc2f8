/**
 * The parser's errors in plain words. The package has few codes and many messages, so an explanation names a code and,
 * where that is too coarse, what the message begins with.
 */
import type { YAMLError } from 'yaml';
import type { Problem } from '../source/problem.ts';
import type { SourceFile } from '../source/source-file.ts';
import { syntaxProblem } from './problems.ts';
import type { Fault } from './strictness.ts';

interface Words {
  readonly reason: string;
  readonly hint?: string;
}

interface Explanation extends Words {
  readonly code: YAMLError['code'];
  /** What the package's message begins with; without it, all other messages of the code. */
  readonly message?: string;
}

const INDENT_HINT = 'give all keys of a mapping, and all items of a list, the same indentation';
const QUOTE_HINT = 'put the text in quotes';

const BAD_NAME: Words = {
  reason: 'the name of an anchor or alias is made of letters, digits, `_` and `-`',
  hint: 'put the value in quotes if it is not meant to be one',
};

const FAULTS: Readonly<Record<Exclude<Fault['kind'], 'tabIndent'>, Words>> = {
  badName: BAD_NAME,
  colonInBrackets: {
    reason: 'between brackets, a `:` needs a key before it and a space behind it',
    hint: QUOTE_HINT,
  },
  noKey: { reason: 'there is no key before the `:`', hint: QUOTE_HINT },
  keyOverLines: { reason: 'a key and its `:` must stand on one line' },
  blockTab: { reason: 'a tab stands where the indentation of a block scalar belongs', hint: 'use spaces' },
};

const EXPLANATIONS: readonly Explanation[] = [
  { code: 'ALIAS_PROPS', reason: 'an alias cannot have an anchor or a tag of its own' },
  { code: 'BAD_ALIAS', ...BAD_NAME },
  {
    code: 'BAD_DIRECTIVE',
    reason: 'a line that begins with `%` is a directive, and this is none that YAML knows',
    hint: QUOTE_HINT,
  },
  {
    code: 'BAD_DQ_ESCAPE',
    reason: 'this backslash escape does not exist in a text in double quotes',
    hint: 'write `\\\\` for a backslash, or use single quotes',
  },
  {
    code: 'BAD_INDENT',
    message: 'Flow',
    reason: 'the closing bracket is missing',
    hint: 'close every `[` with `]` and every `{` with `}`',
  },
  {
    code: 'BAD_INDENT',
    message: 'Block scalar',
    reason: 'the lines of a block scalar must be indented deeper than what is around it, and none less than its first',
  },
  { code: 'BAD_INDENT', reason: 'the indentation does not fit what stands above', hint: INDENT_HINT },
  { code: 'BAD_PROP_ORDER', reason: 'an anchor or tag must stand directly before its value' },
  {
    code: 'BAD_SCALAR_START',
    reason: 'an unquoted text cannot begin with this character',
    hint: QUOTE_HINT,
  },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    message: 'Nested mappings',
    reason: 'a second `: ` on the line makes a mapping inside a value',
    hint: 'put the value in quotes',
  },
  { code: 'BLOCK_AS_IMPLICIT_KEY', reason: 'the indentation does not fit what stands above', hint: INDENT_HINT },
  {
    code: 'BLOCK_IN_FLOW',
    reason: 'between brackets, lists and mappings must be written with brackets too',
  },
  { code: 'KEY_OVER_1024_CHARS', reason: 'a key can be at most 1024 characters long' },
  {
    code: 'MISSING_CHAR',
    message: 'Implicit map keys',
    reason: 'there is a key here without a `:` and a space behind it',
    hint: 'write `key: value`, or check the indentation',
  },
  { code: 'MISSING_CHAR', message: 'Missing closing', reason: 'the closing quote is missing' },
  {
    code: 'MISSING_CHAR',
    message: 'Missing , ',
    reason: 'a comma or the closing bracket is missing here',
    hint: 'texts with brackets, braces or commas need quotes',
  },
  {
    code: 'MISSING_CHAR',
    message: 'Flow',
    reason: 'the closing bracket is missing',
    hint: 'close every `[` with `]` and every `{` with `}`',
  },
  {
    code: 'MISSING_CHAR',
    message: 'Missing space after :',
    reason: 'a space is missing after the `:`',
  },
  {
    code: 'MISSING_CHAR',
    message: 'Sequence item without',
    reason: 'an item of a list must begin with `- `',
    hint: INDENT_HINT,
  },
  {
    code: 'MISSING_CHAR',
    message: 'Block scalars with',
    reason: 'an empty line at the start of a block scalar is indented deeper than its first line',
    hint: 'remove the spaces of the empty line',
  },
  {
    code: 'MISSING_CHAR',
    message: 'Missing newline after block sequence props',
    reason: 'a list cannot begin on the line of its anchor or tag',
  },
  {
    code: 'MISSING_CHAR',
    message: 'Missing directives-end',
    reason: 'GitLab cuts the file at `---`, which leaves the directive before it alone',
    hint: 'remove the line that begins with `%`',
  },
  { code: 'MISSING_CHAR', message: 'Tags and anchors', reason: 'a space is missing after the anchor or tag' },
  { code: 'MISSING_CHAR', reason: 'something is missing here' },
  {
    code: 'MULTILINE_IMPLICIT_KEY',
    reason: 'a key must stand on one line, followed by `:` and a space',
    hint: 'write `key: value`, or check the indentation',
  },
  { code: 'MULTIPLE_ANCHORS', reason: 'a value can have only one anchor' },
  { code: 'MULTIPLE_TAGS', reason: 'a value can have only one tag' },
  { code: 'TAG_RESOLVE_FAILED', reason: 'this tag does not exist', hint: QUOTE_HINT },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'Block scalar header',
    reason: 'only an indentation digit, `-` or `+` can follow `|` and `>` on their line',
    hint: 'begin the text on the next line',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'Unexpected block-seq-ind',
    reason: 'a list cannot begin on the line of its key',
    hint: 'begin the list on the next line',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'Unexpected scalar',
    reason: 'there is text after the end of a value',
    hint: 'put the whole value in quotes',
  },
  { code: 'UNEXPECTED_TOKEN', reason: 'this cannot stand here' },
];

const NOT_YAML: Words = { reason: 'this is not YAML', hint: '' };

/** libyaml does not mind a comment directly behind a quote or bracket. */
const ACCEPTED = 'Comments must be separated';

/** No problem for what the package alone refuses. */
export function explainError(file: SourceFile, error: YAMLError): Problem[] {
  if (error.message.startsWith(ACCEPTED)) return [];
  const [start, end] = error.pos;
  if (error.code === 'TAB_AS_INDENT') return [syntaxProblem('tabIndent', file.place(start, end), {})];
  const words = EXPLANATIONS.find(
    ({ code, message }) => code === error.code && (message === undefined || error.message.startsWith(message)),
  );
  const { reason, hint = '' } = words ?? NOT_YAML;
  return [syntaxProblem('syntaxError', file.place(start, Math.min(end, file.text.length)), { reason, hint })];
}

export function explainFault(file: SourceFile, fault: Fault): Problem {
  if (fault.kind === 'tabIndent') return syntaxProblem('tabIndent', file.place(fault.at, fault.at + 1), {});
  const { reason, hint = '' } = FAULTS[fault.kind];
  return syntaxProblem('syntaxError', file.place(fault.at, fault.at + fault.length), { reason, hint });
}
