/** Puts a report into a file. */
import { existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { whyNotWritten, writeWhole } from '../host/write-whole.ts';
import { UsageError } from './complain.ts';

/**
 * Writes the report whole or not at all. Folders that are missing are made, a file that is there keeps its permissions.
 * Links are followed, so that the link itself stays; a device or a pipe is written to.
 *
 * @param named the file as the user wrote it
 * @throws UsageError when the file cannot be written
 */
export function writeReport(cwd: string, named: string, text: string): void {
  const file = resolve(cwd, named);
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (!there) {
      makeFolder(dirname(file));
      writeWhole(file, text);
    } else if (there.isFile() || there.isDirectory()) {
      writeWhole(realpathSync(file), text, there.mode & 0o777);
    } else {
      writeFileSync(file, text);
    }
  } catch (error) {
    throw new UsageError(`the report ${named} cannot be written: ${whyNotWritten(error)}`);
  }
}

/** Not by `recursive`, with which Node never ends where a file system takes no folders, such as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another run may have made it in the meantime.
    if (!existsSync(folder)) throw error;
  }
}
