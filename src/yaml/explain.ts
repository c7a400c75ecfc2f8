/**
 * The parser's errors in plain words. The package has few codes and many messages, so an explanation names a code and,
 * where that is too coarse, what the message begins with.
 */
import type { YAMLError } from 'yaml';

export interface Explanation {
  readonly code: YAMLError['code'];
  /** What the package's message begins with; without it, all other messages of the code. */
  readonly message?: string;
  readonly reason: string;
  readonly hint?: string;
}

const INDENT_HINT = 'give all keys of a mapping, and all items of a list, the same indentation';
const QUOTE_HINT = 'put the text in quotes';

const EXPLANATIONS: readonly Explanation[] = [
  { code: 'ALIAS_PROPS', reason: 'an alias cannot have an anchor or a tag of its own' },
  { code: 'BAD_ALIAS', reason: 'an anchor or alias needs a name of letters, digits, `_` and `-`', hint: QUOTE_HINT },
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
  { code: 'TAB_AS_INDENT', reason: 'tabs cannot indent' },
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

const UNKNOWN = { reason: 'this is not YAML', hint: '' };

export function explain(error: YAMLError): { reason: string; hint: string } {
  const found = EXPLANATIONS.find(
    ({ code, message }) => code === error.code && (message === undefined || error.message.startsWith(message)),
  );
  return found ? { reason: found.reason, hint: found.hint ?? '' } : UNKNOWN;
}
