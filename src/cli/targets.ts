/** From the paths of a command line to the pipelines to lint. */
import { statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UNREADABLE } from '../compose/unreadable.ts';
import { defaultCacheFolder } from '../host/cache/cache-folder.ts';
import { decode, MAX_FILE_BYTES } from '../host/decode.ts';
import { FileSystemHost } from '../host/file-system.ts';
import { overlay } from '../host/overlay.ts';
import { CONFIG_NAME, nearestConfig, repositoryRoot } from '../host/repository.ts';
import type { FileContent, Host } from '../source/host.ts';
import type { CommandLine } from './command-line.ts';
import { UsageError } from './complain.ts';
import type { Options } from './options.ts';

/** One pipeline: the root file, in its repository. */
export interface Target {
  readonly root: string;
  /** Relative to the root, with `/` between its parts. */
  readonly path: string;
  readonly host: Host;
  /** Its text is the one of standard input, whatever the file says. */
  readonly isStdin?: true;
}

/** What the command line says of the files to read. */
export type InputOptions = Pick<Options, 'paths' | 'root' | 'stdinFilename' | 'cacheDir'>;

const STDIN = '-';

/**
 * The pipelines that the command line names, each once. What cannot be linted is handed to `reject`, as a line for the user;
 * the others are linted all the same.
 */
export async function findTargets(
  options: InputOptions,
  commandLine: CommandLine,
  reject: (message: string) => void,
): Promise<readonly Target[]> {
  const targets = new Map<string, Target>();
  const hosts = new Map<string, FileSystemHost>();
  for (const path of namedPaths(options, commandLine.cwd)) {
    try {
      const target =
        path === STDIN ? await stdinTarget(options, commandLine) : fileTarget(path, options, commandLine, hosts);
      targets.set(join(target.root, target.path), target);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reject(error.message);
    }
  }
  return [...targets.values()];
}

function namedPaths({ paths, stdinFilename }: InputOptions, cwd: string): readonly string[] {
  const named = [...new Set(paths)];
  if (stdinFilename !== undefined && !named.includes(STDIN)) throw new UsageError('--stdin-filename needs the path -');
  if (named.includes('')) throw new UsageError('a path is empty');
  if (named.length > 0) return named;
  const nearest = nearestConfig(cwd);
  if (nearest !== undefined) return [nearest];
  throw new UsageError(`there is no ${CONFIG_NAME} in ${cwd} or above it; name a file or a folder`);
}

function fileTarget(
  path: string,
  options: InputOptions,
  commandLine: CommandLine,
  hosts: Map<string, FileSystemHost>,
): Target {
  const { cwd } = commandLine;
  const file = resolve(cwd, path);
  if (isFolder(file)) {
    const config = join(file, CONFIG_NAME);
    if (isFolder(config) || !exists(config)) throw new UsageError(`${path} is a folder without ${CONFIG_NAME}`);
    return fileTarget(config, options, commandLine, hosts);
  }
  const place = locate(file, path, options, cwd);
  const host = hosts.get(place.root) ?? new FileSystemHost(place.root, cacheFolder(options, commandLine));
  hosts.set(place.root, host);
  textOf(host.read(place.path), path);
  return { ...place, host };
}

async function stdinTarget(options: InputOptions, commandLine: CommandLine): Promise<Target> {
  const { cwd, stdin } = commandLine;
  const name = options.stdinFilename ?? CONFIG_NAME;
  const place = locate(resolve(cwd, name), name, options, cwd);
  const text = textOf(decode(await readAll(stdin)), 'standard input');
  const host = new FileSystemHost(place.root, cacheFolder(options, commandLine));
  return { ...place, host: overlay(host, place.path, text), isStdin: true };
}

/** Where fetched texts are kept. */
export function cacheFolder({ cacheDir }: Pick<Options, 'cacheDir'>, { cwd, env }: CommandLine): string {
  return resolve(cwd, cacheDir ?? defaultCacheFolder(env));
}

function locate(file: string, named: string, { root }: InputOptions, cwd: string): Pick<Target, 'root' | 'path'> {
  const folder = root === undefined ? repositoryRoot(file) : resolve(cwd, root);
  const path = relative(folder, file);
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    throw new UsageError(`${named} is not below the root ${folder}`);
  }
  return { root: folder, path: path.split(sep).join('/') };
}

function textOf(content: FileContent, name: string): string {
  if (content.ok) return content.text;
  throw new UsageError(`${name} ${UNREADABLE[content.reason]}`);
}

/** Reads no more than is needed to know that it is too much. */
async function readAll(stream: CommandLine['stdin']): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > MAX_FILE_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
