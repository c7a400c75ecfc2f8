/** What the reports for people are written with: their context, colours and links. */
import { type Colors, colorsOf } from './colors.ts';
import type { ReportContext } from './report.ts';

export interface Pen extends ReportContext, Colors {
  /** Columns for prose, which is hard to read in long lines. */
  readonly proseWidth: number;
  /** The text as a link, where the terminal shows links and there is an address. */
  readonly link: (text: string, url: string | undefined) => string;
}

const WIDEST_PROSE = 100;

export function penOf(context: ReportContext): Pen {
  return {
    ...context,
    ...colorsOf(context.color),
    proseWidth: Math.min(context.width, WIDEST_PROSE),
    link: (text, url) => (context.links && url !== undefined ? hyperlink(text, url) : text),
  };
}

/** OSC 8 (gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda, "Hyperlinks in terminal emulators"). */
function hyperlink(text: string, url: string): string {
  return `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
}
