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
  readonly #file: SourceFile;

  /** `source` is the file's text as the parser was given it. */
  constructor(file: SourceFile, source: string) {
    this.#file = file;
    this.source = source;
  }

  /** Source that stands for itself. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    this.#add(start, end, end - start);
    this.value += this.source.slice(start, end);
  }

  /** Source that stands for other characters: an escape, a folded line break. */
  replace(start: number, end: number, by: string): void {
    if (by === '') return;
    if (this.source.slice(start, end) === by) this.copy(start, end);
    else {
      this.pieces.push(this.#piece(start, end, by.length));
      this.value += by;
    }
  }

  /** Joins what lies side by side in the source as well as in the value. */
  #add(start: number, end: number, length: number): void {
    const last = this.pieces.at(-1);
    if (last && last.length === last.sourceLength && last.source + last.length === start) {
      const joined = this.#piece(last.source, end, last.length + length);
      this.pieces[this.pieces.length - 1] = { ...joined, at: last.at };
    } else this.pieces.push(this.#piece(start, end, length));
  }

  #piece(start: number, end: number, length: number): Piece {
    return { at: this.value.length, length, file: this.#file, source: start, sourceLength: end - start };
  }
}
