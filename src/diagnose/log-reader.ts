/**
 * Makes lines of a job's log as GitLab stores it: with the runner's timestamps (runner docs: "FF_TIMESTAMPS"), section markers
 * (GitLab docs: "Custom collapsible sections"), colours, and carriage returns that overwrite what stood before.
 *
 * A log in UTF-16, as PowerShell's `>` writes it, begins with a mark; any other is UTF-8, and what is neither becomes U+FFFD.
 *
 * It takes the log in pieces of any size and holds one line of it. A line that is longer than anybody can read loses its middle.
 */
import { BoundedText } from './bounded-text.ts';
import type { LogLine } from './log-line.ts';

/** `2026-01-02T03:04:05.678901Z 01E+`: a time, a stream, and `+` where a line goes on that was begun before. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z [\da-f]{2}[OE]([ +])/;

const MARKER = /^section_(start|end):\d+:([\w.-]+)(?:\[[^\]]*\])?$/;

const ESCAPE = '\u001b';
const BELL = '\u0007';

/** Control sequences, operating system commands, and the two-character escapes (ECMA-48). */
const ESCAPES = new RegExp(
  [
    String.raw`${ESCAPE}\[[0-?]*[ -/]*[@-~]`,
    String.raw`${ESCAPE}\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\)?`,
    `${ESCAPE}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);
const PAINT = new RegExp(String.raw`^(?:${ESCAPE}\[0K)*${ESCAPE}\[0?[1-9][\d;]*m`);

/** Sections deeper than this are not told apart. */
const DEEPEST = 50;

/** Decides by the first two bytes. */
class LogDecoder {
  #first: readonly number[] = [];
  #decoder: InstanceType<typeof TextDecoder> | undefined;

  decode(chunk: Uint8Array): string {
    if (this.#decoder) return this.#decoder.decode(chunk, { stream: true });
    const bytes = Uint8Array.from([...this.#first, ...chunk.subarray(0, 2)]);
    const rest = chunk.subarray(2);
    this.#first = [...bytes];
    if (bytes.length < 2) return '';
    const decoder = new TextDecoder(encodingOf(bytes));
    this.#decoder = decoder;
    return decoder.decode(bytes, { stream: true }) + decoder.decode(rest, { stream: true });
  }

  end(): string {
    return this.#decoder ? this.#decoder.decode() : new TextDecoder().decode(Uint8Array.from(this.#first));
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

export class LogReader {
  readonly #bytes = new LogDecoder();
  readonly #raw = new BoundedText();
  /** What stands behind the last carriage return of the line that is read. */
  readonly #segment = new BoundedText();
  #number = 0;
  /** The line in which the segment begins. */
  #segmentAt = 0;
  #open: LogLine | undefined;
  #sections: string[] = [];

  /** The lines that this piece of the log completes. */
  read(chunk: Uint8Array | string): LogLine[] {
    return this.#split(typeof chunk === 'string' ? chunk : this.#bytes.decode(chunk));
  }

  /** The lines that the log ends with. */
  end(): LogLine[] {
    const lines = this.#split(this.#bytes.end());
    const rest = this.#raw.take();
    if (rest !== '') this.#endOfLine(rest, lines);
    this.#close(lines);
    return lines;
  }

  #split(text: string): LogLine[] {
    const lines: LogLine[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#raw.append(text.slice(from, end));
      this.#endOfLine(this.#raw.take(), lines);
      from = end + 1;
    }
    this.#raw.append(text.slice(from));
    return lines;
  }

  #endOfLine(raw: string, lines: LogLine[]): void {
    this.#number += 1;
    const [header = '', append] = TIMESTAMP.exec(raw) ?? [];
    if (append !== '+') this.#close(lines);
    this.#open ??= { number: this.#number, text: '', section: this.#sections[0], painted: false };
    const [first = '', ...others] = raw.slice(header.length).split('\r');
    if (this.#segment.isEmpty) this.#segmentAt = this.#number;
    this.#segment.append(first);
    for (const segment of others) {
      this.#endOfSegment();
      this.#segmentAt = this.#number;
      this.#segment.append(segment);
    }
  }

  #endOfSegment(): void {
    const segment = this.#segment.take();
    const text = segment.includes(ESCAPE) ? segment.replace(ESCAPES, '') : segment;
    const [marker, kind, name = ''] = text.startsWith('section_') ? (MARKER.exec(text) ?? []) : [];
    if (marker !== undefined) this.#mark(kind === 'start', name);
    else if (this.#open && text.trim() !== '') {
      this.#open = { number: this.#segmentAt, text, section: this.#sections[0], painted: PAINT.test(segment) };
    }
  }

  #mark(isStart: boolean, name: string): void {
    const at = this.#sections.lastIndexOf(name);
    if (!isStart && at !== -1) this.#sections.length = at;
    else if (isStart && this.#sections.length < DEEPEST) this.#sections.push(name);
  }

  #close(lines: LogLine[]): void {
    this.#endOfSegment();
    if (this.#open && this.#open.text !== '') lines.push(this.#open);
    this.#open = undefined;
  }
}
