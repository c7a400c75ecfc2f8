/**
 * Which findings the comments of the files hold back. A finding has several places: its own, its job's key, and each step
 * of the way that its text took into the job, such as the `include` that brought it. A comment at any of them is enough.
 */
import type { SourceCode } from '../pipeline/source-code.ts';
import { filesOf, pipelinesOf } from '../pipeline/tree.ts';
import type { Place, SourceFile } from '../source/source-file.ts';
import type { Suppression } from './finding.ts';
import type { Observation } from './observe.ts';
import { commentFor, type SuppressionComment, suppressionComments } from './suppression-comment.ts';

export class Suppressions {
  readonly #configurations: ReadonlySet<string>;
  /** By path, since a file may be read for several jobs. */
  readonly #comments = new Map<string, readonly SuppressionComment[]>();
  readonly #used = new Map<SuppressionComment, Set<string>>();

  constructor(sourceCode: SourceCode) {
    const pipelines = pipelinesOf(sourceCode.ast);
    this.#configurations = new Set(pipelines.flatMap(({ composition }) => composition.files).map(({ path }) => path));
    for (const file of filesOf(pipelines)) this.#of(file);
  }

  /** The comments of all files that were met, in which a finding could be. */
  get comments(): readonly SuppressionComment[] {
    return [...this.#comments.values()].flat();
  }

  /** The comment that holds a finding back. */
  of(observation: Observation): Suppression | undefined {
    const comment = this.#commentFor(observation);
    if (!comment) return undefined;
    const rules = this.#used.get(comment) ?? new Set();
    this.#used.set(comment, rules.add(observation.rule));
    return comment;
  }

  /** The rules whose findings a comment has held back. */
  heldBackBy(comment: SuppressionComment): ReadonlySet<string> {
    return this.#used.get(comment) ?? new Set();
  }

  #commentFor({ rule, place, jobPlace, trail, related }: Observation): SuppressionComment | undefined {
    const own = [place, ...(jobPlace ? [jobPlace] : []), ...trail.map((step) => step.place)];
    for (const each of own) {
      const comment = this.#commentAt(rule, each, 'all');
      if (comment) return comment;
    }
    // What only explains a finding may be in another job, and a comment for that whole job is not meant for this one.
    for (const each of related) {
      const comment = this.#commentAt(rule, each.place, 'lines');
      if (comment) return comment;
    }
    return undefined;
  }

  #commentAt(rule: string, { file, range }: Place, which: 'all' | 'lines'): SuppressionComment | undefined {
    const comments = this.#of(file);
    if (comments.length === 0) return undefined;
    const first = file.position(range[0]).line;
    const last = file.position(Math.max(range[0], range[1] - 1)).line;
    return commentFor(comments, rule, { first, last }, which);
  }

  #of(file: SourceFile): readonly SuppressionComment[] {
    const known = this.#comments.get(file.path);
    if (known) return known;
    const isConfiguration = this.#configurations.has(file.path) || /\.ya?ml$/.test(file.path);
    const comments = suppressionComments(file, isConfiguration);
    this.#comments.set(file.path, comments);
    return comments;
  }
}

const bySource = new WeakMap<SourceCode, Suppressions>();

/** Those of a pipeline, the same for all who ask: ESLint runs each rule on its own. */
export function suppressionsOf(sourceCode: SourceCode): Suppressions {
  const known = bySource.get(sourceCode);
  if (known) return known;
  const suppressions = new Suppressions(sourceCode);
  bySource.set(sourceCode, suppressions);
  return suppressions;
}
