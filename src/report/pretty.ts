/** The report for people. */
import type { Finding, FindingFix, LintResult } from '../lint/finding.ts';
import { drawFrame, type FrameStyle } from './frame.ts';
import { type Pen, penOf } from './pen.ts';
import { inJobs } from './phrases.ts';
import { isOpenInclude, placeName, type ReportContext } from './report.ts';
import { safeLine, safeProse } from './safe-text.ts';
import { summary } from './summary.ts';
import { trailName } from './trail.ts';
import { wrap } from './wrap.ts';

/** So many related places and changes are shown; of more there is the number. */
const SHOWN_RELATED = 3;
const SHOWN_FIXES = 3;

/** Findings by file, each with its source, why it fails and what to do; then what was read and what could not be. */
export function pretty(result: LintResult, context: ReportContext): string {
  const pen = penOf(context);
  // The summary names the includes that could not be read, and there may be many.
  const findings = result.findings.filter((finding) => !isOpenInclude(finding));
  const files = new Set(findings.map(({ place }) => context.pathOf(place.file)));
  const blocks: string[][] = [];
  let heading = '';
  for (const finding of findings) {
    const path = context.pathOf(finding.place.file);
    if (files.size > 1 && path !== heading) blocks.push([pen.underline(safeLine(path))]);
    heading = path;
    blocks.push(drawFinding(finding, pen));
  }
  blocks.push(summary(result, pen));
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function drawFinding(finding: Finding, pen: Pen): string[] {
  const { severity, rule, jobs, place, message, help, related, trail, fixes, docs } = finding;
  const paint = { error: pen.red, warning: pen.yellow, info: pen.cyan }[severity];
  const style: FrameStyle = {
    title: linkedPlace(place, pen),
    width: pen.width,
    context: 1,
    mark: '^',
    paintGutter: pen.dim,
    paintMark: paint,
  };
  const moreRelated = related.length - SHOWN_RELATED;
  const moreFixes = fixes.length - SHOWN_FIXES;
  return [
    pen.bold(`${paint(`${severity}[${pen.link(rule, docs)}]`)}${inJobs(jobs)}`),
    ...drawFrame(place, style),
    '',
    ...wrap(safeProse(message), pen.proseWidth, '  '),
    ...(help === '' ? [] : labelled('help', safeProse(help), pen)),
    ...fixes.slice(0, SHOWN_FIXES).flatMap((fix) => drawFix(fix, pen)),
    ...(moreFixes > 0
      ? labelled('note', `and ${moreFixes} more possible ${moreFixes === 1 ? 'fix' : 'fixes'}`, pen)
      : []),
    ...(trail.length === 0
      ? []
      : labelled('from', safeLine(`${placeName(place, pen)}, ${trailName(trail, pen)}`), pen)),
    ...related.slice(0, SHOWN_RELATED).flatMap((each) => drawRelated(each, style, pen)),
    ...(moreRelated > 0
      ? labelled('note', `and ${moreRelated} more related ${moreRelated === 1 ? 'place' : 'places'}`, pen)
      : []),
    `  ${pen.bold('docs:')} ${pen.link(docs, docs)}`,
  ];
}

const FIXES: Readonly<Record<FindingFix['safety'], { readonly label: string; readonly flag: string }>> = {
  safe: { label: 'fix', flag: '--fix' },
  unsafe: { label: 'suggestion', flag: '--fix=unsafe' },
};

function drawFix({ title, safety }: FindingFix, pen: Pen): string[] {
  const { label, flag } = FIXES[safety];
  return labelled(label, `${safeLine(title)} (run with ${flag})`, pen);
}

function drawRelated({ place, message }: Finding['related'][number], style: FrameStyle, pen: Pen): string[] {
  const indent = ' '.repeat('  note: '.length);
  const title = linkedPlace(place, pen);
  const width = style.width - indent.length;
  const frame = drawFrame(place, { ...style, title, width, context: 0, mark: '-', paintMark: pen.blue });
  return [...labelled('note', safeProse(message), pen), ...frame.map((line) => indent + line)];
}

function linkedPlace(place: Finding['place'], pen: Pen): string {
  return pen.link(safeLine(placeName(place, pen)), pen.links?.urlOf(place));
}

function labelled(label: string, text: string, pen: Pen): string[] {
  const [first = '', ...others] = wrap(text, pen.proseWidth, `  ${label}: `);
  return [first.replace(`${label}:`, pen.bold(`${label}:`)), ...others];
}
