/** Puts a report into a file, whole or not at all: a reader never meets half of one, and a failure keeps the old one. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './complain.ts';

/**
 * @param named the file as the user wrote it
 * @throws UsageError when the file cannot be written
 */
export function writeReport(cwd: string, named: string, text: string): void {
  const file = resolve(cwd, named);
  try {
    const kind = statSync(file, { throwIfNoEntry: false });
    if (kind && !kind.isFile() && !kind.isDirectory()) writeFileSync(file, text);
    else replace(kind ? realpathSync(file) : file, text);
  } catch (error) {
    throw new UsageError(`the report ${named} cannot be written: ${reasonOf(error)}`);
  }
}

/** Links are followed, so that the link itself stays. */
function replace(file: string, text: string): void {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'its folder is a file',
  EPERM: 'permission is denied',
  EROFS: 'the disk is read-only',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return REASONS[code] ?? code;
}
