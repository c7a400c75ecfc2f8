/** A command line in memory. */

import { run } from '../../src/cli/run.ts';
import type { Rule } from '../../src/rule.ts';

export interface Call {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly terminal?: { readonly columns: number };
  /** When the user presses Ctrl+C. */
  readonly interruption?: Promise<void>;
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in this process. */
export async function call(
  { args, cwd, env = {}, stdin = '', terminal, interruption }: Call,
  rules: readonly Rule[],
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const input = (async function* () {
    yield stdin;
  })();
  const status = await run(
    {
      args,
      cwd,
      env,
      stdin: input,
      stdout: { write: (text) => (stdout += text), ...(terminal ? { isTTY: true, ...terminal } : {}) },
      stderr: { write: (text) => (stderr += text) },
      interruption: () => interruption ?? new Promise(() => {}),
    },
    rules,
  );
  return { status, stdout, stderr };
}
