/** Reads the words of one command: expands them, runs the commands inside them, collects the variables they mention. */
import type { Assignment, ParsedScript, Redirection, Word as SyntaxWord } from 'unbash';
import type { Definition, Redirect, Stdin, VariableReference, Word } from '../pipeline/commands.ts';
import type { Part, SymbolicText } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';
import { reveal } from './built-text.ts';
import { expand, type Lookup } from './environment.ts';
import type { Flow } from './flow.ts';
import { runSubstitutions, type Walk } from './run-syntax.ts';
import { isAllParameters, type OutputOf, readHereDocument, readWord, substitutionsOf } from './words.ts';

const ASSIGNED: Definition = { by: 'script', instead: undefined };
const SOURCED: Definition = { by: 'maybe', instead: undefined };

export interface ReadAssignment {
  readonly name: string;
  readonly value: SymbolicText;
}

export class WordReader<State> {
  readonly references: VariableReference[] = [];
  readonly #walk: Walk<State>;
  readonly #flow: Flow<State>;

  constructor(walk: Walk<State>, flow: Flow<State>) {
    this.#walk = walk;
    this.#flow = flow;
  }

  /** A word as it stands in the script; several for `"$@"` and for variables that hold blanks. */
  words(word: SyntaxWord): readonly Word[] {
    const words: Word[] = [];
    this.readWords(word, words);
    return words;
  }

  /** Adds them to others. */
  readWords(word: SyntaxWord, words: Word[]): void {
    const { parameters } = this.#flow.environment;
    if (parameters && isAllParameters(word)) {
      for (const parameter of parameters) words.push(parameter);
      return;
    }
    const read = this.word(word);
    if (!read.written.some(isSplit)) words.push(read);
    else for (const field of splitFields(read, this.#lookup)) words.push(field);
  }

  word(word: SyntaxWord): Word {
    const outputOf = this.#outputOf(substitutionsOf(word.parts));
    const written = this.#written(readWord(word, this.#walk.origin.text, outputOf));
    return {
      type: 'Word',
      written,
      value: expand(written, this.#lookup),
      place: this.place(word.pos, word.end),
    };
  }

  assignment(assignment: Assignment): ReadAssignment {
    const { name, value } = assignment;
    const place = this.place(assignment.pos, assignment.end);
    if (value.type === 'ArrayValue' || assignment.index) {
      const elements = value.type === 'ArrayValue' ? value.elements : [value];
      for (const element of elements) this.word(element);
      return { name, value: [{ kind: 'unknown', reason: 'is an array', quote: 'none', place }] };
    }
    const read = this.word(value).value;
    const before = assignment.append ? (this.#flow.environment.lookup(name) ?? []) : [];
    const text = [...before, ...read];
    return { name, value: text.length > 0 ? text : [{ kind: 'literal', text: '', quote: 'none', place }] };
  }

  redirect(redirection: Redirection): Redirect | undefined {
    if (redirection.type !== 'Redirect') return undefined;
    return {
      operator: redirection.operator,
      target: redirection.target ? this.word(redirection.target) : undefined,
      place: this.place(redirection.pos, redirection.end),
    };
  }

  /** Undefined: it does not change what is read. */
  stdin(redirection: Redirection): Stdin | undefined {
    const place = this.place(redirection.pos, redirection.end);
    if (redirection.type === 'HereString') {
      const text = redirection.target ? this.word(redirection.target).value : [];
      return { kind: 'text', text, hereString: true, place };
    }
    if (redirection.type === 'HereDoc') {
      const outputOf = this.#outputOf(substitutionsOf(redirection.body.parts));
      const written = this.#written(readHereDocument(redirection, this.#walk.origin.text, outputOf));
      return { kind: 'text', text: expand(written, this.#lookup), hereString: false, place };
    }
    if (redirection.operator === '<') {
      return { kind: 'file', file: redirection.target ? this.word(redirection.target) : undefined };
    }
    return undefined;
  }

  /** Runs what stands in `$(…)`. */
  #outputOf(scripts: readonly ParsedScript[]): OutputOf {
    if (scripts.length === 0) return NO_OUTPUT;
    const printed = runSubstitutions(scripts, this.#walk, this.#flow);
    return (script) => printed.get(script);
  }

  place(start: number, end: number): Place {
    const { at, text } = this.#walk.origin;
    return at ?? text.place(start, end);
  }

  readonly #lookup: Lookup = (name) => {
    const { script } = this.#walk.origin;
    return name === 'BASH_SOURCE' && script ? script.calledAs : this.#flow.environment.lookup(name);
  };

  #written(read: SymbolicText): SymbolicText {
    const { at, inserted } = this.#walk.origin;
    const written = at ? reveal(read, inserted).map((part) => ({ ...part, place: at })) : read;
    for (const part of written) {
      if (part.kind !== 'variable' || !/^[A-Za-z_]/.test(part.name)) continue;
      this.#collect(part.name, part.operation?.operator, part.place);
    }
    return written;
  }

  #collect(name: string, operator: string | undefined, place: Place): void {
    const { environment } = this.#flow;
    const isAssigned = environment.assigns(name) || this.#walk.origin.script?.assigned.has(name);
    const definition = isAssigned ? ASSIGNED : this.#walk.observer.define(name);
    const isOpen = definition.by === 'nobody' || definition.by === 'maybe';
    this.references.push({
      type: 'VariableReference',
      name,
      definition: isOpen && environment.open ? SOURCED : definition,
      hasFallback: operator !== undefined && /^:?[-=+?]$/.test(operator),
      place,
      trail: this.#walk.origin.trail,
      keyPath: this.#walk.keyPath,
    });
    // `${NAME:=value}` assigns, but only where nobody else has.
    if (operator && /^:?=$/.test(operator) && isOpen) {
      environment.assign(name, [{ kind: 'unknown', reason: 'may have its default', quote: 'none', place }]);
    }
  }
}

const NO_OUTPUT: OutputOf = () => undefined;

/**
 * Blanks in the value of a variable that is not quoted end a word (POSIX: "Field Splitting"). A word with nothing in it
 * stays, since variables are declared empty for the project's settings to fill.
 */
function splitFields(word: Word, lookup: Lookup): readonly Word[] {
  const fields: Part[][] = [[]];
  for (const written of word.written) {
    for (const part of expand([written], lookup)) {
      if (part.kind !== 'literal' || !isSplit(written)) {
        fields.at(-1)?.push(part);
        continue;
      }
      for (const [index, text] of part.text.split(/[ \t\n]+/).entries()) {
        if (index > 0) fields.push([]);
        if (text !== '') fields.at(-1)?.push({ ...part, text });
      }
    }
  }
  const filled = fields.filter((field) => field.length > 0);
  return filled.length > 0 ? filled.map((value) => ({ ...word, value })) : [word];
}

function isSplit(part: Part): boolean {
  return part.kind === 'variable' && part.quote === 'none';
}
