/** Bytes into text, the same for files and for standard input. */
import type { FileContent } from '../source/host.ts';

/**
 * The most that is read of one file. GitLab's own limit of 2 MiB is a finding with a place, made where YAML is read; this
 * one only keeps a mistaken path (a disk image, a log) from filling the memory.
 */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Text is UTF-8 without NUL characters. A byte order mark stays: `SourceFile` takes it off. */
export function decode(bytes: Uint8Array): FileContent {
  if (bytes.length > MAX_FILE_BYTES) return { ok: false, reason: 'too-big' };
  if (startsWithUtf16Mark(bytes)) return { ok: false, reason: 'not-utf8' };
  if (bytes.includes(0)) return { ok: false, reason: 'binary' };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { ok: false, reason: 'not-utf8' };
  }
}

/** UTF-16 is full of NUL bytes, and still text: it deserves the better of the two explanations. */
function startsWithUtf16Mark([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
