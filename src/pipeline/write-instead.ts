/** The name that is meant in place of one that does not exist, as a change to offer. */
import type { Place } from '../source/source-file.ts';
import type { Fix } from '../source/text-edit.ts';
import { replaceName } from '../yaml/edit-scalar.ts';

/** @param near the name that is meant; empty when none can be guessed. None is offered where another text stands. */
export function writeInstead(place: Place, name: string | undefined, near: string | undefined): readonly Fix[] {
  const edits = name && near ? replaceName(place, name, near) : undefined;
  return edits ? [{ title: `Write ${near}`, edits }] : [];
}
