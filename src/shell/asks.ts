/** Scripts that ask whether a variable is set expect that it may not be. */
import type { Command } from '../pipeline/commands.ts';
import type { Job } from '../pipeline/nodes.ts';
import { literalText } from '../pipeline/symbolic.ts';

const TESTS: ReadonlySet<string | undefined> = new Set(['[', '[[', 'test']);

/** The names of the variables that a command tests (`[ -n "$NAME" ]`), or has a fallback for (`${NAME:-x}`). */
export function asksForVariables({ words: [program], references }: Command): string[] {
  const isTest = program !== undefined && TESTS.has(literalText(program.value));
  return references.filter(({ hasFallback }) => isTest || hasFallback).map(({ name }) => name);
}

/** The names of the variables that any command of the job's scripts asks for. */
export function askedInScripts({ scripts }: Job): ReadonlySet<string> {
  return new Set(scripts.flatMap(({ commands }) => commands.flatMap(asksForVariables)));
}
