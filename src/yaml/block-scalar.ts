/**
 * Where the characters of a literal or folded block scalar come from. Follows libyaml's `yaml_parser_scan_block_scalar`
 * step by step, since indentation, folding and chomping have more corners than any description of them.
 */
import type { Decoding } from './decoding.ts';

const HEADER = /([|>])([-+0-9]*)[^\n]*\n?/y;
const INDENTATION = / */y;
const LINE_END = /\r?\n|$/g;

/** A line break, as a span of the source. */
type Break = readonly [start: number, end: number];

/**
 * @param start offset of the `|` or `>`
 * @param end offset behind the last character that belongs to the scalar
 * @param parentIndent column of the collection the scalar is in
 */
export function decodeBlock(decoding: Decoding, start: number, end: number, parentIndent: number): void {
  HEADER.lastIndex = start;
  const header = HEADER.exec(decoding.source);
  if (!header) return;
  const folded = header[1] === '>';
  const indicators = header[2] ?? '';
  const digit = /[1-9]/.exec(indicators)?.[0];
  const indent = digit ? Math.max(parentIndent, 0) + Number(digit) : 0;
  const lines = new Lines(decoding, start + header[0].length, end, { indent, least: Math.max(parentIndent + 1, 1) });

  let breakBefore: Break | undefined;
  let emptyLines = lines.skipEmpty();
  let blankBefore = false;
  while (lines.atContent()) {
    const blank = lines.atBlank();
    if (breakBefore && folded && !blankBefore && !blank) {
      if (emptyLines.length === 0) decoding.replace(...breakBefore, ' ');
    } else if (breakBefore) decoding.replace(...breakBefore, '\n');
    for (const empty of emptyLines) decoding.replace(...empty, '\n');
    blankBefore = blank;
    breakBefore = lines.copyLine();
    emptyLines = lines.skipEmpty();
  }
  if (indicators.includes('-')) return;
  if (breakBefore) decoding.replace(...breakBefore, '\n');
  if (indicators.includes('+')) for (const empty of emptyLines) decoding.replace(...empty, '\n');
}

/** Walks over the lines of the scalar's body. An indentation of 0 is not known yet: the first line with content tells. */
class Lines {
  readonly #decoding: Decoding;
  readonly #end: number;
  readonly #least: number;
  #at: number;
  #indent: number;
  #column = 0;

  constructor(decoding: Decoding, start: number, end: number, { indent, least }: { indent: number; least: number }) {
    this.#decoding = decoding;
    this.#at = start;
    this.#end = end;
    this.#indent = indent;
    this.#least = least;
  }

  atContent(): boolean {
    return this.#at < this.#end && this.#column === this.#indent;
  }

  atBlank(): boolean {
    const character = this.#decoding.source[this.#at];
    return character === ' ' || character === '\t';
  }

  /** Steps over empty lines and over the indentation of the line that follows them. */
  skipEmpty(): Break[] {
    const { source } = this.#decoding;
    const breaks: Break[] = [];
    let widest = 0;
    for (;;) {
      INDENTATION.lastIndex = this.#at;
      const spaces = INDENTATION.exec(source)?.[0].length ?? 0;
      this.#column = this.#indent > 0 ? Math.min(spaces, this.#indent) : spaces;
      widest = Math.max(widest, this.#column);
      this.#at = Math.min(this.#at + this.#column, this.#end);
      const [start, end] = this.#lineEnd();
      if (start !== this.#at || start === end) break;
      breaks.push([start, end]);
      this.#at = end;
    }
    if (this.#indent === 0) this.#indent = Math.max(widest, this.#least);
    return breaks;
  }

  /** Takes the rest of the line over and gives its line break, if it has one. */
  copyLine(): Break | undefined {
    const [start, end] = this.#lineEnd();
    this.#decoding.copy(this.#at, start);
    this.#at = end;
    return start === end ? undefined : [start, end];
  }

  #lineEnd(): Break {
    LINE_END.lastIndex = this.#at;
    const found = LINE_END.exec(this.#decoding.source);
    if (!found || found.index >= this.#end) return [this.#end, this.#end];
    return [found.index, Math.min(found.index + found[0].length, this.#end)];
  }
}
