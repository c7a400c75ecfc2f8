/** One simple command: its words, its assignments, the shell's own commands, functions; then the observer's turn. */
import type { Redirection, Command as SyntaxCommand, TestCommand, TestExpression } from 'unbash';
import type { Command, Redirect, Stdin, Word } from '../pipeline/commands.ts';
import { literalText } from '../pipeline/symbolic.ts';
import {
  callFunction,
  callScript,
  functionCalled,
  isOverlong,
  isRecursion,
  runEval,
  runText,
  scriptCalled,
} from './calls.ts';
import { type Flow, LEAVING, leave } from './flow.ts';
import { fileRunBy, givenText } from './run-file.ts';
import { INHERITED, type Walk } from './run-syntax.ts';
import { isShell } from './shells.ts';
import { type ReadAssignment, WordReader } from './word-reader.ts';
import { directoryAfter } from './working-directory.ts';
import { unwrap } from './wrappers.ts';

const DECLARATIONS = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);
/** Declarations whose names belong to the function that they stand in. */
const LOCAL_DECLARATIONS = new Set(['local', 'declare', 'typeset']);
/** What lets a command run as another user, who has credentials of their own. */
const OTHER_USERS = new Set(['sudo', 'doas']);
/** Options of `env` and `sudo` that name another working directory. */
const ELSEWHERE = new Set(['-C', '--chdir', '-D']);

export function runCommand<State>(syntax: SyntaxCommand, walk: Walk<State>, flow: Flow<State>): void {
  if (isOverlong(walk.effort)) {
    walk.observer.onOpaque('it has more commands than are followed', flow.state);
    return;
  }
  walk.effort.spent++;
  const reader = new WordReader(walk, flow);
  const prefix: ReadAssignment[] = [];
  for (const part of syntax.prefix) if (part.type === 'Assignment') prefix.push(reader.assignment(part));
  const words: Word[] = [];
  if (syntax.name) reader.readWords(syntax.name, words);
  const declared: ReadAssignment[] = [];
  for (const argument of syntax.args) {
    if (argument.type === 'Word') reader.readWords(argument, words);
    else declared.push(reader.assignment(argument));
  }
  const { redirects, stdin } = readRedirections(syntax.redirects, reader, walk);

  if (words.length === 0) {
    for (const { name, value } of prefix) flow.environment.assign(name, value);
    if (syntax.redirects.length > 0 || reader.references.length > 0) {
      emit(syntax, { words, redirects, stdin, runs: undefined }, reader, walk, flow);
    }
    return;
  }
  const fn = functionCalled(words, walk);
  const texts = words.map(textOf);
  const { start, assignments, wrappers } = fn ? { start: 0, assignments: [], wrappers: [] } : unwrap(texts);
  const [program, ...args] = words.slice(start);
  const name = texts[start];

  const around = flow.environment;
  if (prefix.length > 0 || assignments.length > 0) {
    flow.environment = around.forCommand();
    for (const { name: variable, value } of prefix) flow.environment.assign(variable, value);
    for (const index of assignments) assignFromWord(words[index], flow);
  }
  const isElsewhere = start > 0 && texts.slice(0, start).some((text) => text !== undefined && ELSEWHERE.has(text));
  const run = fn || !program || isElsewhere ? undefined : fileRunBy(program, args, stdin);
  const script = scriptCalled(run, walk, flow);
  const command = emit(syntax, { words, redirects, stdin, runs: script?.script.file }, reader, walk, flow);
  const inside = stdin === walk.stdin ? walk : { ...walk, stdin };
  // What a function or a script does is what the commands in it do; where its output goes is still the caller's.
  if (!fn && !script && !isRecursion(words, walk)) observe(command, walk, flow);
  else if (redirects.length > 0) observe({ ...command, words: [] }, walk, flow);
  if (script && wrappers.some((wrapper) => OTHER_USERS.has(wrapper)))
    walk.observer.onOpaque('it runs commands as another user', flow.state);
  const text = name !== undefined && isShell(name) ? args[givenText(args) ?? -1] : undefined;
  if (text) runText([text], inside, flow, true);
  else if (script && script.runs !== 'here') callScript(script, command, inside, flow);
  flow.environment = around;

  if (fn) callFunction(fn, args, inside, flow);
  else if (script?.runs === 'here') {
    for (const { name: variable, value } of prefix) flow.environment.assign(variable, value);
    callScript(script, command, inside, flow);
  } else if (name === 'eval') runEval(syntax, args, inside, flow);
  else if (name !== undefined && DECLARATIONS.has(name)) declare(name, args, declared, flow);
  else if (name !== undefined) runOwnCommand(name, args, flow);
  if (wrappers.includes('exec')) leave(flow, 'shell');
}

function observe<State>(command: Command, walk: Walk<State>, flow: Flow<State>): void {
  walk.observer.onCommand(command, flow.environment.lookup, flow.state);
  walk.tree?.note(command);
}

/** The variables that a compound command names before its body are written down as those of a command without words. */
export function mention<State>(
  words: readonly { readonly pos: number; readonly end: number }[],
  reader: WordReader<State>,
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last || reader.references.length === 0) return;
  const inputs = { words: [], redirects: [], stdin: walk.stdin, runs: undefined };
  emit({ pos: first.pos, end: last.end }, inputs, reader, walk, flow);
}

/** `[[ … ]]` as a command, since it mentions variables. */
export function runTest<State>(syntax: TestCommand, walk: Walk<State>, flow: Flow<State>): void {
  const reader = new WordReader(walk, flow);
  const place = reader.place(syntax.pos, syntax.pos + 2);
  const text = [{ kind: 'literal', text: '[[', quote: 'none', place }] as const;
  const words: Word[] = [{ type: 'Word', written: text, value: text, place }];
  const read = (expression: TestExpression): void => {
    if (expression.type === 'TestUnary') words.push(reader.word(expression.operand));
    else if (expression.type === 'TestBinary') words.push(reader.word(expression.left), reader.word(expression.right));
    else if (expression.type === 'TestLogical') expression.operands.forEach(read);
    else read(expression.type === 'TestNot' ? expression.operand : expression.expression);
  };
  read(syntax.expression);
  emit(syntax, { words, redirects: [], stdin: walk.stdin, runs: undefined }, reader, walk, flow);
}

/** What a compound command writes to is written down as a command without words. Returns what its commands read. */
export function runRedirections<State>(
  redirections: readonly Redirection[],
  walk: Walk<State>,
  flow: Flow<State>,
): Stdin {
  const reader = new WordReader(walk, flow);
  const { redirects, stdin } = readRedirections(redirections, reader, walk);
  const [first] = redirections;
  const last = redirections.at(-1);
  if (first && last) {
    const inputs = { words: [], redirects, stdin: INHERITED, runs: undefined };
    const command = emit({ pos: first.pos, end: last.end }, inputs, reader, walk, flow);
    observe(command, walk, flow);
  }
  return stdin;
}

function readRedirections<State>(
  redirections: readonly Redirection[],
  reader: WordReader<State>,
  walk: Walk<State>,
): { readonly redirects: Redirect[]; readonly stdin: Stdin } {
  const redirects: Redirect[] = [];
  for (const redirection of redirections) {
    const isInput = redirection.type === 'Redirect' && redirection.operator === '<';
    const redirect = isInput ? undefined : reader.redirect(redirection);
    if (redirect) redirects.push(redirect);
  }
  let { stdin } = walk;
  for (const redirection of redirections) stdin = reader.stdin(redirection) ?? stdin;
  return { redirects, stdin };
}

function emit<State>(
  syntax: { readonly pos: number; readonly end: number },
  inputs: Pick<Command, 'words' | 'redirects' | 'stdin' | 'runs'>,
  reader: WordReader<State>,
  walk: Walk<State>,
  flow: Flow<State>,
): Command {
  const command: Command = {
    type: 'Command',
    place: reader.place(syntax.pos, syntax.end),
    trail: walk.origin.trail,
    keyPath: walk.keyPath,
    section: walk.section,
    words: inputs.words,
    redirects: inputs.redirects,
    stdin: inputs.stdin,
    runs: inputs.runs,
    directory: flow.environment.directory.path,
    certain: flow.certain,
    forgiven: walk.forgiven,
    ignored: walk.ignored,
    references: reader.references,
  };
  walk.commands.push(command);
  return command;
}

/** The commands that the shell runs itself. */
function runOwnCommand<State>(name: string, args: readonly Word[], flow: Flow<State>): void {
  const { environment } = flow;
  environment.directory = directoryAfter(environment.directory, name, args);
  const leaves = Object.hasOwn(LEAVING, name) ? LEAVING[name] : undefined;
  if (leaves) leave(flow, leaves);
  else if (name === 'unset') for (const word of args) environment.unset(literalText(word.value) ?? '');
  else if (name === 'shift') environment.parameters = environment.parameters?.slice(Number(textOf(args[0]) ?? 1));
  else if (name === 'set' && textOf(args[0]) === '--') environment.parameters = args.slice(1);
  else if (name === 'source' || name === '.') environment.open = true;
  else if (name === 'printf' && textOf(args[0]) === '-v') assignUnknown(args[1], 'is printed into a variable', flow);
  else if (name === 'read' || name === 'mapfile' || name === 'readarray' || name === 'getopts') {
    for (const word of args) assignUnknown(word, 'is read from input', flow);
  }
}

/** `export A=b`, `local A`. A word whose text is not known may declare any name. */
function declare<State>(
  name: string,
  args: readonly Word[],
  declared: readonly ReadAssignment[],
  flow: Flow<State>,
): void {
  const { environment } = flow;
  const isLocal = environment.parameters !== undefined && LOCAL_DECLARATIONS.has(name);
  for (const { name: variable, value } of declared) {
    if (isLocal) environment.declareLocal(variable);
    environment.assign(variable, value);
  }
  for (const word of args) {
    const [first] = word.value;
    const variable = first?.kind === 'literal' ? /^([A-Za-z_]\w*)(=|$)/.exec(first.text) : undefined;
    if (first?.kind !== 'literal') environment.open = true;
    else if (variable?.[1] && isLocal) environment.declareLocal(variable[1]);
    if (variable?.[2] === '=') assignFromWord(word, flow);
  }
}

function assignFromWord<State>(word: Word | undefined, flow: Flow<State>): void {
  const [first, ...rest] = word?.value ?? [];
  if (first?.kind !== 'literal') return;
  const equals = first.text.indexOf('=');
  flow.environment.assign(first.text.slice(0, equals), [{ ...first, text: first.text.slice(equals + 1) }, ...rest]);
}

function assignUnknown<State>(word: Word | undefined, reason: string, flow: Flow<State>): void {
  const name = textOf(word);
  if (word && name && /^[A-Za-z_]\w*$/.test(name)) {
    flow.environment.assign(name, [{ kind: 'unknown', reason, quote: 'none', place: word.place }]);
  }
}

function textOf(word: Word | undefined): string | undefined {
  return word && literalText(word.value);
}
