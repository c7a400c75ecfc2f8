/** `case`: which of its branches may run. */
import type { Case, CaseItem } from 'unbash';
import type { Word } from '../pipeline/commands.ts';
import { literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import type { Flow } from './flow.ts';
import { mention } from './run-command.ts';
import { runBranches, runNode, type Walk } from './run-syntax.ts';
import { WordReader } from './word-reader.ts';

export function runCase<State>(node: Case, walk: Walk<State>, flow: Flow<State>): void {
  const reader = new WordReader(walk, flow);
  const { written, value } = reader.word(node.word);
  const patterns = node.items.map(({ pattern }) => pattern.map((word) => reader.word(word).value));
  mention([node.word, ...node.items.flatMap(({ pattern }) => pattern)], reader, walk, flow);
  const given =
    isArgument(written, flow.environment.parameters) && node.items.every(endsCase) ? literalText(value) : undefined;
  const answers = node.items.map((_, index) => matches(patterns[index] ?? [], given));
  const sure = answers.indexOf('yes');
  const possible = node.items.filter((_, index) => answers[index] !== 'no' && (sure === -1 || index <= sure));
  const [only, ...others] = possible;
  if (only && sure !== -1 && others.length === 0) runNode(only.body, walk, flow);
  else
    runBranches(
      possible.map(({ body }) => body),
      sure === -1,
      walk,
      flow,
    );
}

/**
 * Only what a script or function was called with decides which branch runs. Values of the pipeline's variables may be others
 * in the project's settings.
 */
function isArgument(written: SymbolicText, parameters: readonly Word[] = []): boolean {
  const part = written.find(({ kind }) => kind === 'variable');
  if (part?.kind !== 'variable' || !/^[1-9]$/.test(part.name)) return false;
  return parameters.slice(0, Number(part.name)).every(isOneWord);
}

/** A variable without quotes may come to no word at all, or to several. */
function isOneWord({ value }: Word): boolean {
  return value.every((part) => part.kind === 'literal' || part.quote !== 'none');
}

function endsCase({ terminator }: CaseItem): boolean {
  return terminator === undefined || terminator === ';;';
}

/** Whether any of the patterns of a branch matches. `*` does in every case. */
function matches(patterns: readonly SymbolicText[], given: string | undefined): 'yes' | 'no' | 'maybe' {
  const texts = patterns.map(literalText);
  if (texts.some((text) => text === '*' || (text !== undefined && text === given && isPlain(text)))) return 'yes';
  return given !== undefined && texts.every((text) => text !== undefined && isPlain(text)) ? 'no' : 'maybe';
}

function isPlain(pattern: string): boolean {
  return !/[*?[\\]/.test(pattern);
}
