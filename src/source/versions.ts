/**
 * Versions of a file, as an editor makes one with each keystroke, and where a place of one stands in the newest. Most of a
 * text is the same after an edit: what stands before it stays where it is, what stands behind it moves as a whole.
 */
import type { Place, SourceFile } from './source-file.ts';

const next = new WeakMap<SourceFile, SourceFile>();

/** Notes that a file has another text now. */
export function noteVersion(before: SourceFile, after: SourceFile): void {
  if (before !== after) next.set(before, after);
}

/** The file itself where no newer version was noted. */
export function newestVersion(file: SourceFile): SourceFile {
  let newest = next.get(file);
  if (!newest) return file;
  for (let later = next.get(newest); later; later = next.get(newest)) newest = later;
  next.set(file, newest);
  return newest;
}

/** Whether the newest version begins with the same characters, up to an offset. */
export function isUnchangedUpTo(file: SourceFile, offset: number): boolean {
  return offset <= changeOf(file).start;
}

/** How far a text reaches in the newest version that reaches up to an offset here, and has moved there. */
export function movedEnd(file: SourceFile, offset: number): readonly [SourceFile, number] {
  const { after, start, shift } = changeOf(file);
  return [after, offset <= start ? offset : offset + shift];
}

/** Where a place stands in the newest version. Undefined where its own text was changed. */
export function inNewestVersion(place: Place): Place | undefined {
  const { file, range } = place;
  const { after, start, end, shift } = changeOf(file);
  if (after === file) return place;
  if (range[0] >= end) return after.place(range[0] + shift, range[1] + shift);
  return range[1] <= start ? after.place(range[0], range[1]) : undefined;
}

/** From one version to the newest: the characters from `start` to `end` are others now, those behind are shifted; the same text ends nowhere. */
interface Change {
  readonly after: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

const changes = new WeakMap<SourceFile, Change>();

function changeOf(file: SourceFile): Change {
  const after = newestVersion(file);
  const known = changes.get(file);
  if (known?.after === after) return known;
  const change = compare(file, after);
  changes.set(file, change);
  return change;
}

function compare(before: SourceFile, after: SourceFile): Change {
  const [old, now] = [before.text, after.text];
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === now.charCodeAt(start)) start += 1;
  if (start === old.length && start === now.length) return { after, start, end: Number.POSITIVE_INFINITY, shift: 0 };
  let same = 0;
  while (same < most - start && old.charCodeAt(old.length - 1 - same) === now.charCodeAt(now.length - 1 - same))
    same += 1;
  return { after, start, end: old.length - same, shift: now.length - old.length };
}
