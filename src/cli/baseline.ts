/** `--baseline` and `--write-baseline`: reads the baseline of a repository, uses it, and writes it anew. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathInside } from '../host/inside.ts';
import { applyBaseline, type BaselineEntry, newBaseline } from '../lint/baseline.ts';
import type { LintResult } from '../lint/finding.ts';
import type { Settings } from '../settings/keys.ts';
import { SETTINGS_NAME } from '../settings/load.ts';
import { SourceFile } from '../source/source-file.ts';
import { BASELINE_NAME, parseBaseline, renderBaseline } from './baseline-file.ts';
import type { CommandLine } from './command-line.ts';
import { complain, type Reject, UsageError } from './complain.ts';
import type { Options } from './options.ts';
import { writeReport } from './write-report.ts';

export type BaselineOptions = Pick<Options, 'baseline' | 'writeBaseline'>;

interface Linted {
  readonly root: string;
  readonly settings: Settings;
  readonly result: LintResult;
}

/** The result without what its baseline knows. What is wrong with the baseline is rejected, and then nothing is known. */
export function withBaseline(
  { root, settings, result }: Linted,
  options: BaselineOptions,
  commandLine: CommandLine,
  reject: Reject,
): LintResult {
  const file = baselineFile(root, settings, options, commandLine, reject);
  if (!file) return result;
  const entries = readEntries(file, options, reject);
  if (!entries) return result;
  const exists = (path: string): boolean => existsSync(join(root, path));
  if (!options.writeBaseline) {
    const { result: left, stale } = applyBaseline(result, entries, exists);
    if (stale.length > 0) complain(commandLine, staleLine(stale, file));
    return left;
  }
  if (result.internalErrors.length > 0) {
    reject(`${file.named} is left as it is, since a rule failed and the findings are not complete`);
    return applyBaseline(result, entries, exists).result;
  }
  const next = newBaseline(result, entries, exists);
  try {
    writeReport(commandLine.cwd, file.path, renderBaseline(next));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    reject(error.message.replace('the report ', 'the baseline '));
    return result;
  }
  const isUsed = settings.baseline !== undefined || options.baseline !== undefined;
  complain(commandLine, writtenLine(entries, next, file) + (isUsed ? '' : `; ${HOW_TO_USE}`));
  return applyBaseline(result, next, exists).result;
}

const HOW_TO_USE = `to leave them out from now on, write \`baseline: ${BASELINE_NAME}\` into ${SETTINGS_NAME}`;

interface BaselineFile {
  readonly path: string;
  /** As the user or the settings name it. */
  readonly named: string;
}

function baselineFile(
  root: string,
  { baseline }: Settings,
  options: BaselineOptions,
  { cwd }: CommandLine,
  reject: Reject,
): BaselineFile | undefined {
  if (options.baseline === false) return undefined;
  if (options.baseline !== undefined) return { path: resolve(cwd, options.baseline), named: options.baseline };
  const named = baseline ?? (options.writeBaseline ? BASELINE_NAME : undefined);
  if (named === undefined) return undefined;
  const path = pathInside(root, named);
  if (path !== undefined) return { path, named: relative(cwd, path) };
  reject(`the baseline ${named} is a link that leaves the repository`);
  return undefined;
}

function readEntries(
  { path, named }: BaselineFile,
  { writeBaseline }: BaselineOptions,
  reject: Reject,
): readonly BaselineEntry[] | undefined {
  if (!existsSync(path)) {
    if (writeBaseline) return [];
    reject(`the baseline ${named} does not exist; --write-baseline writes it`);
    return undefined;
  }
  try {
    const read = parseBaseline(new SourceFile(named, readFileSync(path, 'utf8')));
    if (read.ok) return read.entries;
    reject(read.fault);
  } catch {
    reject(`the baseline ${named} cannot be read`);
  }
  return undefined;
}

const NAMED = 3;

function staleLine(stale: readonly BaselineEntry[], { named }: BaselineFile): string {
  const names = stale.slice(0, NAMED).map(({ rule, file }) => `${rule} in ${file}`);
  const more = stale.length > NAMED ? ` and ${stale.length - NAMED} more` : '';
  const [entries, are, them] =
    stale.length === 1 ? ['1 finding', 'is', 'it'] : [`${stale.length} findings`, 'are', 'them'];
  return `${entries} of ${named} ${are} found no more: ${names.join(', ')}${more} (--write-baseline forgets ${them})`;
}

function writtenLine(
  before: readonly BaselineEntry[],
  after: readonly BaselineEntry[],
  { named }: BaselineFile,
): string {
  const missingFrom = (entries: readonly BaselineEntry[], others: readonly BaselineEntry[]): number => {
    const there = new Set(others.map(({ fingerprint }) => fingerprint));
    return entries.filter(({ fingerprint }) => !there.has(fingerprint)).length;
  };
  const count = after.length === 1 ? '1 finding' : `${after.length} findings`;
  return `${named} has ${count} now: ${missingFrom(after, before)} new, ${missingFrom(before, after)} gone`;
}
