/** Shows on a terminal what is being fetched: one line that is written over. Anywhere else it is silent. */
import type { Progress as Step } from '../host/fetch-session.ts';
import { safeLine } from '../report/safe-text.ts';
import { sourceName } from '../source/remote.ts';
import type { Output } from './command-line.ts';

/** Carriage return, and "erase in line" of ECMA-48. */
const START_ANEW = '\r\u001b[K';

export class Progress {
  readonly #output: Output;
  #isShown = false;

  constructor(output: Output) {
    this.#output = output;
  }

  show({ done, known, source }: Step): void {
    if (this.#output.isTTY !== true) return;
    const line = safeLine(`Fetching includes ${done}/${known}: ${sourceName(source)}`);
    this.#output.write(`${START_ANEW}${line.slice(0, (this.#output.columns ?? 80) - 1)}`);
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) this.#output.write(START_ANEW);
    this.#isShown = false;
  }
}
