/** The lines of source around a place, with marks under its exact words. */
import type { Place, Position, SourceFile } from '../source/source-file.ts';
import { viewLine, viewStart } from './line-view.ts';
import { shownLine } from './shown-line.ts';

export interface FrameStyle {
  /** Stands over the frame: the place's name. */
  readonly title: string;
  /** Columns that the frame may take. */
  readonly width: number;
  /** Lines shown before and after the place. */
  readonly context: number;
  /** `^` under what is wrong, `-` under what explains it. */
  readonly mark: '^' | '-';
  readonly paintGutter: (text: string) => string;
  readonly paintMark: (text: string) => string;
}

/** How many lines of a longer place are shown at its beginning; of the others only the last one is. */
const LINES_AT_START = 4;
/** Between the line number and the text. */
const BORDER = ' | ';

/** Draws the frame of a place: its name, then the lines, each with its number before it. */
export function drawFrame(place: Place, style: FrameStyle): string[] {
  const start = place.file.position(place.range[0]);
  const end = endOf(place);
  const first = Math.max(1, start.line - style.context);
  const last = Math.max(end.line, Math.min(lastLine(place.file), end.line + style.context));
  const digits = String(last).length;
  const gutter: Gutter = {
    numbered: (line, text) => style.paintGutter(`${String(line).padStart(digits)}${BORDER}`.trimEnd()) + space(text),
    blank: (text) => style.paintGutter(`${' '.repeat(digits)}${BORDER}`.trimEnd()) + space(text),
    gap: () => style.paintGutter('.'.repeat(Math.max(3, digits))),
    width: style.width - digits - BORDER.length,
  };
  const span: Span = { file: place.file, start, end, lines: linesFrom(first, last) };
  const drawn = start.line === end.line ? drawLine(span, gutter, style) : drawLines(span, gutter, style);
  return [`${' '.repeat(digits)}${style.paintGutter('-->')} ${style.title}`, ...drawn];
}

interface Span {
  readonly file: SourceFile;
  readonly start: Position;
  readonly end: Position;
  /** Numbers of the lines to show. */
  readonly lines: readonly number[];
}

interface Gutter {
  numbered(line: number, text: string): string;
  blank(text: string): string;
  gap(): string;
  /** Columns right of it. */
  readonly width: number;
}

/** Marks part of one line. All lines begin at the same column, also where a long one is shown from its middle on. */
function drawLine({ file, start, end, lines }: Span, gutter: Gutter, style: FrameStyle): string[] {
  const from = viewStart(shownLine(file, start.line), start.column - 1, end.column - 1, gutter.width);
  return lines.flatMap((line) => {
    const view = viewLine(shownLine(file, line), from, gutter.width);
    const drawn = gutter.numbered(line, view.text);
    if (line !== start.line) return [drawn];
    const column = view.columnOf(start.column - 1);
    const length = Math.max(1, view.columnOf(end.column - 1) - column);
    return [drawn, gutter.blank(' '.repeat(column) + style.paintMark(style.mark.repeat(length)))];
  });
}

/** Joins the first and the last line of a place by a bar. */
function drawLines({ file, start, end, lines }: Span, gutter: Gutter, style: FrameStyle): string[] {
  const shown = lines.filter((line) => line < start.line + LINES_AT_START || line >= end.line);
  return shown.flatMap((line, index) => {
    const view = viewLine(shownLine(file, line), 0, gutter.width - 2);
    const inside = line >= start.line && line <= end.line;
    const bar = inside ? style.paintMark(line === start.line ? '/' : '|') : ' ';
    const drawn = [gutter.numbered(line, `${bar} ${view.text}`.trimEnd())];
    if (index > 0 && shown[index - 1] !== line - 1) drawn.unshift(gutter.gap());
    if (line === end.line) {
      const column = view.columnOf(end.column - 1);
      drawn.push(gutter.blank(style.paintMark(`|${'_'.repeat(Math.max(1, column))}${style.mark}`)));
    }
    return drawn;
  });
}

/** The end of a place without the blanks and line breaks that YAML counts to a value. */
function endOf({ file, range: [start, end] }: Place): Position {
  return file.position(start + file.text.slice(start, end).trimEnd().length);
}

/** The number of the last line; a line break at the end of a file begins no other. */
function lastLine(file: SourceFile): number {
  const { line, column } = file.position(file.text.length);
  return column === 1 && line > 1 ? line - 1 : line;
}

function linesFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function space(text: string): string {
  return text === '' ? '' : ` ${text.trimEnd()}`;
}
