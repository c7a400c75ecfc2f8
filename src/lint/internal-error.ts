/** A fault of pipelint itself, told as data: one broken rule must not take the others' findings away. */
import type { InternalError } from './finding.ts';

/** `rule` undefined: the file could not be analysed at all. */
export function internalError(rule: string | undefined, file: string, error: unknown): InternalError {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const [reason = ''] = message.split('\n');
  const subject = rule === undefined ? `The analysis of ${file}` : `The rule ${rule} on ${file}`;
  return { rule, file, message: `${subject} failed: ${reason}`, stack };
}
