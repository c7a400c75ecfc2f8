/** One line of source as a terminal shows it: what is visible of it, and in which columns its characters stand. */
import { columnsOf, graphemesOf } from './columns.ts';
import { PRINTABLE_ASCII, showUnsafe } from './safe-text.ts';

export interface LineView {
  readonly text: string;
  /** The column, from 0, of the character at an offset of the whole line; the nearest visible one where that is cut off. */
  columnOf(offset: number): number;
}

/** One character as it is shown, with the offset in the line where it begins. */
interface Cell {
  readonly at: number;
  readonly text: string;
  readonly width: number;
}

const TAB = '    ';
const CUT = '…';
/** How much of a line is looked at for each column that is shown: few characters are made of more. */
const REACH = 4;

/** The part of a line from the offset `from` that fits the width; `…` stands for what is cut on either side. */
export function viewLine(line: string, from: number, width: number): LineView {
  const reach = REACH * width;
  const cells = cellsOf(line, from, from + reach);
  const lead = from > 0 ? CUT : '';
  const fits = sum(cells) + lead.length <= width && line.length <= from + reach;
  const visible = fits ? cells : fitting(cells, width - lead.length - CUT.length);
  return {
    text: lead + visible.map((cell) => cell.text).join('') + (fits ? '' : CUT),
    columnOf: (offset) => lead.length + sum(visible.filter((cell) => cell.at < offset)),
  };
}

/**
 * The offset from which a line is to be shown for the characters from `start` to be visible: the line's beginning where
 * that is possible, otherwise so that about a third of the width stands before them, or more where the line ends soon.
 */
export function viewStart(line: string, start: number, end: number, width: number): number {
  const reach = REACH * width;
  if (end < reach && sum(cellsOf(line, 0, end)) <= width - CUT.length) return 0;
  const after = sum(cellsOf(line, start, start + reach));
  const before = Math.max(Math.floor(width / 3), width - after - CUT.length);
  const shown = fitting(cellsOf(line, Math.max(0, start - reach), start).reverse(), before);
  return shown.at(-1)?.at ?? start;
}

function cellsOf(line: string, from: number, to: number): Cell[] {
  const part = line.slice(from, to);
  if (PRINTABLE_ASCII.test(part)) return Array.from(part, (text, index) => ({ at: from + index, text, width: 1 }));
  return graphemesOf(part).map((grapheme) => {
    const text = grapheme.text === '\t' ? TAB : showUnsafe(grapheme.text);
    return { at: from + grapheme.at, text, width: columnsOf(text) };
  });
}

/** The first cells that fit into a width. */
function fitting(cells: readonly Cell[], width: number): Cell[] {
  let used = 0;
  const end = cells.findIndex((cell) => {
    used += cell.width;
    return used > width;
  });
  return end === -1 ? [...cells] : cells.slice(0, end);
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, cell) => total + cell.width, 0);
}
