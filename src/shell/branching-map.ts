/**
 * A map of which many copies are made, and few things are changed in each: what is known on ways through a script that part
 * and meet again. Copies share what none of them has changed, so that a script of thousands of conditions costs no more
 * than its length.
 */
export class BranchingMap<Value> {
  /** Shared by copies, and never written to. */
  #base: ReadonlyMap<string, Value> = EMPTY;
  /** What was set since, over the base. */
  #changes: ReadonlyMap<string, Value> = EMPTY;
  /** The changes, where they belong to no copy and so may be written to. */
  #own: Map<string, Value> | undefined;

  copy(): BranchingMap<Value> {
    const copy = new BranchingMap<Value>();
    copy.#base = this.#base;
    copy.#changes = this.#changes;
    this.#own = undefined;
    return copy;
  }

  get(key: string): Value | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key);
  }

  has(key: string): boolean {
    return this.#changes.has(key) || this.#base.has(key);
  }

  set(key: string, value: Value): void {
    this.#own ??= new Map(this.#changes);
    this.#changes = this.#own.set(key, value);
    if (this.#changes.size > FEW + Math.sqrt(this.#base.size)) this.#settle(this.entries());
  }

  delete(key: string): void {
    if (this.has(key)) this.#settle([...this.entries()].filter(([other]) => other !== key));
  }

  /** In the order in which the keys were set first, as in any map. */
  entries(): ReadonlyMap<string, Value> {
    return this.#changes.size === 0 ? this.#base : new Map([...this.#base, ...this.#changes]);
  }

  /** The keys that may have other values in another map, or none. */
  keysApart(other: BranchingMap<Value>): Iterable<string> {
    if (this.#base === other.#base)
      return this.#changes === other.#changes ? [] : new Set([...this.#changes.keys(), ...other.#changes.keys()]);
    return new Set([...this.entries().keys(), ...other.entries().keys()]);
  }

  #settle(entries: Iterable<readonly [string, Value]>): void {
    this.#base = new Map(entries);
    this.#changes = EMPTY;
    this.#own = undefined;
  }
}

/** Most maps stay as they begin. */
const EMPTY: ReadonlyMap<string, never> = new Map<string, never>();

/** So many changes cost nothing to copy. */
const FEW = 16;
