/** What the process prints: all of it goes out, or the run ends and says why. */
import { fstatSync, writeFileSync } from 'node:fs';
import { whyNotWritten } from '../host/write-whole.ts';
import type { Output } from './command-line.ts';
import { USAGE } from './exit-codes.ts';

/** @param stream standard output or standard error of the process */
export function printTo(stream: NodeJS.WriteStream & { readonly fd: number }): Output {
  stream.on('error', giveUp);
  if (!isFile(stream.fd)) return stream;
  // Into a file Node's own stream writes as much as there is room for, and says nothing of the rest.
  return {
    write(text) {
      try {
        writeFileSync(stream.fd, text);
      } catch (error) {
        giveUp(error);
      }
    },
  };
}

function giveUp(error: unknown): never {
  // Who reads no further, as in `pipelint | head`, has seen enough.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit();
  try {
    writeFileSync(2, `pipelint: what it prints cannot be written: ${whyNotWritten(error)}\n`);
  } catch {
    // Standard error is on the same disk.
  }
  process.exit(USAGE);
}

/** What cannot be looked at is a terminal of Windows, and no file. */
function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
