/** How many columns text takes on a terminal. */
import { eastAsianWidth } from 'get-east-asian-width';

/** What a reader takes for one character, with the offset where it begins. */
interface Grapheme {
  readonly at: number;
  readonly text: string;
}

/**
 * Characters that take one column and join with no other: ASCII, Latin and the punctuation of prose. Most text has no others,
 * and then the segmenter stays away, whose data take longer to load than a whole report takes to write.
 */
const PLAIN = /^[\t -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193]*$/;

/** Emoji that a terminal draws wide although their first character alone is narrow: `❤️`, keycaps, flags. */
const WIDE_EMOJI = /\ufe0f|\u20e3|^\p{Regional_Indicator}{2}/u;
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{C}\p{M}]+$/u;

let segmenter: Intl.Segmenter | undefined;

/** A tab counts as one column. */
export function columnsOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return graphemesOf(text).reduce((sum, { text: grapheme }) => sum + graphemeColumns(grapheme), 0);
}

/** The characters of a text as a reader sees them: an accent belongs to its letter, joined emoji are one. */
export function graphemesOf(text: string): Grapheme[] {
  if (PLAIN.test(text)) return Array.from(text, (character, at) => ({ at, text: character }));
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment, index }) => ({ at: index, text: segment }));
}

function graphemeColumns(grapheme: string): number {
  if (PLAIN.test(grapheme)) return grapheme.length;
  if (WIDE_EMOJI.test(grapheme)) return 2;
  return INVISIBLE.test(grapheme) ? 0 : eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}
