/** What goes wrong outside the linted files: one line each on standard error. */
import { drawFrame } from '../report/frame.ts';
import { safeLine } from '../report/safe-text.ts';
import type { Place } from '../source/source-file.ts';
import type { CommandLine } from './command-line.ts';

/** The user can mend it: a flag, a path, a file that cannot be written. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something wrong at a place in a file that is no pipeline: settings, a baseline. */
export interface FileFault {
  readonly place: Place;
  readonly message: string;
  /** What to write instead; may be empty. */
  readonly help: string;
}

/** Tells of something because of which the run does not end well. */
export type Reject = (said: string | FileFault) => void;

export function complain({ stderr }: CommandLine, said: string | FileFault): void {
  if (typeof said === 'string') {
    stderr.write(`pipelint: ${safeLine(said)}\n`);
    return;
  }
  const { place, message, help } = said;
  const { line, column } = place.file.position(place.range[0]);
  const frame = drawFrame(place, { ...FRAME, title: safeLine(`${place.file.path}:${line}:${column}`) });
  stderr.write(`pipelint: ${safeLine(`${message} ${help}`.trim())}\n${frame.join('\n')}\n`);
}

const plain = (text: string): string => text;
const FRAME = { width: 80, context: 1, mark: '^', paintGutter: plain, paintMark: plain } as const;

/** Asks to report a fault of pipelint itself. The stack is for those who look into it: `PIPELINT_DEBUG=1`. */
export function complainOfFault(commandLine: CommandLine, message: string, stack: string | undefined): void {
  const { env, stderr } = commandLine;
  const debug = env.PIPELINT_DEBUG !== undefined && env.PIPELINT_DEBUG !== '';
  const more = debug ? '' : ' (PIPELINT_DEBUG=1 shows more)';
  complain(commandLine, `internal error: ${message}. This is a bug in pipelint: please report it${more}`);
  if (debug && stack !== undefined) stderr.write(`${stack}\n`);
}
