/** Gets the text that a source means: from GitLab, or from any https server for `include: remote`. */

import { sha256Of } from '../../source/cryptography.ts';
import type { NotFetched, RemoteSource } from '../../source/remote.ts';
import type { LockEntry } from '../cache/lock.ts';
import { hasIntegrity } from '../cache/locked-sources.ts';
import { decode } from '../decode.ts';
import type { Network } from '../network/network.ts';
import { bodyOf, type Found, GitLabApi, type GitLabServer, MOST_TEXT } from './api.ts';

/** A text, and what the lock is to remember of it. */
export interface Got {
  readonly text: string;
  readonly entry: LockEntry;
}

type Origin = Omit<LockEntry, 'sha256'>;
type Source<Kind extends RemoteSource['kind']> = Extract<RemoteSource, { kind: Kind }>;

/** Where the file of a component may stand, in the order in which GitLab looks (docs.gitlab.com: "CI/CD components"). */
const COMPONENT_FILES = [(name: string) => `templates/${name}.yml`, (name: string) => `templates/${name}/template.yml`];

const PART_OF_VERSION = /^\d+(\.\d+)?$/;

export class SourceFetcher {
  readonly #network: Network;
  readonly #server: GitLabServer | undefined;
  readonly #api: GitLabApi | undefined;

  constructor(network: Network, server: GitLabServer | undefined) {
    this.#network = network;
    this.#server = server;
    this.#api = server && new GitLabApi(network, server);
  }

  /** @param locked what was fetched before; its revision is taken again */
  async fetch(source: RemoteSource, locked?: LockEntry): Promise<Found<Got>> {
    if (source.kind === 'remote') return this.#remote(source);
    if (!this.#api || !this.#server) return { ok: false, reason: 'no-server' };
    switch (source.kind) {
      case 'template':
        return template(this.#api, source);
      case 'project':
        return projectFile(this.#api, source, locked);
      case 'tree':
        return tree(this.#api, source, locked);
      case 'component':
        if (source.server.toLowerCase() !== this.#server.host) return { ok: false, reason: 'other-server' };
        return component(this.#api, source, locked);
    }
  }

  async #remote(source: Source<'remote'>): Promise<Found<Got>> {
    if (!URL.canParse(source.url)) return { ok: false, reason: 'unreachable', detail: 'it is no address' };
    const url = new URL(source.url);
    const credential = basicCredential(url);
    url.username = '';
    url.password = '';
    const answer = await this.#network.get({ url, limit: MOST_TEXT, ...(credential && { credential }) });
    const got = textOf(bodyOf(answer, 'no-file'), {});
    return got.ok && !hasIntegrity(source, got.value.entry.sha256) ? { ok: false, reason: 'integrity' } : got;
  }
}

/** A user and a password that stand in the address itself. */
function basicCredential({ username, password }: URL): readonly [string, string] | undefined {
  if (username === '') return undefined;
  const pair = [username, password].map(
    (part) => new URLSearchParams(`x=${part.replaceAll('+', '%2B')}`).get('x') ?? '',
  );
  return ['authorization', `Basic ${Buffer.from(pair.join(':')).toString('base64')}`];
}

async function template(api: GitLabApi, { name }: Source<'template'>): Promise<Found<Got>> {
  const found = await api.template(name);
  return found.ok ? textOf({ ok: true, value: Buffer.from(found.value) }, {}) : found;
}

async function projectFile(api: GitLabApi, source: Source<'project'>, locked?: LockEntry): Promise<Found<Got>> {
  const { project, ref, file } = source;
  const commit = await commitOf(api, project, ref, locked);
  if (!commit.ok) return commit;
  const revision = commit.value;
  return textOf(await api.file(project, revision, file.replace(/^\/+/, '')), { revision });
}

async function tree(api: GitLabApi, { project, ref }: Source<'tree'>, locked?: LockEntry): Promise<Found<Got>> {
  const commit = await commitOf(api, project, ref, locked);
  if (!commit.ok) return commit;
  const revision = commit.value;
  const files = await api.files(project, revision);
  if (!files.ok) return files;
  const paths = files.value.filter((path) => /\.ya?ml$/i.test(path)).sort();
  return textOf({ ok: true, value: Buffer.from(paths.join('\n')) }, { revision });
}

async function component(api: GitLabApi, source: Source<'component'>, locked?: LockEntry): Promise<Found<Got>> {
  const { project, name, version: wanted } = source;
  const release: Found<string | undefined> =
    !locked && (wanted === '~latest' || PART_OF_VERSION.test(wanted))
      ? await api.release(project, wanted)
      : { ok: true, value: locked?.version };
  if (!release.ok) return release;
  const version = release.value;
  if (wanted === '~latest' && version === undefined) return { ok: false, reason: 'no-version' };
  const commit = await commitOf(api, project, version ?? wanted, locked);
  if (!commit.ok) return commit.reason === 'no-ref' ? { ok: false, reason: 'no-version' } : commit;
  const revision = commit.value;
  let found: Found<Got> = { ok: false, reason: 'no-file' };
  for (const fileOf of COMPONENT_FILES) {
    const file = fileOf(name);
    found = textOf(await api.file(project, revision, file), { revision, ...(version && { version }), file });
    if (found.ok || found.reason !== 'no-file') break;
  }
  return found;
}

async function commitOf(api: GitLabApi, project: string, ref: string, locked?: LockEntry): Promise<Found<string>> {
  return locked?.revision === undefined ? api.commit(project, ref) : { ok: true, value: locked.revision };
}

/** An answer that is no YAML at all is not kept: a sign-in page would only be reported as a broken pipeline. */
function textOf(body: Found<Uint8Array>, origin: Origin): Found<Got> {
  if (!body.ok) return body;
  const content = decode(body.value);
  if (!content.ok) return notText(content.reason === 'too-big' ? 'too-big' : 'not-text');
  if (/^\ufeff?\s*<(?:!doctype|html)\b/i.test(content.text)) return notText('web-page');
  return { ok: true, value: { text: content.text, entry: { ...origin, sha256: sha256Of(body.value) } } };
}

function notText(reason: NotFetched['reason']): NotFetched {
  return { ok: false, reason };
}
