/** The report for people. */
import picocolors from 'picocolors';
import type { Finding, LintResult } from '../lint/finding.ts';
import { drawFrame, type FrameStyle } from './frame.ts';
import type { Pen } from './pen.ts';
import { placeName, type ReportContext } from './report.ts';
import { safeLine, safeProse } from './safe-text.ts';
import { enumerate, summary } from './summary.ts';
import { trailName } from './trail.ts';
import { wrap } from './wrap.ts';

/** So many jobs and related places are named; of more there is the number. */
const NAMED_JOBS = 3;
const SHOWN_RELATED = 3;

/** Findings by file, each with its source, why it fails and what to do; then what was read and what could not be. */
export function pretty(result: LintResult, context: ReportContext): string {
  const pen = { ...context, ...picocolors.createColors(context.color) };
  const files = new Set(result.findings.map(({ place }) => context.pathOf(place.file)));
  const blocks: string[][] = [];
  let heading = '';
  for (const finding of result.findings) {
    const path = context.pathOf(finding.place.file);
    if (files.size > 1 && path !== heading) blocks.push([pen.underline(safeLine(path))]);
    heading = path;
    blocks.push(drawFinding(finding, pen));
  }
  blocks.push(summary(result, pen));
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function drawFinding(finding: Finding, pen: Pen): string[] {
  const { severity, rule, jobs, place, message, help, related, trail, docs } = finding;
  const paint = { error: pen.red, warning: pen.yellow, info: pen.cyan }[severity];
  const where = safeLine(placeName(place, pen));
  const style: FrameStyle = {
    title: where,
    width: pen.width,
    context: 1,
    mark: '^',
    paintGutter: pen.dim,
    paintMark: paint,
  };
  const more = related.length - SHOWN_RELATED;
  return [
    pen.bold(`${paint(`${severity}[${rule}]`)}${jobsName(jobs)}`),
    ...drawFrame(place, style),
    '',
    ...wrap(safeProse(message), pen.width, '  '),
    ...(help === '' ? [] : labelled('help', safeProse(help), pen)),
    ...(trail.length === 0
      ? []
      : labelled('from', safeLine(`${placeName(place, pen)}, ${trailName(trail, pen)}`), pen)),
    ...related.slice(0, SHOWN_RELATED).flatMap((each) => drawRelated(each, style, pen)),
    ...(more > 0 ? labelled('note', `and ${more} more related ${more === 1 ? 'place' : 'places'}`, pen) : []),
    ...labelled('docs', docs, pen),
  ];
}

/** ` in jobs build, test and deploy`. */
function jobsName(jobs: readonly string[]): string {
  if (jobs.length === 0) return '';
  const named = jobs.slice(0, NAMED_JOBS).map(safeLine);
  if (jobs.length > NAMED_JOBS) named.push(`${jobs.length - NAMED_JOBS} more`);
  return ` in ${jobs.length === 1 ? 'job' : 'jobs'} ${enumerate(named)}`;
}

function drawRelated({ place, message }: Finding['related'][number], style: FrameStyle, pen: Pen): string[] {
  const indent = ' '.repeat('  note: '.length);
  const title = safeLine(placeName(place, pen));
  const width = style.width - indent.length;
  const frame = drawFrame(place, { ...style, title, width, context: 0, mark: '-', paintMark: pen.blue });
  return [...labelled('note', safeProse(message), pen), ...frame.map((line) => indent + line)];
}

function labelled(label: string, text: string, pen: Pen): string[] {
  const [first = '', ...others] = wrap(text, pen.width, `  ${label}: `);
  return [first.replace(`${label}:`, pen.bold(`${label}:`)), ...others];
}
