/** The end of the report for people: what was found, what was read, and what nobody could know. */
import type { Finding, LintResult, Summary, UnresolvedInclude } from '../lint/finding.ts';
import type { Confidence } from '../rule.ts';
import type { Pen } from './pen.ts';
import { counted, enumerate } from './phrases.ts';
import { openIncludes, placeName } from './report.ts';
import { safeLine } from './safe-text.ts';
import { wrap } from './wrap.ts';

/** So many unresolved includes of one kind, or parts, are named; of more there is the number. */
const NAMED_A_KIND = 3;

/** Lines for what the report leaves out stand only where something is left out. */
export function summary(result: LintResult, pen: Pen): string[] {
  const { error, warning, info, files, jobs } = result.summary;
  const paint = error > 0 ? pen.red : warning + info > 0 ? pen.yellow : pen.green;
  const found = [
    error > 0 ? counted(error, 'error') : '',
    warning > 0 ? counted(warning, 'warning') : '',
    info > 0 ? `${info} info` : '',
  ].filter(Boolean);
  return [
    `${pen.bold(paint(found.length === 0 ? 'No findings' : `Found ${enumerate(found)}`))} in ${read(files, jobs)}.`,
    ...fixable(result.findings, pen),
    ...hidden(result.summary, pen),
    ...parts(result.parts, pen),
    ...unresolved(openIncludes(result, pen), pen),
  ];
}

function read(files: number, jobs: number): string {
  return `${files === 0 ? 'no file' : counted(files, 'file')} with ${jobs === 0 ? 'no job' : counted(jobs, 'job')}`;
}

function fixable(findings: readonly Finding[], { proseWidth }: Pen): string[] {
  const safe = findings.filter(({ fixes }) => fixes.some((fix) => fix.safety === 'safe')).length;
  const unsafe = findings.filter(({ fixes }) => fixes.length > 0).length - safe;
  const ways = [
    safe > 0 ? `${safe} with --fix` : '',
    unsafe > 0 ? `${unsafe}${safe > 0 ? ' more' : ''} with --fix=unsafe, to be read before it is committed` : '',
  ].filter(Boolean);
  return ways.length === 0 ? [] : wrap(`Can be fixed: ${enumerate(ways)}.`, proseWidth);
}

const LESS_CONFIDENCE: Readonly<Record<Confidence, Confidence>> = { high: 'medium', medium: 'low', low: 'low' };

function hidden({ suppressed, baselined, belowConfidence }: Summary, { minConfidence, proseWidth }: Pen): string[] {
  const reasons = [
    suppressed > 0 ? `${suppressed} suppressed by comments` : '',
    baselined > 0 ? `${baselined} in the baseline` : '',
    belowConfidence > 0
      ? `${belowConfidence} below ${minConfidence} confidence (see with --min-confidence ${LESS_CONFIDENCE[minConfidence]})`
      : '',
  ].filter(Boolean);
  return reasons.length === 0 ? [] : wrap(`Not shown: ${enumerate(reasons)}.`, proseWidth);
}

function parts(paths: readonly string[], pen: Pen): string[] {
  if (paths.length === 0) return [];
  const named = paths.slice(0, NAMED_A_KIND).map(safeLine);
  if (paths.length > NAMED_A_KIND) named.push(`${paths.length - NAMED_A_KIND} more`);
  const [are, they] = paths.length === 1 ? ['is', 'it lacks'] : ['are', 'they lack'];
  return wrap(
    `${enumerate(named)} ${are} taken for a part of a pipeline: what ${they} may come from elsewhere.`,
    pen.proseWidth,
  );
}

function unresolved(includes: readonly UnresolvedInclude[], pen: Pen): string[] {
  if (includes.length === 0) return [];
  const subject = includes.length === 1 ? '1 include' : `${includes.length} includes`;
  const advice = `${subject} could not be resolved. What only ${includes.length === 1 ? 'it defines' : 'they define'} is unknown, and nothing is reported about it:`;
  const kinds = [...new Set(includes.map(({ kind }) => kind))];
  return [
    ...wrap(advice, pen.proseWidth),
    ...kinds.flatMap((kind) => {
      const ofKind = includes.filter((include) => include.kind === kind);
      const lines = ofKind.slice(0, NAMED_A_KIND).map((include) => includeName(include, pen));
      if (ofKind.length > NAMED_A_KIND) lines.push(`and ${ofKind.length - NAMED_A_KIND} more`);
      return lines.flatMap((line) => wrap(line, pen.proseWidth, `  ${kind}: `));
    }),
  ];
}

function includeName({ target, reason, place }: UnresolvedInclude, pen: Pen): string {
  return safeLine(`${target} ${reason} (${placeName(place, pen)})`);
}
