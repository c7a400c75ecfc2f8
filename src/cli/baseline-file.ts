/** The baseline as a file: version 1, sorted, one finding after the other, so that changes of it can be reviewed. */
import type { BaselineEntry } from '../lint/baseline.ts';
import { safeJson, safeProse } from '../report/safe-text.ts';
import type { SourceFile } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';
import type { FileFault } from './complain.ts';

export const BASELINE_NAME = '.pipelint-baseline.json';

const VERSION = 1;

export type ReadBaseline =
  | { readonly ok: true; readonly entries: readonly BaselineEntry[] }
  | { readonly ok: false; readonly fault: FileFault };

/** Never throws, whatever the text. */
export function parseBaseline(file: SourceFile): ReadBaseline {
  const fault = (message: string, place = file.place(0, file.line(1).length)): ReadBaseline => ({
    ok: false,
    fault: { place, message, help: '`--baseline OTHER.json --write-baseline` writes a new one.' },
  });
  let read: unknown;
  try {
    read = JSON.parse(file.text);
  } catch {
    // JSON is YAML, of which it is known where it goes wrong.
    const [problem] = loadYaml(file).problems;
    return fault('This baseline is no JSON.', problem?.place);
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

function isEntry(value: unknown): value is BaselineEntry {
  return (
    isObject(value) &&
    [value.file, value.rule, value.message, value.fingerprint].every((each) => typeof each === 'string')
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
