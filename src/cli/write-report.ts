/** Puts a report into a file. */
import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { whyNotWritten, writeWhole } from '../host/write-whole.ts';
import { UsageError } from './complain.ts';

/**
 * Writes the report whole or not at all. Links are followed, so that the link itself stays; a device or a pipe is written to.
 *
 * @param named the file as the user wrote it
 * @throws UsageError when the file cannot be written
 */
export function writeReport(cwd: string, named: string, text: string): void {
  const file = resolve(cwd, named);
  try {
    const kind = statSync(file, { throwIfNoEntry: false });
    if (kind && !kind.isFile() && !kind.isDirectory()) writeFileSync(file, text);
    else writeWhole(kind ? realpathSync(file) : file, text);
  } catch (error) {
    throw new UsageError(`the report ${named} cannot be written: ${whyNotWritten(error)}`);
  }
}
