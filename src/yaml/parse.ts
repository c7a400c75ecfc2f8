/**
 * One document's text into the `yaml` package's tree: the only place that runs the package. Offsets are those of the file.
 */
import { Composer, CST, type ParsedNode, Parser, type YAMLError } from 'yaml';
import type { Problem } from '../source/problem.ts';
import type { Range, SourceFile } from '../source/source-file.ts';
import type { Cut } from './beginning.ts';
import { errorStart, explainError, explainFault, firstError } from './explain.ts';
import { LaxLexer } from './lexer.ts';
import { Strictness } from './strictness.ts';
import type { Comment } from './values.ts';

/**
 * More than anything GitLab accepts can nest, and little enough for the package to recurse over. Deeper text is not read
 * any further.
 */
const MAX_STACK = 256;

const OPTIONS = { schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, keepSourceTokens: true } as const;

export interface Parsed {
  readonly root: ParsedNode | undefined;
  readonly comments: readonly Comment[];
  /** The first fault. */
  readonly problem: Problem | undefined;
  /** Where there was more to be read. */
  readonly cut: Cut | undefined;
}

/**
 * @param source the file's text with every line break a line feed; only its `range` is read
 * @param most of its tokens are read, and then those up to the end of the item or the line
 */
export function parse(file: SourceFile, source: string, range: Range, most = Number.POSITIVE_INFINITY): Parsed {
  const parser = new Parser();
  parser.offset = range[0];
  const composer = new Composer(OPTIONS);
  const strictness = new Strictness(source, range[0]);
  const tokens: CST.Token[] = [];
  const comments: Comment[] = [];
  let inScalar = false;
  let cut: Cut | undefined;
  let left = most;
  for (const lexeme of new LaxLexer().lex(source.slice(range[0], range[1]))) {
    const at = parser.offset;
    left -= 1;
    if (left < 0 && !inScalar && strictness.isSeparator(lexeme)) {
      cut = { open: new Set(parser.stack.map(({ offset }) => offset)), rest: source.slice(at, range[1]) };
      break;
    }
    if (inScalar) {
      strictness.text(lexeme, at, parser.stack.at(-1)?.type === 'block-scalar');
      inScalar = false;
    } else if (lexeme === CST.SCALAR) inScalar = true;
    else {
      if (lexeme.startsWith('#')) comments.push(comment(file, source, at, at + lexeme.length));
      strictness.token(lexeme, at, parser.stack);
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    // Ruby's `Psych.parse` returns at the end of the first document.
    if (parser.stack.length > MAX_STACK || tokens.at(-1)?.type === 'document') break;
  }
  for (const token of parser.end()) tokens.push(token);
  const [document] = composer.compose(tokens, true, range[1]);
  // What is open where the reading was cut is no fault.
  const end = range[1] - (cut?.rest.length ?? 0);
  const errors = (document?.errors ?? []).filter(({ pos }) => !cut || pos[0] < end);
  const problem = firstProblem(file, firstError(errors), strictness);
  return { root: document?.contents ?? undefined, comments, problem, cut };
}

function firstProblem(file: SourceFile, error: YAMLError | undefined, strictness: Strictness): Problem | undefined {
  const { fault } = strictness;
  const start = error ? errorStart(file.text, error) : file.text.length;
  if (fault && (fault.at < start || !error)) return explainFault(file, fault);
  return error && explainError(file, error, strictness.openedBefore(start));
}

function comment(file: SourceFile, source: string, start: number, end: number): Comment {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const ownLine = source.slice(lineStart, start).trim() === '';
  return { text: source.slice(start, end), place: file.place(start, end), ownLine };
}
