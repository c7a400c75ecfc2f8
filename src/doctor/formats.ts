/** The forms in which checks are told. */
import { colorsOf } from '../report/colors.ts';
import { counted } from '../report/phrases.ts';
import { safeJson, safeLine } from '../report/safe-text.ts';
import { wrap } from '../report/wrap.ts';
import type { Check, Outcome } from './check.ts';

export interface DoctorStyle {
  readonly color: boolean;
  readonly width: number;
}

export const DOCTOR_FORMATS = { pretty, json } as const;

const WIDEST = 100;
const SAID: Readonly<Record<Outcome, string>> = {
  problem: 'problem',
  warning: 'warning',
  'not-checked': 'not checked',
  ok: 'ok',
};
const ORDER = ['problem', 'warning', 'not-checked', 'ok'] as const;

function pretty(checks: readonly Check[], { color, width }: DoctorStyle): string {
  const pen = colorsOf(color);
  const paint: Readonly<Record<Outcome, (text: string) => string>> = {
    problem: pen.red,
    warning: pen.yellow,
    'not-checked': pen.cyan,
    ok: pen.green,
  };
  const lines = ORDER.flatMap((outcome) =>
    checks
      .filter((check) => check.outcome === outcome)
      .flatMap(({ id, message, remedy, missing }) => [
        `${pen.bold(paint[outcome](SAID[outcome]))} ${id}`,
        ...wrap(`${safeLine(message)}.`, Math.min(width, WIDEST), '  '),
        ...(remedy === undefined ? [] : wrap(`${safeLine(remedy)}.`, Math.min(width, WIDEST), '  remedy: ')),
        ...(missing === undefined ? [] : wrap(`${safeLine(missing)}.`, Math.min(width, WIDEST), '  because ')),
      ]),
  );
  const count = (outcome: Outcome): number => checks.filter((check) => check.outcome === outcome).length;
  const bad = `${counted(count('problem'), 'problem')}, ${counted(count('warning'), 'warning')}`;
  const sum = `${bad}, ${count('not-checked')} not checked, ${count('ok')} ok`;
  return `${[...lines, ...(lines.length > 0 ? [''] : []), sum].join('\n')}\n`;
}

/** Version 1 of its shape (docs/doctor.md): keys may be added, none is renamed or removed. */
function json(checks: readonly Check[]): string {
  const told = checks.map(({ id, outcome, message, remedy, missing }) => ({
    id,
    outcome,
    message: safeLine(message),
    ...(remedy !== undefined && { remedy: safeLine(remedy) }),
    ...(missing !== undefined && { missing: safeLine(missing) }),
  }));
  return safeJson({ version: 1, checks: told });
}
