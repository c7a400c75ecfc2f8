/** What the process is given on its standard input. Node's own stream takes longer to load than a pipeline to be read. */
import { readSync } from 'node:fs';
import { errorCode } from '../host/error-code.ts';

const STDIN_FD = 0;
const CHUNK_BYTES = 64 * 1024;

/** In pieces, each when it is asked for. Waits for what has not been written yet. */
export async function* standardInput(): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let size: number;
    try {
      size = readSync(STDIN_FD, chunk);
    } catch (error) {
      const code = errorCode(error);
      // Windows calls the end of a pipe an error.
      if (code === 'EOF') return;
      if (code !== 'EAGAIN') throw error;
      // Whoever opened it said that nobody is to wait for it in a read.
      yield* process.stdin;
      return;
    }
    if (size === 0) return;
    yield chunk.subarray(0, size);
  }
}
