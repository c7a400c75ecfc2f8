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
import { isPattern, matchPattern } from './patterns.ts';
import { isInShard, settledShard } from './shards.ts';

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
export type InputOptions = Pick<Options, 'paths' | 'root' | 'stdinFilename' | 'cacheDir' | 'shard'>;

export interface Fleet {
  /** The pipelines that this run is for. */
  readonly targets: readonly Target[];
  /** Of all pipelines that are named, also of those that other shards lint. */
  readonly roots: ReadonlySet<string>;
}

const STDIN = '-';

/** What cannot be read is told to the user, and the others are linted all the same. */
type RejectPath = (message: string) => void;

/** The pipelines that the command line names, each once. */
export async function findTargets(
  options: InputOptions,
  commandLine: CommandLine,
  reject: RejectPath,
): Promise<readonly Target[]> {
  return (await findFleet(options, commandLine, reject)).targets;
}

/** The same, of which a shard takes its share. What others take is not read. */
export async function findFleet(options: InputOptions, commandLine: CommandLine, reject: RejectPath): Promise<Fleet> {
  const { cwd } = commandLine;
  const shard = options.shard && settledShard(options.shard, commandLine);
  const targets = new Map<string, Target>();
  const roots = new Set<string>();
  const hosts = new Map<string, FileSystemHost>();
  for (const path of await namedPaths(options, cwd, reject)) {
    try {
      const place = path === STDIN ? stdinPlace(options, cwd) : filePlace(path, options, cwd);
      roots.add(place.root);
      if (shard && !isInShard(shard, place.root, cwd)) continue;
      const target =
        path === STDIN
          ? await stdinTarget(place, options, commandLine)
          : fileTarget(place, options, commandLine, hosts);
      targets.set(join(target.root, target.path), target);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reject(error.message);
    }
  }
  return { targets: [...targets.values()], roots };
}

async function namedPaths(
  { paths, stdinFilename }: InputOptions,
  cwd: string,
  reject: RejectPath,
): Promise<readonly string[]> {
  if (stdinFilename !== undefined && !paths.includes(STDIN)) throw new UsageError('--stdin-filename needs the path -');
  if (paths.includes('')) throw new UsageError('a path is empty');
  const named = new Set<string>();
  for (const path of paths) {
    const matched = isPattern(path, cwd) ? await matchedPaths(path, cwd, reject) : [path];
    for (const each of matched) named.add(each);
  }
  if (paths.length > 0) return [...named];
  const nearest = nearestConfig(cwd);
  if (nearest !== undefined) return [nearest];
  throw new UsageError(`there is no ${CONFIG_NAME} in ${cwd} or above it; name a file or a folder`);
}

async function matchedPaths(pattern: string, cwd: string, reject: RejectPath): Promise<readonly string[]> {
  const matched = await matchPattern(pattern, cwd, (folder) => {
    reject(`the folder ${relative(cwd, folder)} cannot be searched for ${pattern}`);
  });
  if (matched.length === 0) reject(`no pipeline matches ${pattern}`);
  return matched;
}

/** Where a pipeline is, whether or not it can be read. */
interface TargetPlace extends Pick<Target, 'root' | 'path'> {
  /** As the user names the file. */
  readonly named: string;
  /** The folder that the user named instead. */
  readonly folder?: string;
}

function filePlace(path: string, options: InputOptions, cwd: string): TargetPlace {
  const file = resolve(cwd, path);
  if (!isFolder(file)) return locate(file, path, options, cwd);
  return { ...locate(join(file, CONFIG_NAME), join(path, CONFIG_NAME), options, cwd), folder: path };
}

function stdinPlace(options: InputOptions, cwd: string): TargetPlace {
  const name = options.stdinFilename ?? CONFIG_NAME;
  return locate(resolve(cwd, name), name, options, cwd);
}

function fileTarget(
  { root, path, named, folder }: TargetPlace,
  options: InputOptions,
  commandLine: CommandLine,
  hosts: Map<string, FileSystemHost>,
): Target {
  const file = join(root, path);
  if (folder !== undefined && (isFolder(file) || !exists(file))) {
    throw new UsageError(`${folder} is a folder without ${CONFIG_NAME}`);
  }
  const host = hosts.get(root) ?? new FileSystemHost(root, cacheFolder(options, commandLine));
  hosts.set(root, host);
  textOf(host.read(path), named);
  return { root, path, host };
}

async function stdinTarget(
  { root, path }: TargetPlace,
  options: InputOptions,
  commandLine: CommandLine,
): Promise<Target> {
  const text = textOf(decode(await readAll(commandLine.stdin)), 'standard input');
  const host = new FileSystemHost(root, cacheFolder(options, commandLine));
  return { root, path, host: overlay(host, path, text), isStdin: true };
}

/** Where fetched texts are kept. */
export function cacheFolder({ cacheDir }: Pick<Options, 'cacheDir'>, { cwd, env }: CommandLine): string {
  return resolve(cwd, cacheDir ?? defaultCacheFolder(env));
}

function locate(file: string, named: string, { root }: InputOptions, cwd: string): TargetPlace {
  const folder = root === undefined ? repositoryRoot(file) : resolve(cwd, root);
  const path = relative(folder, file);
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    throw new UsageError(`${named} is not below the root ${folder}`);
  }
  return { root: folder, path: path.split(sep).join('/'), named };
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

/** What may not be looked at is there as well: who reads it says why that does not work. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
