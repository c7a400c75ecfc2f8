/**
 * Located values: what a YAML file says, each part with the place where it is written.
 *
 * Composing merges and moves these values but never copies their insides: a value that reaches a job over an anchor,
 * an `extends` and two includes is the very object that was read from the file. How it got there is written on the edges
 * (`Entry`, `Item`) that lead to it, as a trail.
 */
import type { LocatedText } from '../source/located-text.ts';
import type { Place } from '../source/source-file.ts';

export type Value = Scalar | List | Mapping | Reference;

export type ScalarType = 'string' | 'integer' | 'float' | 'boolean' | 'null';

export interface Scalar {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** What GitLab's loader makes of it; integers beyond 2^53 are rounded here and exact in `text`. */
  readonly value: string | number | boolean | null;
  /** The value as Ruby prints it (`1.10` is `1.1`, `yes` is `true`, null is empty), each character located. */
  readonly text: LocatedText;
  readonly place: Place;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Item[];
  readonly place: Place;
}

export interface Mapping {
  readonly kind: 'mapping';
  /** In the order of Ruby's hash: a repeated key keeps the position of its first appearance. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly place: Place;
}

/** A `!reference [...]` that is not resolved yet. */
export interface Reference {
  readonly kind: 'reference';
  /** Undefined where the tag does not stand on a non-empty list of strings. */
  readonly path: readonly string[] | undefined;
  readonly place: Place;
}

/** An edge to a value in a list. */
export interface Item {
  readonly value: Value;
  readonly trail: Trail;
}

/** An edge to a value in a mapping. */
export interface Entry extends Item {
  readonly key: Scalar;
}

/** How a value came to where it takes effect, from there back to where it is written. Empty: it is written there. */
export type Trail = readonly TrailStep[];

export interface TrailStep {
  readonly kind:
    | 'include'
    | 'input'
    | 'extends'
    | 'reference'
    | 'anchor'
    | 'default'
    | 'global'
    | 'script'
    | 'dockerfile'
    | 'compose-file';
  /** The file, input, job, path or anchor that is named. */
  readonly name: string;
  /**
   * Where the step is written: the `include:` entry, the `$[[ … ]]`, the parent's name under `extends:`, the alias, the
   * command that runs the script or reads the file.
   */
  readonly place: Place;
  /** An include with `rules:` that this pipeline may or may not let in. */
  readonly conditional?: boolean;
}

export const NO_TRAIL: Trail = [];

export function joinTrails(...trails: readonly Trail[]): Trail {
  const long = trails.filter((trail) => trail.length > 0);
  return long.length <= 1 ? (long[0] ?? NO_TRAIL) : long.flat();
}

/** Whether an include on the way may not take part. */
export function isConditional(trail: Trail): boolean {
  return trail.some((step) => step.conditional === true);
}

/** A comment, from its `#` to the end of the line. */
export interface Comment {
  readonly text: string;
  readonly place: Place;
  /** Nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}
