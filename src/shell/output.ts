/** What commands print and read, where it follows from their arguments. */
import type { Command, Word } from '../pipeline/commands.ts';
import { literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';
import { encodedBy } from './base64.ts';
import { absolutePath, folderOf, nameOf, repositoryPath } from './path.ts';

/**
 * What a command prints: `echo`, `printf`, `cat`; `tr` where it changes letters to lower case or drops line ends, which is
 * how scripts make an image path or a credential acceptable; `pwd`, `dirname` and their kin; and of `base64` what it encodes. Undefined: it cannot
 * be told.
 */
export function printedBy(command: Command): SymbolicText | undefined {
  if (command.redirects.some(({ operator }) => operator === '>' || operator === '>>')) return undefined;
  return writtenBy(command);
}

/** What a command writes to its output, wherever that goes. */
export function writtenBy(command: Command): SymbolicText | undefined {
  const [name, ...words] = command.words;
  switch (name && literalText(name.value)?.replace(/^.*\//, '')) {
    case 'cat':
      return words.length === 0 ? inputOf(command) : undefined;
    case 'echo':
      return echoed(words);
    case 'printf':
      return printed(words);
    case 'base64':
    case 'openssl': {
      const encoded = encodedBy(command, inputOf(command));
      return encoded && [encoded];
    }
    case 'tr':
      return translated(words, inputOf(command));
    case 'pwd':
      return command.directory;
    case 'dirname':
    case 'basename':
    case 'readlink':
    case 'realpath':
    case 'git':
      return printedPath(literalText(name?.value ?? []) ?? '', words, command);
    default:
      return undefined;
  }
}

/** The paths that scripts find themselves by: `$(dirname "$0")`, `$(git rev-parse --show-toplevel)`. */
function printedPath(name: string, words: readonly Word[], { directory }: Command): SymbolicText | undefined {
  const texts = words.map((word) => literalText(word.value));
  const options = texts.filter((text) => text !== undefined && /^-./.test(text)).join(' ');
  const [path, ...others] = words.filter((_, index) => !/^-./.test(texts[index] ?? ''));
  if (!path || others.length > 0) return undefined;
  if (name === 'git') {
    const isRoot = texts.join(' ') === 'rev-parse --show-toplevel' && repositoryPath([], directory) !== undefined;
    return isRoot ? directory?.slice(0, 1) : undefined;
  }
  const isPlain = /^(--)?$/.test(options);
  if (name === 'dirname') return isPlain ? folderOf(path.value) : undefined;
  if (name === 'basename') return isPlain ? nameOf(path.value) : undefined;
  const isWhole = name === 'realpath' && isPlain;
  return isWhole || /^-(f|e|m|-canonicalize)( --)?$/.test(options) ? absolutePath(path.value, directory) : undefined;
}

/** What a command reads from its standard input. */
export function inputOf(command: Command): SymbolicText | undefined {
  const { stdin } = command;
  if (stdin.kind === 'text') return stdin.text;
  if (stdin.kind === 'pipe' && stdin.from) return printedBy(stdin.from);
  return undefined;
}

/** Without the line break at its end, as `$(…)` and `--password-stdin` take it. */
export function withoutLineEnd(text: SymbolicText): SymbolicText {
  const last = text.at(-1);
  if (last?.kind !== 'literal') return text;
  const trimmed = last.text.replace(/\r?\n$/, '');
  return trimmed === '' ? text.slice(0, -1) : [...text.slice(0, -1), { ...last, text: trimmed }];
}

/** With `-e`, and in some shells without it, echo reads escapes of its own; only where there are none is all known. */
function echoed(words: readonly Word[]): SymbolicText | undefined {
  const rest = [...words];
  let escapes = false;
  while (rest[0] && /^-[neE]+$/.test(literalText(rest[0].value) ?? '')) {
    escapes ||= literalText(rest.shift()?.value ?? [])?.includes('e') ?? false;
  }
  const text = rest.flatMap((word, index): Part[] =>
    index === 0 ? [...word.value] : [{ kind: 'literal', text: ' ', quote: 'none', place: word.place }, ...word.value],
  );
  return escapes && text.some((part) => part.kind === 'literal' && part.text.includes('\\')) ? undefined : text;
}

const PRINTF_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\' };

function printed([format, ...values]: readonly Word[]): SymbolicText | undefined {
  if (!format) return undefined;
  const template = literalText(format.value);
  if (template === undefined) return values.length === 0 ? format.value : undefined;
  const text: Part[] = [];
  for (const piece of template.split(/(%s)/)) {
    if (piece === '%s') {
      text.push(...(values.shift()?.value ?? []));
    } else if (piece !== '') {
      const shown = piece.replace(/\\([ntr"'\\])/g, (_, letter: string) => PRINTF_ESCAPES[letter] ?? letter);
      text.push({ kind: 'literal', text: shown, quote: 'double', place: format.place });
    }
  }
  return values.length > 0 || /%[^s%]|\\[0-9x]/.test(template) ? undefined : text;
}

function inOneLine(part: Part): Part {
  return part.kind === 'unknown' && part.base64 ? { ...part, base64: { ...part.base64, wrapped: false } } : part;
}

function translated(words: readonly Word[], input: SymbolicText | undefined): SymbolicText | undefined {
  const [from = '', to = ''] = words.map((word) => literalText(word.value));
  const change = (by: (text: string) => string): SymbolicText | undefined =>
    input?.map((part) => (part.kind === 'literal' ? { ...part, text: by(part.text) } : part));
  if (/^(\[:upper:\]|\[?A-Z\]?)$/.test(from) && /^(\[:lower:\]|\[?a-z\]?)$/.test(to)) {
    return change((text) => text.toLowerCase());
  }
  if (from === '-d' && /^(\\r|\\n)+$/.test(to)) return change((text) => text.replace(/[\r\n]/g, ''))?.map(inOneLine);
  return undefined;
}
