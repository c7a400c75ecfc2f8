/** The end of the report for people: what was found, what was read, and what nobody could know. */
import picocolors from 'picocolors';
import type { Unresolved } from '../compose/composition.ts';
import type { LintResult, Summary } from '../lint/finding.ts';
import type { Confidence } from '../rule.ts';
import { placeName, type ReportContext } from './report.ts';
import { safeLine } from './safe-text.ts';
import { wrap } from './wrap.ts';

/** So many unresolved includes of one kind are named; of more there is the number. */
const NAMED_A_KIND = 3;

/** Lines for what the report leaves out stand only where something is left out. */
export function summary(result: LintResult, context: ReportContext): string[] {
  const colors = picocolors.createColors(context.color);
  const { error, warning, info, files, jobs } = result.summary;
  const paint = error > 0 ? colors.red : warning + info > 0 ? colors.yellow : colors.green;
  const found = [counted(error, 'error'), counted(warning, 'warning'), info === 0 ? '' : `${info} info`].filter(
    Boolean,
  );
  return [
    `${colors.bold(paint(found.length === 0 ? 'No findings' : `Found ${enumerate(found)}`))} in ${read(files, jobs)}.`,
    ...hidden(result.summary, context),
    ...unresolved(result.unresolved, context),
  ];
}

function read(files: number, jobs: number): string {
  return `${counted(files, 'file') || 'no file'} with ${counted(jobs, 'job') || 'no job'}`;
}

const LESS_CONFIDENCE: Readonly<Record<Confidence, Confidence>> = { high: 'medium', medium: 'low', low: 'low' };

function hidden(
  { suppressed, baselined, belowConfidence }: Summary,
  { minConfidence, width }: ReportContext,
): string[] {
  const reasons = [
    suppressed > 0 ? `${suppressed} suppressed by comments` : '',
    baselined > 0 ? `${baselined} in the baseline` : '',
    belowConfidence > 0
      ? `${belowConfidence} below ${minConfidence} confidence (see with --min-confidence ${LESS_CONFIDENCE[minConfidence]})`
      : '',
  ].filter(Boolean);
  return reasons.length === 0 ? [] : wrap(`Not shown: ${enumerate(reasons)}.`, width);
}

function unresolved(includes: readonly Unresolved[], context: ReportContext): string[] {
  if (includes.length === 0) return [];
  const subject = includes.length === 1 ? '1 include' : `${includes.length} includes`;
  const advice = `${subject} could not be resolved. What only ${includes.length === 1 ? 'it defines' : 'they define'} is unknown, and nothing is reported about it:`;
  const kinds = [...new Set(includes.map(({ kind }) => kind))];
  return [
    ...wrap(advice, context.width),
    ...kinds.flatMap((kind) => {
      const ofKind = includes.filter((include) => include.kind === kind);
      const lines = ofKind.slice(0, NAMED_A_KIND).map((include) => includeName(include, context));
      if (ofKind.length > NAMED_A_KIND) lines.push(`and ${ofKind.length - NAMED_A_KIND} more`);
      return lines.flatMap((line) => wrap(line, context.width, `  ${kind}: `));
    }),
  ];
}

function includeName({ target, reason, place }: Unresolved, context: ReportContext): string {
  return safeLine(`${target} ${reason} (${placeName(place, context)})`);
}

function counted(count: number, noun: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function enumerate(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
