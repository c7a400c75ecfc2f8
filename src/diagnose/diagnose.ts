/** From a job's log to the causes of its failure. */
import { Failures, type KnownProject } from './failures.ts';
import { LogReader } from './log-reader.ts';
import { Story } from './story.ts';
import { type Cause, weigh } from './weigh.ts';

export interface Diagnosis {
  /** The best first. */
  readonly causes: readonly Cause[];
  readonly story: Story;
  /** Of the log. */
  readonly lines: number;
}

/** Reads a log piece by piece; what it keeps does not grow with the log. */
export class Diagnostician {
  readonly #reader = new LogReader();
  readonly #story = new Story();
  readonly #failures: Failures;
  #lines = 0;

  /** @param project whose job it is, as far as it is known without the log */
  constructor(project: KnownProject = {}) {
    this.#failures = new Failures(this.#story, project);
  }

  read(chunk: Uint8Array | string): void {
    this.#observe(this.#reader.read(chunk));
  }

  end(): Diagnosis {
    this.#observe(this.#reader.end());
    return { causes: weigh(this.#failures.all, this.#story), story: this.#story, lines: this.#lines };
  }

  #observe(lines: ReturnType<LogReader['read']>): void {
    for (const line of lines) {
      this.#story.observe(line);
      this.#failures.observe(line);
      this.#lines = line.number;
    }
  }
}
