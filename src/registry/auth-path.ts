/** Where clients keep their credentials: the paths of auth files as comparable text. */
import type { Word } from '../pipeline/commands.ts';
import { literalText, type Part, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import type { Lookup } from '../shell/environment.ts';
import { absolutePath } from '../shell/path.ts';
import { valuesOf } from './arguments.ts';
import type { Client, ReferenceSource } from './client.ts';
import { isKanikoImage } from './kaniko-login.ts';
import { runsScriptsAsRoot } from './run-as.ts';
import type { ClientStep, Step } from './step.ts';

/** The auth files of a client where it runs. */
export interface AuthPaths {
  /** In the order in which it looks; a login writes the first. */
  readonly reads: readonly string[];
  /** Others that may be the same files under another name, or may be read as well. */
  readonly maybe: readonly string[];
  /** The client reads `auth` and no `username` and `password` (containers/container-libs `docker/config`). */
  readonly passesOverPlain?: true;
}

/** Where a client looks, and the options that say so. */
interface Place {
  readonly client: Client;
  /** The value of the option that names the store. */
  readonly option: Word | undefined;
  readonly lookup: Lookup;
  readonly home: string;
  readonly image: string;
  /** Whether an auth file is there at this point of the script. */
  readonly exists: (path: string) => boolean;
}

/** What kaniko's image sets `DOCKER_CONFIG` to (kaniko: `deploy/Dockerfile`). */
const KANIKO_FOLDER = '/kaniko/.docker';

/** The files that a client reads, `source` being the reference that it needs a credential for. */
export function authPaths(step: ClientStep, source?: ReferenceSource): AuthPaths {
  const { invocation, lookup, job, state } = step;
  const { client, global, own } = invocation;
  const { directory } = step.command;
  const named = (name: string | undefined): Word | undefined => {
    const word = name === undefined ? undefined : (valuesOf(own, [name]).at(-1) ?? valuesOf(global, [name]).at(-1));
    return word && { ...word, value: seenFrom(directory, word.value) };
  };
  const option = named(source?.storeOption) ?? named(client.storeOption);
  const at = (home: string, variables: Lookup): AuthPaths =>
    pathsOf({ client, option, lookup: variables, home, image: job.image, exists: (path) => state.hasFile(path) });

  const ofCaller = (): AuthPaths => at('~', absolute(lookup, directory));
  const isRoot = runsScriptsAsRoot(job.image);
  const ofRoot = (): AuthPaths => at(isRoot ? '~' : '~root', rootLookup(step));
  switch (step.runsAs) {
    case 'root':
      return orMaybe(ofRoot(), isRoot === undefined || changesStore(lookup) ? ofCaller() : undefined);
    case 'root-with-environment':
      return orMaybe(ofCaller(), ofRoot());
    case 'another':
      return { reads: [], maybe: [] };
    case 'caller':
      return orMaybe(ofCaller(), isRoot === undefined ? ofRoot() : undefined);
  }
}

function orMaybe(paths: AuthPaths, others: AuthPaths | undefined): AuthPaths {
  if (!others) return paths;
  const maybe = [...paths.maybe, ...others.reads, ...others.maybe].filter((path) => !paths.reads.includes(path));
  return { ...paths, maybe };
}

/** Variables that say where auth files are. sudo drops them, unless the machine is set up otherwise. */
const STORE_VARIABLES = ['DOCKER_CONFIG', 'REGISTRY_AUTH_FILE', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'HOME'];

function changesStore(lookup: Lookup): boolean {
  return STORE_VARIABLES.some((name) => lookup(name) !== undefined);
}

/** The variables that sudo hands on: those that are given to it as arguments. */
function rootLookup({ command, lookup }: ClientStep): Lookup {
  const given = command.words.map(({ value }) => /^([A-Za-z_]\w*)=/.exec(showText(value))?.[1]);
  return (name) => (given.includes(name) ? lookup(name) : undefined);
}

function pathsOf(place: Place): AuthPaths {
  const { client, option, lookup, home } = place;
  const docker = dockerPath(client.store === 'docker' ? option : undefined, lookup, home);
  const only = (...reads: readonly string[]): AuthPaths => ({ reads, maybe: [] });
  switch (client.store) {
    case 'docker':
      return only(docker);
    case 'containers':
      return { ...only(...containersPaths(option, docker, lookup, home)), passesOverPlain: true };
    case 'keychain':
      return keychainPaths(docker, place);
    case 'kaniko':
      return only(...kanikoPaths(docker, place));
    case 'helm':
      return only(option ? showPath(option.value) : helmPath(lookup, home), docker);
    case 'regctl':
      return only(directory(lookup('REGCTL_CONFIG')) ?? `${home}/.regctl/config.json`, docker);
    case 'oras':
      return only(option ? showPath(option.value) : docker);
    case 'none':
      return only();
  }
}

/**
 * The path of an auth file if a written file is one by its name, otherwise undefined. kaniko's image sets `DOCKER_CONFIG`
 * itself.
 */
export function asAuthPath(
  written: SymbolicText,
  { command: { directory }, lookup: relative, job: { image } }: Step,
): string | undefined {
  const lookup = absolute(relative, directory);
  const path = writtenPath(written, directory);
  const docker = dockerPath(undefined, lookup, '~');
  if (/^\$\{?DOCKER_CONFIG\}?\/config\.json$/.test(path)) {
    return /kaniko/.test(image) ? `${KANIKO_FOLDER}/config.json` : docker;
  }
  return USUAL_FILE.test(path) || path === docker || path === registryAuthFile(lookup) || path === helmPath(lookup, '~')
    ? path
    : undefined;
}

/** A path that a command writes to, in the spelling of clients' own paths. */
export function writtenPath(written: SymbolicText, directory: SymbolicText | undefined): string {
  return showPath(seenFrom(directory, written));
}

function seenFrom(directory: SymbolicText | undefined, path: SymbolicText): SymbolicText {
  return literalText(path) === '' ? path : (absolutePath(path, directory) ?? path);
}

/** The paths in variables, which are relative to the folder in which the client runs. */
function absolute(lookup: Lookup, directory: SymbolicText | undefined): Lookup {
  return (name) => {
    const value = lookup(name);
    return value && seenFrom(directory, value);
  };
}

/** Where clients keep their auth files unless they are told otherwise: what writes there is known by the path alone. */
const USUAL_FILE =
  /(^|\/)(\.docker\/config\.json|containers\/auth\.json|\.dockercfg|helm\/registry\/config\.json|\.regctl\/config\.json)$/;

/** Folders that are new with every job's container. */
const FRESH_FOLDER = /^(~(root)?|\/home|\/tmp|\/var\/tmp|\/run|\/kaniko|\$XDG_RUNTIME_DIR|\$TMPDIR)\//;

/**
 * Whether an auth file holds nothing but what the job is known to have written there. One that a variable or an option names
 * may be a CI/CD variable of type file, and one of a name of its own may have been written before anything told that it is an
 * auth file.
 */
export function isFresh(path: string, { state, job }: Step): boolean {
  if (state.hasWhole(path)) return true;
  const [, inProject] = /^\$CI_PROJECT_DIR\/((?!\.secure_files\/)[^$…]+)$/.exec(path) ?? [];
  const wasNew = inProject === undefined ? FRESH_FOLDER.test(path) : job.lacked(inProject);
  return wasNew && (USUAL_FILE.test(path) || !job.mayHaveWritten(path));
}

/** Whether a mount (`-v ~/.docker:/root/.docker`) shares a folder in which auth files are kept. */
export function mentionsAuthFolder(mount: SymbolicText): boolean {
  return /\.docker\b|\bcontainers\b|DOCKER_CONFIG|\bauth\.json/.test(showText(mount));
}

/**
 * A path as text, with the home folder written as `~` however the script spells it. A variable with a fallback,
 * `${DOCKER_CONFIG:-$HOME/.docker}`, stands for the variable.
 */
function showPath(path: SymbolicText): string {
  const parts = path.filter((part) => part.kind !== 'literal' || part.text !== '').map(withoutFallback);
  return showText(parts)
    .replace(/^\$\{?XDG_CONFIG_HOME\}?(?=\/|$)/, '~/.config')
    .replace(/^(\$\{?HOME\}?|\/root|~root)(?=\/|$)/, '~')
    .replace(/\/{2,}/g, '/');
}

function withoutFallback(part: Part): Part {
  return part.kind === 'variable' && part.operation && /^:?[-=?]$/.test(part.operation.operator)
    ? { ...part, operation: undefined }
    : part;
}

/** Variables that lead to no file that is known by another name. */
const OWN_FOLDERS = /\$\{?(CI_\w+|TMPDIR|XDG_RUNTIME_DIR)\b/g;

/** Whether a path holds a variable of the settings or of the image, which may make it any other file. */
export function mayBeAnyFile(path: string): boolean {
  return path.replaceAll(OWN_FOLDERS, '').includes('$');
}

/** An image that somebody built around the executor may leave `DOCKER_CONFIG` unset. */
function kanikoPaths(docker: string, { lookup, image }: Place): string[] {
  if (lookup('DOCKER_CONFIG')) return [docker];
  const own = `${KANIKO_FOLDER}/config.json`;
  return isKanikoImage(image) ? [own] : [own, docker];
}

function dockerPath(option: Word | undefined, lookup: Lookup, home: string): string {
  const named = directory(option?.value);
  const folder =
    (named === '$DOCKER_CONFIG' ? undefined : named) ??
    directory(lookup('DOCKER_CONFIG')) ??
    `${homeFolder(lookup, home)}/.docker`;
  return `${folder}/config.json`;
}

function containersPaths(option: Word | undefined, docker: string, lookup: Lookup, home: string): string[] {
  const named = option ? showPath(option.value) : registryAuthFile(lookup);
  if (named) return [named];
  const runtime = directory(lookup('XDG_RUNTIME_DIR')) ?? (home === '~' ? '$XDG_RUNTIME_DIR' : '/run/containers/0');
  const own = [`${runtime}/containers/auth.json`, `${configFolder(lookup, home)}/containers/auth.json`];
  // With DOCKER_CONFIG set a login writes docker's file (containers/container-libs `auth.go`).
  return lookup('DOCKER_CONFIG') ? [docker, ...own] : [...own, docker];
}

/** The other files are of use only as long as docker's is not there (google/go-containerregistry `authn/keychain.go`). */
function keychainPaths(docker: string, { lookup, home, exists }: Place): AuthPaths {
  if (exists(docker)) return { reads: [docker], maybe: [] };
  const others = containersPaths(undefined, docker, lookup, home).filter((path) => path !== docker);
  // Without XDG_RUNTIME_DIR podman falls back to a folder that the others do not know.
  const isKnown = registryAuthFile(lookup) !== undefined || lookup('XDG_RUNTIME_DIR') !== undefined;
  return isKnown ? { reads: [docker, ...others], maybe: [] } : { reads: [docker], maybe: others };
}

/** helm.sh/docs: "Environment variables": HELM_REGISTRY_CONFIG. */
function helmPath(lookup: Lookup, home: string): string {
  const file = directory(lookup('HELM_REGISTRY_CONFIG'));
  const folder = directory(lookup('HELM_CONFIG_HOME')) ?? `${configFolder(lookup, home)}/helm`;
  return file ?? `${folder}/registry/config.json`;
}

function registryAuthFile(lookup: Lookup): string | undefined {
  const file = lookup('REGISTRY_AUTH_FILE');
  return file && showPath(file);
}

function configFolder(lookup: Lookup, home: string): string {
  return directory(lookup('XDG_CONFIG_HOME')) ?? `${homeFolder(lookup, home)}/.config`;
}

function homeFolder(lookup: Lookup, home: string): string {
  return directory(lookup('HOME')) ?? home;
}

function directory(path: SymbolicText | undefined): string | undefined {
  if (!path || path.length === 0 || literalText(path) === '') return undefined;
  return showPath(path).replace(/\/$/, '');
}
