/**
 * One document's text into the `yaml` package's tree: the only place that runs the package. Offsets are those of the file.
 */
import { Composer, CST, type ParsedNode, Parser, type YAMLError } from 'yaml';
import type { Problem } from '../source/problem.ts';
import type { Range, SourceFile } from '../source/source-file.ts';
import { explain } from './explain.ts';
import { createLexer } from './lexer.ts';
import { syntaxProblem } from './problems.ts';
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
  readonly problems: readonly Problem[];
}

/** @param source the file's text with every line break a line feed; only its `range` is read. */
export function parse(file: SourceFile, source: string, range: Range): Parsed {
  const comments: Comment[] = [];
  const parser = new Parser();
  const composer = new Composer(OPTIONS);
  const tokens: CST.Token[] = [];
  parser.offset = range[0];
  let stoppedAt: number | undefined;
  let previous = '';
  let lineIsBlank = true;
  for (const lexeme of createLexer().lex(source.slice(range[0], range[1]))) {
    const at = parser.offset;
    if (previous !== CST.SCALAR && lexeme.startsWith('#')) {
      comments.push({ text: lexeme, place: file.place(at, at + lexeme.length), ownLine: lineIsBlank });
    }
    lineIsBlank = lexeme === '\n' || lexeme === '\r\n' || (lineIsBlank && isBlank(lexeme));
    previous = lexeme;
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_STACK) {
      stoppedAt = at;
      break;
    }
  }
  tokens.push(...parser.end());
  const [document] = composer.compose(tokens, true, range[1]);
  const problems = stoppedAt === undefined ? syntaxErrors(file, document?.errors ?? []) : [];
  return { root: document?.contents ?? undefined, comments, problems };
}

function isBlank(lexeme: string): boolean {
  return lexeme === CST.SCALAR || lexeme === CST.DOCUMENT || /^[ \t]+$/.test(lexeme);
}

/** The first error, since what follows it is mostly its consequence. */
function syntaxErrors(file: SourceFile, errors: readonly YAMLError[]): Problem[] {
  const [first] = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  return first ? [syntaxProblem('syntaxError', file.place(...first.pos), explain(first))] : [];
}
