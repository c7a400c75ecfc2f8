/** What every report is: a pure function from what a run found to text. */
import type { Finding, FindingFix, LintResult, UnresolvedInclude } from '../lint/finding.ts';
import type { Confidence, Rule } from '../rule.ts';
import type { Place, SourceFile } from '../source/source-file.ts';
import { maskSecrets, secretsIn } from './secrets.ts';

export type Report = (result: LintResult, context: ReportContext) => string;

export interface ReportContext {
  /** Of pipelint. */
  readonly version: string;
  /** Every rule there is, for reports that describe rules. */
  readonly rules: readonly Rule[];
  /** The least confidence that was shown, for the advice on how to see the rest. */
  readonly minConfidence: Confidence;
  /** The name of a file in the report: its path in its repository, told apart where a run covers several. */
  readonly pathOf: (file: SourceFile) => string;
  /** That of the run, where it is known before the report is written. */
  readonly exitCode?: number;
  /** Colours, width and links are for text that people read; other reports ignore them. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** The terminal makes links of addresses. Absent: it does not. */
  readonly links?: Links;
}

export interface Links {
  /** The address that opens a place on this machine; undefined where none does. */
  urlOf(place: Place): string | undefined;
}

/**
 * Where a program that knows the repository only can show a finding: at its own place, or for text that was fetched from
 * elsewhere at the include that brought it.
 */
export function placeInRepository({ place, trail }: Pick<Finding, 'place' | 'trail'>): Place {
  if (place.file.inRepository) return place;
  return trail.findLast((step) => step.kind === 'include' && step.place.file.inRepository)?.place ?? place;
}

/** `path:line:column`, which terminals and editors turn into a link. */
export function placeName(place: Place, context: ReportContext): string {
  const { line, column } = place.file.position(place.range[0]);
  return `${context.pathOf(place.file)}:${line}:${column}`;
}

/** Whether a finding says no more than that an include could not be read: reports with a place for these tell it there. */
export function isOpenInclude({ rule, messageId }: Finding): boolean {
  return rule === 'config-include' && messageId === 'unresolved';
}

/** The includes that could not be read, without those that a comment is about and those that are known not to exist. */
export function openIncludes(
  { findings, suppressed, unresolved }: LintResult,
  context: Pick<ReportContext, 'pathOf'>,
): readonly UnresolvedInclude[] {
  return without(unresolved, [...findings.filter((finding) => !isOpenInclude(finding)), ...suppressed], context);
}

/** Those of which no finding tells, for reports that show every finding. */
export function untoldIncludes(
  result: LintResult,
  context: Pick<ReportContext, 'pathOf'>,
): readonly UnresolvedInclude[] {
  return without(openIncludes(result, context), result.findings, context);
}

function without(
  includes: readonly UnresolvedInclude[],
  findings: readonly Finding[],
  { pathOf }: Pick<ReportContext, 'pathOf'>,
): readonly UnresolvedInclude[] {
  const keyOf = ({ file, range }: Place): string => JSON.stringify([pathOf(file), ...range]);
  const told = new Set(findings.flatMap(({ rule, place }) => (rule === 'config-include' ? keyOf(place) : [])));
  return includes.filter(({ place }) => !told.has(keyOf(place)));
}

/**
 * The changes that a report for programs hands on. One that would write a secret again is left out: to show it would give
 * the secret away, and masked it would be wrong to make.
 */
export function fixesToShow({ place, fixes }: Finding): readonly FindingFix[] {
  return fixes.filter(({ edits }) => {
    const secrets = [place, ...edits.map((edit) => edit.place)].flatMap(secretsAround);
    return edits.every(({ text }) => maskSecrets(text) === text && !secrets.some((secret) => text.includes(secret)));
  });
}

/** By their first and last, what is secret in the lines of a file: there may be many findings in one. */
const secretsByLines = new WeakMap<SourceFile, Map<string, readonly string[]>>();

/** The secrets in the whole lines that a place is in. */
function secretsAround({ file, range }: Place): readonly string[] {
  const first = file.position(range[0]).line;
  const last = file.position(range[1]).line;
  const ofFile = secretsByLines.get(file) ?? new Map<string, readonly string[]>();
  secretsByLines.set(file, ofFile);
  const known = ofFile.get(`${first}-${last}`);
  if (known) return known;
  const lines = Array.from({ length: last - first + 1 }, (_, index) => file.line(first + index));
  const secrets = secretsIn(lines.join('\n'));
  ofFile.set(`${first}-${last}`, secrets);
  return secrets;
}
