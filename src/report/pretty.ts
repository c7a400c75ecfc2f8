/** The report for people. */
import picocolors from 'picocolors';
import type { Finding, LintResult } from '../lint/finding.ts';
import { drawFrame, type FrameStyle } from './frame.ts';
import { placeName, type ReportContext } from './report.ts';
import { safeLine, safeProse } from './safe-text.ts';
import { summary } from './summary.ts';
import { trailName } from './trail.ts';
import { wrap } from './wrap.ts';

/** So many jobs, and so many related places, are named; of more there is the number. */
const NAMED_JOBS = 3;
const SHOWN_RELATED = 3;

/** Findings by file, each with its source, why it fails and what to do; then what was read and what could not be. */
export function pretty(result: LintResult, context: ReportContext): string {
  const colors = picocolors.createColors(context.color);
  const files = new Set(result.findings.map(({ place }) => context.pathOf(place.file)));
  const blocks: string[][] = [];
  let heading = '';
  for (const finding of result.findings) {
    const path = context.pathOf(finding.place.file);
    if (files.size > 1 && path !== heading) blocks.push([colors.bold(colors.underline(safeLine(path)))]);
    heading = path;
    blocks.push(drawFinding(finding, context));
  }
  blocks.push(summary(result, context));
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function drawFinding(finding: Finding, context: ReportContext): string[] {
  const colors = picocolors.createColors(context.color);
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan }[finding.severity];
  const frame: FrameStyle = { width: context.width, context: 1, mark: '^', paintGutter: colors.dim, paintMark: paint };
  const { place, related, trail } = finding;
  const item = (label: string, text: string) => labelled(label, text, context);
  const more = related.length - SHOWN_RELATED;
  return [
    `${colors.bold(paint(`${finding.severity}[${finding.rule}]`))}${colors.bold(jobsName(finding.jobs))}`,
    arrow(safeLine(placeName(place, context)), context),
    ...drawFrame(place, frame),
    '',
    ...wrap(safeProse(finding.message), context.width, '  '),
    ...(finding.help === '' ? [] : item('help', safeProse(finding.help))),
    ...(trail.length === 0 ? [] : item('from', safeLine(`${placeName(place, context)}, ${trailName(trail, context)}`))),
    ...related
      .slice(0, SHOWN_RELATED)
      .flatMap((each) => [
        ...item('note', safeProse(each.message)),
        arrow(safeLine(placeName(each.place, context)), context),
        ...drawFrame(each.place, { ...frame, context: 0, mark: '-', paintMark: colors.blue }),
      ]),
    ...(more > 0 ? item('note', `and ${more} more related ${more === 1 ? 'place' : 'places'}`) : []),
    ...item('docs', finding.docs),
  ];
}

/** ` in jobs build, test and deploy`. */
function jobsName(jobs: readonly string[]): string {
  if (jobs.length === 0) return '';
  const named = jobs.slice(0, NAMED_JOBS).map(safeLine);
  if (jobs.length > NAMED_JOBS) named.push(`${jobs.length - NAMED_JOBS} more`);
  const last = named.pop() ?? '';
  return ` in ${jobs.length === 1 ? 'job' : 'jobs'} ${named.length === 0 ? last : `${named.join(', ')} and ${last}`}`;
}

function arrow(text: string, context: ReportContext): string {
  return `  ${picocolors.createColors(context.color).dim('-->')} ${text}`;
}

function labelled(label: string, text: string, context: ReportContext): string[] {
  const colors = picocolors.createColors(context.color);
  const [first = '', ...others] = wrap(text, context.width, `  ${label}: `);
  return [first.replace(`${label}:`, colors.bold(`${label}:`)), ...others];
}
