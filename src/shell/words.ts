/** Shell words as symbolic text: what is literal, which variables are expanded, what cannot be told. */
import type { CommandArgument, HereDoc, ParsedScript, Word as SyntaxWord, WordPart } from 'unbash';
import type { ExpansionOperation, Part, Quote, SymbolicText } from '../pipeline/symbolic.ts';
import type { LocatedText } from '../source/located-text.ts';

/** What a command substitution prints, where that can be told. */
export type OutputOf = (script: ParsedScript) => SymbolicText | undefined;

/** The parts of a word as written. `text` is the text that the word's offsets count in. */
export function readWord(word: SyntaxWord, text: LocatedText, outputOf: OutputOf): SymbolicText {
  if (!word.parts) {
    return [{ kind: 'literal', text: word.value, quote: 'none', place: text.place(word.pos, word.end) }];
  }
  return readParts(word.parts, text, outputOf, 'none');
}

/** The parts of a here-document's body. A quoted delimiter makes it one literal; `<<-` takes the tabs from its lines. */
export function readHereDocument(
  { body, operator, delimiter }: HereDoc,
  text: LocatedText,
  outputOf: OutputOf,
): SymbolicText {
  const quoted = delimiter?.quoted ?? false;
  const place = text.place(body.pos, body.end);
  const plain = quoted ? body.text : body.text.replace(/\\([$`\\])|\\\n/g, '$1');
  const parts: SymbolicText =
    body.parts && !quoted
      ? readParts(body.parts, text, outputOf, 'double')
      : [{ kind: 'literal', text: plain, quote: quoted ? 'single' : 'double', place }];
  if (operator !== '<<-') return parts;
  return parts.map((part, index) =>
    part.kind === 'literal' ? { ...part, text: part.text.replace(index === 0 ? /^\t+/gm : /(?<=\n)\t+/g, '') } : part,
  );
}

/** Whether a word stands for all arguments of a function: `"$@"`, `$@`, `$*`. */
export function isAllParameters(word: SyntaxWord): boolean {
  const [part, ...others] = word.parts ?? [];
  if (!part || others.length > 0) return false;
  const [inner] = part.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts : [part];
  if (inner?.type === 'ParameterExpansion') return inner.parameter === '@' && !inner.operation && !inner.prefix;
  return inner?.type === 'SimpleExpansion' && (inner.text === '$@' || (inner.text === '$*' && inner === part));
}

/** Programs that print settings of their own for `eval`, nothing that runs. */
const PRINTS_SETTINGS = new Set(['ssh-agent']);

/** `$(ssh-agent -s)` */
export function isHarmlessOutput(argument: CommandArgument): boolean {
  const scripts = argument.type === 'Word' ? substitutionsOf(argument.parts) : [];
  return (
    scripts.length > 0 &&
    scripts.every(({ commands: [statement] }) => {
      const name = statement?.command.type === 'Command' ? statement.command.name?.value : undefined;
      return name !== undefined && PRINTS_SETTINGS.has(name);
    })
  );
}

/** The scripts inside `$(…)`, backticks and `<(…)` of a word, in the order in which they run. */
export function substitutionsOf(parts: readonly WordPart[] | undefined): readonly ParsedScript[] {
  if (!parts) return NO_SCRIPTS;
  const scripts: ParsedScript[] = [];
  collectSubstitutions(parts, scripts);
  return scripts;
}

const NO_SCRIPTS: readonly ParsedScript[] = [];

function collectSubstitutions(parts: readonly WordPart[], scripts: ParsedScript[]): void {
  for (const part of parts) {
    if (part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution') {
      if (part.script) scripts.push(part.script);
    } else if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') {
      collectSubstitutions(part.parts, scripts);
    } else if (part.type === 'ParameterExpansion' && part.operation && 'operand' in part.operation) {
      collectSubstitutions(part.operation.operand?.parts ?? [], scripts);
    }
  }
}

function readParts(parts: readonly WordPart[], text: LocatedText, outputOf: OutputOf, quote: Quote): SymbolicText {
  const read: Part[] = [];
  collectParts(parts, text, outputOf, quote, read);
  return read;
}

function collectParts(
  parts: readonly WordPart[],
  text: LocatedText,
  outputOf: OutputOf,
  quote: Quote,
  read: Part[],
): void {
  for (const part of parts) {
    const quoted = part.type === 'DoubleQuoted' || part.type === 'LocaleString';
    if (quoted && part.parts.length > 0) collectParts(part.parts, text, outputOf, 'double', read);
    else if (part.type === 'CommandExpansion') readOutput(part, text, outputOf, quote, read);
    else read.push(readPart(part, text, quote));
  }
}

function readOutput(
  part: Extract<WordPart, { type: 'CommandExpansion' }>,
  text: LocatedText,
  outputOf: OutputOf,
  quote: Quote,
  read: Part[],
): void {
  const output = part.script && outputOf(part.script);
  if (output) for (const each of output) read.push(each);
  else
    read.push({ kind: 'unknown', reason: 'is the output of a command', quote, place: text.place(part.pos, part.end) });
}

function readPart(part: WordPart, text: LocatedText, quote: Quote): Part {
  const place = text.place(part.pos, part.end);
  const unknown = (reason: string): Part => ({ kind: 'unknown', reason, quote, place });
  switch (part.type) {
    case 'Literal':
      return { kind: 'literal', text: part.value, quote, place };
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return { kind: 'literal', text: part.value, quote: 'single', place };
    case 'DoubleQuoted':
    case 'LocaleString':
      return { kind: 'literal', text: '', quote: 'double', place };
    case 'Glob':
      return { kind: 'literal', text: part.value, quote, place };
    case 'SimpleExpansion': {
      const name = part.text.slice(1);
      if (!/^\w/.test(name)) return unknown(`is the shell's own $${name}`);
      return { kind: 'variable', name, quote, operation: undefined, place };
    }
    case 'ParameterExpansion': {
      if (!/^\w/.test(part.parameter) || part.prefix === '!') return unknown('is computed by the shell');
      const operation = operationOf(part, text.text);
      return { kind: 'variable', name: part.parameter, quote, operation, place };
    }
    case 'ProcessSubstitution':
      return unknown('is a file with the output of a command');
    default:
      return unknown('is computed by the shell');
  }
}

function operationOf(
  part: Extract<WordPart, { type: 'ParameterExpansion' }>,
  source: string,
): ExpansionOperation | undefined {
  if (part.prefix === '#') return { operator: '#', operand: '' };
  // The first element of what is no array is the value itself: `${BASH_SOURCE[0]}`.
  if (part.index && part.index.text !== '0') return { operator: '[', operand: `${part.index.text}]` };
  if (!part.operation) return undefined;
  const { pos, operatorEnd, end } = part.operation;
  return { operator: source.slice(pos, operatorEnd), operand: source.slice(operatorEnd, end) };
}
