/**
 * Colours of a terminal. Packages for them look at standard output when they are loaded, which takes longer than a report
 * to be drawn; Node's own `styleText` looks nowhere when it is told so.
 */
import { styleText } from 'node:util';

const NAMES = ['bold', 'dim', 'underline', 'red', 'yellow', 'green', 'blue', 'cyan'] as const;

export type Colors = Readonly<Record<(typeof NAMES)[number], (text: string) => string>>;

/** @param enabled whether there are to be colours; else the texts stay as they are */
export function colorsOf(enabled: boolean): Colors {
  const paint = (name: (typeof NAMES)[number]) => (text: string) =>
    enabled ? styleText(name, text, { validateStream: false }) : text;
  return Object.fromEntries(NAMES.map((name) => [name, paint(name)])) as Colors;
}
