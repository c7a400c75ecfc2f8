/** The pipeline as ESLint handles it: the tree, seen from the file that is linted, and the comments that turn rules off. */

import type { LintOptions } from '../lint/options.ts';
import type { Pipeline } from '../pipeline/nodes.ts';
import { SourceCode } from '../pipeline/source-code.ts';
import type { Place, Position, SourceFile } from '../source/source-file.ts';
import { type EslintComment, eslintComments } from './comments.ts';

export class LintedSource extends SourceCode {
  /** What the settings of the repository say. */
  readonly options: LintOptions;
  readonly #hasOwnRun: (path: string) => boolean;
  #comments: readonly EslintComment[] | undefined;

  /** @param hasOwnRun whether ESLint lints another file of the repository as well, by its path */
  constructor(ast: Pipeline, file: SourceFile, options: LintOptions, hasOwnRun: (path: string) => boolean) {
    super(ast, file);
    this.options = options;
    this.#hasOwnRun = hasOwnRun;
  }

  /**
   * Where ESLint is to show a place of the pipeline: there, or on the way from the linted file to it, at an `include` entry
   * or a command. Undefined: that is for the run of another file, which is nearer.
   */
  shownAt(place: Place): Place | undefined {
    const way = [
      place,
      ...this.includedBy(place.file)
        .map((step) => step.place)
        .toReversed(),
    ];
    const nearest = way.find(({ file }) => this.isLinted(file) || (file.inRepository && this.#hasOwnRun(file.path)));
    if (nearest) return this.isLinted(nearest.file) ? nearest : undefined;
    return this.isLinted(this.ast.composition.root) ? this.file.place(0, 0) : undefined;
  }

  override placeInRoot(place: Place): Place {
    return this.shownAt(place) ?? this.file.place(0, 0);
  }

  getLocFromIndex(index: number): Position {
    return this.file.position(index);
  }

  /** `# eslint-disable-next-line pipelint/login-server -- reason` and its kin. */
  getDisableDirectives() {
    return { directives: this.getInlineConfigNodes().flatMap(({ directive }) => directive ?? []), problems: [] };
  }

  /** `# eslint pipelint/login-server: off` */
  applyInlineConfig() {
    const settled = this.getInlineConfigNodes().flatMap(({ rules, place }) =>
      rules ? { ...rules, loc: this.getLoc({ place }) } : [],
    );
    return {
      configs: settled.flatMap((each) => (each.ok ? { config: { rules: each.config }, loc: each.loc } : [])),
      problems: settled.flatMap((each) =>
        each.ok ? [] : { ruleId: null, message: each.error.message, loc: each.loc },
      ),
    };
  }

  getInlineConfigNodes(): EslintComment[] {
    this.#comments ??= eslintComments(this.file);
    return [...this.#comments];
  }

  /** By its path: a file that two pipelines of a run read has two objects. */
  isLinted({ path, inRepository }: SourceFile): boolean {
    return inRepository && path === this.file.path;
  }
}
