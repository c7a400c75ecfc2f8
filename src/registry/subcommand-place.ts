import { literalText } from '../pipeline/symbolic.ts';
import { covers, type Place } from '../source/source-file.ts';
import type { ClientStep } from './step.ts';

/** The words that say what a command does, without its arguments: `docker build`, `docker compose -f ci.yml push`. */
export function subcommandPlace({ command, invocation }: ClientStep, last = invocation.verb?.words.at(-1)): Place {
  const [first] = command.words;
  const end = command.words.find(({ value }) => literalText(value) === last) ?? first;
  if (!first || !end) return command.place;
  const { file } = command.place;
  const name = file.place(first.place.range[0], Math.max(first.place.range[0], end.place.range[1]));
  // Words that a variable or a function's argument brings stand elsewhere.
  const isInCommand = first.place.file === file && end.place.file === file && covers(command.place, name);
  return isInCommand ? name : command.place;
}
