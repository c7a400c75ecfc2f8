/**
 * The words for everything that YAML refuses: for the `yaml` package's errors, which have few codes and many messages, and
 * for what only libyaml refuses. Reasons and hints are without a full stop.
 */
import type { YAMLError } from 'yaml';
import type { FaultKind } from './strictness.ts';

export interface Words {
  readonly reason: string;
  readonly hint?: string;
}

/**
 * Where the fault is, seen from where the package reports it: `here`, or in the rest of that line; at the next `:`; in the
 * last line of a key that runs over several; at the directive before it.
 */
export type Aim = 'here' | 'line' | 'colon' | 'last line' | 'directive';

/**
 * What else must hold: the next `:` is on a later line; the line above ends in a `|` or `>` whose text this line was meant
 * to begin; only the `-` of an item stands before it on its line.
 */
export type Surroundings = 'over lines' | 'below a block header' | 'behind a dash';

export interface Explanation extends Words {
  readonly code: YAMLError['code'];
  /** A part of the package's message; without it, all other messages of the code. */
  readonly message?: string;
  readonly where?: Surroundings;
  readonly aim: Aim;
}

const QUOTE = 'put the text in quotes';
const CLOSE = 'close every `[` with `]` and every `{` with `}`';
const SAME_INDENT = 'give all keys of a mapping, and all items of a list, the same indentation';

const BAD_NAME: Words = {
  reason: 'the name of an anchor or alias is made of letters, digits, `_` and `-`',
  hint: 'a text that begins with `&` or `*` needs quotes',
};
const BAD_INDENT: Words = { reason: 'the indentation does not fit what stands above', hint: SAME_INDENT };
const NO_COLON: Words = {
  reason: 'there is no `:` with a space behind it on this line',
  hint: 'write `key: value`, or check the indentation',
};
const NO_CLOSE: Words = { reason: 'the closing bracket is missing', hint: CLOSE };
const NO_COMMA: Words = { reason: 'a comma or the closing bracket is missing here', hint: CLOSE };
const COLON_IN_TEXT: Words = {
  reason: 'a `:` with a space behind it makes a key of the text before it, and a key cannot stand here',
  hint: 'put the whole value in quotes',
};
const BLOCK_HEADER: Words = {
  reason: 'on the line of a `|` or `>`, only an indentation digit, `-` or `+` can follow',
  hint: 'begin the text on the next line, or put it in quotes',
};

const BLOCK_INDENT: Words = {
  reason: 'the lines of a block scalar must be indented deeper than the key or item it belongs to',
};
export const CONFLICT: Words = { reason: 'this is the mark of an unresolved merge conflict' };

export function quotesOverLines(line: number): Words {
  return {
    reason: `the quotes that were opened on line ${line} close here, and more follows`,
    hint: 'close the quotes on the line on which they are opened',
  };
}

export const FAULT_WORDS: Readonly<Record<FaultKind, Words>> = {
  tabIndent: { reason: 'tabs cannot indent', hint: 'use spaces' },
  badName: BAD_NAME,
  openQuote: { reason: 'the quotes that open here are never closed' },
  colonInBrackets: { reason: 'between brackets, a `:` needs a key before it and a space behind it', hint: QUOTE },
  noKey: { reason: 'there is no key before the `:`', hint: QUOTE },
  keyOverLines: NO_COMMA,
  blockTab: { reason: 'a tab stands where the indentation of a block scalar belongs', hint: 'use spaces' },
};

/** In the order in which they are tried. */
export const EXPLANATIONS: readonly Explanation[] = [
  { code: 'ALIAS_PROPS', aim: 'here', reason: 'an alias cannot have an anchor or a tag of its own' },
  { code: 'BAD_ALIAS', aim: 'here', ...BAD_NAME },
  {
    code: 'BAD_DIRECTIVE',
    aim: 'line',
    reason: 'a line that begins with `%` is a directive, and this is none that YAML knows',
    hint: QUOTE,
  },
  {
    code: 'BAD_DQ_ESCAPE',
    aim: 'here',
    reason: 'this backslash escape does not exist in a text in double quotes',
    hint: 'write `\\\\` for a backslash, or use single quotes',
  },
  { code: 'BAD_INDENT', where: 'below a block header', aim: 'line', ...BLOCK_INDENT },
  { code: 'MISSING_CHAR', message: 'Implicit map keys', where: 'below a block header', aim: 'line', ...BLOCK_INDENT },
  { code: 'MULTILINE_IMPLICIT_KEY', where: 'below a block header', aim: 'line', ...BLOCK_INDENT },
  { code: 'BAD_INDENT', message: 'Flow', aim: 'line', ...NO_CLOSE },
  { code: 'BAD_INDENT', message: 'Block scalar', aim: 'line', ...BLOCK_INDENT },
  { code: 'BAD_INDENT', aim: 'line', ...BAD_INDENT },
  { code: 'BAD_PROP_ORDER', aim: 'here', reason: 'an anchor or tag must stand directly before its value' },
  { code: 'BAD_SCALAR_START', aim: 'here', reason: 'an unquoted text cannot begin with this character', hint: QUOTE },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    message: 'Nested mappings',
    where: 'over lines',
    aim: 'last line',
    reason: 'this line is indented deeper than the key above it, which has a value already',
    hint: SAME_INDENT,
  },
  { code: 'BLOCK_AS_IMPLICIT_KEY', message: 'Nested mappings', aim: 'colon', ...COLON_IN_TEXT },
  { code: 'BLOCK_AS_IMPLICIT_KEY', aim: 'line', ...BAD_INDENT },
  { code: 'BLOCK_IN_FLOW', where: 'over lines', aim: 'line', ...NO_COMMA },
  {
    code: 'BLOCK_IN_FLOW',
    aim: 'here',
    reason: 'between brackets, lists and mappings must be written with brackets too',
  },
  { code: 'KEY_OVER_1024_CHARS', aim: 'here', reason: 'a key can be at most 1024 characters long' },
  { code: 'MISSING_CHAR', message: 'Implicit map keys', aim: 'line', ...NO_COLON },
  { code: 'MISSING_CHAR', message: 'closing', aim: 'here', reason: 'the closing quote is missing' },
  { code: 'MISSING_CHAR', message: 'Missing , ', aim: 'line', ...NO_COMMA },
  { code: 'MISSING_CHAR', message: 'must end with', aim: 'line', ...NO_CLOSE },
  { code: 'MISSING_CHAR', message: 'Missing space after :', aim: 'here', reason: 'a space is missing after the `:`' },
  {
    code: 'MISSING_CHAR',
    message: 'Sequence item without',
    aim: 'line',
    reason: 'an item of a list must begin with `- `',
    hint: SAME_INDENT,
  },
  {
    code: 'MISSING_CHAR',
    message: 'Block scalars with',
    aim: 'line',
    reason: 'an empty line before this one, the first of a block scalar, is indented deeper',
    hint: 'remove the spaces of the empty line',
  },
  {
    code: 'MISSING_CHAR',
    message: 'directives-end',
    aim: 'directive',
    reason: 'a directive must stand before a `---`, but GitLab cuts the file there before it reads it',
    hint: 'remove the line that begins with `%`',
  },
  {
    code: 'MISSING_CHAR',
    message: 'Tags and anchors',
    aim: 'here',
    reason: 'a space is missing after the anchor or tag',
  },
  {
    code: 'MISSING_CHAR',
    message: 'block sequence props',
    aim: 'here',
    reason: 'a list cannot begin on the line of its anchor or tag',
  },
  { code: 'MISSING_CHAR', aim: 'here', reason: 'something is missing here' },
  { code: 'MULTILINE_IMPLICIT_KEY', message: 'flow sequence', aim: 'line', ...NO_COMMA },
  { code: 'MULTILINE_IMPLICIT_KEY', where: 'behind a dash', aim: 'colon', ...COLON_IN_TEXT },
  { code: 'MULTILINE_IMPLICIT_KEY', aim: 'line', ...NO_COLON },
  { code: 'MULTIPLE_ANCHORS', aim: 'here', reason: 'a value can have only one anchor' },
  { code: 'MULTIPLE_TAGS', aim: 'here', reason: 'a value can have only one tag' },
  { code: 'TAG_RESOLVE_FAILED', aim: 'here', reason: 'this tag does not exist', hint: QUOTE },
  { code: 'UNEXPECTED_TOKEN', message: 'Block scalar header', aim: 'line', ...BLOCK_HEADER },
  { code: 'UNEXPECTED_TOKEN', message: 'Not a YAML token', aim: 'line', ...BLOCK_HEADER },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'block-seq-ind',
    aim: 'here',
    reason: 'a list cannot begin on the line of its key',
    hint: 'begin the list on the next line',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'Unexpected flow-',
    aim: 'here',
    reason: 'no bracket is open that this one could close',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'at node end',
    aim: 'line',
    reason: 'more follows after the end of the value',
    hint: 'put the whole value in quotes',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'Unexpected scalar',
    aim: 'line',
    reason: 'more follows after the end of the value',
    hint: 'put the whole value in quotes',
  },
  { code: 'UNEXPECTED_TOKEN', aim: 'here', reason: 'this cannot stand here' },
];

/** For an error that has no words of its own. */
export const NOT_YAML: Explanation = { code: 'IMPOSSIBLE', aim: 'here', reason: 'this is not YAML' };
