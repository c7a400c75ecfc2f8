import type { Word } from '../pipeline/commands.ts';
import { literalText } from '../pipeline/symbolic.ts';

/**
 * Programs that run the command given as their arguments: `sudo docker push …` is a `docker push`. Each row names the
 * options that take a value, so that the wrapped command is found behind them.
 */
interface Wrapper {
  readonly valueOptions: readonly string[];
  /** Positional arguments before the command: the seconds of `timeout`. */
  readonly operands: number;
}

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map(
  Object.entries({
    sudo: {
      valueOptions: ['-u', '--user', '-g', '--group', '-h', '--host', '-p', '--prompt', '-C', '-D'],
      operands: 0,
    },
    doas: { valueOptions: ['-u', '-C'], operands: 0 },
    command: { valueOptions: [], operands: 0 },
    builtin: { valueOptions: [], operands: 0 },
    exec: { valueOptions: ['-a'], operands: 0 },
    env: { valueOptions: ['-u', '--unset', '-C', '--chdir'], operands: 0 },
    nohup: { valueOptions: [], operands: 0 },
    nice: { valueOptions: ['-n', '--adjustment'], operands: 0 },
    ionice: { valueOptions: ['-c', '-n', '--class', '--classdata'], operands: 0 },
    stdbuf: { valueOptions: ['-i', '-o', '-e'], operands: 0 },
    time: { valueOptions: ['-f', '-o'], operands: 0 },
    timeout: { valueOptions: ['-s', '--signal', '-k', '--kill-after'], operands: 1 },
    retry: { valueOptions: ['-t', '-d', '--times', '--delay', '-m', '-x'], operands: 0 },
    unbuffer: { valueOptions: [], operands: 0 },
    setsid: { valueOptions: [], operands: 0 },
  }),
);

/** Queries about a command rather than runs of it: `command -v docker`. */
const QUERY_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  command: ['-v', '-V'],
  sudo: ['-v', '-l', '-k', '-K'],
};

export interface Unwrapped {
  /** Names of the wrappers that were taken off, outermost first. */
  readonly wrappers: readonly string[];
  /** Index of the wrapped command's first word. */
  readonly start: number;
  /** `NAME=value` arguments of `env` and `sudo`, by word index. */
  readonly assignments: readonly number[];
}

/** The words of the command behind wrappers: of `sudo docker push x` those from `docker` on. */
export function behindWrappers(words: readonly Word[]): readonly Word[] {
  const known = behind.get(words);
  if (known) return known;
  const { start } = unwrap(words.map(({ value }) => literalText(value)));
  const found = start === 0 ? words : words.slice(start);
  behind.set(words, found);
  return found;
}

/** Many ask this of a command. */
const behind = new WeakMap<readonly Word[], readonly Word[]>();

/** Finds the command behind wrappers. `words` holds the literal text of each word, undefined where it has none. */
export function unwrap(words: readonly (string | undefined)[]): Unwrapped {
  const wrappers: string[] = [];
  const assignments: number[] = [];
  let start = 0;
  for (;;) {
    const name = nameOf(words[start] ?? '');
    const wrapper = WRAPPERS.get(name);
    if (!wrapper) return { wrappers, start, assignments };
    const inner = innerStart(words, start, name, wrapper, assignments);
    if (inner === undefined) return { wrappers, start, assignments };
    wrappers.push(name);
    start = inner;
  }
}

/** Of a program that may be named by its path. */
function nameOf(program: string): string {
  return program.includes('/') ? program.replace(/^.*\//, '') : program;
}

function innerStart(
  words: readonly (string | undefined)[],
  start: number,
  name: string,
  wrapper: Wrapper,
  assignments: number[],
): number | undefined {
  let index = start + 1;
  let operands = wrapper.operands;
  while (index < words.length) {
    const word = words[index];
    if (word === undefined) return index;
    if (word === '--') return index + 1 < words.length ? index + 1 : undefined;
    if (QUERY_OPTIONS[name]?.includes(word)) return undefined;
    if (word.startsWith('-')) {
      index += wrapper.valueOptions.includes(word) ? 2 : 1;
    } else if (/^[A-Za-z_]\w*=/.test(word) && (name === 'env' || name === 'sudo')) {
      assignments.push(index++);
    } else if (operands > 0) {
      operands--;
      index++;
    } else {
      return index;
    }
  }
  return undefined;
}
