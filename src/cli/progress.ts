/** How far a long run has come: a bar with pipelines, findings and the time left, on a terminal that a person looks at. */
import { counted } from '../report/phrases.ts';
import type { CommandLine } from './command-line.ts';
import { StatusLine } from './status-line.ts';

/** Shorter runs show nothing. */
const PATIENCE_MS = 400;

/** Terminals are slow, and nobody reads faster. */
const INTERVAL_MS = 100;

const BAR_WIDTH = 24;

export class LintProgress {
  readonly #line: StatusLine | undefined;
  readonly #total: number;
  readonly #now: () => number;
  readonly #start: number;
  #done = 0;
  #findings = 0;
  #shownAt: number;

  /** @param now milliseconds that go on steadily */
  constructor(
    { stderr, env }: Pick<CommandLine, 'stderr' | 'env'>,
    total: number,
    now: () => number = () => performance.now(),
  ) {
    const isLog = env.TERM === 'dumb' || (env.CI !== undefined && env.CI !== '' && env.CI !== 'false');
    this.#line = isLog || total < 2 ? undefined : new StatusLine(stderr);
    this.#total = total;
    this.#now = now;
    this.#start = this.#line ? now() : 0;
    this.#shownAt = this.#start + PATIENCE_MS - INTERVAL_MS;
  }

  /** One more pipeline is done. */
  step(findings: number): void {
    this.#done++;
    this.#findings += findings;
    if (!this.#line) return;
    const now = this.#now();
    if (now - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = now;
    this.#line.show(this.#text(now - this.#start));
  }

  clear(): void {
    this.#line?.clear();
  }

  #text(elapsed: number): string {
    const filled = Math.floor((BAR_WIDTH * this.#done) / this.#total);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const left = (elapsed / this.#done) * (this.#total - this.#done);
    return `${bar} ${this.#done}/${this.#total} pipelines, ${counted(this.#findings, 'finding')}, ${duration(left)} left`;
  }
}

/** `3 s`, `2 min 10 s` */
function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
