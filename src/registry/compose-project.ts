/**
 * The project that a compose command works on: its files, wherever the command line, the environment or their names say
 * where they are, and the values of the variables in them (docs.docker.com: "Compose", environment variables).
 */
import { parseEnv } from 'node:util';
import { literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';
import { expand, type Lookup } from '../shell/environment.ts';
import { absolutePath, projectFolder, repositoryPath } from '../shell/path.ts';
import type { FileContent } from '../source/host.ts';
import { type Place, SourceFile } from '../source/source-file.ts';
import { type Arguments, valuesOf } from './arguments.ts';
import {
  type ComposeFile,
  type ComposeService,
  type ComposeText,
  mergeComposeFiles,
  readComposeFile,
} from './compose-file.ts';
import { PREDEFINED } from './predefined-variables.ts';
import type { ClientStep } from './step.ts';
import { readTemplate } from './template-text.ts';

export interface ComposeProject {
  readonly services: ReadonlyMap<string, ComposeService>;
  /** From which the contexts of builds are seen. */
  readonly folder: SymbolicText;
  /** The variables as compose sees them: those of the job, then those of the `.env` file. */
  readonly lookup: Lookup;
  /** A text of a compose file with its variables replaced. */
  valueOf(text: ComposeText): SymbolicText;
}

/** The names that compose looks for, in this order, in the working directory and the folders above it. */
const FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = [
  ...['compose.override.yml', 'compose.override.yaml'],
  ...['docker-compose.override.yml', 'docker-compose.override.yaml'],
];

/** Undefined where a file is not in the repository, or cannot be read. */
export function findProject(global: Arguments, step: ClientStep): ComposeProject | undefined {
  const { directory } = step.command;
  const named = namedFiles(global, step);
  const paths = named === 'none' ? usualFiles(step) : named?.map((path) => repositoryPath(path, directory));
  const [first] = paths ?? [];
  if (!paths || first === undefined) return undefined;
  const files = paths.flatMap((path) => (path !== undefined && composeFile(path, step)) || []);
  const folder = folderOf(global, first, step);
  if (files.length < paths.length || !folder) return undefined;
  const lookup = variablesOf(global, folder, step);
  return {
    services: mergeComposeFiles(files).services,
    folder,
    lookup,
    valueOf: ({ text, place: written }) => expand(readTemplate(text, written, { escapes: '$', quotes: false }), lookup),
  };
}

/** Many jobs read the same file, whose content is one object for all of them. */
const known = new WeakMap<FileContent, ComposeFile | undefined>();

function composeFile(path: string, { job }: ClientStep): ComposeFile | undefined {
  const content = job.readFile(path);
  if (content.ok && !known.has(content)) known.set(content, readComposeFile(new SourceFile(path, content.text)));
  return known.get(content);
}

/** What `-f` or COMPOSE_FILE say; undefined where that is not known. */
function namedFiles(global: Arguments, step: ClientStep): readonly SymbolicText[] | 'none' | undefined {
  const { directory, place } = step.command;
  const given = valuesOf(global, ['-f', '--file']).map(({ value }) => value);
  if (given.length > 0) return given;
  const variable = step.lookup('COMPOSE_FILE');
  const list = variable
    ? literalText(variable)
    : envFile(repositoryPath([literal('.env', place)], directory), step).get('COMPOSE_FILE');
  if (list === undefined) return variable ? undefined : 'none';
  return list.split(':').map((path) => [literal(path, place)]);
}

function usualFiles(step: ClientStep): readonly string[] | undefined {
  const { directory, place } = step.command;
  const pathIn = (name: string): string | undefined => repositoryPath([literal(name, place)], directory);
  for (let up = ''; ; up += '../') {
    const isThere = (name: string): string[] => {
      const path = pathIn(`${up}${name}`);
      return path !== undefined && step.job.readFile(path).ok ? [path] : [];
    };
    if (pathIn(`${up}${FILES[0]}`) === undefined) return undefined;
    const [file] = FILES.flatMap(isThere);
    if (file !== undefined) return [file, ...OVERRIDES.flatMap(isThere).slice(0, 1)];
  }
}

function folderOf(global: Arguments, firstFile: string, { command }: ClientStep): SymbolicText | undefined {
  const given = valuesOf(global, ['--project-directory']).at(-1);
  if (given) return absolutePath(given.value, command.directory);
  const folder = firstFile.replace(/[^/]*$/, '');
  return [...projectFolder(command.place), literal(`/${folder}.`, command.place)];
}

/** A variable of the job wins over the file's. One that nobody sets here may be set in the project's settings. */
function variablesOf(global: Arguments, folder: SymbolicText, step: ClientStep): Lookup {
  const { place, directory } = step.command;
  const given = valuesOf(global, ['--env-file']).map(({ value }) => value);
  const paths = given.length > 0 ? given : [[...folder, literal('/.env', place)]];
  const values = new Map(paths.flatMap((path) => [...envFile(repositoryPath(path, directory), step)]));
  return (name) => {
    const value = step.lookup(name);
    if (value || PREDEFINED.has(name)) return value;
    const text = values.get(name);
    return text === undefined ? undefined : readTemplate(text, place, { escapes: '\\', quotes: false });
  };
}

function envFile(path: string | undefined, { job }: ClientStep): ReadonlyMap<string, string> {
  const content = path === undefined ? undefined : job.readFile(path);
  if (!content?.ok) return new Map();
  return new Map(
    Object.entries(parseEnv(content.text)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function literal(text: string, place: Place): Part {
  return { kind: 'literal', text, quote: 'none', place };
}
