/** One simple command: its words, its assignments, the shell's own commands, functions; then the observer's turn. */
import type { Assignment, Redirection, Command as SyntaxCommand, Word as SyntaxWord } from 'unbash';
import type { Command, Definition, Redirect, Stdin, VariableReference, Word } from '../pipeline/commands.ts';
import { literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import { LocatedText } from '../source/located-text.ts';
import type { Place } from '../source/source-file.ts';
import { expand } from './environment.ts';
import { printedText } from './output.ts';
import { isBroken, parseText } from './parse.ts';
import type { Flow } from './run.ts';
import { runInSubshell, runNode, runStatements, runSubstitutions, type Walk } from './run-syntax.ts';
import { readHereDocument, readWord, substitutionsOf } from './words.ts';
import { unwrap } from './wrappers.ts';

const DECLARATIONS = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);
const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);
const DEEPEST_CALL = 12;
const ASSIGNED: Definition = { by: 'script', instead: undefined };
const SOURCED: Definition = { by: 'maybe', instead: undefined };

export function runCommand<State>(syntax: SyntaxCommand, walk: Walk<State>, flow: Flow<State>): void {
  const reader = new WordReader(walk, flow);
  const assignments = syntax.prefix.filter((part): part is Assignment => part.type === 'Assignment');
  const prefix = assignments.map((assignment) => reader.assignment(assignment));
  const words = syntax.name ? [reader.word(syntax.name)] : [];
  const declared: { name: string; value: SymbolicText }[] = [];
  for (const argument of syntax.args) {
    if (argument.type === 'Word') words.push(reader.word(argument));
    else declared.push(reader.assignment(argument));
  }
  const redirections = [...syntax.redirects, ...walk.redirects];
  const redirects = redirections.flatMap((redirection) => reader.redirect(redirection) ?? []);
  const stdin = redirections.reduce<Stdin>((from, redirection) => reader.stdin(redirection) ?? from, walk.stdin);

  if (words.length === 0) {
    for (const { name, value } of prefix) flow.environment.assign(name, value);
    if (syntax.redirects.length > 0 || reader.references.length > 0) {
      emit(syntax, [], redirects, stdin, reader, walk, flow);
    }
    return;
  }
  const { start, assignments: wrapped } = unwrap(words.map((word) => literalText(word.value)));
  const name = words[start] && literalText(words[start].value);

  if (name !== undefined && DECLARATIONS.has(name)) {
    for (const { name: variable, value } of declared) flow.environment.assign(variable, value);
  }
  const around = flow.environment;
  if (prefix.length > 0 || wrapped.length > 0) {
    flow.environment = around.copy();
    for (const { name: variable, value } of prefix) flow.environment.assign(variable, value);
    for (const index of wrapped) assignFromWord(words[index], flow);
  }
  emit(syntax, words, redirects, stdin, reader, walk, flow);
  flow.environment = around;
  if (name !== undefined) runOwnCommand(name, words.slice(start), walk, flow);
}

/** The commands that the shell runs itself, and the functions of the script. */
function runOwnCommand<State>(name: string, words: readonly Word[], walk: Walk<State>, flow: Flow<State>): void {
  const fn = walk.functions.get(name);
  if (fn) {
    callFunction(name, fn, words, walk, flow);
  } else if (name === 'exit' || name === 'return') {
    flow.ended = true;
  } else if (name === 'unset') {
    for (const word of words.slice(1)) flow.environment.unset(literalText(word.value) ?? '');
  } else if (name === 'read' || name === 'mapfile' || name === 'readarray' || name === 'getopts') {
    for (const word of words.slice(1)) assignUnknown(literalText(word.value), word.place, 'is read from input', flow);
  } else if (name === 'printf' && literalText(words[1]?.value ?? []) === '-v') {
    assignUnknown(literalText(words[2]?.value ?? []), words[2]?.place, 'is printed into a variable', flow);
  } else if (name === 'eval') {
    runText(words.slice(1), walk, flow, false);
  } else if (name === 'source' || name === '.') {
    flow.environment.open = true;
  } else if (SHELLS.has(name.replace(/^.*\//, ''))) {
    const option = words.findIndex((word) => /^-[a-z]*c$/.test(literalText(word.value) ?? ''));
    const text = words[option + 1];
    if (option > 0 && text) runText([text], walk, flow, true);
  }
}

function callFunction<State>(
  name: string,
  fn: { readonly body: Parameters<typeof runNode>[0]; readonly text: LocatedText },
  words: readonly Word[],
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  if (walk.callers.includes(name) || walk.callers.length >= DEEPEST_CALL) return;
  for (const [index, word] of words.entries()) {
    if (index > 0) flow.environment.assign(String(index), word.value);
  }
  runNode(fn.body, { ...walk, text: fn.text, callers: [...walk.callers, name] }, flow);
  // `return` ends the function, not the script.
  flow.ended = false;
}

/** Runs text that the script builds: `eval "…"`, `sh -c '…'`. Its commands are shown at the word that holds them. */
function runText<State>(words: readonly Word[], walk: Walk<State>, flow: Flow<State>, ownShell: boolean): void {
  const [first] = words;
  if (!first) return;
  const { text, inserted } = scriptText(words);
  const syntax = parseText(text);
  if (isBroken(syntax) || inserted.some((value) => value.some((part) => part.kind === 'unknown'))) {
    walk.observer.onOpaque('runs text that is put together while it runs', flow.state);
    flow.environment.open ||= !ownShell;
    return;
  }
  const { file, range } = first.place;
  const located = new LocatedText(text, () => [
    { at: 0, length: text.length, file, source: range[0], sourceLength: range[1] - range[0] },
  ]);
  const inner: Walk<State> = {
    ...walk,
    text: located,
    at: first.place,
    inserted,
    redirects: [],
    stdin: { kind: 'inherited' },
  };
  if (ownShell) runInSubshell(syntax.commands, inner, flow);
  else runStatements(syntax.commands, inner, flow);
}

/**
 * The text of words as a script. What the outer shell has expanded already is a value, not syntax, whatever quotes surround
 * it in the inner script, and is kept out of the parser's sight.
 */
function scriptText(words: readonly Word[]): { readonly text: string; readonly inserted: readonly SymbolicText[] } {
  const inserted: SymbolicText[] = [];
  const text = words
    .map(({ value }) =>
      value.map((part) => (part.kind === 'literal' ? part.text : `${INSERTED}${inserted.push([part]) - 1};`)).join(''),
    )
    .join(' ');
  return { text, inserted };
}

const INSERTED = '\uE000';

/** Puts the values back into the literals of a script that was put together from them. */
function reveal(text: SymbolicText, inserted: readonly SymbolicText[]): SymbolicText {
  if (inserted.length === 0) return text;
  return text.flatMap((part) => {
    if (part.kind !== 'literal') return [part];
    return part.text.split(/(\uE000\d+;)/).flatMap((piece): SymbolicText => {
      if (!piece.startsWith(INSERTED)) return piece === '' ? [] : [{ ...part, text: piece }];
      return inserted[Number(piece.slice(1, -1))] ?? [];
    });
  });
}

function emit<State>(
  syntax: SyntaxCommand,
  words: readonly Word[],
  redirects: readonly Redirect[],
  stdin: Stdin,
  reader: WordReader<State>,
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  const command: Command = {
    type: 'Command',
    place: walk.at ?? walk.text.place(syntax.pos, syntax.end),
    trail: walk.unit.line.trail,
    keyPath: `${walk.script.keyPath}[${walk.unit.index}]`,
    section: walk.script.section,
    words,
    redirects,
    stdin,
    certain: flow.certain,
    references: reader.references,
  };
  walk.commands.push(command);
  // What a function does is what the commands in its body do.
  if (!walk.functions.has(literalText(words[0]?.value ?? []) ?? '')) {
    walk.observer.onCommand(command, flow.environment.lookup, flow.state);
  }
}

function assignFromWord<State>(word: Word | undefined, flow: Flow<State>): void {
  const [first, ...rest] = word?.value ?? [];
  if (first?.kind !== 'literal') return;
  const equals = first.text.indexOf('=');
  flow.environment.assign(first.text.slice(0, equals), [{ ...first, text: first.text.slice(equals + 1) }, ...rest]);
}

function assignUnknown<State>(
  name: string | undefined,
  place: Place | undefined,
  reason: string,
  flow: Flow<State>,
): void {
  if (name && place && /^[A-Za-z_]\w*$/.test(name)) {
    flow.environment.assign(name, [{ kind: 'unknown', reason, quote: 'none', place }]);
  }
}

/** Reads the words of one command and collects the variables they mention. */
class WordReader<State> {
  readonly references: VariableReference[] = [];
  readonly #walk: Walk<State>;
  readonly #flow: Flow<State>;

  constructor(walk: Walk<State>, flow: Flow<State>) {
    this.#walk = walk;
    this.#flow = flow;
  }

  word(word: SyntaxWord): Word {
    runSubstitutions(substitutionsOf(word.parts), this.#walk, this.#flow);
    return this.#located(this.#read(word), word.pos, word.end);
  }

  assignment(assignment: Assignment): { name: string; value: SymbolicText } {
    const { name, value } = assignment;
    const place = this.#place(assignment.pos, assignment.end);
    if (value.type === 'ArrayValue' || assignment.index) {
      const elements = value.type === 'ArrayValue' ? value.elements : [];
      for (const element of elements) this.word(element);
      return { name, value: [{ kind: 'unknown', reason: 'is an array', quote: 'none', place }] };
    }
    const read = this.word(value).value;
    if (!assignment.append) {
      return { name, value: read.length > 0 ? read : [{ kind: 'literal', text: '', quote: 'none', place }] };
    }
    const before = this.#flow.environment.lookup(name) ?? [];
    return { name, value: [...before, ...read] };
  }

  redirect(redirection: Redirection): Redirect | undefined {
    if (redirection.type !== 'Redirect') return undefined;
    return {
      operator: redirection.operator,
      target: redirection.target ? this.word(redirection.target) : undefined,
      place: this.#place(redirection.pos, redirection.end),
    };
  }

  stdin(redirection: Redirection): Stdin | undefined {
    const place = this.#place(redirection.pos, redirection.end);
    if (redirection.type === 'HereString') {
      const text = redirection.target ? this.word(redirection.target).value : [];
      return { kind: 'text', text, hereString: true, place };
    }
    if (redirection.type === 'HereDoc') {
      runSubstitutions(substitutionsOf(redirection.body.parts), this.#walk, this.#flow);
      const written = readHereDocument(redirection.body, this.#walk.text, this.#outputOf);
      this.#collect(written);
      return {
        kind: 'text',
        text: expand(this.#relocate(written), this.#flow.environment.lookup),
        hereString: false,
        place,
      };
    }
    if (redirection.operator === '<') {
      return { kind: 'file', file: redirection.target ? this.word(redirection.target) : undefined };
    }
    return undefined;
  }

  #read(word: SyntaxWord): SymbolicText {
    const written = this.#relocate(readWord(word, this.#walk.text, this.#outputOf));
    this.#collect(written);
    return written;
  }

  #located(written: SymbolicText, start: number, end: number): Word {
    return {
      type: 'Word',
      written,
      value: expand(written, this.#flow.environment.lookup),
      place: this.#place(start, end),
    };
  }

  readonly #outputOf = (script: Parameters<typeof printedText>[0]): SymbolicText | undefined =>
    printedText(script, (inner) =>
      expand(
        readWord(inner, this.#walk.text, () => undefined),
        this.#flow.environment.lookup,
      ),
    );

  #place(start: number, end: number): Place {
    return this.#walk.at ?? this.#walk.text.place(start, end);
  }

  #relocate(text: SymbolicText): SymbolicText {
    const { at, inserted } = this.#walk;
    return at ? reveal(text, inserted).map((part) => ({ ...part, place: at })) : text;
  }

  #collect(written: SymbolicText): void {
    for (const part of written) {
      if (part.kind !== 'variable' || !/^[A-Za-z_]/.test(part.name)) continue;
      const { environment } = this.#flow;
      const definition = environment.assigns(part.name) ? ASSIGNED : this.#walk.observer.define(part.name);
      this.references.push({
        type: 'VariableReference',
        name: part.name,
        definition: definition.by === 'nobody' && environment.open ? SOURCED : definition,
        hasFallback: part.operation !== undefined && /^:?[-=+?]$/.test(part.operation.operator),
        place: part.place,
        trail: this.#walk.unit.line.trail,
        keyPath: `${this.#walk.script.keyPath}[${this.#walk.unit.index}]`,
      });
    }
  }
}
