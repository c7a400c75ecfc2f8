/** A text that comes in pieces, of which a limited part is kept, however long it gets. */

/** So many characters are kept of the beginning of a text, and as many of its end. */
const KEPT = 2048;

/**
 * Keeps the beginning and the end of what is appended. What is kept depends on the text only, never on the pieces in which it came.
 */
export class BoundedText {
  #head = '';
  #tail = '';

  get isEmpty(): boolean {
    return this.#head === '';
  }

  append(text: string): void {
    const missing = KEPT - this.#head.length;
    if (missing >= text.length) {
      this.#head += text;
      return;
    }
    this.#head += text.slice(0, missing);
    this.#tail += text.slice(missing);
    if (this.#tail.length > 4 * KEPT) this.#tail = this.#tail.slice(-KEPT);
  }

  /** What was kept; begins anew. */
  take(): string {
    const text = this.#tail === '' ? this.#head : this.#head + this.#tail.slice(-KEPT);
    this.#head = '';
    this.#tail = '';
    return text;
  }
}
