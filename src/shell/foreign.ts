/** Scripts that another machine runs: what `ssh HOST "…"` is given. */
import type { Command, Word } from '../pipeline/commands.ts';
import { buildText } from './built-text.ts';
import { Environment } from './environment.ts';
import { startFlow } from './flow.ts';
import { isBroken, parseText } from './parse.ts';
import type { Observer } from './run.ts';
import { runNode, textAt } from './run-syntax.ts';

/**
 * The commands of a script that is given in words, as the other machine's shell would run them; undefined when they cannot
 * be told. What this shell has expanded already has its value; variables of the other machine are not known.
 */
export function foreignCommands(words: readonly Word[], command: Command): readonly Command[] | undefined {
  const [first] = words;
  const last = words.at(-1);
  const { text, inserted } = buildText(words);
  const syntax = parseText(text);
  if (!first || !last || isBroken(syntax) || inserted.flat().some((part) => part.kind === 'unknown')) return undefined;
  const place = { file: first.place.file, range: [first.place.range[0], last.place.range[1]] } as const;
  const commands: Command[] = [];
  let isOpaque = false;
  const observer: Observer<undefined> = {
    onCommand: () => {},
    onOpaque: () => {
      isOpaque = true;
    },
    copy: (state) => state,
    join: () => {},
    define: () => ({ by: 'maybe', instead: undefined }),
  };
  // A variable that this shell leaves open has the value of the job's environment, and not of the other machine's.
  const handedOver = new Set(inserted.flat().flatMap((part) => (part.kind === 'variable' ? [part.name] : [])));
  const environment = new Environment((name) =>
    handedOver.has(name)
      ? undefined
      : [{ kind: 'unknown', reason: 'is a variable of another machine', quote: 'none', place }],
  );
  const walk = {
    functions: new Map(),
    commands,
    observer,
    effort: { spent: 0 },
    tree: undefined,
    origin: { text: textAt(text, place), trail: command.trail, at: place, inserted, script: undefined },
    section: command.section,
    keyPath: command.keyPath,
    callers: [],
    stdin: command.stdin,
    forgiven: command.forgiven,
    ignored: command.ignored,
  };
  const body = { type: 'CompoundList', pos: 0, end: text.length, commands: syntax.commands } as const;
  runNode(body, walk, startFlow(environment, undefined));
  return isOpaque ? undefined : commands;
}
