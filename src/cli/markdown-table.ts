/** A table in Markdown whose source can be read as well. */
import { columnsOf } from '../report/columns.ts';

/** Columns as wide as their widest cell, as formatters want them. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))));
  const line = widths.map((width) => '-'.repeat(width));
  const padded = [head, line, ...body].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  return padded.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
