/** What a command runs that is written elsewhere: functions, texts that the script builds, scripts of the repository. */
import type { Command as SyntaxCommand } from 'unbash';
import type { Command, Word } from '../pipeline/commands.ts';
import { literalText } from '../pipeline/symbolic.ts';
import { buildText } from './built-text.ts';
import { endsOf, type Flow, goOnAfter } from './flow.ts';
import { isBroken, parseText } from './parse.ts';
import { repositoryPath } from './path.ts';
import type { ScriptFile } from './repository-files.ts';
import type { FileRun } from './run-file.ts';
import { INHERITED, type Origin, runInSubshell, runNode, type ShellFunction, textAt, type Walk } from './run-syntax.ts';
import { isHarmlessOutput } from './words.ts';

/** How deep functions, texts and scripts are entered, and how many commands are run in a job. Real ones have hundreds. */
const DEEPEST_CALL = 12;
const MOST_EFFORT = 2000;
/** How many commands of a job are looked at at all. */
const MOST_COMMANDS = 2500;

/** A call of a function. */
export interface FunctionCall {
  readonly name: string;
  readonly fn: ShellFunction;
}

/** The function that a command calls, unless it is one of those that are running. */
export function functionCalled<State>(words: readonly Word[], walk: Walk<State>): FunctionCall | undefined {
  const name = textOf(words[0]);
  const fn = name === undefined || walk.callers.includes(name) ? undefined : walk.functions.get(name);
  return name !== undefined && fn ? { name, fn } : undefined;
}

export function isRecursion<State>(words: readonly Word[], walk: Walk<State>): boolean {
  const name = textOf(words[0]);
  return name !== undefined && walk.functions.has(name) && walk.callers.includes(name);
}

export function callFunction<State>(
  { name, fn }: FunctionCall,
  args: readonly Word[],
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  if (isTooMuch(walk, flow)) return;
  const returns: Flow<State>[] = [];
  const inner: Flow<State> = { ...flow, left: { shell: flow.left.shell, function: returns, loop: undefined } };
  const endCall = inner.environment.enter(args);
  runNode(fn.body, { ...walk, origin: fn.origin, callers: [...walk.callers, name] }, inner);
  goOnAfter(flow, endsOf(inner, returns), walk.observer);
  endCall(flow.environment);
}

/** A call of a script of the repository. */
export interface ScriptCall extends FileRun {
  readonly script: ScriptFile;
}

/** The script that a command runs, unless the job may have changed it or it is one of those that are running. */
export function scriptCalled<State>(
  run: FileRun | undefined,
  walk: Walk<State>,
  flow: Flow<State>,
): ScriptCall | undefined {
  if (!run) return undefined;
  const path = repositoryPath(run.path.value, flow.environment.directory.path);
  if (path === undefined || walk.callers.includes(path) || isTooMuch(walk, flow)) return undefined;
  const script = walk.tree?.script(path);
  return script && { ...run, script };
}

/** Runs a script as the command at `command` does. What it does to files stays. */
export function callScript<State>(call: ScriptCall, command: Command, walk: Walk<State>, flow: Flow<State>): void {
  const { script, path, args, runs } = call;
  const { file, text, syntax } = script;
  const origin: Origin = {
    text,
    trail: [...walk.origin.trail, { kind: 'script', name: file.path, place: command.place }],
    at: undefined,
    inserted: [],
    script: { ...script, calledAs: runs === 'input' ? undefined : path.value },
  };
  const stdin = runs === 'input' ? INHERITED : walk.stdin;
  const inner: Walk<State> = { ...walk, origin, stdin, callers: [...walk.callers, file.path] };
  const body = { type: 'CompoundList', pos: 0, end: text.text.length, commands: syntax.commands } as const;
  if (runs === 'here') {
    const before = flow.environment.parameters;
    const returns: Flow<State>[] = [];
    const way: Flow<State> = { ...flow, left: { ...flow.left, function: returns } };
    if (args.length > 0) way.environment.parameters = args;
    runNode(body, inner, way);
    goOnAfter(flow, endsOf(way, returns), walk.observer);
    if (args.length > 0) flow.environment.parameters = before;
    return;
  }
  const shell: Flow<State> = { ...flow, environment: flow.environment.copy() };
  shell.environment.parameters = args;
  if (runs === 'apart') shell.environment.assign('0', path.value);
  else shell.environment.unset('0');
  runInSubshell(body, { ...inner, functions: new Map() }, shell);
  flow.state = shell.state;
}

/** `eval "…"`. Settings that a known program prints change nothing here. */
export function runEval<State>(
  syntax: SyntaxCommand,
  args: readonly Word[],
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  if (syntax.args.every(isHarmlessOutput)) flow.environment.open = true;
  else runText(args, walk, flow, false);
}

/** Runs text that the script builds. Its commands are shown at the word that holds them. */
export function runText<State>(words: readonly Word[], walk: Walk<State>, flow: Flow<State>, ownShell: boolean): void {
  const [first] = words;
  if (!first || isTooMuch(walk, flow)) return;
  const { text, inserted } = buildText(words);
  const syntax = parseText(text);
  if (isBroken(syntax) || inserted.some((value) => value.some((part) => part.kind === 'unknown'))) {
    walk.observer.onOpaque('runs text that is put together while it runs', flow.state);
    flow.environment.open ||= !ownShell;
    return;
  }
  const origin = { ...walk.origin, text: textAt(text, first.place), at: first.place, inserted };
  const inner: Walk<State> = { ...walk, origin, callers: [...walk.callers, text] };
  const body = { type: 'CompoundList', pos: 0, end: text.length, commands: syntax.commands } as const;
  if (ownShell) runInSubshell(body, inner, flow);
  else runNode(body, inner, flow);
}

/** Whether functions, texts and scripts are to be entered no further, so that no script takes more than its length. */
function isTooMuch<State>(walk: Walk<State>, flow: Flow<State>): boolean {
  if (walk.callers.length < DEEPEST_CALL && !isExhausted(walk.effort)) return false;
  walk.observer.onOpaque('calls functions too deep or too often to follow', flow.state);
  return true;
}

/** Whether so many commands have run that nothing is to be run a second time. */
export function isExhausted({ spent }: Walk<unknown>['effort']): boolean {
  return spent >= MOST_EFFORT;
}

/** Whether so many commands have run that no more are looked at, wherever they are written. */
export function isOverlong({ spent }: Walk<unknown>['effort']): boolean {
  return spent >= MOST_COMMANDS;
}

function textOf(word: Word | undefined): string | undefined {
  return word && literalText(word.value);
}
