/** What the process prints: all of it goes out, or the run ends and says why. */
import { fstatSync, writeFileSync, writeSync } from 'node:fs';
import { errorCode } from '../host/error-code.ts';
import { whyNotWritten } from '../host/write-whole.ts';
import type { Output } from './command-line.ts';
import { USAGE } from './exit-codes.ts';

export const STDOUT_FD = 1;
export const STDERR_FD = 2;

/** How long a pipe that is full is left alone, in milliseconds. */
const PAUSE = 5;

/**
 * Node's own stream is for a terminal. Into a file it writes as much as there is room for, and says nothing of the rest; and
 * it takes longer to load than most reports to be written.
 */
export function printTo(fd: typeof STDOUT_FD | typeof STDERR_FD): Output {
  if (isWaitedFor(fd)) return directly(fd);
  const stream = fd === STDOUT_FD ? process.stdout : process.stderr;
  stream.on('error', (error) => {
    if (errorCode(error) === 'EPIPE') process.exit();
    giveUp(error);
  });
  return stream;
}

function directly(fd: number): Output {
  let isRead = true;
  return {
    write(text) {
      if (!isRead) return;
      try {
        writeAll(fd, Buffer.from(text));
      } catch (error) {
        // Who reads no further, as in `pipelint | head`, has seen enough.
        if (errorCode(error) === 'EPIPE') isRead = false;
        else giveUp(error);
      }
    },
  };
}

/** What is written into it is out when the call returns, here as by Node's own stream: a file, and a pipe where it is POSIX's. */
function isWaitedFor(fd: number): boolean {
  try {
    const status = fstatSync(fd);
    return status.isFile() || (process.platform !== 'win32' && (status.isFIFO() || status.isSocket()));
  } catch {
    // What cannot be looked at is a terminal of Windows.
    return false;
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      // Who opened the pipe said that nobody is to wait for it, and its reader is slower than its writer.
      if (errorCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

function giveUp(error: unknown): never {
  try {
    writeFileSync(STDERR_FD, `pipelint: what it prints cannot be written: ${whyNotWritten(error)}\n`);
  } catch {
    // Standard error is on the same disk.
  }
  process.exit(USAGE);
}
