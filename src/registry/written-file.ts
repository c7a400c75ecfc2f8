/** What a command writes into an auth file: `echo JSON > FILE`, `cat <<EOF > FILE`, `… | tee FILE`, a copy. */
import type { Command, Word } from '../pipeline/commands.ts';
import type { AuthFile } from '../pipeline/events.ts';
import type { Located } from '../pipeline/nodes.ts';
import { literalText, type Part, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import { inputOf, writtenBy } from '../shell/output.ts';
import { behindWrappers } from '../shell/wrappers.ts';

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

const REMOVERS: ReadonlySet<string> = new Set(['rm', 'unlink', 'shred']);

/** Whether a command may be one that writes or removes a file: no other has to be asked which. */
export function changesFiles(command: Command): boolean {
  const name = programOf(command);
  return (
    command.redirects.length > 0 ||
    (name !== undefined && (name === 'tee' || COPIERS.has(name) || SAVERS.has(name) || REMOVERS.has(name)))
  );
}

/** The auth files that a command writes. `authPath` tells whether a path is one. */
export function writtenAuthFiles(
  command: Command,
  authPath: (path: SymbolicText, content?: SymbolicText) => string | undefined,
): WrittenFile[] {
  const targets = command.redirects.flatMap(
    ({ operator, target }): { target: Word; content: SymbolicText | undefined }[] => {
      if (!target || !/^(>|>>|>\||&>)$/.test(operator)) return [];
      return [{ target, content: operator === '>>' ? undefined : writtenBy(command) }];
    },
  );
  const words = behindWrappers(command.words).slice(1);
  const name = programOf(command);
  const last = words.at(-1);
  if (name === 'tee') {
    targets.push(...words.map((target) => ({ target, content: inputOf(command) })));
  } else if (last && name !== undefined && COPIERS.has(name)) {
    const copies = words.some((word) => word !== last && /(^|\/)\.docker\/?$/.test(showText(word.value)));
    const paths = copies ? ['', '/config.json', '/.docker/config.json'] : ['', '/config.json'];
    targets.push(...paths.map((path) => ({ target: withPath(last, path), content: undefined })));
  } else if (name !== undefined && SAVERS.has(name)) {
    targets.push(...words.map((target) => ({ target, content: undefined })));
  }
  return targets.flatMap(({ target, content }) => {
    const path = authPath(target.value, content);
    return path === undefined ? [] : [{ path, target, content }];
  });
}

/** `cp FILE ~/.docker/` writes the file of docker's usual name. */
function withPath(word: Word, path: string): Word {
  const end: Part = { kind: 'literal', text: path, quote: 'none', place: word.place };
  return { ...word, value: [...word.value, end] };
}

/** Where the content of an auth file stands: the text itself where it is one word, `echo TEXT > FILE`. */
export function placeOfContent(file: AuthFile): Located {
  const [name, text, ...others] = file.command.words;
  return (name && showText(name.value) === 'echo' && others.length === 0 && text) || file;
}

/** The auth files that a command removes: `rm -f FILE`, `rm -rf FOLDER`. */
export function removedAuthFiles(
  command: Command,
  authPath: (path: SymbolicText) => string | undefined,
): readonly string[] {
  const name = programOf(command);
  if (name === undefined || !REMOVERS.has(name)) return [];
  const words = behindWrappers(command.words).slice(1);
  return words.flatMap((word) => {
    const below = ['', '/config.json', '/auth.json'].map((path) => authPath(withPath(word, path).value));
    return below.find((path) => path !== undefined) ?? [];
  });
}

function programOf({ words }: Command): string | undefined {
  const [program] = behindWrappers(words);
  const name = program && literalText(program.value);
  return name?.includes('/') ? name.replace(/^.*\//, '') : name;
}
