/** ESLint's own comments, wherever a `#` begins one: in YAML, and in the lines of a script. */
import { ConfigCommentParser, Directive } from '@eslint/plugin-kit';
import type { Place, SourceFile } from '../source/source-file.ts';

const parser = new ConfigCommentParser();

type DirectiveType = ConstructorParameters<typeof Directive>[0]['type'];

const DIRECTIVE_TYPES: Readonly<Record<string, DirectiveType>> = {
  'eslint-disable': 'disable',
  'eslint-enable': 'enable',
  'eslint-disable-line': 'disable-line',
  'eslint-disable-next-line': 'disable-next-line',
};

const COMMENT = /(?<=^|[ \t])#+([ \t]*eslint(?:-enable|-disable(?:(?:-next)?-line)?)?(?=[ \t\r]|$)[^\r\n]*)/gm;

export interface EslintComment {
  readonly place: Place;
  /** What it turns off or on. */
  readonly directive?: Directive;
  /** What it says of rules for the whole file. */
  readonly rules?: ReturnType<ConfigCommentParser['parseJSONLikeConfig']>;
}

export function eslintComments(file: SourceFile): readonly EslintComment[] {
  return [...file.text.matchAll(COMMENT)].flatMap(({ 0: comment, 1: text = '', index }) => {
    const parsed = parser.parseDirective(text);
    if (!parsed) return [];
    const { label, value, justification } = parsed;
    const place = file.place(index, index + comment.length);
    if (label === 'eslint') return { place, rules: parser.parseJSONLikeConfig(value) };
    const type = DIRECTIVE_TYPES[label];
    return type ? { place, directive: new Directive({ type, node: { place }, value, justification }) } : [];
  });
}
