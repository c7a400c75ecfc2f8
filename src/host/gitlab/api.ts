/** The questions that are put to GitLab (docs.gitlab.com: REST API v4). */
import { maxSatisfying, valid } from 'semver';
import type { NotFetched, NotFetchedReason } from '../../source/remote.ts';
import type { Answer, Network } from '../network/network.ts';
import type { Credential } from './credential.ts';

export interface GitLabServer {
  /** `https://gitlab.example.com/api/v4` */
  readonly api: URL;
  /** `host[:port]`, as the addresses of its components begin. */
  readonly host: string;
  readonly credential?: Credential;
  /** Full path of the project whose pipeline is linted. */
  readonly project?: string;
}

/** GitLab reads no YAML above 2 MiB (docs.gitlab.com: "Maximum size and depth of CI/CD configuration YAML files"). */
export const MOST_TEXT = 2 * 1024 * 1024;
/** Lists of releases carry their descriptions. */
const MOST_JSON = 16 * 1024 * 1024;
const RELEASES_A_PAGE = 100;
const MOST_PAGES = 10;
const FILES_A_PAGE = 100;
/** Far above what a project of pipeline templates has. */
const MOST_FILE_PAGES = 100;

export type Found<Value> = { readonly ok: true; readonly value: Value } | NotFetched;

export class GitLabApi {
  readonly #network: Network;
  readonly #server: GitLabServer;
  readonly #commits = new Map<string, Promise<Found<string>>>();
  readonly #releases = new Map<string, Promise<Found<readonly string[]>>>();

  constructor(network: Network, server: GitLabServer) {
    this.#network = network;
    this.#server = server;
  }

  /** `GET /projects/:id/repository/commits/:sha`: the commit of a branch, a tag or a SHA; asked once a run. */
  commit(project: string, ref: string): Promise<Found<string>> {
    return once(this.#commits, `${project}@${ref}`, async () => {
      const found = await this.#json(`projects/${id(project)}/repository/commits/${id(ref || 'HEAD')}`, 'no-ref');
      if (!found.ok) return found;
      return isCommit(found.value) ? { ok: true, value: found.value.id } : unexpected();
    });
  }

  /** `GET /projects/:id/repository/files/:path/raw` */
  file(project: string, sha: string, path: string): Promise<Found<Uint8Array>> {
    return this.#ask(`projects/${id(project)}/repository/files/${id(path)}/raw?ref=${id(sha)}`, MOST_TEXT, 'no-file');
  }

  /** `GET /projects/:id/repository/tree`: the paths of all files. */
  async files(project: string, sha: string): Promise<Found<readonly string[]>> {
    const paths: string[] = [];
    for (let page = 1; page <= MOST_FILE_PAGES; page++) {
      const query = `ref=${id(sha)}&recursive=true&per_page=${FILES_A_PAGE}&page=${page}`;
      const found = await this.#json(`projects/${id(project)}/repository/tree?${query}`, 'no-ref');
      if (!found.ok) return found;
      if (!Array.isArray(found.value)) return unexpected();
      paths.push(...found.value.filter(isFile).map(({ path }) => path));
      if (found.value.length < FILES_A_PAGE) return { ok: true, value: paths };
    }
    return { ok: false, reason: 'too-big' };
  }

  /**
   * The release that a part of a version means: of `1` or `1.2` the highest one with that beginning, of `~latest` the highest
   * of all. Pre-releases take no part (gitlab-org/gitlab!152771). Undefined where there is none.
   */
  async release(project: string, wanted: string): Promise<Found<string | undefined>> {
    const tags = await once(this.#releases, project, () => this.#releaseTags(project));
    if (!tags.ok) return tags;
    const versions = tags.value.filter((tag) => valid(tag) !== null);
    return { ok: true, value: maxSatisfying(versions, wanted === '~latest' ? '*' : wanted) ?? undefined };
  }

  /**
   * `GET /templates/gitlab_ci_ymls/:key`, and of a project `GET /projects/:id/templates/gitlab_ci_ymls/:name`, which also
   * takes the names that have a dot or a slash in them (lib/api/project_templates.rb).
   */
  async template(name: string): Promise<Found<string>> {
    const { project } = this.#server;
    const key = id(name.replace(/\.gitlab-ci\.yml$/, ''));
    const found = await this.#json(`templates/gitlab_ci_ymls/${key}`, 'no-file');
    const isMissing = !found.ok && found.reason === 'no-file' && project !== undefined;
    const last = isMissing
      ? await this.#json(`projects/${id(project)}/templates/gitlab_ci_ymls/${key}`, 'no-file')
      : found;
    if (!last.ok) return isMissing && last.reason === 'no-project' ? { ok: false, reason: 'no-file' } : last;
    return isTemplate(last.value) ? { ok: true, value: last.value.content } : unexpected();
  }

  /** `GET /projects/:id/releases` */
  async #releaseTags(project: string): Promise<Found<readonly string[]>> {
    const tags: string[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const found = await this.#json(
        `projects/${id(project)}/releases?per_page=${RELEASES_A_PAGE}&page=${page}`,
        'no-project',
      );
      if (!found.ok) return found;
      if (!Array.isArray(found.value)) return unexpected();
      tags.push(...found.value.filter(isRelease).map((release) => release.tag_name));
      if (found.value.length < RELEASES_A_PAGE) break;
    }
    return { ok: true, value: tags };
  }

  async #json(path: string, missing: NotFetchedReason): Promise<Found<unknown>> {
    const found = await this.#ask(path, MOST_JSON, missing);
    if (!found.ok) return found;
    try {
      return { ok: true, value: JSON.parse(Buffer.from(found.value).toString('utf8')) };
    } catch {
      return unexpected();
    }
  }

  async #ask(path: string, limit: number, missing: NotFetchedReason): Promise<Found<Uint8Array>> {
    const { api, credential } = this.#server;
    const answer = await this.#network.get({
      url: new URL(`${api.href.replace(/\/+$/, '')}/${path}`),
      limit,
      ...(credential && { credential: [credential.header, credential.token] }),
    });
    if (!answer.ok) return answer;
    if (answer.status === 404 && /Project Not Found/i.test(messageOf(answer.body)))
      return { ok: false, reason: 'no-project' };
    return bodyOf(answer, missing);
  }
}

/** The body of a good answer; of another one what its status says. */
export function bodyOf(answer: Answer, missing: NotFetchedReason): Found<Uint8Array> {
  if (!answer.ok) return answer;
  const { status, body } = answer;
  if (status === 200) return { ok: true, value: body };
  if (status === 404 || status === 410) return { ok: false, reason: missing };
  const reason = status === 401 || status === 403 ? 'denied' : status === 429 ? 'rate-limited' : 'server-error';
  return { ok: false, reason, detail: `it answers with status ${status}` };
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, ask: () => Promise<Value>): Promise<Value> {
  const asked = known.get(key) ?? ask();
  known.set(key, asked);
  return asked;
}

/** Slashes too: GitLab takes a path as one part of an address. */
function id(part: string): string {
  return encodeURIComponent(part);
}

function messageOf(body: Uint8Array): string {
  return Buffer.from(body.subarray(0, 1000)).toString('utf8');
}

function unexpected(): NotFetched {
  return { ok: false, reason: 'server-error', detail: 'it does not answer as GitLab does' };
}

function isCommit(value: unknown): value is { readonly id: string } {
  return isObject(value) && typeof value.id === 'string' && /^[0-9a-f]{40,64}$/.test(value.id);
}

function isRelease(value: unknown): value is { readonly tag_name: string } {
  return isObject(value) && typeof value.tag_name === 'string';
}

function isFile(value: unknown): value is { readonly path: string } {
  return isObject(value) && value.type === 'blob' && typeof value.path === 'string';
}

function isTemplate(value: unknown): value is { readonly content: string } {
  return isObject(value) && typeof value.content === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
