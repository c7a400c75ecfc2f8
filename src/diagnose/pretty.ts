/** The form for people: the best cause at length, what else it may be in short. */
import { type Colors, colorsOf } from '../report/colors.ts';
import { drawFrame } from '../report/frame.ts';
import { counted } from '../report/phrases.ts';
import { safeLine, safeProse } from '../report/safe-text.ts';
import { wrap } from '../report/wrap.ts';
import type { Place } from '../source/source-file.ts';
import type { DiagnosisReport, LocatedCause } from './report.ts';
import type { Evidence } from './weigh.ts';

export interface DiagnosisStyle {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

interface Pen extends Colors {
  readonly width: number;
}

const WIDEST = 100;

export function pretty({ causes, isKnown, hasSucceeded, lines }: DiagnosisReport, style: DiagnosisStyle): string {
  const pen = { ...colorsOf(style.color), width: Math.min(style.width, WIDEST) };
  const [best, ...others] = causes;
  const blocks = isKnown && best ? [drawCause(best, pen), ...drawOthers(others, pen)] : drawUnknown(causes, lines, pen);
  if (hasSucceeded) blocks.unshift(wrap('The job succeeded: what failed in it did not end it.', pen.width));
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function drawCause(cause: LocatedCause, pen: Pen): string[] {
  const { id, title, confidence, job, evidence, place, explanation, findings, remedy, next } = cause;
  return [
    `${pen.bold(pen.red(id))} (${confidence} confidence)${job === undefined ? '' : ` in job ${safeLine(job)}`}`,
    ...wrap(`${safeProse(title)}.`, pen.width, '  '),
    '',
    ...drawEvidence(evidence, pen),
    ...(place ? ['', ...drawPlace(place, pen)] : []),
    ...(explanation === undefined ? [] : wrap(`${upper(safeLine(explanation))}.`, pen.width, '  ')),
    '',
    ...findings.flatMap(({ rule, message }) => labelled('finding', `[${rule}] ${safeProse(message)}`, pen)),
    ...labelled('remedy', safeProse(remedy), pen),
    ...labelled('next', safeLine(next), pen, false),
  ];
}

function drawOthers(causes: readonly LocatedCause[], pen: Pen): string[][] {
  if (causes.length === 0) return [];
  return [[pen.bold('It may also be:'), ...causes.map((cause) => drawShort(cause, pen))]];
}

function drawUnknown(causes: readonly LocatedCause[], lines: number, pen: Pen): string[][] {
  const read = `No failure of a registry, a login or a Docker daemon is known in ${counted(lines, 'line')} of log.`;
  if (causes.length === 0) return [wrap(read, pen.width)];
  return [wrap(`${read} What comes closest:`, pen.width), ...causes.map((cause) => drawCause(cause, pen))];
}

function drawShort({ id, title, evidence }: LocatedCause, pen: Pen): string {
  const lines = evidence.map(({ line }) => line);
  return [...wrap(`${safeProse(title)} (${pen.bold(id)}, line ${lines.join(', ')})`, pen.width, '  - ')].join('\n');
}

function drawEvidence(evidence: readonly Evidence[], pen: Pen): string[] {
  const digits = String(evidence.at(-1)?.line ?? 0).length;
  return evidence.map(({ line, text }) => `  ${pen.dim(`${String(line).padStart(digits)} |`)} ${safeLine(text)}`);
}

function drawPlace(place: Place, pen: Pen): string[] {
  const { line, column } = place.file.position(place.range[0]);
  const title = safeLine(`${place.file.path}:${line}:${column}`);
  return drawFrame(place, { title, width: pen.width, context: 0, mark: '^', paintGutter: pen.dim, paintMark: pen.red });
}

function labelled(label: string, text: string, pen: Pen, folded = true): string[] {
  const first = `  ${label}: `;
  const lines = folded ? wrap(text, pen.width, first) : [first + text];
  return lines.map((line, index) => (index === 0 ? line.replace(`${label}:`, pen.bold(`${label}:`)) : line));
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
