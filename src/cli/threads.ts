/** Lints many pipelines in several threads, each of which takes the next one as soon as it is done with the last. */
import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';
import type { LintResult } from '../lint/finding.ts';
import { failedResult } from '../lint/lint.ts';
import type { Rule } from '../rule.ts';
import { type LintTask, linter, received } from './lint-task.ts';
import type { LintProgress } from './progress.ts';

/** Every thread holds the whole program, some 60 MB. */
const MOST_THREADS = 8;

/**
 * The results in the order of the tasks. A thread that dies is told as a fault at the file it had, and another one goes on
 * with the rest.
 *
 * @param file what the threads run; it is to call `serve`
 */
export async function lintInThreads(
  tasks: readonly LintTask[],
  file: string,
  progress: Pick<LintProgress, 'step'>,
): Promise<readonly LintResult[]> {
  const results: LintResult[] = [];
  const waiting = tasks.entries();
  const lane = async (): Promise<void> => {
    let thread: Worker | undefined;
    for (const [index, task] of waiting) {
      thread ??= new Worker(file);
      const answer = await ask(thread, task);
      if (answer instanceof Error) thread = undefined;
      const result = answer instanceof Error ? failedResult(task.path, answer) : received(answer);
      results[index] = result;
      progress.step(result.findings.length);
    }
    await thread?.terminate();
  };
  const lanes = Math.min(availableParallelism(), MOST_THREADS, tasks.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

/** An error: the thread died, and lints nothing any more. */
function ask(thread: Worker, task: LintTask): Promise<LintResult | Error> {
  return new Promise((resolve) => {
    const settle = (answer: LintResult | Error): void => {
      for (const [event, listener] of Object.entries(listeners)) thread.off(event, listener);
      resolve(answer);
    };
    const listeners = {
      message: settle,
      messageerror: settle,
      error: ({ message }: Error) => settle(new Error(`its thread ended: ${message}`)),
      exit: (code: number) => settle(new Error(`its thread ended with code ${code}`)),
    };
    for (const [event, listener] of Object.entries(listeners)) thread.on(event, listener);
    thread.postMessage(task);
  });
}

/** What a thread of `lintInThreads` does. */
export function serve(rules: readonly Rule[]): void {
  const lint = linter(rules);
  parentPort?.on('message', (task: LintTask) => parentPort?.postMessage(lint(task)));
}
