/** Fetches what the pipelines of a repository include from outside: for `pipelint fetch`, and for linting with `--online`. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Unresolved } from '../compose/composition.ts';
import { LOCK_NAME, renderLock } from '../host/cache/lock.ts';
import { TextStore } from '../host/cache/text-store.ts';
import { FetchSession, MAX_INCLUDES } from '../host/fetch-session.ts';
import { FileSystemHost } from '../host/file-system.ts';
import type { GitLabServer } from '../host/gitlab/api.ts';
import { credentialFor } from '../host/gitlab/credential.ts';
import { SourceFetcher } from '../host/gitlab/source-fetcher.ts';
import { NETWORK_DEFAULTS, Network } from '../host/network/network.ts';
import { withFetched } from '../host/overlay.ts';
import { whyNotWritten, writeWhole } from '../host/write-whole.ts';
import { readPipeline } from '../pipeline/read-pipeline.ts';
import { pipelinesOf } from '../pipeline/tree.ts';
import { knownVariables, type ProjectFacts } from '../registry/project.ts';
import { sourceKey, sourceName } from '../source/remote.ts';
import type { CommandLine } from './command-line.ts';
import { UsageError } from './complain.ts';
import { failureLine } from './fetch-failure.ts';
import type { Options } from './options.ts';
import { jobVariables, type ProjectOptions, projectFacts, trustedFacts } from './project-facts.ts';
import { StatusLine } from './status-line.ts';
import { cacheFolder, type Target } from './targets.ts';

export interface FetchingOptions extends ProjectOptions, Pick<Options, 'cacheDir' | 'caFile'> {
  readonly update?: boolean;
}

export interface Fetching {
  /** How many includes were fetched. */
  readonly count: number;
  /** A line for each include that cannot be had. */
  readonly failures: readonly string[];
  /** The same pipelines, which know what was fetched and why the rest was not. */
  readonly targets: readonly Target[];
}

/**
 * Fetches into the cache, and writes the lock file when that changes.
 *
 * @param targets pipelines of one repository
 * @throws UsageError when the lock file cannot be read or written, or the cache or a certificate file cannot be used
 */
export async function fetchIncludes(
  root: string,
  targets: readonly Target[],
  options: FetchingOptions,
  commandLine: CommandLine,
): Promise<Fetching> {
  const folder = cacheFolder(options, commandLine);
  const host = new FileSystemHost(root, folder);
  const locked = host.lock();
  if (!locked.ok) throw new UsageError(locked.message);
  const network = new Network({
    ...NETWORK_DEFAULTS,
    env: commandLine.env,
    certificates: certificates(root, options, commandLine),
  });
  const server = gitLabServer(root, options, commandLine);
  const facts = projectFacts(root, options, commandLine);
  const progress = new StatusLine(commandLine.stderr);
  const session = new FetchSession({
    lock: locked.lock,
    texts: new TextStore(folder),
    fetcher: new SourceFetcher(network, server),
    update: options.update === true,
    onProgress: ({ done, known, source }) => progress.show(`Fetching includes ${done}/${known}: ${sourceName(source)}`),
  });
  const online = targets.map((target) => ({ ...target, host: withFetched(target.host, session.fetched) }));
  try {
    await session.run(
      () => missing(online, facts).flatMap(({ source }) => source ?? []),
      MAX_INCLUDES * targets.length,
    );
  } catch (error) {
    throw new UsageError(`the cache in ${folder} cannot be written: ${whyNotWritten(error)}`);
  } finally {
    progress.clear();
    await network.close();
  }
  writeLock(root, session, host);
  const places = new Map(
    missing(online, facts).flatMap(({ source, place }) => (source ? [[sourceKey(source), place]] : [])),
  );
  const failures = session.failures.map((failure) =>
    failureLine(failure, places.get(sourceKey(failure.source)), server),
  );
  return { count: session.count, failures, targets: online };
}

function missing(targets: readonly Target[], facts: ProjectFacts): readonly Unresolved[] {
  const variables = knownVariables(facts);
  return targets
    .flatMap(({ host, path }) => pipelinesOf(readPipeline(host, path, { variables })))
    .flatMap(({ composition }) => composition.unresolved);
}

/** The file is read again: another run may have written it meanwhile. */
function writeLock(root: string, session: FetchSession, host: FileSystemHost): void {
  const current = host.lock();
  if (!current.ok) throw new UsageError(current.message);
  const text = renderLock(session.newLock(current.lock));
  if (text === renderLock(current.lock)) return;
  try {
    writeWhole(join(root, LOCK_NAME), text);
  } catch (error) {
    throw new UsageError(`${LOCK_NAME} cannot be written: ${whyNotWritten(error)}`);
  }
}

/** The server that `--server-url` names, or that runs this job, or that the git remote is on. */
export function gitLabServer(
  root: string,
  options: FetchingOptions,
  commandLine: CommandLine,
): GitLabServer | undefined {
  const { path, server } = trustedFacts(root, options, commandLine);
  const { CI_API_V4_URL: jobApi } = jobVariables(root, commandLine);
  const address = options.serverUrl ? apiOf(options.serverUrl) : jobApi || (server && apiOf(urlOf(server)));
  if (!address || !URL.canParse(address)) return undefined;
  const api = new URL(address);
  const credential = credentialFor(api, commandLine.env);
  return { api, host: server ?? api.host, ...(credential && { credential }), ...(path && { project: path }) };
}

function apiOf(url: string): string {
  return `${url.replace(/\/+$/, '')}/api/v4`;
}

/** A server on port 80 speaks no https, and nothing will be asked of it. */
function urlOf(server: string): string {
  return `${server.endsWith(':80') ? 'http' : 'https'}://${server}`;
}

/** Naming authorities takes the place of what Node reads from `NODE_EXTRA_CA_CERTS`, so that is read again. */
export function certificates(root: string, { caFile }: FetchingOptions, commandLine: CommandLine): readonly string[] {
  const { CI_SERVER_TLS_CA_FILE: jobFile } = jobVariables(root, commandLine);
  const named = caFile ?? jobFile;
  if (!named) return [];
  const { NODE_EXTRA_CA_CERTS: extra } = commandLine.env;
  return [named, ...(extra ? [extra] : [])].map((name) => readCertificates(resolve(commandLine.cwd, name), name));
}

function readCertificates(file: string, named: string): string {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`the file of certificate authorities ${named} cannot be read`);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`the file of certificate authorities ${named} has no certificate in PEM format`);
}
