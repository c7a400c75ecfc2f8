/** A client's arguments taken apart by its table row: options with their values, and the rest by position. */
import type { Word } from '../pipeline/commands.ts';
import { type LiteralPart, literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';
import type { Client, Verb } from './client.ts';

export interface Arguments {
  /** In the order in which they are given. */
  readonly options: readonly GivenOption[];
  readonly positional: readonly Word[];
}

export interface GivenOption {
  readonly name: string;
  /** Undefined for a switch. */
  readonly value: Word | undefined;
}

export interface Invocation {
  readonly client: Client;
  /** Undefined: a subcommand the table does not know. */
  readonly verb: Verb | undefined;
  /** Options before the subcommand. */
  readonly global: Arguments;
  readonly own: Arguments;
  /** Index of the first word after the subcommand. */
  readonly start: number;
}

/**
 * The words that say something. An empty one is no argument (unquoted, the shell drops it) but for an option's value, which
 * the settings of the project may fill.
 */
export function withoutEmptyWords(words: readonly Word[]): readonly Word[] {
  return words.filter((word, index) => {
    const before = words[index - 1];
    return literalText(word.value) !== '' || (before !== undefined && leadingText(before).startsWith('-'));
  });
}

/** Finds the subcommand among the words after the program's name, and reads the options on both sides of it. */
export function readInvocation(client: Client, words: readonly Word[]): Invocation {
  const verbs = verbsOf(client);
  const globalEnd = verbs.has('') ? 0 : endOfOptions(words, client.globalValueOptions);
  const global = readArguments(words.slice(0, globalEnd), client.globalValueOptions);
  const verb = longestMatch(verbs, words.slice(globalEnd, globalEnd + MOST_WORDS));
  const start = globalEnd + (verb?.words.length ?? 0);
  return { client, verb, global, own: readArguments(words.slice(start), verb?.valueOptions ?? []), start };
}

export function readArguments(words: readonly Word[], valueOptions: readonly string[]): Arguments {
  if (words.length === 0) return NO_ARGUMENTS;
  const options: GivenOption[] = [];
  const positional: Word[] = [];
  const add = (name: string, value?: Word): void => {
    options.push({ name, value });
  };
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (!word) continue;
    const text = leadingText(word);
    if (text === '--') {
      positional.push(...words.slice(index + 1));
      break;
    }
    if (!text.startsWith('-') || text === '-') {
      positional.push(word);
      continue;
    }
    const equals = text.indexOf('=');
    if (equals !== -1 && (text.startsWith('--') || valueOptions.includes(text.slice(0, equals)))) {
      add(text.slice(0, equals), tail(word, equals + 1));
    } else if (valueOptions.includes(text) && isWholeText(word, text)) {
      const value = words[index + 1];
      add(text, value);
      index++;
    } else if (!text.startsWith('--') && text.length >= 2) {
      addShortOptions(word, text, valueOptions, add, () => words[++index]);
    } else {
      add(text);
    }
  }
  return { options, positional };
}

const NO_ARGUMENTS: Arguments = { options: [], positional: [] };

/** The values given to any of some option names, in order. Where one counts, it is the last. */
export function valuesOf(args: Arguments, names: readonly string[]): Word[] {
  const values: Word[] = [];
  for (const { name, value } of args.options) if (value && names.includes(name)) values.push(value);
  return values;
}

export function hasOption(args: Arguments, names: readonly string[]): boolean {
  const last = args.options.findLast(({ name }) => names.includes(name));
  return last !== undefined && !isOff(last);
}

/** Whether a switch that is on by default is turned off: `--push=false`. */
export function isTurnedOff(args: Arguments, names: readonly string[]): boolean {
  const last = args.options.findLast(({ name }) => names.includes(name));
  return last !== undefined && isOff(last);
}

function isOff({ value }: GivenOption): boolean {
  return value !== undefined && literalText(value.value) === 'false';
}

/** `-uV`, `-itd`, `-f=V`: short options in one word, the last of which may have its value there or in the next word. */
function addShortOptions(
  word: Word,
  text: string,
  valueOptions: readonly string[],
  add: (name: string, value?: Word) => void,
  next: () => Word | undefined,
): void {
  for (let at = 1; at < text.length; at++) {
    const name = `-${text[at]}`;
    if (!valueOptions.includes(name)) {
      add(name);
      continue;
    }
    const separator = text[at + 1] === '=' ? 1 : 0;
    const inWord = at + 1 + separator < text.length || !isWholeText(word, text);
    add(name, inWord ? tail(word, at + 1 + separator) : next());
    return;
  }
}

function endOfOptions(words: readonly Word[], valueOptions: readonly string[]): number {
  let index = 0;
  while (index < words.length) {
    const word = words[index];
    const text = word ? leadingText(word) : '';
    if (!word || !text.startsWith('-')) return index;
    index += valueOptions.includes(text) && isWholeText(word, text) ? 2 : 1;
  }
  return Math.min(index, words.length);
}

/** No subcommand has more. */
const MOST_WORDS = 3;

function longestMatch(verbs: VerbsByWord, words: readonly Word[]): Verb | undefined {
  const names = words.map((word) => literalText(word.value));
  let best: Verb | undefined;
  for (const verb of verbs.get(names[0] ?? '') ?? verbs.get('') ?? []) {
    const matches = verb.words.every((name, index) => names[index] === name);
    if (matches && (!best || verb.words.length > best.words.length)) best = verb;
  }
  return best;
}

/** The verbs of a client by their first words; those without a word are among all of them, and alone under no word. */
type VerbsByWord = ReadonlyMap<string, readonly Verb[]>;

const tables = new WeakMap<Client, VerbsByWord>();

function verbsOf(client: Client): VerbsByWord {
  const known = tables.get(client);
  if (known) return known;
  const firsts = new Set(client.verbs.map(({ words }) => words[0] ?? ''));
  const beginningWith = (first: string): readonly Verb[] =>
    client.verbs.filter(({ words }) => words.length === 0 || words[0] === first);
  const verbs = new Map([...firsts].map((first) => [first, beginningWith(first)] as const));
  tables.set(client, verbs);
  return verbs;
}

/** The literal text with which a word begins. */
function leadingText(word: Word): string {
  const literal = literalText(word.value);
  if (literal !== undefined) return literal;
  const [first] = word.value;
  return first?.kind === 'literal' ? first.text : '';
}

function isWholeText(word: Word, text: string): boolean {
  return literalText(word.value) === text;
}

/** The word without its first characters, which are literal: the `VALUE` of `--option=VALUE`. */
export function tail(word: Word, from: number): Word {
  const written = dropStart(word.written, from);
  return { ...word, value: dropStart(word.value, from), written, place: placeOf(written) ?? word.place };
}

function dropStart(text: SymbolicText, count: number): SymbolicText {
  let left = count;
  return text.flatMap((part) => {
    if (part.kind !== 'literal' || left <= 0) return [part];
    const dropped = Math.min(left, part.text.length);
    left -= dropped;
    return part.text.length > dropped ? [withoutStart(part, dropped)] : [];
  });
}

function withoutStart(part: LiteralPart, dropped: number): LiteralPart {
  const { file, range } = part.place;
  const start = range[0] + dropped;
  // Where the YAML or the shell escapes a character of it, the start cannot be counted off.
  const isAsWritten = file.text.slice(range[0], start) === part.text.slice(0, dropped);
  const place: Place = isAsWritten ? { file, range: [start, range[1]] } : part.place;
  return { ...part, text: part.text.slice(dropped), place };
}

/** From the first part to the last. */
function placeOf(text: SymbolicText): Place | undefined {
  const [first, last] = [text[0]?.place, text.at(-1)?.place];
  return first && last && { file: first.file, range: [first.range[0], last.range[1]] };
}
