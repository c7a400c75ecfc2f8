/**
 * The copies that `parallel` makes of a job, with GitLab's names for them (lib/gitlab/ci/config/normalizer):
 * `build 1/3` of a number, `build: [linux, arm]` of a matrix.
 */
import { holdsPlaceholder } from '../compose/placeholder.ts';
import { joinTrails, type Mapping, type Scalar, type Trail, type Value } from '../yaml/values.ts';
import { specified } from './build-keyword.ts';

/** GitLab's limit for the copies of one job. */
export const MOST_COPIES = 200;

export interface Copy {
  readonly name: string;
  /** From 1. */
  readonly instance: number;
  readonly total: number;
  /** What the matrix gives this copy; nothing for `parallel: 3`. */
  readonly variables: readonly MatrixVariable[];
}

export interface MatrixVariable {
  readonly name: string;
  readonly key: Scalar;
  readonly value: Scalar;
  readonly trail: Trail;
}

/** Undefined: the job is not parallel, or which copies it has cannot be told here. */
export function copiesOf(name: string, config: Mapping, trail: Trail): readonly Copy[] | undefined {
  const parallel = specified(config, 'parallel');
  if (!parallel) return undefined;
  if (parallel.value.kind === 'scalar') return numbered(name, parallel.value);
  const matrix = parallel.value.kind === 'mapping' ? specified(parallel.value, 'matrix') : undefined;
  const rows = matrix && matrixRows(matrix.value, joinTrails(trail, parallel.trail, matrix.trail));
  return rows?.map((variables, index) => ({
    name: copyName(name, variables),
    instance: index + 1,
    total: rows.length,
    variables,
  }));
}

/**
 * The rows of a matrix, in GitLab's order: of each hash every combination, the last name changing first. Undefined where
 * something of it is not known, or where there are more rows than GitLab accepts.
 */
export function matrixRows(matrix: Value, trail: Trail): readonly (readonly MatrixVariable[])[] | undefined {
  if (matrix.kind !== 'list') return undefined;
  const rows: (readonly MatrixVariable[])[] = [];
  for (const item of matrix.items) {
    if (item.value.kind !== 'mapping') return undefined;
    const combined = combinations(item.value, joinTrails(trail, item.trail), MOST_COPIES - rows.length);
    if (!combined) return undefined;
    rows.push(...combined);
  }
  return rows;
}

/** How many copies a matrix makes, without making them; what is not known counts as one. */
export function matrixSize(matrix: Value): number {
  if (matrix.kind !== 'list') return 1;
  return matrix.items.reduce((sum, { value }) => sum + (value.kind === 'mapping' ? rowsOf(value) : 1), 0);
}

function rowsOf(hash: Mapping): number {
  return [...hash.entries.values()].reduce(
    (rows, { value }) => rows * (value.kind === 'list' ? value.items.length : 1),
    1,
  );
}

/** `build: [linux, arm]` */
export function copyName(job: string, variables: readonly MatrixVariable[]): string {
  return `${job}: [${variables.map(({ value }) => value.text.text).join(', ')}]`;
}

/** The job that a copy's name was made from, if it looks like one. */
export function nameWithoutCopy(name: string): string | undefined {
  return /^(.+?)(?:: \[.*\]| \d+\/\d+)$/s.exec(name)?.[1];
}

function numbered(name: string, { type, value, text }: Scalar): readonly Copy[] | undefined {
  if (type !== 'integer' || holdsPlaceholder(text.text) || typeof value !== 'number') return undefined;
  if (value < 1 || value > MOST_COPIES) return undefined;
  return Array.from({ length: value }, (_, index) => ({
    name: `${name} ${index + 1}/${value}`,
    instance: index + 1,
    total: value,
    variables: [],
  }));
}

function combinations(hash: Mapping, trail: Trail, most: number): readonly (readonly MatrixVariable[])[] | undefined {
  let rows: (readonly MatrixVariable[])[] = [[]];
  for (const [name, { key, value, trail: way }] of hash.entries) {
    const values = value.kind === 'list' ? value.items.map((item) => item.value) : [value];
    const known = values.filter((each) => each.kind === 'scalar').filter(({ text }) => !holdsPlaceholder(text.text));
    if (known.length < values.length || rows.length * known.length > most) return undefined;
    rows = rows.flatMap((row) =>
      known.map((each) => [...row, { name, key, value: each, trail: joinTrails(trail, way) }]),
    );
  }
  return hash.entries.size === 0 ? [] : rows;
}
