/** Control flow: walks a syntax tree and runs its simple commands in order, forking and joining the flow on the way. */
import type {
  CommandNode,
  CompoundList,
  ParsedScript,
  Redirection,
  Statement,
  Function as SyntaxFunction,
} from 'unbash';
import type { Command, Stdin } from '../pipeline/commands.ts';
import type { Script } from '../pipeline/nodes.ts';
import { literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import { LocatedText } from '../source/located-text.ts';
import type { Place } from '../source/source-file.ts';
import type { Trail } from '../yaml/values.ts';
import { runCase } from './cases.ts';
import { branchOff, endsOf, type Flow, goOnAfter, stateAfter } from './flow.ts';
import { runFor, runLoop, runWhile } from './loops.ts';
import { printedBy, withoutLineEnd } from './output.ts';
import type { Unit } from './parse.ts';
import type { ScriptFile } from './repository-files.ts';
import type { Observer } from './run.ts';
import { runCommand, runRedirections, runTest } from './run-command.ts';
import { type AnyNode, doesNothing, isLeaving, isQuestion, onlySpeaker } from './shapes.ts';
import type { WorkingTree } from './working-tree.ts';

/** The text that a part of the syntax tree was read from, and where that text stands. */
export interface Origin {
  readonly text: LocatedText;
  readonly trail: Trail;
  /** Where commands of a text that the script builds (`sh -c "…"`) are shown: at the word that holds it. */
  readonly at: Place | undefined;
  /** Values that the text was put together from; see `built-text.ts`. */
  readonly inserted: readonly SymbolicText[];
  /** The script of the repository that the text belongs to. */
  readonly script: CalledScript | undefined;
}

export interface CalledScript extends ScriptFile {
  /** The path by which it was called, as `BASH_SOURCE` has it; undefined for a script that a shell reads as its input. */
  readonly calledAs: SymbolicText | undefined;
}

/** A function of the script. */
export interface ShellFunction {
  readonly body: SyntaxFunction['body'];
  readonly origin: Origin;
}

/** How many commands a job has run so far. */
export interface Effort {
  spent: number;
}

/** Everything that stays the same while a script is walked. */
interface Run<State> {
  readonly functions: Map<string, ShellFunction>;
  readonly commands: Command[];
  readonly observer: Observer<State>;
  readonly effort: Effort;
  /** The repository as the job sees it. Undefined where there is none: on another machine. */
  readonly tree: WorkingTree | undefined;
}

export interface Walk<State> extends Run<State> {
  readonly origin: Origin;
  readonly section: Script['section'];
  readonly keyPath: string;
  /** Functions, built texts and scripts being run, outermost first. */
  readonly callers: readonly string[];
  /** What the compound commands around give their commands to read. */
  readonly stdin: Stdin;
  /** The script goes on when what is walked fails. */
  readonly forgiven: boolean;
  /** And nothing is done about it. */
  readonly ignored: boolean;
}

export const INHERITED: Stdin = { kind: 'inherited' };

/** Runs one unit of a script. */
export function runUnit<State>(unit: Unit, script: Script, flow: Flow<State>, run: Run<State>): void {
  const { functions, commands, observer, effort, tree } = run;
  const walk: Walk<State> = {
    functions,
    commands,
    observer,
    effort,
    tree,
    origin: { text: unit.text, trail: unit.line.trail, at: undefined, inserted: [], script: undefined },
    section: script.section,
    keyPath: `${script.keyPath}[${unit.index}]`,
    callers: [],
    stdin: INHERITED,
    forgiven: false,
    ignored: false,
  };
  runStatements(unit.syntax.commands, walk, flow);
}

function runStatements<State>(statements: readonly Statement[], walk: Walk<State>, flow: Flow<State>): void {
  for (const statement of statements) {
    if (flow.ended) return;
    runNode(statement.command, walk, flow);
  }
}

export function runNode<State>(node: AnyNode, walk: Walk<State>, flow: Flow<State>): void {
  switch (node.type) {
    case 'Command':
      runCommand(node, walk, flow);
      return;
    case 'CompoundList':
      runStatements(node.commands, walk, flow);
      return;
    case 'Pipeline':
      runPipeline(node.commands, walk, flow);
      return;
    case 'AndOr':
      runAndOr(node.commands, node.operators, walk, flow);
      return;
    case 'Redirected':
      runRedirected(node.command, node.redirects, walk, flow);
      return;
    case 'If':
      runIf(node, walk, flow);
      return;
    case 'Case':
      runCase(node, walk, flow);
      return;
    case 'For':
    case 'Select':
      runFor(node, walk, flow);
      return;
    case 'While':
      runWhile(node, walk, flow);
      return;
    case 'ArithmeticFor':
      runLoop(node.body, false, walk, flow);
      return;
    case 'Subshell':
      runInSubshell(node.body, walk, flow);
      return;
    case 'BraceGroup':
      runNode(node.body, walk, flow);
      return;
    case 'Function':
      walk.functions.set(node.name.text, { body: node.body, origin: walk.origin });
      return;
    case 'Coproc':
      runInSubshell(node.body, walk, flow);
      return;
    case 'TestCommand':
      runTest(node, walk, flow);
      return;
    case 'ArithmeticCommand':
      return;
  }
}

/** Runs a part of a script in a copy of the variables; what it does to files stays. */
export function runInSubshell<State>(node: AnyNode, walk: Walk<State>, flow: Flow<State>): void {
  const exits: Flow<State>[] = [];
  const left = { shell: exits, function: exits, loop: undefined };
  const inner: Flow<State> = { ...flow, environment: flow.environment.copy(), left };
  runNode(node, walk, inner);
  flow.state = stateAfter(inner, walk.observer);
}

/** Runs every `$(…)` before the command whose word it stands in. Returns what they print, where that can be told. */
export function runSubstitutions<State>(
  scripts: readonly ParsedScript[],
  walk: Walk<State>,
  flow: Flow<State>,
): ReadonlyMap<ParsedScript, SymbolicText> {
  const printed = new Map<ParsedScript, SymbolicText>();
  for (const script of scripts) {
    const list: CompoundList = { type: 'CompoundList', pos: script.pos, end: script.end, commands: script.commands };
    runInSubshell(list, { ...walk, origin: originOf(script, walk.origin), stdin: INHERITED }, flow);
    const speaker = onlySpeaker(script.commands);
    const last = walk.commands.at(-1);
    if (!speaker || !last || !isLastOf(speaker, last)) continue;
    const text = printedBy(last);
    if (text) printed.set(script, withoutLineEnd(text));
  }
  return printed;
}

/** Backticks inside backticks count their positions in a decoded text of their own. */
function originOf(script: ParsedScript, origin: Origin): Origin {
  const { source } = script;
  if (source === undefined) return origin;
  const at = origin.at ?? origin.text.place(0, origin.text.text.length);
  return { ...origin, at, text: textAt(source, at) };
}

/** A text that is shown at one place as a whole. */
export function textAt(text: string, { file, range }: Place): LocatedText {
  return new LocatedText(text, () => [
    { at: 0, length: text.length, file, source: range[0], sourceLength: range[1] - range[0] },
  ]);
}

/** Whether a command is what a piece of syntax comes down to, rather than something inside a function or a branch. */
function isLastOf(node: AnyNode, command: Command): boolean {
  const syntax = node.type === 'Pipeline' ? node.commands.at(-1) : node;
  return syntax?.type === 'Command' && syntax.name?.value === literalText(command.words[0]?.value ?? []);
}

function runPipeline<State>(commands: readonly CommandNode[], walk: Walk<State>, flow: Flow<State>): void {
  const [only, ...others] = commands;
  if (only && others.length === 0) {
    runNode(only, walk, flow);
    return;
  }
  let { stdin } = walk;
  for (const command of commands) {
    runInSubshell(command, { ...walk, stdin }, flow);
    const last = walk.commands.at(-1);
    stdin = { kind: 'pipe', from: last && isLastOf(command, last) ? last : undefined };
  }
}

/** A compound command reads what its commands read; what it writes comes from all of them together. */
function runRedirected<State>(
  node: AnyNode,
  redirections: readonly Redirection[],
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  const stdin = runRedirections(redirections, walk, flow);
  runNode(node, { ...walk, stdin }, flow);
}

/**
 * `a && b` runs `b` after a success of `a`, which is the normal case unless `a` is a question (`[ … ]`, `grep`) or `b` ends
 * the script; `a || b` runs `b` only after a failure.
 */
function runAndOr<State>(
  commands: readonly (CommandNode | Statement['command'])[],
  operators: readonly string[],
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  const [first] = commands;
  if (!first) return;
  const otherwise = alternatives(commands, operators);
  const walkOf = (index: number): Walk<State> => {
    const instead = otherwise[index];
    return instead ? { ...walk, forgiven: true, ignored: walk.ignored || doesNothing(instead) } : walk;
  };
  runNode(first, walkOf(0), flow);
  let asked = isQuestion(first);
  for (const [index, operator] of operators.entries()) {
    const next = commands[index + 1];
    if (!next || flow.ended) return;
    if (operator === '&&' && !asked && !isLeaving(next)) {
      runNode(next, walkOf(index + 1), flow);
    } else {
      runBranches([next], true, walkOf(index + 1), flow);
    }
    asked = operator === '&&' ? asked || isQuestion(next) : asked;
  }
}

/** By each command, what runs instead if it fails: the next one behind `||` that does not leave. */
function alternatives(commands: readonly AnyNode[], operators: readonly string[]): readonly (AnyNode | undefined)[] {
  const found: (AnyNode | undefined)[] = [];
  let next: AnyNode | undefined;
  for (let index = commands.length - 1; index >= 0; index--) {
    found[index] = next;
    const node = commands[index];
    if (node && operators[index - 1] === '||' && !isLeaving(node)) next = node;
  }
  return found;
}

function runIf<State>(node: Extract<AnyNode, { type: 'If' }>, walk: Walk<State>, flow: Flow<State>): void {
  const asking = { ...walk, forgiven: true };
  runNode(node.clause, asking, flow);
  for (const elif of node.elif) runBranches([elif.clause], true, asking, flow);
  if (flow.ended) return;
  const bodies = [node.then, ...node.elif.map((elif) => elif.then)];
  if (node.else) bodies.push(node.else);
  runBranches(bodies, node.else === undefined, walk, flow);
}

/** Runs alternatives from the same state and joins what is left of them. `maySkip`: none of them may run. */
export function runBranches<State>(
  bodies: readonly AnyNode[],
  maySkip: boolean,
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  const ends = bodies.flatMap((body) => {
    const branch = branchOff(flow, walk.observer);
    runNode(body, walk, branch);
    return endsOf(branch, []);
  });
  goOnAfter(flow, maySkip ? endsOf(flow, ends) : ends, walk.observer);
}
