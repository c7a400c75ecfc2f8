/** Changes as the protocol has them. */
import type { TextEdit as ProtocolEdit, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FixedFile } from '../lint/fix.ts';
import { SourceFile } from '../source/source-file.ts';
import type { TextEdit } from '../source/text-edit.ts';
import { rangeOf, uriOf, type View } from './view.ts';

/** The version of an open document, so that an editor refuses changes to a text that is gone; null for one that is not open. */
export type VersionOf = (uri: string) => number | null;

/** Undefined when a file is meant that no editor can change. */
export function workspaceEdit(view: View, edits: readonly TextEdit[], versionOf: VersionOf): WorkspaceEdit | undefined {
  const byUri = new Map<string, ProtocolEdit[]>();
  for (const { place, text } of edits) {
    const uri = uriOf(view, place.file);
    if (uri === undefined) return undefined;
    byUri.set(uri, [...(byUri.get(uri) ?? []), { range: rangeOf(place), newText: text }]);
  }
  const documentChanges = [...byUri].map(
    ([uri, edits]): TextDocumentEdit => ({ textDocument: { uri, version: versionOf(uri) }, edits }),
  );
  return { documentChanges };
}

/** The one change that turns a text into another: what they begin and end with alike stays. */
export function changeOf({ path, before, after }: FixedFile): TextEdit {
  const file = new SourceFile(path, before);
  const [from, to] = [file.text, new SourceFile(path, after).text];
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < most - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  return { place: file.place(start, from.length - end), text: to.slice(start, to.length - end) };
}
