/** A fault of pipelint itself, told as data: one broken rule must not take the others' findings away. */
import type { InternalError } from './finding.ts';

/** `rule` undefined: the file could not be analysed at all. */
export function internalError(rule: string | undefined, file: string, error: unknown): InternalError {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const [reason = ''] = message.split('\n');
  return { rule, file, reason, message: sentence(rule, file, reason), stack };
}

/** The same fault, with the file as a run over several repositories names it. */
export function faultIn(file: string, fault: InternalError): InternalError {
  return { ...fault, file, message: sentence(fault.rule, file, fault.reason) };
}

function sentence(rule: string | undefined, file: string, reason: string): string {
  const subject = rule === undefined ? `The analysis of ${file}` : `The rule ${rule} on ${file}`;
  return `${subject} failed: ${reason}`;
}
