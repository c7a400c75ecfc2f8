/**
 * Text from the linted files is written by strangers. It must not steer a terminal, reorder what a reader sees, or hide
 * characters, and it must not give a secret away.
 */
import { maskSecrets, maskValue } from './secrets.ts';

/** Control, format (bidirectional, zero-width, tags) and surrogate characters; not the two joiners that words need. */
const UNSAFE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Such a line is safe, each character of it takes one column, and this is asked faster. */
export const PRINTABLE_ASCII = /^[ -~]*$/;

/** Whether a text has characters that are only shown as escapes; a line break is one of them. */
export function isUnsafe(text: string): boolean {
  return text.search(UNSAFE) !== -1;
}

/** One line with every unsafe character as a visible escape: `\u{1b}[31m`. */
export function showUnsafe(line: string): string {
  if (PRINTABLE_ASCII.test(line)) return line;
  return line.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A name, a path or any other text that belongs on one line. */
export function safeLine(text: string): string {
  return showUnsafe(maskSecrets(text).replace(/\s+/g, ' '));
}

/** A message: its line breaks stay. */
export function safeProse(text: string): string {
  return maskSecrets(text).split(/\r?\n/).map(showUnsafe).join('\n');
}

/**
 * JSON in which no string gives a secret away and unsafe characters are written as JSON escapes: programs read the very
 * same names, and printing the file is harmless.
 */
export function safeJson(value: unknown): string {
  return escapedJson(value, maskValue);
}

/** The same of what a report said already, in which a second mask would hide more. */
export function escapedJson(value: unknown, shown: (text: string, name?: string) => string = (text) => text): string {
  const json = JSON.stringify(
    value,
    (name, each) => (typeof each === 'string' ? shown(each, name) : withKeys(each, shown)),
    2,
  );
  const escaped = json.replace(UNSAFE, (character) => (character === '\n' ? character : jsonEscapes(character)));
  return `${escaped}\n`;
}

/** Names of jobs are keys in some forms. */
function withKeys(value: unknown, shown: (text: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (keys.every((key) => shown(key) === key)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [shown(key), each]));
}

function jsonEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}
