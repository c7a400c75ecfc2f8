/** Control flow: walks a syntax tree and runs its simple commands in order, forking and joining the flow on the way. */
import type {
  CommandNode,
  CompoundList,
  ParsedScript,
  Redirection,
  Statement,
  Command as SyntaxCommand,
  Function as SyntaxFunction,
} from 'unbash';
import type { Command, Stdin } from '../pipeline/commands.ts';
import type { Script } from '../pipeline/nodes.ts';
import type { SymbolicText } from '../pipeline/symbolic.ts';
import type { LocatedText } from '../source/located-text.ts';
import type { Place } from '../source/source-file.ts';
import type { Unit } from './parse.ts';
import type { Flow, Observer } from './run.ts';
import { runCommand } from './run-command.ts';
import { substitutionsOf } from './words.ts';

/** A function of the script, with the text its positions count in. */
export interface ShellFunction {
  readonly body: SyntaxFunction['body'];
  readonly text: LocatedText;
}

/** Everything that stays the same while one unit of a script is walked. */
export interface Walk<State> {
  readonly text: LocatedText;
  readonly unit: Unit;
  readonly script: Script;
  readonly functions: Map<string, ShellFunction>;
  readonly commands: Command[];
  readonly observer: Observer<State>;
  /** Where commands of a generated script (`sh -c "$(…)"`) are shown: at the word that holds it. */
  readonly at: Place | undefined;
  /** Values that the text was put together from; a private character followed by an index stands for each. */
  readonly inserted: readonly SymbolicText[];
  /** Functions being run, against recursion. */
  readonly callers: readonly string[];
  /** Redirections of the compound commands around. */
  readonly redirects: readonly Redirection[];
  readonly stdin: Stdin;
}

type AnyNode = CommandNode | Statement['command'] | CompoundList;

export function runSyntax<State>(
  unit: Unit,
  script: Script,
  flow: Flow<State>,
  functions: Map<string, ShellFunction>,
  commands: Command[],
  observer: Observer<State>,
): void {
  const walk: Walk<State> = {
    text: unit.text,
    unit,
    script,
    functions,
    commands,
    observer,
    at: undefined,
    inserted: [],
    callers: [],
    redirects: [],
    stdin: { kind: 'inherited' },
  };
  runStatements(unit.syntax.commands, walk, flow);
}

export function runStatements<State>(statements: readonly Statement[], walk: Walk<State>, flow: Flow<State>): void {
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
      runNode(node.command, { ...walk, redirects: [...walk.redirects, ...node.redirects] }, flow);
      return;
    case 'If':
      runIf(node, walk, flow);
      return;
    case 'Case':
      runBranches(
        node.items.map((item) => item.body),
        !node.items.some(isCatchAll),
        walk,
        flow,
      );
      return;
    case 'For':
    case 'Select':
      for (const word of node.wordlist ?? []) runSubstitutions(substitutionsOf(word.parts), walk, flow);
      flow.environment.assign(node.name.text, [
        {
          kind: 'unknown',
          reason: 'changes with every turn of a loop',
          quote: 'none',
          place: walk.at ?? walk.text.place(node.name.pos, node.name.end),
        },
      ]);
      runBranches([node.body], true, walk, flow);
      return;
    case 'While':
      runNode(node.clause, walk, flow);
      runBranches([node.body], true, walk, flow);
      return;
    case 'ArithmeticFor':
      runBranches([node.body], true, walk, flow);
      return;
    case 'Subshell':
      runInSubshell(node.body.commands, walk, flow);
      return;
    case 'BraceGroup':
      runNode(node.body, walk, flow);
      return;
    case 'Function':
      walk.functions.set(node.name.text, { body: node.body, text: walk.text });
      return;
    case 'Coproc':
      runInSubshell([], walk, flow, node.body);
      return;
    case 'TestCommand':
    case 'ArithmeticCommand':
      return;
  }
}

/** Runs a script in a copy of the variables; what it does to files stays. */
export function runInSubshell<State>(
  statements: readonly Statement[],
  walk: Walk<State>,
  flow: Flow<State>,
  node?: AnyNode,
): void {
  const inner: Flow<State> = { ...flow, environment: flow.environment.copy() };
  runStatements(statements, walk, inner);
  if (node) runNode(node, walk, inner);
}

/** Runs `$(…)` before the command whose word it stands in. */
export function runSubstitutions<State>(scripts: readonly ParsedScript[], walk: Walk<State>, flow: Flow<State>): void {
  for (const script of scripts) {
    // Escaped backticks count their positions in a decoded text of their own.
    const inner = script.source === undefined ? walk : { ...walk, at: walk.at ?? walk.unit.line.place };
    runInSubshell(script.commands, { ...inner, redirects: [], stdin: { kind: 'inherited' } }, flow);
  }
}

function runPipeline<State>(commands: readonly CommandNode[], walk: Walk<State>, flow: Flow<State>): void {
  const alone = commands.length === 1;
  let stdin = walk.stdin;
  for (const command of commands) {
    if (alone) {
      runNode(command, walk, flow);
      return;
    }
    const before = walk.commands.length;
    runInSubshell([], { ...walk, stdin }, flow, command);
    stdin = { kind: 'pipe', from: walk.commands.length > before ? walk.commands.at(-1) : undefined };
  }
}

/**
 * `a && b` runs `b` after a success of `a`, which is the normal case unless `a` is a question (`[ … ]`, `grep`);
 * `a || b` runs `b` only after a failure.
 */
function runAndOr<State>(
  commands: readonly (CommandNode | Statement['command'])[],
  operators: readonly string[],
  walk: Walk<State>,
  flow: Flow<State>,
): void {
  const [first] = commands;
  if (!first) return;
  runNode(first, walk, flow);
  let asked = isQuestion(first);
  for (const [index, operator] of operators.entries()) {
    const next = commands[index + 1];
    if (!next || flow.ended) return;
    if (operator === '&&' && !asked) {
      runNode(next, walk, flow);
    } else {
      runBranches([next], true, walk, flow);
    }
    asked = operator === '&&' ? asked || isQuestion(next) : asked;
  }
}

function runIf<State>(node: Extract<AnyNode, { type: 'If' }>, walk: Walk<State>, flow: Flow<State>): void {
  runNode(node.clause, walk, flow);
  for (const elif of node.elif) runBranches([elif.clause], true, walk, flow);
  const bodies = [node.then, ...node.elif.map((elif) => elif.then)];
  if (node.else) bodies.push(node.else);
  runBranches(bodies, node.else === undefined, walk, flow);
}

/** Runs alternatives from the same state and joins what is left of them. `mayskip`: none of them may run. */
function runBranches<State>(bodies: readonly AnyNode[], maySkip: boolean, walk: Walk<State>, flow: Flow<State>): void {
  const ends: Flow<State>[] = [];
  for (const body of bodies) {
    const branch: Flow<State> = {
      environment: flow.environment.copy(),
      state: walk.observer.copy(flow.state),
      certain: false,
      ended: false,
    };
    runNode(body, walk, branch);
    if (!branch.ended) ends.push(branch);
  }
  if (!maySkip && ends.length === 0) {
    flow.ended = true;
    return;
  }
  if (!maySkip) {
    const [first] = ends;
    if (!first) return;
    flow.environment = first.environment;
    flow.state = first.state;
  }
  for (const end of maySkip ? ends : ends.slice(1)) {
    flow.environment.joinWith(end.environment);
    walk.observer.join(flow.state, end.state);
  }
}

function isCatchAll(item: { readonly pattern: readonly { readonly text: string }[] }): boolean {
  return item.pattern.some((pattern) => pattern.text === '*');
}

const QUESTIONS = new Set([
  '[',
  'test',
  'grep',
  'egrep',
  'fgrep',
  'which',
  'command',
  'type',
  'hash',
  'diff',
  'cmp',
  'false',
  'pgrep',
  'id',
]);

function isQuestion(node: AnyNode): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true;
  if (node.type === 'Command') return QUESTIONS.has(commandName(node) ?? '');
  if (node.type === 'Pipeline') {
    const last = node.commands.at(-1);
    return node.prefixes.some((prefix) => prefix.type === 'Negation') || (last !== undefined && isQuestion(last));
  }
  return false;
}

function commandName(command: SyntaxCommand): string | undefined {
  return command.name?.value;
}
