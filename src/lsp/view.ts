/** What the features of the server see of an open document: its text, and the pipelines it takes part in. */

import { join } from 'node:path';
import type { Position, Range } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { Job, Pipeline } from '../pipeline/nodes.ts';
import { pipelinesOf } from '../pipeline/tree.ts';
import type { Place, SourceFile } from '../source/source-file.ts';
import type { Analysis, Repository } from './repository.ts';

export interface View {
  readonly uri: string;
  readonly repository: Repository;
  readonly file: SourceFile;
  /** Empty for a file that has nothing to do with a pipeline. */
  readonly analyses: readonly Analysis[];
}

export function pipelinesIn({ analyses }: View): readonly Pipeline[] {
  return analyses.flatMap(({ sourceCode }) => (sourceCode ? pipelinesOf(sourceCode.ast) : []));
}

/** Of these pipelines those that read the document themselves, and leave it not to a parent or a child. */
export function pipelinesReading(view: View): readonly Pipeline[] {
  return pipelinesIn(view).filter(({ composition }) => composition.files.some(({ path }) => path === view.file.path));
}

/** The jobs of all these pipelines, templates too. */
export function jobsIn(view: View): readonly Job[] {
  return pipelinesIn(view).flatMap(({ jobs }) => jobs);
}

/** Whether a place is in the document and has the offset in it or at its end. */
export function isAt({ file }: View, place: Place, offset: number): boolean {
  return isIn(file, place) && place.range[0] <= offset && offset <= place.range[1];
}

/** Each analysis reads files of its own: the same path is the same file. */
export function isIn(file: SourceFile, place: Place): boolean {
  return place.file.inRepository && place.file.path === file.path;
}

/** Lines and columns count from 0 in the protocol. */
export function rangeOf({ file, range: [start, end] }: Place): Range {
  return { start: positionOf(file, start), end: positionOf(file, end) };
}

export function positionOf(file: SourceFile, offset: number): Position {
  const { line, column } = file.position(offset);
  return { line: line - 1, character: column - 1 };
}

/** A place behind the end of a line, or of the file, is that end. */
export function offsetOf(file: SourceFile, { line, character }: Position): number {
  const start = file.lineStarts[line];
  if (start === undefined) return line < 0 ? 0 : file.text.length;
  return start + Math.min(Math.max(character, 0), file.line(line + 1).length);
}

/** Undefined for what was fetched: it is no file that an editor could open. */
export function uriOf({ repository, file, uri }: View, target: SourceFile): string | undefined {
  if (!target.inRepository) return undefined;
  return target.path === file.path ? uri : URI.file(join(repository.root, target.path)).toString();
}
