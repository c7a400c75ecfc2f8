/** The pipeline as ESLint handles it: the tree, and the comments that turn rules off. */
import { ConfigCommentParser, Directive } from '@eslint/plugin-kit';
import { SourceCode } from '../pipeline/source-code.ts';
import type { Comment } from '../yaml/values.ts';

type DirectiveType = ConstructorParameters<typeof Directive>[0]['type'];

const DIRECTIVE_TYPES: Readonly<Record<string, DirectiveType>> = {
  'eslint-disable': 'disable',
  'eslint-enable': 'enable',
  'eslint-disable-line': 'disable-line',
  'eslint-disable-next-line': 'disable-next-line',
};

const parser = new ConfigCommentParser();

export class LintedSource extends SourceCode {
  /** `# eslint-disable-next-line pipelint/login-server -- reason` and its kin, in the linted file. */
  getDisableDirectives(): { directives: Directive[]; problems: [] } {
    const comments = this.ast.composition.comments.filter((comment) => comment.place.file === this.file);
    return { directives: comments.flatMap((comment) => directiveIn(comment) ?? []), problems: [] };
  }
}

function directiveIn(comment: Comment): Directive | undefined {
  const parsed = parser.parseDirective(comment.text.replace(/^#+/, ''));
  const type = parsed && DIRECTIVE_TYPES[parsed.label];
  return type && new Directive({ type, node: comment, value: parsed.value, justification: parsed.justification });
}
