/** Where clients keep their credentials: the paths of auth files as comparable text. */
import type { Word } from '../pipeline/commands.ts';
import { literalText, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import type { Lookup } from '../shell/environment.ts';
import { type Invocation, valuesOf } from './arguments.ts';
import { isKanikoImage } from './kaniko-login.ts';

/** What kaniko's image sets `DOCKER_CONFIG` to (kaniko: `deploy/Dockerfile`). */
const KANIKO_FOLDER = '/kaniko/.docker';

/** The files a client reads, the first of which a login writes. `image` is the job's image. */
export function authPaths(invocation: Invocation, lookup: Lookup, image: string): string[] {
  const { client, global, own } = invocation;
  const option = client.storeOption
    ? (valuesOf(own, [client.storeOption])[0] ?? valuesOf(global, [client.storeOption])[0])
    : undefined;
  if (client.store === 'containers') return containersPaths(option, lookup);
  if (client.store === 'kaniko') return kanikoPaths(lookup, image);
  return [dockerPath(option, lookup)];
}

/**
 * The path of an auth file if a written file is one, otherwise undefined. `image` is the job's image: kaniko's sets
 * `DOCKER_CONFIG` itself.
 */
export function asAuthPath(written: SymbolicText, lookup: Lookup, image: string): string | undefined {
  const path = showPath(written);
  if (/^\$\{?DOCKER_CONFIG\}?\/config\.json$/.test(path)) {
    return /kaniko/.test(image) ? `${KANIKO_FOLDER}/config.json` : dockerPath(undefined, lookup);
  }
  const known = /(^|\/)(\.docker\/config\.json|containers\/auth\.json|\.dockercfg)$/.test(path);
  return known || path === dockerPath(undefined, lookup) || path === registryAuthFile(lookup) ? path : undefined;
}

/** Folders that are new with every job's container. */
const FRESH_FOLDER = /^(~|\/home|\/tmp|\/var\/tmp|\/run|\/kaniko|\$XDG_RUNTIME_DIR|\$TMPDIR)\//;

/**
 * Whether an auth file holds nothing but what the job itself has written there. One in the project's folder may come from
 * the repository, a cache or an artifact; one that a variable or an option names may be a CI/CD variable of type file.
 */
export function isFresh(path: string): boolean {
  return FRESH_FOLDER.test(path);
}

/** Whether a mount (`-v ~/.docker:/root/.docker`) shares a folder in which auth files are kept. */
export function mentionsAuthFolder(mount: SymbolicText): boolean {
  return /\.docker\b|\bcontainers\b|DOCKER_CONFIG|\bauth\.json/.test(showText(mount));
}

/** A path as text, with the home folder written as `~` however the script spells it. */
function showPath(path: SymbolicText): string {
  const text = showText(path.filter((part) => part.kind !== 'literal' || part.text !== ''));
  return text.replace(/^(\$\{?HOME\}?|\/root|~root)(?=\/|$)/, '~').replace(/\/{2,}/g, '/');
}

/** An image that somebody built around the executor may leave `DOCKER_CONFIG` unset. */
function kanikoPaths(lookup: Lookup, image: string): string[] {
  const docker = dockerPath(undefined, lookup);
  if (lookup('DOCKER_CONFIG')) return [docker];
  const own = `${KANIKO_FOLDER}/config.json`;
  return isKanikoImage(image) ? [own] : [own, docker];
}

function dockerPath(option: Word | undefined, lookup: Lookup): string {
  const folder = directory(option?.value) ?? directory(lookup('DOCKER_CONFIG')) ?? `${home(lookup)}/.docker`;
  return `${folder}/config.json`;
}

function containersPaths(option: Word | undefined, lookup: Lookup): string[] {
  const named = option ? showPath(option.value) : registryAuthFile(lookup);
  if (named) return [named];
  const runtime = directory(lookup('XDG_RUNTIME_DIR')) ?? '$XDG_RUNTIME_DIR';
  const docker = dockerPath(undefined, lookup);
  const own = [`${runtime}/containers/auth.json`, `${home(lookup)}/.config/containers/auth.json`];
  // With DOCKER_CONFIG set a login writes docker's file (containers/container-libs `auth.go`).
  return lookup('DOCKER_CONFIG') ? [docker, ...own] : [...own, docker];
}

function registryAuthFile(lookup: Lookup): string | undefined {
  const file = lookup('REGISTRY_AUTH_FILE');
  return file && showPath(file);
}

function home(lookup: Lookup): string {
  return directory(lookup('HOME')) ?? '~';
}

function directory(path: SymbolicText | undefined): string | undefined {
  if (!path || path.length === 0 || literalText(path) === '') return undefined;
  return showPath(path).replace(/\/$/, '');
}
