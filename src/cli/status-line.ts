/** One line on a terminal that is written over: what is going on while nothing else is printed. Anywhere else it is silent. */
import { safeLine } from '../report/safe-text.ts';
import type { Output } from './command-line.ts';

/** Carriage return, and "erase in line" of ECMA-48. */
const START_ANEW = '\r\u001b[K';

export class StatusLine {
  readonly #output: Output;
  #isShown = false;

  constructor(output: Output) {
    this.#output = output;
  }

  show(text: string): void {
    if (this.#output.isTTY !== true) return;
    this.#output.write(`${START_ANEW}${safeLine(text).slice(0, (this.#output.columns ?? 80) - 1)}`);
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) this.#output.write(START_ANEW);
    this.#isShown = false;
  }
}
