/** How the clients are told what to build: a table row for each, and what a command says by it. */
import type { Word } from '../pipeline/commands.ts';
import type { Located } from '../pipeline/nodes.ts';
import { literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';
import type { Lookup } from '../shell/environment.ts';
import { repositoryPath } from '../shell/path.ts';
import type { Place } from '../source/source-file.ts';
import { type Arguments, hasOption, tail, valuesOf } from './arguments.ts';
import type { Verb } from './client.ts';
import { shapeOf, sliceText } from './field-list.ts';
import { PREDEFINED } from './predefined-variables.ts';
import type { ClientStep } from './step.ts';

interface BuildSyntax {
  /** The last words of the subcommands that build; none for a program that does nothing else. */
  readonly subcommands: readonly string[];
  readonly file: Values;
  /** Undefined: the context is the only positional argument. */
  readonly context?: Values;
  /** What the file in the context is called that no option names. */
  readonly names: readonly string[];
  /** Whether a file that an option names is looked for in the working directory, before it is in the context. */
  readonly besideContext: boolean;
  readonly arguments: Values;
  readonly target: Values;
  /** Options that take the names in the Dockerfile to other images. */
  readonly replaces: readonly string[];
}

/** The values of options, or of those that begin with a text, what follows it. */
interface Values {
  readonly options: readonly string[];
  readonly prefix?: string;
}

const DOCKER: BuildSyntax = {
  subcommands: ['build', 'b'],
  file: { options: ['-f', '--file'] },
  names: ['Dockerfile'],
  besideContext: true,
  arguments: { options: ['--build-arg'] },
  target: { options: ['--target'] },
  replaces: [],
};

const BUILDAH: BuildSyntax = {
  ...DOCKER,
  subcommands: ['build', 'bud', 'build-using-dockerfile'],
  names: ['Containerfile', 'Dockerfile'],
  replaces: ['--from'],
};

/** By the client's name. */
const BUILDS: Readonly<Record<string, BuildSyntax>> = {
  docker: DOCKER,
  nerdctl: DOCKER,
  podman: BUILDAH,
  buildah: BUILDAH,
  kaniko: {
    ...DOCKER,
    subcommands: [],
    file: { options: ['-f', '--dockerfile'] },
    context: { options: ['-c', '--context'] },
    replaces: ['--registry-map', '--context-sub-path'],
  },
  buildctl: {
    ...DOCKER,
    subcommands: ['build'],
    file: { options: ['--opt'], prefix: 'filename=' },
    context: { options: ['--local'], prefix: 'dockerfile=' },
    besideContext: false,
    arguments: { options: ['--opt'], prefix: 'build-arg:' },
    target: { options: ['--opt'], prefix: 'target=' },
  },
};

/** What a command builds, as far as it says so without a doubt. */
export interface BuildCommand {
  /** Where the Dockerfile may be, from the repository's root; the first that is there counts. */
  readonly paths: readonly string[];
  readonly target: string | undefined;
  readonly arguments: ReadonlyMap<string, GivenArgument>;
  /** Names that stand for something else than an image. */
  readonly contexts: ReadonlySet<string>;
}

export interface GivenArgument extends Located {
  readonly value: SymbolicText;
}

/** Undefined for what builds nothing, or from what is not known here: a URL, standard input, a folder in a variable. */
export function readBuild(step: ClientStep): BuildCommand | undefined {
  const { client, verb, own } = step.invocation;
  const syntax = Object.hasOwn(BUILDS, client.name) ? BUILDS[client.name] : undefined;
  if (!syntax || !isBuild(syntax, verb) || hasOption(own, syntax.replaces) || pullsNothing(own)) return undefined;
  const paths = dockerfilePaths(syntax, step);
  const given = argumentsGiven(valuesIn(own, syntax.arguments), step.lookup);
  const target = valuesIn(own, syntax.target).at(-1);
  const name = target && literalText(target.value);
  if (paths.length === 0 || !given || (target && name === undefined)) return undefined;
  const contexts = valuesOf(own, ['--build-context']).map(({ value }) => shapeOf(value).replace(/=.*/s, ''));
  return { paths, target: name, arguments: given, contexts: new Set(contexts) };
}

function isBuild({ subcommands }: BuildSyntax, verb: Verb | undefined): boolean {
  const name = verb?.words.at(-1);
  return name === undefined ? verb !== undefined && subcommands.length === 0 : subcommands.includes(name);
}

function pullsNothing(own: Arguments): boolean {
  const policies = valuesOf(own, ['--pull', '--policy']).map(({ value }) => literalText(value));
  return policies.at(-1) === 'never' || hasOption(own, ['--pull-never', '--check', '--call', '--print']);
}

/** docker takes an option's path from the working directory; podman, buildah and kaniko then also from the context. */
function dockerfilePaths(syntax: BuildSyntax, { command, invocation: { own } }: ClientStep): string[] {
  const contexts = syntax.context ? valuesIn(own, syntax.context) : own.positional;
  const files = valuesIn(own, syntax.file);
  const at = (path: SymbolicText): string | undefined => repositoryPath(path, command.directory);
  const [context] = contexts;
  const [file] = files;
  // A variable among the arguments may hold any option.
  if (syntax.context && own.positional.length > 0) return [];
  if (contexts.length > 1 || files.length > 1 || (context && isElsewhere(context.value))) return [];
  const beside = file && syntax.besideContext ? [file.value] : [];
  const names = file ? [file.value] : syntax.names.map((text) => [literal(text, command.place)]);
  const folder = context && [...withoutScheme(context.value), literal('/', context.place)];
  // A context that is not known may be no folder at all.
  if (folder && at([...folder, literal('Dockerfile', command.place)]) === undefined) return [];
  const inside = folder ? names.map((name) => [...folder, ...name]) : [];
  return [...beside, ...inside].flatMap((path) => at(path) ?? []);
}

/** Standard input, or what is fetched from elsewhere. */
function isElsewhere(context: SymbolicText): boolean {
  return /^(-$|git@|(?!dir:)[a-z\d]+:\/\/)/.test(shapeOf(context));
}

/** kaniko's `dir://PATH`. */
function withoutScheme(context: SymbolicText): SymbolicText {
  const shape = shapeOf(context);
  return shape.startsWith('dir://') ? sliceText(context, 'dir://'.length, shape.length) : context;
}

/** `NAME=value`, or `NAME` for what the environment has. Undefined where the names cannot be told. */
export function argumentsGiven(words: readonly Word[], lookup: Lookup): ReadonlyMap<string, GivenArgument> | undefined {
  const given = new Map<string, GivenArgument>();
  for (const word of words) {
    const [start = '', name, equals] = /^([A-Za-z_]\w*)(=?)/.exec(shapeOf(word.value)) ?? [];
    if (name === undefined) return undefined;
    if (equals) given.set(name, tail(word, start.length));
    else if (start === shapeOf(word.value)) given.set(name, argumentFromEnvironment(name, word, lookup));
    else return undefined;
  }
  return given;
}

/** A variable that nobody sets here may be set in the project's settings; where it is not, the default counts. */
export function argumentFromEnvironment(name: string, { place }: Located, lookup: Lookup): GivenArgument {
  const known = PREDEFINED.has(name) ? ({ kind: 'variable', name, operation: undefined } as const) : undefined;
  const unknown = { kind: 'unknown', reason: 'comes from the environment' } as const;
  return { value: lookup(name) ?? [{ ...(known ?? unknown), quote: 'none', place }], place };
}

function valuesIn(own: Arguments, { options, prefix = '' }: Values): Word[] {
  return valuesOf(own, options).flatMap((word) =>
    shapeOf(word.value).startsWith(prefix) ? [prefix === '' ? word : tail(word, prefix.length)] : [],
  );
}

function literal(text: string, place: Place): Part {
  return { kind: 'literal', text, quote: 'none', place };
}
