/**
 * Runs a job's scripts without running them: follows the shell's control flow, keeps its variables as symbolic text, and
 * hands every command to a caller who keeps its own state beside them (the registry stage: which credentials are stored).
 *
 * Branches start from the same state and join afterwards; a branch that ends the script does not join. A loop's body may
 * run or not. Functions are entered where they are called. `before_script` and `script` share one shell; `after_script` is
 * a new one that sees the same files (GitLab docs: "Job scripts"; gitlab-runner: `shells/abstract.go`).
 */

import type { Command, Definition } from '../pipeline/commands.ts';
import type { Job, Script } from '../pipeline/nodes.ts';
import { Environment, type Lookup } from './environment.ts';
import { scriptLanguage } from './language.ts';
import { parseLines } from './parse.ts';
import { runSyntax } from './run-syntax.ts';

/** What the caller keeps beside the shell's own state, and how it changes. */
export interface Observer<State> {
  /** A command is about to run. The state may be changed in place. */
  onCommand(command: Command, lookup: Lookup, state: State): void;
  /** Something was met that cannot be followed: a syntax error, another language. */
  onOpaque(reason: string, state: State): void;
  copy(state: State): State;
  /** Makes the first state what holds after either of the two. */
  join(into: State, other: State): void;
  /** Who defines a variable that the script itself has not assigned before. */
  define(name: string): Definition;
}

/** The shell at one point of its way through a script. */
export interface Flow<State> {
  environment: Environment;
  state: State;
  /** False inside branches and loops. */
  certain: boolean;
  /** `exit` or `return` was met: what follows does not run. */
  ended: boolean;
}

/** Runs the job's scripts and returns them with their commands. */
export function runScripts<State>(job: Job, variables: Lookup, state: State, observer: Observer<State>): Script[] {
  const done = new Map<Script, Script>();
  const language = scriptLanguage(job);
  const main = job.scripts.filter((script) => script.section !== 'after_script');
  const after = job.scripts.filter((script) => script.section === 'after_script');
  for (const scripts of [main, after]) {
    const flow: Flow<State> = { environment: new Environment(variables), state, certain: true, ended: false };
    const functions = new Map();
    for (const script of scripts) {
      const opaque = script.opaque ?? language;
      const commands: Command[] = [];
      if (opaque !== undefined) {
        observer.onOpaque(opaque, flow.state);
      } else {
        for (const unit of parseLines(script.lines)) {
          if (unit.broken) observer.onOpaque('has a line that is not valid shell syntax', flow.state);
          runSyntax(unit, script, flow, functions, commands, observer);
        }
      }
      done.set(script, { ...script, opaque, commands });
    }
  }
  return job.scripts.map((script) => done.get(script) ?? script);
}
