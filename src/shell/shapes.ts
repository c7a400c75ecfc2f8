/** What pieces of syntax tell by their shape about which of their commands run. */
import type { CommandNode, CompoundList, Statement, Command as SyntaxCommand, While } from 'unbash';
import { LEAVING } from './flow.ts';

export type AnyNode = CommandNode | Statement['command'] | CompoundList;

/** `while true`, `until false` */
export function isEndless({ kind, clause }: While): boolean {
  const [statement] = clause.commands;
  const name = statement?.command.type === 'Command' ? commandName(statement.command) : undefined;
  return kind === 'while' ? name === 'true' || name === ':' : name === 'false';
}

/** Commands whose failure is an answer. */
const QUESTIONS = new Set('[ test grep egrep fgrep which command type hash diff cmp false pgrep id'.split(' '));

/** Whether a failure is as usual as a success. */
export function isQuestion(node: AnyNode): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true;
  if (node.type === 'Command') return QUESTIONS.has(commandName(node) ?? '');
  if (node.type === 'Pipeline') {
    const last = node.commands.at(-1);
    return node.prefixes.some((prefix) => prefix.type === 'Negation') || (last !== undefined && isQuestion(last));
  }
  return false;
}

/** `exit 0`, `{ echo done; exit 0; }` */
export function isLeaving(node: AnyNode): boolean {
  if (node.type === 'Command') return Object.hasOwn(LEAVING, commandName(node) ?? '');
  const last = node.type === 'BraceGroup' ? node.body.commands.at(-1) : undefined;
  return last !== undefined && isLeaving(last.command);
}

/** Commands that print nothing when they succeed. */
const SILENT = new Set(': cd export mkdir set shopt true umask'.split(' '));

/** The only one of several commands in a row that prints something: `cd ci && pwd`. Undefined where others may. */
export function onlySpeaker(statements: readonly Statement[]): AnyNode | undefined {
  const nodes = statements.flatMap(({ command }): readonly AnyNode[] =>
    command.type === 'AndOr' && command.operators.every((operator) => operator === '&&') ? command.commands : [command],
  );
  const isSilent = (node: AnyNode): boolean => node.type === 'Command' && SILENT.has(commandName(node) ?? '');
  return nodes.slice(0, -1).every(isSilent) ? nodes.at(-1) : undefined;
}

/** `true`, `:`, and words about it: what stands behind `||` to let a failure pass. */
export function doesNothing(node: AnyNode): boolean {
  return node.type === 'Command' && ['true', ':', 'echo', 'printf'].includes(commandName(node) ?? '');
}

function commandName(command: SyntaxCommand): string | undefined {
  return command.name?.value;
}
