/**
 * Long work in steps. Between two steps whatever the editor sends is heard, so that typing never waits; and what is known to
 * be out of date by then is given up.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Runs to the end, or until it is not wanted any more: then it gives undefined. */
export async function inSteps<Result>(
  work: Generator<unknown, Result>,
  isWanted: () => boolean,
): Promise<Result | undefined> {
  for (;;) {
    if (!isWanted()) return undefined;
    const step = work.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}

const SHORTEST_PAUSE = 10;
const LONGEST_PAUSE = 250;

/** Calls once things have been quiet for a moment, which is longer where the work takes long. */
export class Debounce {
  readonly #work: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #pause = SHORTEST_PAUSE;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Starts waiting anew. */
  call(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), this.#pause);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    const start = performance.now();
    await this.#work();
    this.#pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, (performance.now() - start) / 10));
  }
}
