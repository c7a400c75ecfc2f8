/**
 * Decodes a scalar once more, this time writing down where each character of its value comes from.
 */
import type { Piece } from '../source/located-text.ts';
import type { SourceFile } from '../source/source-file.ts';

/** A value in the making, with its pieces. All offsets are those of the file. */
export class Decoding {
  readonly pieces: Piece[] = [];
  readonly source: string;
  value = '';
  /** The last piece, when it can still grow. */
  #copied: Piece | undefined;
  readonly #file: SourceFile;

  /** `source` is the file's text as the parser was given it. */
  constructor(file: SourceFile, source: string) {
    this.#file = file;
    this.source = source;
  }

  /** Source that stands for itself. What lies side by side in the source becomes one piece. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    const last = this.#copied;
    if (last && last.source + last.length === start) {
      const length = last.length + end - start;
      this.#copied = { ...last, length, sourceLength: length };
      this.pieces[this.pieces.length - 1] = this.#copied;
    } else {
      this.#copied = this.#piece(start, end, end - start);
      this.pieces.push(this.#copied);
    }
    this.value += this.source.slice(start, end);
  }

  /** Source that stands for other characters: an escape, a folded line break. */
  replace(start: number, end: number, by: string): void {
    if (this.source.slice(start, end) === by) this.copy(start, end);
    else if (by !== '') {
      this.pieces.push(this.#piece(start, end, by.length));
      this.#copied = undefined;
      this.value += by;
    }
  }

  #piece(start: number, end: number, length: number): Piece {
    return { at: this.value.length, length, file: this.#file, source: start, sourceLength: end - start };
  }
}
