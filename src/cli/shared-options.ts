/** What the commands' options have in common: how they are read, and those that several commands have. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { nearestName } from '../compose/nearest.ts';
import type { CommandLine } from './command-line.ts';
import { UsageError } from './complain.ts';
import { offering } from './offered-values.ts';

export function newCommand(name: string, { stdout }: CommandLine): Command {
  return new Command(name)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: () => {},
      getOutHelpWidth: () => stdout.columns ?? 80,
      getOutHasColors: () => false,
    })
    .configureHelp({ optionTerm: ({ flags }) => flags.replace(' [=', '[=') });
}

/**
 * The options as commander gives them: one that was not given is missing. Undefined: help or version was asked for, and is
 * printed.
 *
 * @throws UsageError for anything that cannot be understood
 */
export function parse<Given>(command: Command, { args }: CommandLine): Given | undefined {
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    const message = error.message.replace(/^error: /, '').replace(' [=', '[=');
    throw new UsageError(message.replace(/\s*\(Did you mean (.+)\?\)/, '; did you mean $1?'));
  }
  return { ...command.opts(), paths: command.args } as Given;
}

export function fetchOptions(command: Command): Command {
  return command
    .option('--cache-dir <FOLDER>', 'where fetched texts are kept (default: pipelint in the user’s cache)')
    .option('--ca-file <FILE>', 'certificate authorities to trust as well, as PEM');
}

/** What is certain about the pipeline that is meant. */
export function pipelineOptions(command: Command): Command {
  return command
    .option('--var <NAME=VALUE>', 'a CI/CD variable of the project or the run (repeatable)', variableValue)
    .option('--branch <NAME>', 'it runs for this branch')
    .option('--source <NAME>', 'what started it, as CI_PIPELINE_SOURCE says: push, merge_request_event …');
}

function variableValue(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, name, text] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(value) ?? [];
  if (name === undefined || text === undefined) throw new InvalidArgumentError('It takes NAME=VALUE.');
  return { ...before, [name]: text };
}

export interface ColorOptions {
  readonly color?: boolean;
}

export function colorOptions(command: Command): Command {
  return command.option('--color', 'colours, even where the output is no terminal').option('--no-color', 'no colours');
}

/** `--format`, one of the names of a table. */
export function formatOption(formats: Readonly<Record<string, unknown>>, preset: string): Option {
  const names = Object.keys(formats);
  const option = new Option('--format <FORMAT>', names.join(', ')).default(preset, preset);
  return offering(option, names).argParser((value: string) => oneOf(names, value));
}

/** @throws InvalidArgumentError for another value */
export function oneOf<Name extends string>(names: readonly Name[], value: string): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  const near = nearestName(value, names);
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  throw new InvalidArgumentError(`${meant}It is one of ${names.join(', ')}.`);
}

export function projectPath(value: string): string {
  const path = value.replace(/^\/|\/$/g, '');
  if (/^[\w.-]+(\/[\w.-]+)+$/.test(path)) return path;
  throw new InvalidArgumentError('It takes the full path of a project, such as group/project.');
}

export function serverUrl(value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new InvalidArgumentError('It takes a URL, such as https://gitlab.example.com.');
}

export function registryHost(value: string): string {
  if (/^[\w.-]+(:\d+)?$/.test(value)) return value;
  throw new InvalidArgumentError('It takes a host without protocol and path, such as registry.example.com:5050.');
}
