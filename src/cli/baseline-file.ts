/** The baseline as a file: version 1, sorted, one finding after the other, so that changes of it can be reviewed. */
import type { BaselineEntry } from '../lint/baseline.ts';
import { safeJson, safeProse } from '../report/safe-text.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { FileFault } from './complain.ts';

export const BASELINE_NAME = '.pipelint-baseline.json';

const VERSION = 1;

export type ReadBaseline =
  | { readonly ok: true; readonly entries: readonly BaselineEntry[] }
  | { readonly ok: false; readonly fault: FileFault };

/** Never throws, whatever the text. */
export function parseBaseline(file: SourceFile): ReadBaseline {
  const fault = (message: string, at = 0): ReadBaseline => {
    const line = file.line(file.position(at).line);
    const place = file.place(
      at,
      Math.max(at, file.lineStarts[file.position(at).line - 1] ?? at) + (at === 0 ? line.length : 1),
    );
    return { ok: false, fault: { place, message, help: '--write-baseline writes one to another name.' } };
  };
  let read: unknown;
  try {
    read = JSON.parse(file.text);
  } catch (error) {
    return fault('This baseline is no JSON.', errorOffset(error, file));
  }
  if (!isObject(read) || !Array.isArray(read.findings)) return fault('This JSON is no baseline of pipelint.');
  if (read.version !== VERSION) {
    return fault(`This baseline has the version ${String(read.version)}, and this pipelint knows version ${VERSION}.`);
  }
  const entries = read.findings.filter(isEntry);
  if (entries.length < read.findings.length) {
    return fault('This baseline has an entry without `file`, `rule`, `message` and `fingerprint`.');
  }
  return { ok: true, entries };
}

export function renderBaseline(entries: readonly BaselineEntry[]): string {
  const findings = entries.map(({ file, rule, message, fingerprint }) => ({
    file,
    rule,
    message: safeProse(message),
    fingerprint,
  }));
  return safeJson({ version: VERSION, findings });
}

/** Node names the offset, or in later versions the line and the column as well. */
function errorOffset(error: unknown, file: SourceFile): number {
  const [, offset] = /at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return Math.min(Number(offset ?? file.text.length), file.text.length);
}

function isEntry(value: unknown): value is BaselineEntry {
  return (
    isObject(value) &&
    [value.file, value.rule, value.message, value.fingerprint].every((each) => typeof each === 'string')
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
