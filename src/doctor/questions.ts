/**
 * Puts the doctor's questions to GitLab. Read-only by construction: `Network` can `GET` and nothing else, and GitLab refuses
 * mutations in GraphQL over `GET` (app/controllers/graphql_controller.rb, `disallow_mutations_for_get`).
 */
import type { GitLabServer } from '../host/gitlab/api.ts';
import type { Answer, Network } from '../host/network/network.ts';
import type {
  AccessToken,
  CiVariable,
  DeployToken,
  JobTokenScope,
  ProjectAnswer,
  ProtectionRule,
  Told,
} from './answers.ts';
import {
  readAccessToken,
  readDeployToken,
  readImmutability,
  readProject,
  readRepository,
  readRule,
  readVariable,
} from './read-answers.ts';
import { type Item, isObject, textOf } from './read-json.ts';

const MOST_BYTES = 4 * 1024 * 1024;
const A_PAGE = 100;
/** Ten thousand of anything: nobody has as many, and a server must not keep us forever. */
const MOST_PAGES = 100;

const MAINTAINER = 'the token needs the scope read_api and the role Maintainer of the project';
const GROUP_OWNER = 'the token needs the scope read_api and the role Owner of the group';
const READER = 'the token needs the scope read_api and has to be of a member of the project';
const REPORTER = 'the token needs the scope read_api and the role Reporter of the project';
const ADMINISTRATOR = 'only an administrator can see the variables of the instance';

/** GitLab.com has no CI/CD variables of the instance (docs: "Instance-level CI/CD variables API"). */
const WITHOUT_INSTANCE_VARIABLES = 'gitlab.com';

type Read<Value> = (item: Item) => Value | undefined;

export class Questions {
  readonly #network: Network;
  readonly #server: GitLabServer;

  constructor(network: Network, server: GitLabServer) {
    this.#network = network;
    this.#server = server;
  }

  project(path: string): Promise<Told<ProjectAnswer>> {
    return this.#one(`projects/${id(path)}`, readProject, READER);
  }

  deployTokens(owner: 'projects' | 'groups', path: string): Promise<Told<readonly DeployToken[]>> {
    return this.#list(
      `${owner}/${id(path)}/deploy_tokens`,
      readDeployToken,
      owner === 'groups' ? GROUP_OWNER : MAINTAINER,
    );
  }

  accessTokens(project: string): Promise<Told<readonly AccessToken[]>> {
    return this.#list(`projects/${id(project)}/access_tokens`, readAccessToken, MAINTAINER);
  }

  variables(owner: 'projects' | 'groups', path: string): Promise<Told<readonly CiVariable[]>> {
    return this.#list(`${owner}/${id(path)}/variables`, readVariable, owner === 'groups' ? GROUP_OWNER : MAINTAINER);
  }

  /** `GET /admin/ci/variables`: those that all jobs of a server have. */
  async instanceVariables(): Promise<Told<readonly CiVariable[]>> {
    if (this.#server.host === WITHOUT_INSTANCE_VARIABLES) return { ok: true, value: [] };
    return this.#list('admin/ci/variables', readVariable, ADMINISTRATOR);
  }

  protectedRefs(project: string, kind: 'branches' | 'tags'): Promise<Told<readonly string[]>> {
    return this.#list(`projects/${id(project)}/protected_${kind}`, ({ name }) => textOf(name), MAINTAINER);
  }

  protectionRules(project: string, kind: 'repository' | 'tag'): Promise<Told<readonly ProtectionRule[]>> {
    const needs = `${MAINTAINER}, and GitLab ${kind === 'tag' ? '18.7' : '17.8'} or later`;
    return this.#list(`projects/${id(project)}/registry/protection/${kind}/rules`, readRule(kind), needs);
  }

  async jobTokenScope(project: string): Promise<Told<JobTokenScope>> {
    const path = `projects/${id(project)}/job_token_scope`;
    const needs = `the token needs the scope read_api and the role Maintainer of ${project}`;
    const isLimited = await this.#one(
      path,
      ({ inbound_enabled: on }) => (typeof on === 'boolean' ? on : undefined),
      needs,
    );
    if (!isLimited.ok) return isLimited;
    const projects = await this.#list(
      `${path}/allowlist`,
      (item) => (typeof item.id === 'number' ? item.id : undefined),
      needs,
    );
    if (!projects.ok) return projects;
    const groups = await this.#list(`${path}/groups_allowlist`, groupPath, needs);
    if (!groups.ok) return groups;
    return { ok: true, value: { isLimited: isLimited.value, projects: projects.value, groups: groups.value } };
  }

  /** GraphQL `group { dependencyProxySetting { enabled } }` */
  dependencyProxy(group: string): Promise<Told<boolean>> {
    const query = 'query($path: ID!) { group(fullPath: $path) { dependencyProxySetting { enabled } } }';
    const needs = 'the token needs the scope read_api and has to be of a member of the group';
    return this.#graphql<boolean>(query, group, needs, ({ group: item }) => {
      const found = isObject(item) ? item.dependencyProxySetting : undefined;
      if (!isObject(found)) return { ok: false, missing: needs };
      return typeof found.enabled === 'boolean' ? { ok: true, value: found.enabled } : unexpected();
    });
  }

  /**
   * GraphQL `project { containerProtectionTagRules { nodes { tagNamePattern immutable } } }`: the patterns of those that are, which
   * REST leaves out. Whoever may not see rules gets an empty list, so the permission is asked for as well.
   */
  immutableTagRules(project: string): Promise<Told<readonly string[]>> {
    const wanted = 'containerProtectionTagRules(first: 100) { nodes { tagNamePattern immutable } }';
    const query = `query($path: ID!) { project(fullPath: $path) { userPermissions { adminProject } ${wanted} } }`;
    const needs = `${MAINTAINER}, and GitLab 17.11 or later`;
    return this.#graphql<readonly string[]>(query, project, needs, ({ project: item }) => {
      const mayAsk = isObject(item) && isObject(item.userPermissions) && item.userPermissions.adminProject === true;
      const connection = mayAsk ? item.containerProtectionTagRules : undefined;
      if (!isObject(connection)) return { ok: false, missing: needs };
      const rules = Array.isArray(connection.nodes) ? connection.nodes.map(readImmutability) : [undefined];
      const known = rules.filter((each) => each !== undefined);
      if (known.length < rules.length) return unexpected();
      return { ok: true, value: known.filter(({ isImmutable }) => isImmutable).map(({ pattern }) => pattern) };
    });
  }

  /** `GET /projects/:id/registry/repositories`, and `…/:repository_id/tags/:tag_name` of the one that has the path. */
  async hasTag(project: string, path: string, tag: string): Promise<Told<boolean>> {
    const base = `projects/${id(project)}/registry/repositories`;
    const repositories = await this.#list(base, readRepository, REPORTER);
    if (!repositories.ok) return repositories;
    const repository = repositories.value.find((each) => each.path === path);
    if (!repository) return { ok: true, value: false };
    const answer = await this.#get(this.#address(`${base}/${repository.id}/tags/${id(tag)}`));
    if (answer.ok && (answer.status === 200 || answer.status === 404))
      return { ok: true, value: answer.status === 200 };
    return silent(answer.ok ? `status ${answer.status}` : answer.reason);
  }

  /** `GET /jwt/auth`: the token that a registry would get, and what it says may be done with a path. */
  async grant(
    path: string,
    wanted: readonly string[],
    user: string,
    password: string,
  ): Promise<Told<readonly string[] | 'wrong-pair' | 'forbidden'>> {
    const address = new URL(this.#server.api.href.replace(/\/api\/v4\/*$/, '/jwt/auth'));
    address.search = new URLSearchParams({
      service: 'container_registry',
      scope: `repository:${path}:${wanted.join(',')}`,
    }).toString();
    const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const answer = await this.#network.get({ url: address, limit: MOST_BYTES, credential: ['authorization', basic] });
    if (answer.ok && answer.status === 401) return { ok: true, value: 'wrong-pair' };
    if (answer.ok && answer.status === 403) return { ok: true, value: 'forbidden' };
    if (!answer.ok || answer.status !== 200) return silent(answer.ok ? `status ${answer.status}` : answer.reason);
    const body = parse(answer.body);
    const claims = isObject(body) && typeof body.token === 'string' ? claimsOf(body.token) : undefined;
    if (!claims) return unexpected();
    const access = Array.isArray(claims.access) ? claims.access.filter(isObject) : [];
    const actions = access
      .filter(({ name }) => name === path)
      .flatMap((each) => (Array.isArray(each.actions) ? each.actions : []));
    return { ok: true, value: actions.includes('*') ? wanted : actions.filter((each) => typeof each === 'string') };
  }

  #one<Value>(path: string, read: Read<Value>, needs: string): Promise<Told<Value>> {
    return this.#answer<Value>(this.#address(path), needs, (item) => {
      const value = read(item);
      return value === undefined ? unexpected() : { ok: true, value };
    });
  }

  async #list<Value>(path: string, read: Read<Value>, needs: string): Promise<Told<readonly Value[]>> {
    const values: Value[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const found = await this.#json(this.#address(`${path}?per_page=${A_PAGE}&page=${page}`), needs);
      if (!found.ok) return found;
      if (!Array.isArray(found.value)) return unexpected();
      for (const item of found.value) {
        const value = isObject(item) ? read(item) : undefined;
        // An entry that is not understood could be the very one that matters.
        if (value === undefined) return unexpected();
        values.push(value);
      }
      if (found.value.length < A_PAGE) return { ok: true, value: values };
    }
    return silent('more pages than are read');
  }

  async #answer<Value>(address: URL, needs: string, read: (item: Item) => Told<Value>): Promise<Told<Value>> {
    const found = await this.#json(address, needs);
    if (!found.ok) return found;
    return isObject(found.value) ? read(found.value) : unexpected();
  }

  /** What GitLab cannot make of a query stands beside `data`, which is not there then. */
  #graphql<Value>(query: string, path: string, needs: string, read: Read<Told<Value>>): Promise<Told<Value>> {
    const address = new URL(this.#server.api.href.replace(/\/v4\/*$/, '/graphql'));
    address.search = new URLSearchParams({ query, variables: JSON.stringify({ path }) }).toString();
    const lacking: Told<Value> = { ok: false, missing: needs };
    return this.#answer<Value>(address, needs, ({ data }) => (isObject(data) && read(data)) || lacking);
  }

  #get(url: URL): Promise<Answer> {
    const { credential } = this.#server;
    const given = credential && { credential: [credential.header, credential.token] as const };
    return this.#network.get({ url, limit: MOST_BYTES, ...given });
  }

  async #json(url: URL, needs: string): Promise<Told<unknown>> {
    const { credential } = this.#server;
    const answer = await this.#get(url);
    if (!answer.ok) {
      const why = answer.detail === undefined ? answer.reason : `${answer.reason}, ${answer.detail}`;
      return { ok: false, missing: `GitLab gives no answer (${why})`, unreachable: true };
    }
    const { status, body } = answer;
    if (status === 401)
      return {
        ok: false,
        missing: credential
          ? `GitLab does not accept the token of ${credential.from} (401)`
          : 'no token is given: set PIPELINT_GITLAB_TOKEN',
      };
    if (status === 403 || status === 404) return { ok: false, missing: `${needs} (${status})` };
    if (status !== 200) return silent(`status ${status}`);
    const value = parse(body);
    return value === undefined ? unexpected() : { ok: true, value };
  }

  #address(path: string): URL {
    return new URL(`${this.#server.api.href.replace(/\/+$/, '')}/${path}`);
  }
}

/** Groups of the allowlist have an address that ends with their full path. */
function groupPath({ web_url: address }: Item): string | undefined {
  return /\/groups\/(.+?)\/*$/.exec(textOf(address) ?? '')?.[1];
}

/** A signed token is not verified here: it comes from the server that was asked, and nothing is let in with it. */
function claimsOf(token: string): Item | undefined {
  const claims = parse(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
  return isObject(claims) ? claims : undefined;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function id(path: string): string {
  return encodeURIComponent(path);
}

function silent(why: string): Told<never> {
  return { ok: false, missing: `GitLab gives no answer (${why})` };
}

function unexpected(): Told<never> {
  return { ok: false, missing: 'GitLab answers in a way that is not understood' };
}
