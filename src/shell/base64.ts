/** `base64` and its like as they stand behind a pipe: what their output is good for. */
import type { Command, Word } from '../pipeline/commands.ts';
import { type Base64Text, literalText, type SymbolicText, type UnknownPart } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';

/** The output of a command that encodes its input; undefined when it does something else, or reads something else. */
export function encodedBy(command: Command, input: SymbolicText | undefined): UnknownPart | undefined {
  const [name, ...words] = command.words;
  const texts = words.map(({ value }) => literalText(value));
  const options = texts.filter((text) => text !== undefined);
  if (options.length < texts.length) return undefined;
  const wrapped = wraps(name, options);
  if (wrapped === undefined) return undefined;
  const base64: Base64Text = { encoded: input, wrapped, lineEnd: lineEndOf(command) };
  return { kind: 'unknown', reason: 'is encoded as base64', quote: 'none', place: command.place, base64 };
}

/** Whether the output has line breaks in it: coreutils and busybox break after 76 characters, openssl after 64. */
function wraps(name: Word | undefined, options: readonly string[]): boolean | undefined {
  const program = name && literalText(name.value)?.replace(/^.*\//, '');
  const given = options.join(' ');
  if (program === 'base64') {
    const width = /^(?:(?:-w|-b|--wrap|--break)[= ]?(\d+))?(?: ?-)?$/.exec(given);
    return width ? width[1] === undefined || Number(width[1]) > 0 : undefined;
  }
  if (program !== 'openssl' || !/^(base64|enc -(base64|a))( -(A|e))*$/.test(given)) return undefined;
  return !options.includes('-A');
}

/** The command that ends the input with a line break, which is encoded with it. */
function lineEndOf({ stdin }: Command): Place | undefined {
  if (stdin.kind === 'text') return stdin.hereString ? stdin.place : undefined;
  if (stdin.kind !== 'pipe' || !stdin.from) return undefined;
  const [name, ...words] = stdin.from.words;
  const program = name && literalText(name.value)?.replace(/^.*\//, '');
  if (program === 'cat' && words.length === 0) return lineEndOf(stdin.from);
  const texts = words.map(({ value }) => value.map((part) => (part.kind === 'literal' ? part.text : '')).join(''));
  if (program === 'echo') {
    // dash's echo takes `\c` as the end of the output.
    const isOpen = texts.some((text) => /^-[eE]*n[neE]*$/.test(text) || text.endsWith('\\c'));
    return isOpen ? undefined : stdin.from.place;
  }
  return program === 'printf' && /(\\n|\n)$/.test(texts[0] ?? '') ? stdin.from.place : undefined;
}
