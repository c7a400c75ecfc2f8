/** Changes as the protocol has them. */
import type {
  TextEdit as ProtocolEdit,
  SnippetTextEdit,
  StringValue,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { FixedFile } from '../lint/fix.ts';
import { SourceFile } from '../source/source-file.ts';
import type { TextEdit } from '../source/text-edit.ts';
import { rangeOf, uriOf, type View } from './view.ts';

/** The version of an open document, so that an editor refuses changes to a text that is gone; null for one that is not open. */
export type VersionOf = (uri: string) => number | null;

/**
 * Undefined when a file is meant that no editor can change. Editors that know no versions read `changes`; the others are
 * to prefer `documentChanges` where both are there. Only those know snippets.
 *
 * @param toWrite a part of the text that the editor is to select, so that it can be typed over
 */
export function workspaceEdit(
  view: View,
  edits: readonly TextEdit[],
  versionOf: VersionOf,
  toWrite?: string,
): WorkspaceEdit | undefined {
  const byUri = new Map<string, (ProtocolEdit | SnippetTextEdit)[]>();
  const changes: Record<string, ProtocolEdit[]> = {};
  for (const { place, text } of edits) {
    const uri = uriOf(view, place.file);
    if (uri === undefined) return undefined;
    const range = rangeOf(place);
    const edit = toWrite === undefined ? { range, newText: text } : { range, snippet: snippetOf(text, toWrite) };
    changes[uri] = [...(changes[uri] ?? []), { range, newText: text }];
    byUri.set(uri, [...(byUri.get(uri) ?? []), edit]);
  }
  const documentChanges = [...byUri].map(
    ([uri, edits]): TextDocumentEdit => ({ textDocument: { uri, version: versionOf(uri) }, edits }),
  );
  return toWrite === undefined ? { documentChanges, changes } : { documentChanges };
}

function snippetOf(text: string, toWrite: string): StringValue {
  const escaped = text.replace(/[\\$}]/g, '\\$&');
  return { kind: 'snippet', value: escaped.replace(toWrite, () => `\${1:${toWrite}}`) };
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
