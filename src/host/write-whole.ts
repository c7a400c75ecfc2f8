/** Writes a file whole or not at all: a reader never meets half of one, and a failure keeps the old one. */
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './error-code.ts';

/**
 * A link in the file's place is replaced, not followed. The folder has to exist.
 *
 * @param mode the file's permissions; otherwise those that the process gives new files
 * @throws the error of the file system
 */
export function writeWhole(file: string, content: string | Uint8Array, mode?: number): void {
  const draft = draftWhole(file, content, mode);
  try {
    draft.place();
  } catch (error) {
    draft.discard();
    throw error;
  }
}

/** A file that is written, but not yet where it belongs. */
export interface Draft {
  /** Puts it there. */
  place(): void;
  discard(): void;
}

/**
 * Writes a file beside its place: of several that belong together the first is put where it belongs when there was room for
 * the last.
 *
 * @throws the error of the file system; then nothing is left behind
 */
export function draftWhole(file: string, content: string | Uint8Array, mode?: number): Draft {
  const temporary = join(dirname(file), `.${basename(file)}.${randomName()}.tmp`);
  const discard = (): void => rmSync(temporary, { force: true });
  try {
    writeFileSync(temporary, content, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    // What is given when a file is made is still cut by the process' mask.
    if (mode !== undefined) chmodSync(temporary, mode);
  } catch (error) {
    discard();
    throw error;
  }
  return { place: () => renameSync(temporary, file), discard };
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EDQUOT: 'no more may be written to the disk',
  EEXIST: 'something else is in its place',
  EFBIG: 'files of this size may not be written',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'its folder is a file',
  EPERM: 'permission is denied',
  EROFS: 'the disk is read-only',
};

/** Why a file could not be written, as the end of a sentence. */
export function whyNotWritten(error: unknown): string {
  const code = errorCode(error) ?? String(error);
  return REASONS[code] ?? code;
}

/** Twelve hexadecimal digits that nobody can foresee. Node's cryptography is loaded only when a file is written. */
function randomName(): string {
  return process.getBuiltinModule('node:crypto').randomBytes(6).toString('hex');
}
