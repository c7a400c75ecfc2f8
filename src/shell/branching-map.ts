/**
 * A map of which many copies are made, and few things are changed in each: what is known on ways through a script that part
 * and meet again. Copies share what none of them has changed, so that a script of thousands of conditions costs no more
 * than its length.
 */
export class BranchingMap<Value> {
  /** Shared by copies, and never written to. */
  #base: ReadonlyMap<string, Value>;
  /** What was set since, over the base. */
  #changes: Map<string, Value> = new Map();
  /** The changes belong to copies as well, so that they are copied before they are written to. */
  #isShared = false;

  constructor(entries: Iterable<readonly [string, Value]> = []) {
    this.#base = new Map(entries);
  }

  copy(): BranchingMap<Value> {
    const copy = new BranchingMap<Value>();
    copy.#base = this.#base;
    copy.#changes = this.#changes;
    copy.#isShared = true;
    this.#isShared = true;
    return copy;
  }

  get(key: string): Value | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key);
  }

  has(key: string): boolean {
    return this.#changes.has(key) || this.#base.has(key);
  }

  set(key: string, value: Value): void {
    if (this.#isShared) this.#changes = new Map(this.#changes);
    this.#isShared = false;
    this.#changes.set(key, value);
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
    this.#changes = new Map();
    this.#isShared = false;
  }
}

/** So many changes cost nothing to copy. */
const FEW = 16;
