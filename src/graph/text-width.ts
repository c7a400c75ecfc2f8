/**
 * How wide a text is drawn at most, in units of the font's size. Which font draws it is not known, so the widths are those
 * of a wide one (DejaVu Sans).
 */
import { columnsOf } from '../report/columns.ts';

const NARROW = /[ !'(),./:;I[\]fijlrt|-]/;
const WIDE = /[%@GMNOQWm\u2026×→]/;

const WIDTHS = { narrow: 0.42, common: 0.65, wide: 0.99, fullWidth: 1.1 } as const;
/** Bold letters are wider. */
const BOLD = 1.12;
/** Of a monospaced font. */
const MONOSPACED = 0.61;

export type Font = 'plain' | 'bold' | 'monospaced';

export function textWidth(text: string, font: Font): number {
  if (font === 'monospaced') return columnsOf(text) * MONOSPACED;
  const plain = [...text].reduce((sum, character) => sum + characterWidth(character), 0);
  return font === 'bold' ? plain * BOLD : plain;
}

/** The text, its middle left out if it is wider than that. Both ends of a name tell it from others. */
export function fitText(text: string, font: Font, most: number): string {
  if (textWidth(text, font) <= most) return text;
  const characters = [...text];
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const head = Math.ceil(kept / 2);
    const shortened = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`;
    if (textWidth(shortened, font) <= most) return shortened;
  }
  return '…';
}

function characterWidth(character: string): number {
  if (columnsOf(character) > 1) return WIDTHS.fullWidth;
  if (NARROW.test(character)) return WIDTHS.narrow;
  return WIDE.test(character) || /\p{Lu}/u.test(character)
    ? WIDE.test(character)
      ? WIDTHS.wide
      : 0.78
    : WIDTHS.common;
}
