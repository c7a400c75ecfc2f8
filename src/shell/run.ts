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
import { startFlow, stateAfter } from './flow.ts';
import { scriptLanguage } from './language.ts';
import { parseLines } from './parse.ts';
import { type Effort, runUnit, type ShellFunction } from './run-syntax.ts';
import { startDirectory } from './working-directory.ts';
import type { WorkingTree } from './working-tree.ts';

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

/** Runs the job's scripts and returns them with their commands, also those of the repository's scripts that they call. */
export function runScripts<State>(
  job: Job,
  variables: Lookup,
  state: State,
  observer: Observer<State>,
  tree: WorkingTree,
): Script[] {
  const language = scriptLanguage(job);
  const effort: Effort = { spent: 0 };
  const runInOneShell = (scripts: readonly Script[], start: State): { scripts: Script[]; end: State } => {
    const flow = startFlow(new Environment(variables, startDirectory(job.place)), start);
    const functions = new Map<string, ShellFunction>();
    const done = scripts.map((script): Script => {
      const opaque = script.opaque ?? language;
      const commands: Command[] = [];
      if (opaque !== undefined) observer.onOpaque(opaque, flow.state);
      else {
        for (const unit of parseLines(script.lines)) {
          if (unit.broken) observer.onOpaque('has a line that is not valid shell syntax', flow.state);
          runUnit(unit, script, flow, { functions, commands, observer, effort, tree });
        }
      }
      return { ...script, opaque, commands };
    });
    return { scripts: done, end: stateAfter(flow, observer) };
  };
  const main = runInOneShell(
    job.scripts.filter((script) => script.section !== 'after_script'),
    state,
  );
  const after = runInOneShell(
    job.scripts.filter((script) => script.section === 'after_script'),
    main.end,
  );
  return [...main.scripts, ...after.scripts];
}
