/** Loops: how often their bodies run, and with which values. */
import type { For, Select, Word as SyntaxWord, While } from 'unbash';
import type { Word } from '../pipeline/commands.ts';
import type { SymbolicText } from '../pipeline/symbolic.ts';
import { assignedIn, SHIFTED } from './assigned-names.ts';
import { isExhausted } from './calls.ts';
import { branchOff, endsOf, type Flow, goOnAfter } from './flow.ts';
import { mention } from './run-command.ts';
import { runNode, type Walk } from './run-syntax.ts';
import { type AnyNode, isEndless } from './shapes.ts';
import { WordReader } from './word-reader.ts';

/** Longer lists are run through once for all of their words. */
const MOST_TURNS = 8;

/** Runs the body of `for` once for each word of its list, or once for all where the words are not known. */
export function runFor<State>(node: For | Select, walk: Walk<State>, flow: Flow<State>): void {
  const reader = new WordReader(walk, flow);
  const words = node.wordlist?.flatMap((word) => reader.words(word)) ?? flow.environment.parameters;
  mention(node.wordlist ?? [], reader, walk, flow);
  const turns = node.type === 'For' && words ? turnsOf(node.wordlist ?? [], words) : undefined;
  if (!turns || isExhausted(walk.effort)) {
    const place = reader.place(node.name.pos, node.name.end);
    flow.environment.assign(node.name.text, [{ kind: 'unknown', reason: CHANGES, quote: 'none', place }]);
    runLoop(node.body, words?.some(isOneWord) ?? false, walk, flow);
    return;
  }
  let wasLeft = false;
  for (const value of turns) {
    if (flow.ended) return;
    flow.environment.assign(node.name.text, value);
    const loop: Flow<State>[] = [];
    const turn = { ...branchOff(flow, walk.observer), certain: flow.certain && !wasLeft, left: { ...flow.left, loop } };
    runNode(node.body, walk, turn);
    const ends = endsOf(turn, loop);
    goOnAfter(flow, wasLeft ? endsOf(flow, ends) : ends, walk.observer);
    wasLeft ||= loop.length > 0;
  }
}

/** `while` and `until`. */
export function runWhile<State>(node: While, walk: Walk<State>, flow: Flow<State>): void {
  forgetAssigned([node.clause, node.body], walk, flow);
  runNode(node.clause, walk, flow);
  if (!flow.ended) runLoop(node.body, isEndless(node), walk, flow);
}

/** Runs a loop's body once for all turns. `runs`: there is at least one. */
export function runLoop<State>(body: AnyNode, runs: boolean, walk: Walk<State>, flow: Flow<State>): void {
  forgetAssigned([body], walk, flow);
  const loop: Flow<State>[] = [];
  const turn: Flow<State> = { ...branchOff(flow, walk.observer), left: { ...flow.left, loop } };
  runNode(body, walk, turn);
  const ends = endsOf(turn, loop);
  goOnAfter(flow, runs ? ends : endsOf(flow, ends), walk.observer);
}

const CHANGES = 'changes with every turn of a loop';

/** What one run of a loop stands for begins with whatever an earlier turn has left in the variables. */
function forgetAssigned<State>(nodes: readonly AnyNode[], walk: Walk<State>, flow: Flow<State>): void {
  const { environment } = flow;
  const [first] = nodes;
  const place = first && (walk.origin.at ?? walk.origin.text.place(first.pos, first.end));
  for (const name of nodes.flatMap(assignedIn)) {
    if (name === SHIFTED) environment.parameters = undefined;
    else if (place) environment.assign(name, [{ kind: 'unknown', reason: CHANGES, quote: 'none', place }]);
  }
}

/** The values of the turns, if all of them are known. */
function turnsOf(written: readonly SyntaxWord[], words: readonly Word[]): readonly SymbolicText[] | undefined {
  const isKnown = words.length <= MOST_TURNS && words.every(isOneWord) && !written.some(isPattern);
  return isKnown ? words.map(({ value }) => value) : undefined;
}

/** Whether a word is one turn for sure: known text, which the shell has split already, or a variable in quotes. */
function isOneWord({ value }: Word): boolean {
  const isEmpty = value.every((part) => part.kind === 'literal' && part.text === '' && part.quote === 'none');
  return (
    !isEmpty && value.every((part) => part.kind === 'literal' || (part.kind === 'variable' && part.quote !== 'none'))
  );
}

/** `*.yml` stands for the files that there are. */
function isPattern({ parts = [], value }: SyntaxWord): boolean {
  return parts.some((part) => part.type === 'Glob') || (parts.length === 0 && /[*?[]/.test(value));
}
