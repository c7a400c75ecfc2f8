/**
 * Puts jobs into columns so that every need points to the right: a column for each stage, and more where jobs of one stage
 * need each other. A need that passes over columns gets a slot of its own in each, so that no line runs behind a job
 * (Sugiyama, Tagawa, Toda: "Methods for Visual Understanding of Hierarchical System Structures").
 */
import type { Numbered, NumberedJob } from './numbered.ts';

/** A job in its column, or the slot of the lines that leave a job and pass through here. */
export interface Slot {
  readonly column: number;
  readonly job: NumberedJob | undefined;
}

export interface Need {
  /** From the needed job over its slots to the one that needs it. */
  readonly way: readonly Slot[];
  readonly optional: boolean;
}

export interface Layers {
  /** Each from top to bottom. */
  readonly columns: readonly (readonly Slot[])[];
  /** The first column of each stage. */
  readonly starts: readonly number[];
  readonly needs: readonly Need[];
}

/** More change nothing that is seen. */
const SWEEPS = 6;

export function layersOf(pipeline: Numbered): Layers {
  const slots = new Map<string, Slot>();
  const starts: number[] = [];
  let width = 0;
  for (const { jobs } of pipeline.stages) {
    starts.push(width);
    const depths = depthsIn(jobs);
    for (const one of jobs) slots.set(one.job.name, { column: width + (depths.get(one) ?? 0), job: one });
    width += Math.max(0, ...depths.values()) + 1;
  }
  const columns: Slot[][] = Array.from({ length: width }, () => []);
  for (const slot of slots.values()) columns[slot.column]?.push(slot);
  const needs = routes(slots, columns);
  return { columns: untangled(columns, needs), starts, needs };
}

/** How many jobs of the same stage come one after the other before each job. */
function depthsIn(jobs: readonly NumberedJob[]): ReadonlyMap<NumberedJob, number> {
  const byName = new Map(jobs.map((one) => [one.job.name, one]));
  const depths = new Map<NumberedJob, number>();
  const depthOf = (one: NumberedJob): number => {
    const known = depths.get(one);
    if (known !== undefined) return known;
    // Jobs that need each other in a circle do not get beyond this.
    depths.set(one, 0);
    const needed = (one.job.needs ?? []).flatMap(({ job }) => byName.get(job) ?? []);
    const depth = Math.max(-1, ...needed.map(depthOf)) + 1;
    depths.set(one, depth);
    return depth;
  };
  for (const one of jobs) depthOf(one);
  return depths;
}

/** The lines that leave one job share their slots. */
function routes(slots: ReadonlyMap<string, Slot>, columns: readonly Slot[][]): readonly Need[] {
  const shared = new Map<string, Slot>();
  const passing = (from: Slot, column: number): Slot => {
    const key = `${from.job?.id} ${column}`;
    const known = shared.get(key);
    if (known) return known;
    const slot: Slot = { column, job: undefined };
    shared.set(key, slot);
    columns[column]?.push(slot);
    return slot;
  };
  return [...slots.values()].flatMap((to) =>
    (to.job?.job.needs ?? []).flatMap(({ job, optional }): Need[] => {
      const from = slots.get(job);
      if (!from || from.column >= to.column) return [];
      const between = Array.from({ length: to.column - from.column - 1 }, (_, at) =>
        passing(from, from.column + at + 1),
      );
      return [{ way: [from, ...between, to], optional }];
    }),
  );
}

/** Orders every column by where its neighbours stand, there and back, so that few lines cross. */
function untangled(columns: readonly Slot[][], needs: readonly Need[]): readonly (readonly Slot[])[] {
  const before = new Map<Slot, Slot[]>();
  const after = new Map<Slot, Slot[]>();
  for (const { way } of needs) {
    for (const [at, slot] of way.entries()) {
      const next = way[at + 1];
      if (!next) continue;
      after.set(slot, [...(after.get(slot) ?? []), next]);
      before.set(next, [...(before.get(next) ?? []), slot]);
    }
  }
  const ordered = columns.map((column) => [...column]);
  const height = new Map<Slot, number>();
  const note = (column: readonly Slot[]): void => {
    for (const [at, slot] of column.entries()) height.set(slot, (at + 0.5) / column.length);
  };
  ordered.forEach(note);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForth = sweep % 2 === 0;
    const neighbours = isForth ? before : after;
    for (const column of isForth ? ordered : ordered.toReversed()) {
      const wish = new Map(column.map((slot) => [slot, mean(neighbours.get(slot), height) ?? height.get(slot) ?? 0]));
      column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      note(column);
    }
  }
  return ordered;
}

function mean(slots: readonly Slot[] | undefined, height: ReadonlyMap<Slot, number>): number | undefined {
  if (!slots || slots.length === 0) return undefined;
  return slots.reduce((sum, slot) => sum + (height.get(slot) ?? 0), 0) / slots.length;
}
