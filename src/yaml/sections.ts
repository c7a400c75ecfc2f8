/**
 * Where a file can be cut: each entry of its top-level mapping can be read without the others. Who changes a place in a
 * long file then reads the job around it and no more.
 */
import { isMap, type ParsedNode } from 'yaml';
import type { Range, SourceFile } from '../source/source-file.ts';
import { splitDocuments } from './documents.ts';

const known = new WeakMap<SourceFile, readonly Range[]>();

/** Keeps what is known of a file that was read. */
export function keepSections(file: SourceFile, sections: readonly Range[]): void {
  known.set(file, sections);
}

/** The sections of a document: none where an entry may begin on another line than its key. */
export function sectionsIn(source: string, [start, end]: Range, root: ParsedNode | undefined): readonly Range[] {
  const items = isMap(root) && !root.flow ? root.items : [];
  const isPlain = items.every(({ srcToken }) => !srcToken?.start.some(({ type }) => type === 'explicit-key-ind'));
  const later = isPlain ? items.slice(1).map(({ key }) => source.lastIndexOf('\n', key.range[0] - 1) + 1) : [];
  const starts = [start, ...later];
  return starts.map((from, index) => [from, starts[index + 1] ?? end]);
}

/** The section that an offset lies in. */
export function sectionAt(file: SourceFile, source: string, offset: number): Range | undefined {
  const sections = known.get(file) ?? splitDocuments(source);
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sections[middle]?.[0] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return sections[low];
}
