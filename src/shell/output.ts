/** What a command substitution prints, for the few commands whose output follows from their arguments. */
import type { ParsedScript, Command as SyntaxCommand } from 'unbash';
import { literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';

/** Reads one word of the substituted command. */
type ReadWord = (word: Extract<SyntaxCommand['args'][number], { type: 'Word' }>) => SymbolicText;

/**
 * Understands `$(echo …)`, `$(printf %s …)`, and either of them piped through `tr` to lower case, which is how scripts
 * make an image path acceptable. Anything else is undefined: not known.
 */
export function printedText(script: ParsedScript, readWord: ReadWord): SymbolicText | undefined {
  const [statement, ...others] = script.commands;
  if (!statement || others.length > 0) return undefined;
  const { command } = statement;
  if (command.type === 'Command') return echoedText(command, readWord);
  if (command.type !== 'Pipeline' || command.commands.length !== 2) return undefined;
  const [printer, filter] = command.commands;
  if (printer?.type !== 'Command' || filter?.type !== 'Command' || !lowersCase(filter, readWord)) return undefined;
  return echoedText(printer, readWord)?.map((part) =>
    part.kind === 'literal' ? { ...part, text: part.text.toLowerCase() } : part,
  );
}

function echoedText(command: SyntaxCommand, readWord: ReadWord): SymbolicText | undefined {
  if (command.redirects.length > 0 || command.prefix.length > 0) return undefined;
  const words: SymbolicText[] = [];
  for (const argument of command.args) {
    if (argument.type !== 'Word') return undefined;
    words.push(readWord(argument));
  }
  const name = command.name && literalText(readWord(command.name));
  if (name === 'echo') {
    while (words[0] && /^-[neE]+$/.test(literalText(words[0]) ?? '')) words.shift();
    return joinWords(words);
  }
  if (name === 'printf' && words.length === 2 && words[0] && /^%s(\\n)?$/.test(literalText(words[0]) ?? ''))
    return words[1];
  return undefined;
}

function lowersCase(command: SyntaxCommand, readWord: ReadWord): boolean {
  const name = command.name && literalText(readWord(command.name));
  const [from, to] = command.args.map((argument) =>
    argument.type === 'Word' ? literalText(readWord(argument)) : undefined,
  );
  return name === 'tr' && /^(\[:upper:\]|\[?A-Z\]?)$/.test(from ?? '') && /^(\[:lower:\]|\[?a-z\]?)$/.test(to ?? '');
}

function joinWords(words: readonly SymbolicText[]): SymbolicText {
  return words.flatMap((word, index): Part[] => {
    const place = word[0]?.place;
    return index > 0 && place ? [{ kind: 'literal', text: ' ', quote: 'none', place }, ...word] : [...word];
  });
}
