/** The variables of a job's shell: what the pipeline defines, and what the script itself assigns on its way. */
import type { Word } from '../pipeline/commands.ts';
import type { Job, Variable } from '../pipeline/nodes.ts';
import {
  type ExpansionOperation,
  literalText,
  type Part,
  type SymbolicText,
  type VariablePart,
} from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';
import { BranchingMap } from './branching-map.ts';
import { folderOf, nameOf } from './path.ts';
import { UNKNOWN_DIRECTORY, type WorkingDirectory } from './working-directory.ts';

/** Looks a variable up; undefined when nobody that can be read here gives it a value. */
export type Lookup = (name: string) => SymbolicText | undefined;

/**
 * The variables that the pipeline gives a job, each with the variables inside its value replaced in turn (GitLab docs:
 * "Where variables can be used"; GitLab expands them recursively, the runner once more).
 */
export class JobVariables {
  readonly #byName = new Map<string, Variable[]>();
  readonly #expanded = new Map<string, SymbolicText | undefined>();

  /** @param settled values that are certain and win over the YAML's, as those of a project's settings do */
  constructor(job: Job, settled: Readonly<Record<string, string>> = {}) {
    for (const [name, text] of Object.entries(settled)) {
      this.#expanded.set(name, [{ kind: 'literal', text, quote: 'none', place: job.place }]);
    }
    for (const variable of job.variables) {
      const same = this.#byName.get(variable.name);
      if (same) same.push(variable);
      else this.#byName.set(variable.name, [variable]);
    }
  }

  has(name: string): boolean {
    return this.#byName.has(name) || this.#expanded.get(name) !== undefined;
  }

  /** The nodes that define a variable. */
  definitions(name: string): readonly Variable[] {
    return this.#byName.get(name) ?? [];
  }

  readonly lookup: Lookup = (name) => {
    if (this.#expanded.has(name)) return this.#expanded.get(name);
    const [first, ...others] = this.definitions(name);
    if (!first) return undefined;
    // Inside its own value a name stays what it is: GitLab leaves it to the runner, and refuses longer circles.
    this.#expanded.set(name, undefined);
    const value = others.length === 0 && first.values.length === 1 ? first.values[0] : undefined;
    const expanded: SymbolicText =
      value === undefined || first.scope === 'rules'
        ? [unknownPart('has more than one possible value', first.place)]
        : expand(value, this.lookup);
    this.#expanded.set(name, expanded);
    return expanded;
  };
}

/** The state of the shell's variables at one point of a script. */
export class Environment {
  readonly #job: Lookup;
  #assigned: BranchingMap<SymbolicText | undefined>;
  /** What `local` names were before the function that is running declared them; undefined: not assigned. */
  #outer: BranchingMap<{ readonly value: SymbolicText | undefined } | undefined>;
  /** `$1`, `$2` and so on; undefined while they are not known. */
  parameters: readonly Word[] | undefined;
  directory: WorkingDirectory;
  /** Something that cannot be read here may have assigned any name. */
  open: boolean;

  constructor(job: Lookup, directory: WorkingDirectory = UNKNOWN_DIRECTORY) {
    this.#job = job;
    this.#assigned = new BranchingMap();
    this.#outer = new BranchingMap();
    this.parameters = undefined;
    this.directory = directory;
    this.open = false;
  }

  readonly lookup: Lookup = (name) => {
    if (name <= '9' && /^[1-9]\d*$/.test(name))
      return this.parameters && (this.parameters[Number(name) - 1]?.value ?? []);
    if (this.#assigned.has(name)) return this.#assigned.get(name);
    if (name === 'PWD') return this.directory.path;
    return name === 'OLDPWD' ? this.directory.before : this.#job(name);
  };

  assigns(name: string): boolean {
    return this.#assigned.has(name);
  }

  assign(name: string, value: SymbolicText): void {
    this.#set(name, bounded(value));
  }

  unset(name: string): void {
    this.#set(name, undefined);
  }

  /** `local NAME` in a function: the name gets its present value back when the function ends. */
  declareLocal(name: string): void {
    if (this.#outer.has(name)) return;
    this.#outer.set(name, this.#assigned.has(name) ? { value: this.#assigned.get(name) } : undefined);
  }

  /** Enters a function. The result is to be called with the environment that holds when it ends. */
  enter(parameters: readonly Word[]): (end: Environment) => void {
    const { parameters: ofCaller } = this;
    const locals = this.#outer;
    this.parameters = parameters;
    this.#outer = new BranchingMap();
    return (end) => {
      for (const [name, before] of end.#outer.entries()) {
        if (before) end.#set(name, before.value);
        else end.#assigned.delete(name);
      }
      end.#outer = locals.copy();
      end.parameters = ofCaller;
    };
  }

  copy(): Environment {
    const copy = new Environment(this.#job, this.directory);
    copy.#assigned = this.#assigned.copy();
    copy.#outer = this.#outer.copy();
    copy.parameters = this.parameters;
    copy.open = this.open;
    return copy;
  }

  /** The environment of one command, `A=b command`: what it assigns ends with it. */
  forCommand(): Environment {
    const forCommand = new Environment(this.lookup, this.directory);
    forCommand.parameters = this.parameters;
    forCommand.open = this.open;
    return forCommand;
  }

  /** What holds after either this environment or another: a name with two values has none that is known. */
  joinWith(other: Environment): void {
    this.open ||= other.open;
    if (this.parameters !== other.parameters) this.parameters = undefined;
    if (this.directory !== other.directory) {
      const path = sameText(this.directory.path, other.directory.path) ? this.directory.path : undefined;
      this.directory = { ...UNKNOWN_DIRECTORY, path };
    }
    for (const [name, before] of other.#outer.entries()) if (!this.#outer.has(name)) this.#outer.set(name, before);
    for (const name of this.#assigned.keysApart(other.#assigned)) {
      const mine = this.lookup(name);
      const theirs = other.lookup(name);
      if (sameText(mine, theirs)) continue;
      const place = (mine?.[0] ?? theirs?.[0])?.place;
      if (place) this.#set(name, [unknownPart('depends on a condition', place)]);
    }
  }

  #set(name: string, value: SymbolicText | undefined): void {
    this.#assigned.set(name, value);
  }
}

/** Values that grow beyond this many parts or characters are not followed: `A=$A$A` doubles with every line. */
const MOST_PARTS = 500;
const MOST_CHARACTERS = 200_000;

/** Replaces the variables of a text by their values, as far as the lookup knows them. */
export function expand(text: SymbolicText, lookup: Lookup): SymbolicText {
  if (!text.some((part) => part.kind === 'variable')) return text;
  const expanded: Part[] = [];
  for (const part of text) {
    if (part.kind === 'variable') for (const each of expandVariable(part, lookup(part.name))) expanded.push(each);
    else expanded.push(part);
  }
  return bounded(expanded);
}

function bounded(text: SymbolicText): SymbolicText {
  const [first] = text;
  let length = 0;
  for (const part of text) if (part.kind === 'literal') length += part.text.length;
  const fits = text.length <= MOST_PARTS && length <= MOST_CHARACTERS;
  return fits || !first ? text : [unknownPart('is too long to follow', first.place)];
}

function expandVariable(part: VariablePart, value: SymbolicText | undefined): SymbolicText {
  const requote = (parts: SymbolicText): Part[] => parts.map((each) => ({ ...each, quote: part.quote }));
  if (!value) {
    return /^\d/.test(part.name)
      ? [{ ...unknownPart('is an argument of the script', part.place), quote: part.quote }]
      : [part];
  }
  if (!part.operation) return requote(value);
  const literal = value.every((each) => each.kind === 'literal');
  if (
    isFallback(part.operation.operator) &&
    (!literal || value.some((each) => each.kind === 'literal' && each.text !== ''))
  ) {
    return requote(value);
  }
  const cut = cutPath(part.operation, value);
  return cut ? requote(cut) : [{ ...unknownPart('is computed by the shell', part.place), quote: part.quote }];
}

/** The two that take a path apart: `%` with a slash and a star leaves its folder, `##` with a star and a slash its name. */
function cutPath({ operator, operand }: ExpansionOperation, path: SymbolicText): SymbolicText | undefined {
  if (operator === '##' && operand === '*/') return nameOf(path);
  if (operator !== '%' || operand !== '/*') return undefined;
  return literalText(path)?.includes('/') === false ? path : folderOf(path);
}

function unknownPart(reason: string, place: Place): Part {
  return { kind: 'unknown', reason, quote: 'none', place };
}

/** Whether `${NAME<operator>…}` gives the plain value whenever the variable has one. */
function isFallback(operator: string): boolean {
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
