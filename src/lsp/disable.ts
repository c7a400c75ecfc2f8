/** Where a comment has to stand that turns a rule off for a line or for a job; docs/suppressions.md has the comments. */

import type { Finding } from '../lint/finding.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { TextEdit } from '../source/text-edit.ts';
import { loadYaml } from '../yaml/load.ts';

/** What the author is to replace; until then the comment counts as one without a reason. */
export const REASON = '<why>';

/**
 * A comment above the line of a finding. Undefined where a line cannot have one above it: it goes on from the line before,
 * or stands in a text over several lines that is no script.
 */
export function disableLine(file: SourceFile, { rule, place }: Finding): TextEdit | undefined {
  const { line } = file.position(place.range[0]);
  const text = file.line(line);
  const before = file.line(line - 1);
  const indentation = text.slice(0, text.search(/\S|$/));
  if (/\\\s*$/.test(before) || continues(file, line, indentation.length)) return undefined;
  return insertion(file, line, `${indentation}# pipelint-disable-next-line ${rule} -- ${REASON}`);
}

/** A comment as the first line of the job that holds the finding. Undefined when its mapping is not in block style. */
export function disableJob(file: SourceFile, { rule, place }: Finding): TextEdit | undefined {
  const { content } = loadYaml(file);
  if (content?.kind !== 'mapping') return undefined;
  const around = [...content.entries.values()].find(
    ({ key, value }) =>
      key.place.file === file && key.place.range[0] <= place.range[0] && place.range[1] <= value.place.range[1],
  );
  const [first] = around?.value.kind === 'mapping' ? around.value.entries.values() : [];
  if (!around || !first || first.key.place.file !== file) return undefined;
  const { line: keyLine } = file.position(around.key.place.range[0]);
  const { line, column } = file.position(first.key.place.range[0]);
  if (
    line <= keyLine ||
    file
      .line(line)
      .slice(0, column - 1)
      .trim() !== ''
  )
    return undefined;
  return insertion(file, keyLine + 1, `${' '.repeat(column - 1)}# pipelint-disable ${rule} -- ${REASON}`);
}

/** Whether the line goes on with a scalar that began on a line before, unless that is a block of script lines. */
function continues(file: SourceFile, line: number, indentation: number): boolean {
  for (let above = line - 1; above >= 1; above--) {
    const text = file.line(above);
    const column = text.search(/\S/);
    if (column === -1 || text[column] === '#' || column >= indentation) {
      // A heredoc is text for a command, and a comment in it would be too.
      if (/<<-?\s*['"]?\w/.test(text) && column >= indentation) return true;
      if (column === indentation && /^\s*(- |[\w.-]+:)/.test(text)) return false;
      continue;
    }
    const ownsValue = /:\s*(#.*)?$/.test(text) || /[|]\d?[+-]?\s*(#.*)?$/.test(text);
    const isItem = /^\s*(- |["'\w.$-][^#]*:(\s|$))/.test(file.line(line));
    return !ownsValue && !isItem;
  }
  return false;
}

/** A whole line before another one, in the line ends of the file. */
function insertion(file: SourceFile, line: number, text: string): TextEdit {
  const at = file.lineStarts[line - 1] ?? file.text.length;
  const lineEnd = file.text.includes('\r\n') ? '\r\n' : '\n';
  return { place: file.place(at, at), text: text + lineEnd };
}
