/** Where everything of one pipeline stands in the drawing, in pixels. */
import type { GraphJob } from './graph.ts';
import { type Layers, layersOf, type Slot } from './layers.ts';
import { type JobLine, jobLines, jobTitle, type Numbered, showLine } from './numbered.ts';
import { type Font, fitText, textWidth } from './text-width.ts';

export const TITLE_SIZE = 13;
export const LINE_SIZE = 11;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface JobBox extends Box {
  /** Everything about the job, for the tip. */
  readonly whole: string;
  readonly title: string;
  readonly lines: readonly JobLine[];
}

export interface Band extends Box {
  readonly title: string;
  /** Some of its jobs wait for the whole stage before. */
  readonly waits: boolean;
}

export interface Line {
  /** Path data of SVG. */
  readonly path: string;
  readonly optional: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly bands: readonly Band[];
  readonly jobs: readonly JobBox[];
  readonly lines: readonly Line[];
}

const WIDEST = 320;
const NARROWEST = 110;
const PADDING = 12;
const HEADER = 34;
const BETWEEN_JOBS = 14;
/** A line that passes by. */
const PASSAGE = 8;
const BETWEEN_COLUMNS = 52;
const BETWEEN_BANDS = 44;
const BAND_PADDING = 16;
const TITLE_HEIGHT = 32;
const LINE_HEIGHT = 17;

export function layOut(pipeline: Numbered): Layout {
  const layers = layersOf(pipeline);
  const widths = layers.columns.map(columnWidth);
  const lefts = columnLefts(widths, layers, pipeline);
  const tops = topsOf(layers);
  const boxes = new Map(
    [...tops].map(([slot, y]): [Slot, Box] => {
      const { column } = slot;
      return [slot, { x: lefts[column] ?? 0, y, width: widths[column] ?? 0, height: heightOf(slot) }];
    }),
  );
  const bottom = Math.max(0, ...[...boxes.values()].map(({ y, height }) => y + height + BAND_PADDING));
  const bands = pipeline.stages.map(({ stage }, at): Band => {
    const first = layers.starts[at] ?? 0;
    const last = (layers.starts[at + 1] ?? layers.columns.length) - 1;
    const x = (lefts[first] ?? 0) - BAND_PADDING;
    const width = (lefts[last] ?? 0) + (widths[last] ?? 0) + BAND_PADDING - x;
    const waits = at > 0 && stage.jobs.some(({ needs }) => needs === undefined);
    return {
      x,
      y: 0,
      width,
      height: bottom,
      title: fitted(stage.name, 'bold', TITLE_SIZE, width - 2 * PADDING),
      waits,
    };
  });
  const jobs = [...boxes].flatMap(([slot, box]) => (slot.job ? [jobBox(slot, box)] : []));
  const lines = layers.needs.map(({ way, optional }) => ({
    path: linePath(way.flatMap((slot) => boxes.get(slot) ?? [])),
    optional,
  }));
  const end = bands.at(-1);
  return { width: end ? end.x + end.width : 0, height: bottom, bands, jobs, lines };
}

function columnWidth(column: readonly Slot[]): number {
  const widths = column.flatMap(({ job }) => {
    if (!job) return [];
    const lines = jobLines(job.job).map(({ kind, target }) => textWidth(`${kind} ${target}`, 'monospaced') * LINE_SIZE);
    return [textWidth(jobTitle(job.job), 'bold') * TITLE_SIZE, ...lines];
  });
  return Math.ceil(Math.min(WIDEST, Math.max(NARROWEST, ...widths.map((width) => width + 2 * PADDING))));
}

/** A band is wide enough for its title as well. */
function columnLefts(widths: readonly number[], { starts }: Layers, { stages }: Numbered): readonly number[] {
  const lefts: number[] = [];
  let x = BAND_PADDING;
  for (const [at, width] of widths.entries()) {
    const isFirst = starts.includes(at);
    if (isFirst && at > 0) {
      const stage = stages[starts.indexOf(at) - 1];
      const begin = lefts[starts[starts.indexOf(at) - 1] ?? 0] ?? 0;
      const title = stage ? textWidth(stage.stage.name, 'bold') * TITLE_SIZE : 0;
      x = Math.max(x - BETWEEN_COLUMNS, begin + Math.min(title, WIDEST)) + 2 * BAND_PADDING + BETWEEN_BANDS;
    }
    lefts.push(x);
    x += width + BETWEEN_COLUMNS;
  }
  return lefts;
}

/** The top of every slot: as near to the height of its neighbours as the order and the room allow. */
function topsOf({ columns, needs }: Layers): ReadonlyMap<Slot, number> {
  const links = needs.flatMap(({ way }) => way.slice(1).map((slot, at) => [way[at] ?? slot, slot] as const));
  const before = grouped(links.map(([from, to]) => [to, from] as const));
  const after = grouped(links);
  const linked = columns.map((column) => column.filter((slot) => before.has(slot) || after.has(slot)));
  const tops = new Map(linked.flatMap((column) => [...stacked(column)]));
  const align = (column: readonly Slot[], neighbours: ReadonlyMap<Slot, readonly Slot[]>): void => {
    const wishes = column.map((slot) => {
      const near = neighbours.get(slot) ?? [];
      if (near.length === 0) return tops.get(slot) ?? HEADER;
      const center = near.reduce((sum, one) => sum + (tops.get(one) ?? 0) + heightOf(one) / 2, 0) / near.length;
      return center - heightOf(slot) / 2;
    });
    const settled = settle(wishes, column.map(roomOf));
    for (const [at, slot] of column.entries()) tops.set(slot, settled[at] ?? HEADER);
  };
  for (const column of linked) align(column, before);
  for (const column of linked.toReversed()) align(column, after);
  for (const column of linked) align(column, before);
  const highest = Math.min(...tops.values());
  for (const [slot, top] of tops) tops.set(slot, Math.round(top - highest + HEADER));
  for (const column of columns) fillGaps(column, tops);
  return tops;
}

/** One below the other, from the top. */
function* stacked(column: readonly Slot[]): Generator<readonly [Slot, number]> {
  let y = HEADER;
  for (const slot of column) {
    yield [slot, y];
    y += roomOf(slot);
  }
}

/** Jobs without a line to another stand where the others leave room. */
function fillGaps(column: readonly Slot[], tops: Map<Slot, number>): void {
  const taken = column.flatMap((slot) => {
    const top = tops.get(slot);
    return top === undefined ? [] : [{ top, bottom: top + roomOf(slot) }];
  });
  let y = HEADER;
  for (const slot of column) {
    if (tops.has(slot)) continue;
    const room = roomOf(slot);
    for (const { top, bottom } of taken) if (top < y + room && bottom > y) y = bottom;
    tops.set(slot, y);
    y += room;
  }
}

function roomOf(slot: Slot): number {
  return heightOf(slot) + BETWEEN_JOBS;
}

function grouped(links: readonly (readonly [Slot, Slot])[]): ReadonlyMap<Slot, readonly Slot[]> {
  const groups = new Map<Slot, Slot[]>();
  for (const [slot, other] of links) groups.set(slot, [...(groups.get(slot) ?? []), other]);
  return groups;
}

/**
 * The tops nearest to the wished ones when each thing takes its room below the one before: things that want the same room
 * become a block, which stands where its members want it on average.
 */
function settle(wishes: readonly number[], rooms: readonly number[]): readonly number[] {
  const blocks: { wish: number; size: number; room: number }[] = [];
  for (const [at, wish] of wishes.entries()) {
    let block = { wish, size: 1, room: rooms[at] ?? 0 };
    for (let above = blocks.at(-1); above && above.wish + above.room > block.wish; above = blocks.at(-1)) {
      blocks.pop();
      const size = above.size + block.size;
      const together = above.wish * above.size + (block.wish - above.room) * block.size;
      block = { wish: together / size, size, room: above.room + block.room };
    }
    blocks.push(block);
  }
  const tops: number[] = [];
  for (const { wish, size } of blocks) {
    let top = wish;
    for (let at = 0; at < size; at++) {
      const room = rooms[tops.length] ?? 0;
      tops.push(top);
      top += room;
    }
  }
  return tops;
}

function heightOf({ job }: Slot): number {
  if (!job) return PASSAGE;
  const lines = jobLines(job.job).length;
  return TITLE_HEIGHT + (lines === 0 ? 0 : lines * LINE_HEIGHT + 6);
}

function jobBox({ job: one }: Slot, box: Box): JobBox {
  if (!one) throw new TypeError('a passage has no job');
  const { job } = one;
  const room = box.width - 2 * PADDING;
  const all = jobLines(job);
  return {
    ...box,
    whole: [jobTitle(job), ...registryLines(job)].join('\n'),
    title: fitted(jobTitle(job), 'bold', TITLE_SIZE, room),
    lines: all.map((line) => {
      const before = textWidth(`${line.kind} `, 'monospaced') * LINE_SIZE;
      return { ...line, target: fitted(line.target, 'monospaced', LINE_SIZE, room - before) };
    }),
  };
}

/** With whole references. */
function registryLines({ registry }: GraphJob): readonly string[] {
  return registry.map(({ does, target, access }) => showLine({ kind: does, target, isDenied: access === 'missing' }));
}

function fitted(text: string, font: Font, size: number, most: number): string {
  return fitText(text, font, most / size);
}

/** From the right edge of the first box through the passages to the left edge of the last. */
function linePath(boxes: readonly Box[]): string {
  const [first, ...others] = boxes;
  if (!first) return '';
  let path = `M${first.x + first.width} ${middle(first)}`;
  let from = { x: first.x + first.width, y: middle(first) };
  for (const [at, box] of others.entries()) {
    const bend = (box.x - from.x) / 2;
    path += `C${from.x + bend} ${from.y} ${box.x - bend} ${middle(box)} ${box.x} ${middle(box)}`;
    if (at < others.length - 1) path += `H${box.x + box.width}`;
    from = { x: box.x + box.width, y: middle(box) };
  }
  return path;
}

function middle({ y, height }: Box): number {
  return y + height / 2;
}
