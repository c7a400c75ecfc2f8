/**
 * The `yaml` package's lexer, made as lax as libyaml where the package is stricter.
 *
 * libyaml does not look at indentation inside quotes and brackets: GitLab accepts a quoted text that goes on in the first
 * column, and a list in brackets whose lines are not indented. The package takes either for an error.
 */
import { Lexer } from 'yaml';

export class LaxLexer extends Lexer {}

/** The package's own state, and where the value of `indentNext` is kept. */
interface State {
  readonly buffer: string;
  readonly pos: number;
  readonly flowLevel: number;
  leastIndent: number;
}

/** Defined on the prototype, since the package declares it private, and an own accessor would slow every access down. */
Object.defineProperty(LaxLexer.prototype, 'indentNext', {
  get(this: State): number {
    const next = this.buffer[this.pos];
    return this.flowLevel > 0 || next === '"' || next === "'" ? 0 : this.leastIndent;
  },
  set(this: State, indent: number) {
    this.leastIndent = indent;
  },
});
