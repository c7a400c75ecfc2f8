/**
 * The `yaml` package's lexer, made as lax as libyaml where the package is stricter.
 *
 * libyaml does not look at indentation inside quotes and brackets: GitLab accepts a quoted text that goes on in the first
 * column, and a list in brackets whose lines are not indented. The package takes either for an error.
 */
import { Lexer } from 'yaml';

/** What the package's lexer knows of its own state. */
interface LexerState {
  readonly buffer: string;
  readonly pos: number;
  readonly flowLevel: number;
}

export function createLexer(): Lexer {
  const lexer = new Lexer();
  let leastIndent = 0;
  Object.defineProperty(lexer, 'indentNext', {
    get(this: LexerState): number {
      const next = this.buffer[this.pos];
      return this.flowLevel > 0 || next === '"' || next === "'" ? 0 : leastIndent;
    },
    set(indent: number) {
      leastIndent = indent;
    },
  });
  return lexer;
}
