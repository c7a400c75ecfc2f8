/** What a command writes into an auth file: `echo JSON > FILE`, `cat <<EOF > FILE`, `… | tee FILE`, a copy. */
import type { Command, Word } from '../pipeline/commands.ts';
import { literalText, type Part, type SymbolicText, showText } from '../pipeline/symbolic.ts';

export interface WrittenFile {
  readonly path: string;
  readonly target: Word;
  /** Undefined when it cannot be told from the script. */
  readonly content: SymbolicText | undefined;
}

/** Programs that write to their last argument. */
const COPIERS: ReadonlySet<string> = new Set(['cp', 'mv', 'install', 'ln', 'rsync', 'scp']);

/** Programs that may write to a file they are given: `curl -o FILE`, `aws s3 cp URL FILE`. */
const SAVERS: ReadonlySet<string> = new Set(['aws', 'curl', 'gpg', 'gpg2', 'openssl', 'sed', 'vault', 'wget', 'yq']);

/** The auth files that a command writes. `authPath` tells whether a path is one. */
export function writtenAuthFiles(
  command: Command,
  authPath: (path: SymbolicText) => string | undefined,
): WrittenFile[] {
  const targets = command.redirects.flatMap(
    ({ operator, target }): { target: Word; content: SymbolicText | undefined }[] => {
      if (!target || !/^(>|>>|>\||&>)$/.test(operator)) return [];
      return [{ target, content: operator === '>>' ? undefined : printedBy(command) }];
    },
  );
  const name = programOf(command);
  const words = command.words.slice(1);
  const last = command.words.at(-1);
  if (name === 'tee') {
    targets.push(...words.map((target) => ({ target, content: inputOf(command) })));
  } else if (last && name !== undefined && COPIERS.has(name)) {
    const copies = words.some((word) => word !== last && /(^|\/)\.docker\/?$/.test(showText(word.value)));
    const paths = copies ? ['', '/config.json', '/.docker/config.json'] : ['', '/config.json'];
    targets.push(...paths.map((path) => ({ target: below(last, path), content: undefined })));
  } else if (name !== undefined && SAVERS.has(name)) {
    targets.push(...words.map((target) => ({ target, content: undefined })));
  }
  return targets.flatMap(({ target, content }) => {
    const path = authPath(target.value);
    return path === undefined ? [] : [{ path, target, content }];
  });
}

/** `cp FILE ~/.docker/` writes the file of docker's usual name. */
function below(word: Word, path: string): Word {
  const end: Part = { kind: 'literal', text: path, quote: 'none', place: word.place };
  return { ...word, value: [...word.value, end] };
}

/** What a command prints, if its arguments or its input say so: `echo`, `printf`, `cat`. */
export function printedBy(command: Command): SymbolicText | undefined {
  const name = programOf(command);
  if (name === 'cat' && command.words.length === 1) return inputOf(command);
  if (name === 'echo') {
    const words = command.words.slice(1);
    while (words[0] && /^-[neE]+$/.test(literalText(words[0].value) ?? '')) words.shift();
    return joined(words);
  }
  if (name === 'printf') return printed(command.words.slice(1));
  return undefined;
}

/** What a command reads from its standard input. */
export function inputOf(command: Command): SymbolicText | undefined {
  const { stdin } = command;
  if (stdin.kind === 'text') return stdin.text;
  if (stdin.kind === 'pipe' && stdin.from) return printedBy(stdin.from);
  return undefined;
}

function programOf(command: Command): string | undefined {
  const [name] = command.words;
  return name && literalText(name.value)?.replace(/^.*\//, '');
}

function printed(words: readonly Word[]): SymbolicText | undefined {
  const [format, ...values] = words;
  const template = format && literalText(format.value);
  if (template === undefined) return words.length === 1 ? format?.value : undefined;
  const text: Part[] = [];
  for (const piece of template.replace(/\\n/g, '\n').replace(/\\"/g, '"').split(/(%s)/)) {
    if (piece === '%s') text.push(...(values.shift()?.value ?? []));
    else if (piece !== '' && format) text.push({ kind: 'literal', text: piece, quote: 'double', place: format.place });
  }
  return values.length > 0 ? undefined : text;
}

function joined(words: readonly Word[]): SymbolicText {
  return words.flatMap((word, index): Part[] =>
    index === 0 ? [...word.value] : [{ kind: 'literal', text: ' ', quote: 'none', place: word.place }, ...word.value],
  );
}
