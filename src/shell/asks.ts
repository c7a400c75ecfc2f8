/** Scripts that ask whether a variable is set expect that it may not be. */
import type { Command } from '../pipeline/commands.ts';
import type { Job } from '../pipeline/nodes.ts';
import { literalText } from '../pipeline/symbolic.ts';

const TESTS: ReadonlySet<string | undefined> = new Set(['[', '[[', 'test']);

/** The names of the variables that a command tests (`[ -n "$NAME" ]`), or has a fallback for (`${NAME:-x}`). */
export function asksForVariables({ words: [program], references }: Command): readonly string[] {
  if (references.length === 0) return NO_NAMES;
  const isTest = program !== undefined && TESTS.has(literalText(program.value));
  const names: string[] = [];
  for (const { name, hasFallback } of references) if (isTest || hasFallback) names.push(name);
  return names;
}

const NO_NAMES: readonly string[] = [];

/** The names of the variables that any command of the job's scripts asks for. */
export function askedInScripts({ scripts }: Job): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { commands } of scripts) {
    for (const command of commands) for (const name of asksForVariables(command)) names.add(name);
  }
  return names;
}
