import type { Problem } from '../source/problem.ts';
import type { RemoteSource } from '../source/remote.ts';
import type { Place, SourceFile } from '../source/source-file.ts';
import type { Item, Mapping, Trail } from '../yaml/values.ts';

/** A `.gitlab-ci.yml` with everything it includes, merged as GitLab merges it. */
export interface Composition {
  readonly root: SourceFile;
  /** What stands before the `---` of the root file: its `spec`. */
  readonly header: Mapping | undefined;
  /** Every file that was read, the root first, then in the order of their includes; each once. */
  readonly files: readonly SourceFile[];
  /**
   * The whole configuration after include, extends and `!reference`, without the `include` key. Undefined when nothing
   * could be saved. Where `problems` says that GitLab rejects the file it is what could be made of it. A `Reference` that
   * is left in it names something that is not known here.
   */
  readonly config: Mapping | undefined;
  readonly unresolved: readonly Unresolved[];
  /** The `include` of every file that has one. */
  readonly includes: readonly Item[];
  /** Everything that takes part was read and has its name, so that what is not in `config` is nowhere. */
  readonly complete: boolean;
  /** The root file was read as a part of a pipeline: whoever includes it may bring whatever it lacks. */
  readonly isPart: boolean;
  /** Variables with certain values from outside, in which pipelines its jobs are depends on them as well. */
  readonly given: ReadonlyMap<string, string>;
  /** No include depends on its rules, so that what is in `config` is there in every pipeline. */
  readonly certain: boolean;
  readonly problems: readonly Problem[];
  /** For each file but the root: the include entries that lead to it from the root, outermost first. */
  includedBy(file: SourceFile): Trail;
}

/** An include whose content is not known here. Anything it could define is unknown, not absent. */
export interface Unresolved {
  readonly kind: 'local' | 'project' | 'remote' | 'template' | 'component' | 'artifact';
  /** As a person would name it: `my-group/ci-templates: /build.yml@v2`. */
  readonly target: string;
  /** What would have to be fetched, where that is known: an include outside this repository whose name is complete. */
  readonly source?: RemoteSource;
  readonly place: Place;
  /** As the end of a sentence: `is in another project`. */
  readonly reason: string;
  /** The include has `rules:` or its file name holds variables: it may not take part at all. */
  readonly conditional: boolean;
}
