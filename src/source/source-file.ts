/** Half-open span of UTF-16 offsets into a file's text. */
export type Range = readonly [start: number, end: number];

/** 1-based line and 1-based column, the column in UTF-16 units, as editors and ESLint count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A span of text in a known file: what every value, node and finding points at. */
export interface Place {
  readonly file: SourceFile;
  readonly range: Range;
}

/**
 * The text of one file. `path` is relative to the repository root with `/` between its parts.
 * A byte order mark is not part of `text`, so that columns agree with ESLint, which strips it as well.
 */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  /** False for a file that was fetched from another project or server: no report may point into the repository for it. */
  readonly inRepository: boolean;
  #lineStarts: number[] | undefined;

  constructor(path: string, text: string, inRepository = true) {
    this.path = path;
    this.inRepository = inRepository;
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  get lineStarts(): readonly number[] {
    if (!this.#lineStarts) {
      this.#lineStarts = [0];
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) {
        this.#lineStarts.push(at + 1);
      }
    }
    return this.#lineStarts;
  }

  position(offset: number): Position {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The text of a 1-based line, without its line break. */
  line(line: number): string {
    const start = this.lineStarts[line - 1];
    if (start === undefined) return '';
    const end = this.lineStarts[line] ?? this.text.length;
    return this.text.slice(start, end).replace(/\r?\n$/, '');
  }

  place(start: number, end: number): Place {
    return { file: this, range: [start, end] };
  }
}

export function isPlace(value: object): value is Place {
  return 'file' in value && value.file instanceof SourceFile && 'range' in value;
}

/** The source text under a place. */
export function textAt(place: Place): string {
  return place.file.text.slice(place.range[0], place.range[1]);
}

/** Whether one place lies within another. */
export function covers(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

/** Orders places by file, then by start, then by end. */
export function comparePlaces(a: Place, b: Place): number {
  return a.file.path < b.file.path
    ? -1
    : a.file.path > b.file.path
      ? 1
      : a.range[0] - b.range[0] || a.range[1] - b.range[1];
}
