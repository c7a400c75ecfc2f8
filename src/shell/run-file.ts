/** Which file a command runs as a script: `./x.sh`, `sh -e x.sh`, `source x.sh`, `sh < x.sh`, `cat x.sh | sh`. */
import type { Command, Stdin, Word } from '../pipeline/commands.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import { isShell } from './shells.ts';

export interface FileRun {
  /** As it is named: relative to the working directory, or absolute. */
  readonly path: Word;
  /** `$1`, `$2` and so on. */
  readonly args: readonly Word[];
  /**
   * `here`: as if its lines stood in place of the command (`source`) · `apart`: in a shell of its own · `input`: in a shell
   * that reads them as its input, and so does not know what file they are from.
   */
  readonly runs: 'here' | 'apart' | 'input';
}

/** Files that start a build tool, of which nobody can tell here what it does. */
const BUILD_TOOLS = /(^|\/)(gradlew|mvnw)$/;

/** @param program the word of the program, behind wrappers such as `sudo`, and what follows it */
export function fileRunBy(program: Word, args: readonly Word[], stdin: Stdin): FileRun | undefined {
  const name = literalText(program.value);
  if (name === 'source' || name === '.') {
    const [path, ...others] = literalText(args[0]?.value ?? []) === '--' ? args.slice(1) : args;
    return path && { path, args: others, runs: 'here' };
  }
  if (name !== undefined && isShell(name)) return runByShell(args, stdin);
  const text = showText(program.value);
  return text.includes('/') && !BUILD_TOOLS.test(text) ? { path: program, args, runs: 'apart' } : undefined;
}

/** The index of the text of `sh -c TEXT` among the arguments of a shell; undefined where it gets none. */
export function givenText(args: readonly Word[]): number | undefined {
  const { options, start } = readOptions(args);
  return options.some((option) => /^-\w*c\w*$/.test(option)) ? start : undefined;
}

function runByShell(args: readonly Word[], stdin: Stdin): FileRun | undefined {
  if (givenText(args) !== undefined) return undefined;
  const { options, start } = readOptions(args);
  const readsInput = options.some((option) => /^-\w*s\w*$/.test(option)) || start >= args.length;
  const path = readsInput ? fileRead(stdin) : args[start];
  if (!path) return undefined;
  return readsInput
    ? { path, args: args.slice(start), runs: 'input' }
    : { path, args: args.slice(start + 1), runs: 'apart' };
}

/** Options that take the next word as their value: `-o pipefail`, also in `-euo pipefail`. */
const VALUE_OPTION = /^[-+]\w*[oO]$|^--(rcfile|init-file)$/;

function readOptions(args: readonly Word[]): { readonly options: readonly string[]; readonly start: number } {
  const options: string[] = [];
  let start = 0;
  while (start < args.length) {
    const text = literalText(args[start]?.value ?? []);
    if (text === undefined || !/^[-+]./.test(text)) break;
    start++;
    if (text === '--') break;
    options.push(text);
    if (VALUE_OPTION.test(text)) start++;
  }
  return { options, start };
}

function fileRead(stdin: Stdin): Word | undefined {
  if (stdin.kind === 'file') return stdin.file;
  return stdin.kind === 'pipe' ? stdin.from && onlyFileOf(stdin.from) : undefined;
}

/** `cat FILE` */
function onlyFileOf({ words: [program, file, ...others] }: Command): Word | undefined {
  return program && literalText(program.value) === 'cat' && others.length === 0 ? file : undefined;
}
