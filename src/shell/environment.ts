/** The variables of a job's shell: what the pipeline defines, and what the script itself assigns on its way. */
import type { Job, Variable } from '../pipeline/nodes.ts';
import type { Part, SymbolicText, VariablePart } from '../pipeline/symbolic.ts';

/** Looks a variable up; undefined when nobody that can be read here gives it a value. */
export type Lookup = (name: string) => SymbolicText | undefined;

/**
 * The variables that the pipeline gives a job, each with the variables inside its value replaced in turn (GitLab docs:
 * "Where variables can be used"; GitLab expands them recursively, the runner once more).
 */
export class JobVariables {
  readonly #byName = new Map<string, Variable[]>();
  readonly #expanded = new Map<string, SymbolicText>();

  constructor(job: Job) {
    for (const variable of job.variables) {
      const same = this.#byName.get(variable.name);
      if (same) same.push(variable);
      else this.#byName.set(variable.name, [variable]);
    }
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The nodes that define a variable. */
  definitions(name: string): readonly Variable[] {
    return this.#byName.get(name) ?? [];
  }

  readonly lookup: Lookup = (name) => this.#lookup(name, new Set());

  #lookup(name: string, seen: Set<string>): SymbolicText | undefined {
    const known = this.#expanded.get(name);
    if (known) return known;
    const variables = this.#byName.get(name);
    const first = variables?.[0];
    if (!variables || !first) return undefined;
    const value = variables.length === 1 && first.values.length === 1 ? first.values[0] : undefined;
    const expanded: SymbolicText =
      value === undefined || first.scope === 'rules'
        ? [{ kind: 'unknown', reason: 'has more than one possible value', quote: 'none', place: first.place }]
        : expand(value, (inner) =>
            seen.has(inner) || inner === name ? undefined : this.#lookup(inner, new Set([...seen, name])),
          );
    if (seen.size === 0) this.#expanded.set(name, expanded);
    return expanded;
  }
}

/** The state of the shell's variables at one point of a script. */
export class Environment {
  readonly #job: Lookup;
  readonly #assigned: Map<string, SymbolicText | undefined>;
  /** Something that cannot be read here may have assigned any name. */
  open: boolean;

  constructor(job: Lookup, assigned: Map<string, SymbolicText | undefined> = new Map(), open = false) {
    this.#job = job;
    this.#assigned = assigned;
    this.open = open;
  }

  readonly lookup: Lookup = (name) => (this.#assigned.has(name) ? this.#assigned.get(name) : this.#job(name));

  assigns(name: string): boolean {
    return this.#assigned.has(name);
  }

  assign(name: string, value: SymbolicText): void {
    this.#assigned.set(name, value);
  }

  unset(name: string): void {
    this.#assigned.set(name, undefined);
  }

  copy(): Environment {
    return new Environment(this.#job, new Map(this.#assigned), this.open);
  }

  /** What holds after either this environment or another: a name with two values has none that is known. */
  joinWith(other: Environment): void {
    this.open ||= other.open;
    for (const name of new Set([...this.#assigned.keys(), ...other.#assigned.keys()])) {
      const mine = this.lookup(name);
      const theirs = other.lookup(name);
      if (sameText(mine, theirs)) continue;
      const place = (mine ?? theirs)?.[0]?.place;
      if (place)
        this.#assigned.set(name, [{ kind: 'unknown', reason: 'depends on a condition', quote: 'none', place }]);
    }
  }
}

/** Replaces the variables of a text by their values, as far as the lookup knows them. */
export function expand(text: SymbolicText, lookup: Lookup): SymbolicText {
  if (!text.some((part) => part.kind === 'variable')) return text;
  return text.flatMap(
    (part): SymbolicText => (part.kind === 'variable' ? expandVariable(part, lookup(part.name)) : [part]),
  );
}

function expandVariable(part: VariablePart, value: SymbolicText | undefined): SymbolicText {
  const requote = (parts: SymbolicText): Part[] => parts.map((each) => ({ ...each, quote: part.quote }));
  if (!value) return /^\d/.test(part.name) ? [{ ...unknownArgument, quote: part.quote, place: part.place }] : [part];
  if (!part.operation) return requote(value);
  const literal = value.every((each) => each.kind === 'literal');
  if (
    isFallback(part.operation.operator) &&
    (!literal || value.some((each) => each.kind === 'literal' && each.text !== ''))
  ) {
    return requote(value);
  }
  return [{ kind: 'unknown', reason: 'is computed by the shell', quote: part.quote, place: part.place }];
}

const unknownArgument = { kind: 'unknown', reason: 'is an argument of the script' } as const;

/** Whether `${NAME<operator>…}` gives the plain value whenever the variable has one. */
export function isFallback(operator: string): boolean {
  return /^:?[-=?]$/.test(operator);
}

function sameText(a: SymbolicText | undefined, b: SymbolicText | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.length !== b.length) return false;
  return a.every((part, index) => {
    const other = b[index];
    if (part.kind === 'literal') return other?.kind === 'literal' && other.text === part.text;
    if (part.kind === 'variable')
      return other?.kind === 'variable' && other.name === part.name && !part.operation && !other.operation;
    return false;
  });
}
