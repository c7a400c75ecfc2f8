import type { Place, SourceFile } from './source-file.ts';

/**
 * Says where a run of characters of a text was written.
 *
 * `length` characters starting at `at` in the text come from `sourceLength` characters starting at `source` in `file`.
 * Where both lengths are equal the characters map one to one; otherwise the run is the result of an escape
 * (`\u0041` gives one character from six) or of a folded line break, and maps as a whole.
 */
export interface Piece {
  readonly at: number;
  readonly length: number;
  readonly file: SourceFile;
  readonly source: number;
  readonly sourceLength: number;
}

/**
 * Text that knows, for each of its characters, where it was written: a YAML scalar after unquoting and folding, or several
 * of them joined into one script. The pieces are worked out when a place is first asked for, since most text never is.
 */
export class LocatedText {
  readonly text: string;
  readonly #build: () => readonly Piece[];
  #pieces: readonly Piece[] | undefined;

  constructor(text: string, pieces: () => readonly Piece[]) {
    this.text = text;
    this.#build = pieces;
  }

  get pieces(): readonly Piece[] {
    this.#pieces ??= this.#build();
    return this.#pieces;
  }

  /**
   * The smallest source span that covers the characters from `start` up to `end` (exclusive). An empty span gives the
   * position before the character at `start`. A span that runs over a file's border ends at that border.
   */
  place(start: number, end: number = start): Place {
    const first = this.#pieceAt(start);
    if (!first) throw new RangeError(`no source for offset ${start} of a text of ${this.text.length} characters`);
    const from = sourceStart(first, start);
    if (end <= start) return first.file.place(from, from);
    let last = this.#pieceAt(end - 1) ?? first;
    if (last.file !== first.file || last.source < first.source) last = lastPieceInRow(this.pieces, first, end);
    return first.file.place(from, Math.max(from, sourceEnd(last, end)));
  }

  /** Part of the text, still located. */
  slice(start: number, end: number = this.text.length): LocatedText {
    return new LocatedText(this.text.slice(start, end), () => cut(this.pieces, start, end));
  }

  /** Joins texts with a separator that has no source of its own. */
  static join(texts: readonly LocatedText[], separator: string): LocatedText {
    return new LocatedText(texts.map((text) => text.text).join(separator), () => {
      const pieces: Piece[] = [];
      let at = 0;
      for (const text of texts) {
        for (const piece of text.pieces) pieces.push({ ...piece, at: piece.at + at });
        at += text.text.length + separator.length;
      }
      return pieces;
    });
  }

  #pieceAt(offset: number): Piece | undefined {
    const pieces = this.pieces;
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return pieces[low];
  }
}

function sourceStart(piece: Piece, offset: number): number {
  const inside = Math.min(Math.max(offset - piece.at, 0), piece.length);
  if (piece.length === piece.sourceLength) return piece.source + inside;
  return inside < piece.length ? piece.source : piece.source + piece.sourceLength;
}

function sourceEnd(piece: Piece, offset: number): number {
  const inside = Math.min(Math.max(offset - piece.at, 0), piece.length);
  if (piece.length === piece.sourceLength) return piece.source + inside;
  return piece.source + piece.sourceLength;
}

function lastPieceInRow(pieces: readonly Piece[], first: Piece, end: number): Piece {
  let last = first;
  for (const piece of pieces) {
    if (piece.at < first.at || piece.at >= end) continue;
    if (piece.file !== first.file || piece.source < last.source) break;
    last = piece;
  }
  return last;
}

function cut(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const inside: Piece[] = [];
  for (const piece of pieces) {
    const from = Math.max(piece.at, start);
    const to = Math.min(piece.at + piece.length, end);
    if (from > to || (from === to && piece.length > 0)) continue;
    const oneToOne = piece.length === piece.sourceLength;
    inside.push({
      at: from - start,
      length: to - from,
      file: piece.file,
      source: oneToOne ? piece.source + (from - piece.at) : piece.source,
      sourceLength: oneToOne ? to - from : piece.sourceLength,
    });
  }
  return inside;
}
