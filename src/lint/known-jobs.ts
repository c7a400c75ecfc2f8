/**
 * What rules said of jobs before. Most rules look at one job at a time, and a job that is the very object that they have
 * seen is not looked at again: in an editor that is true of nearly all jobs at each keystroke.
 */
import type { Job } from '../pipeline/nodes.ts';
import type { Rule } from '../rule.ts';
import type { Observation, Observer } from './observe.ts';
import type { LintOptions } from './options.ts';

/** What was observed in a job, in the order of the rules; undefined for a rule that has to look again. */
interface Known {
  readonly lineup: Lineup;
  readonly observed: readonly (readonly Observation[] | undefined)[];
}

/** The rules that look, and what they are told. */
interface Lineup {
  readonly rules: readonly Rule[];
  readonly options: string;
}

const known = new WeakMap<Job, Known>();
const NOTHING: readonly Observation[] = [];

export class KnownJobs {
  readonly #observers: readonly Observer[];
  readonly #lineup: Lineup;
  /** How much each had observed before the job in hand. */
  #counts: readonly number[] = [];

  constructor(observers: readonly Observer[], options: LintOptions['ruleOptions']) {
    this.#observers = observers;
    this.#lineup = { rules: observers.map(({ rule }) => rule), options: JSON.stringify([...options]) };
  }

  /** Lets those who know the job say what they said of it before, and gives the others. */
  repeat(job: Job): readonly Observer[] {
    const observed = this.#observedIn(job);
    const busy = observed ? this.#observers.filter((_, index) => observed[index] === undefined) : this.#observers;
    for (const [index, own] of observed?.entries() ?? []) if (own) this.#observers[index]?.repeat(own);
    this.#counts = this.#observers.map(({ observations }) => observations.length);
    return busy;
  }

  /** @param failed rules that threw: what they said is not all */
  note(job: Job, failed: Pick<ReadonlyMap<Rule, unknown>, 'has'>): void {
    const before = this.#observedIn(job) ?? [];
    const observed = this.#observers.map(({ rule, observations, isAboutAlone }, index) => {
      if (before[index] || !isAboutAlone(job) || failed.has(rule)) return before[index];
      const count = this.#counts[index] ?? 0;
      return observations.length > count ? observations.slice(count) : NOTHING;
    });
    known.set(job, { lineup: this.#lineup, observed });
  }

  #observedIn(job: Job): Known['observed'] | undefined {
    const before = known.get(job);
    return before && isSame(before.lineup, this.#lineup) ? before.observed : undefined;
  }
}

function isSame(a: Lineup, b: Lineup): boolean {
  if (a === b) return true;
  return (
    a.options === b.options &&
    a.rules.length === b.rules.length &&
    a.rules.every((rule, index) => rule === b.rules[index])
  );
}
