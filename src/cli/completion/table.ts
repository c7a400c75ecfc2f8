/** What can be typed behind `pipelint`, taken from the commands' own descriptions: the scripts of all shells come from it. */
import type { Argument, Command, Option } from 'commander';
import { type Offer, offerOf } from '../offered-values.ts';

export interface TypedCommand {
  /** Empty for linting, which has no name. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly TypedOption[];
  readonly takes: Taken;
}

export interface TypedOption {
  /** `-h`, `--help`. */
  readonly flags: readonly string[];
  readonly summary: string;
  /** Undefined: it stands alone. */
  readonly takes?: Taken;
  /** The value may be left out, and otherwise follows after `=`. */
  readonly isOptional: boolean;
  readonly isRepeatable: boolean;
}

/** A `text` is the user's own. */
export type Taken = { readonly kind: 'file' | 'folder' | 'text' } | ({ readonly kind: 'offer' } & Offer);

export function typedCommand(name: string, summary: string, command: Command): TypedCommand {
  const [argument] = command.registeredArguments;
  const help = command.createHelp();
  return {
    name,
    summary,
    options: help.visibleOptions(command).map(typedOption),
    takes: argument ? takenBy(argument, argument.name()) : { kind: 'text' },
  };
}

function typedOption(option: Option): TypedOption {
  const [, placeholder] = /[<[]([^>\]]+)/.exec(option.flags) ?? [];
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
    summary: option.description,
    ...(placeholder === undefined ? {} : { takes: takenBy(option, placeholder) }),
    isOptional: option.optional,
    isRepeatable: option.description.includes('(repeatable)'),
  };
}

function takenBy(taker: Argument | Option, placeholder: string): Taken {
  const offer = offerOf(taker);
  if (offer) return { kind: 'offer', ...offer };
  if (/^(FILE|path|paths)$/.test(placeholder)) return { kind: 'file' };
  return { kind: placeholder === 'FOLDER' ? 'folder' : 'text' };
}
