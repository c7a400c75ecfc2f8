/**
 * Compose files as far as they name images: which services there are, the image of each, and what it is built from
 * (docs.docker.com: "Compose file reference"). What another file may bring (`extends`, `include`) is not known.
 */
import type { Place, SourceFile } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Mapping, Value } from '../yaml/values.ts';

export interface ComposeFile {
  readonly services: ReadonlyMap<string, ComposeService>;
}

export interface ComposeService {
  readonly image: ComposeText | undefined;
  readonly build: ComposeBuild | undefined;
  /** Services that are started with it. */
  readonly dependsOn: readonly string[];
  /** It runs only when it, or one of its profiles, is asked for. */
  readonly hasProfiles: boolean;
  /** What it lacks may come from another service or file. */
  readonly isOpen: boolean;
}

export interface ComposeBuild {
  /** Names that the image gets beside `image`. */
  readonly tags: readonly ComposeText[];
  /** Undefined: the folder of the project. */
  readonly context: ComposeText | undefined;
  readonly dockerfile: ComposeText | undefined;
  readonly target: ComposeText | undefined;
  /** Undefined for an argument that the environment gives. */
  readonly arguments: ReadonlyMap<string, ComposeText | undefined>;
  /** It is built from what stands in no file: `dockerfile_inline`, contexts of other kinds. */
  readonly isOpen: boolean;
}

/** A text in which variables may stand. */
export interface ComposeText {
  readonly text: string;
  readonly place: Place;
}

/** A file beyond this is no compose file that anybody wrote. */
const MOST_SERVICES = 500;

/** Tags with which a file takes back what an earlier one says. */
const TAKES_BACK = /!(reset|override)\b/;

/** Undefined for what cannot be read as a compose file. */
export function readComposeFile(file: SourceFile): ComposeFile | undefined {
  if (TAKES_BACK.test(file.text)) return undefined;
  const { content, problems } = loadYaml(file);
  // Dates are a fault only where Ruby reads them.
  if (content?.kind !== 'mapping' || problems.some(({ kind }) => kind !== 'dateValue')) return undefined;
  const services = content.entries.get('services')?.value;
  if (services?.kind !== 'mapping' || services.entries.size > MOST_SERVICES) return undefined;
  return { services: new Map([...services.entries].map(([name, { value }]) => [name, readService(value)])) };
}

/** One after the other, as `-f a.yml -f b.yml` merges them: what a later file says of a service wins. */
export function mergeComposeFiles(files: readonly ComposeFile[]): ComposeFile {
  const services = new Map<string, ComposeService>();
  for (const [name, service] of files.flatMap((file) => [...file.services])) {
    const before = services.get(name);
    services.set(name, before ? mergeServices(before, service) : service);
  }
  return { services };
}

function mergeServices(before: ComposeService, after: ComposeService): ComposeService {
  const build = before.build && after.build ? mergeBuilds(before.build, after.build) : (after.build ?? before.build);
  return {
    image: after.image ?? before.image,
    build,
    dependsOn: [...before.dependsOn, ...after.dependsOn],
    hasProfiles: before.hasProfiles || after.hasProfiles,
    isOpen: before.isOpen || after.isOpen,
  };
}

function mergeBuilds(before: ComposeBuild, after: ComposeBuild): ComposeBuild {
  return {
    tags: [...before.tags, ...after.tags],
    context: after.context ?? before.context,
    dockerfile: after.dockerfile ?? before.dockerfile,
    target: after.target ?? before.target,
    arguments: new Map([...before.arguments, ...after.arguments]),
    isOpen: before.isOpen || after.isOpen,
  };
}

function readService(value: Value): ComposeService {
  if (value.kind !== 'mapping') {
    return { image: undefined, build: undefined, dependsOn: [], hasProfiles: false, isOpen: value.kind !== 'scalar' };
  }
  const build = entryOf(value, 'build');
  return {
    image: textOf(entryOf(value, 'image')),
    build: build && readBuild(build),
    dependsOn: namesIn(entryOf(value, 'depends_on')),
    hasProfiles: namesIn(entryOf(value, 'profiles')).length > 0,
    isOpen: value.entries.has('extends'),
  };
}

const KNOWN_BUILD_KEYS: ReadonlySet<string> = new Set([
  ...['args', 'cache_from', 'cache_to', 'context', 'dockerfile', 'extra_hosts', 'isolation', 'labels', 'network'],
  ...['no_cache', 'platforms', 'privileged', 'provenance', 'pull', 'sbom', 'secrets', 'shm_size', 'ssh', 'tags'],
  ...['target', 'ulimits'],
]);

/** `build: FOLDER`, or a mapping. */
function readBuild(value: Value): ComposeBuild {
  const empty = { tags: [], dockerfile: undefined, target: undefined, arguments: new Map() };
  if (value.kind !== 'mapping') return { ...empty, context: textOf(value), isOpen: value.kind !== 'scalar' };
  const tags = entryOf(value, 'tags');
  return {
    tags: tags?.kind === 'list' ? tags.items.flatMap((item) => textOf(item.value) ?? []) : [],
    context: textOf(entryOf(value, 'context')),
    dockerfile: textOf(entryOf(value, 'dockerfile')),
    target: textOf(entryOf(value, 'target')),
    arguments: readArguments(entryOf(value, 'args')),
    isOpen: [...value.entries.keys()].some((key) => !KNOWN_BUILD_KEYS.has(key)),
  };
}

/** `NAME: value`, or a list of `NAME=value` and `NAME`. */
function readArguments(value: Value | undefined): ReadonlyMap<string, ComposeText | undefined> {
  if (value?.kind === 'mapping') return new Map([...value.entries].map(([name, entry]) => [name, textOf(entry.value)]));
  const items = value?.kind === 'list' ? value.items.flatMap((item) => textOf(item.value) ?? []) : [];
  return new Map(
    items.map(({ text, place }): [string, ComposeText | undefined] => {
      const equals = text.indexOf('=');
      return equals === -1 ? [text, undefined] : [text.slice(0, equals), { text: text.slice(equals + 1), place }];
    }),
  );
}

function entryOf(mapping: Mapping, key: string): Value | undefined {
  return mapping.entries.get(key)?.value;
}

/** A text without its quotes; undefined where nothing stands. */
function textOf(value: Value | undefined): ComposeText | undefined {
  if (value?.kind !== 'scalar' || value.type === 'null') return undefined;
  const { text } = value.text;
  return { text, place: text === '' ? value.place : value.text.place(0, text.length) };
}

/** A list of names, or a mapping by them. */
function namesIn(value: Value | undefined): readonly string[] {
  if (value?.kind === 'mapping') return [...value.entries.keys()];
  return value?.kind === 'list' ? value.items.flatMap((item) => textOf(item.value)?.text ?? []) : [];
}
