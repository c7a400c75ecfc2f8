/**
 * A line of a file as reports show it: without secrets, and with each character at the place where it stands. A line is looked
 * at once, however many findings are in it.
 */
import type { SourceFile } from '../source/source-file.ts';
import { maskSecrets } from './secrets.ts';

const shown = new WeakMap<SourceFile, Map<number, string>>();

/** @param line counted from 1 */
export function shownLine(file: SourceFile, line: number): string {
  const lines = shown.get(file) ?? new Map<number, string>();
  shown.set(file, lines);
  const known = lines.get(line);
  if (known !== undefined) return known;
  const text = maskSecrets(file.line(line));
  lines.set(line, text);
  return text;
}
