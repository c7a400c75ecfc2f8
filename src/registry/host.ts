/**
 * Registry hosts as clients compare them: by their text, port included. `$CI_REGISTRY` is a host too; whether it is the same
 * as a literal one is a question with three answers.
 */
import type { HostKind, RegistryHost } from '../pipeline/events.ts';
import { literalText, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';
import type { ProjectFacts } from './project.ts';

export type Answer = 'yes' | 'no' | 'maybe';

/** Hosts of GitLab's own that variables stand for (GitLab docs: "Predefined CI/CD variables reference"). */
const HOST_VARIABLES: Readonly<Record<string, HostKind>> = {
  CI_REGISTRY: 'own',
  CI_DEPENDENCY_PROXY_SERVER: 'dependency-proxy',
  CI_SERVER_HOST: 'gitlab-web',
  CI_SERVER_FQDN: 'gitlab-web',
  CI_SERVER_URL: 'gitlab-web',
};

/** Spellings of Docker Hub (distribution/reference: `docker.io`; docker/cli: `index.docker.io`). */
const DOCKER_HUB = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
  'hub.docker.com',
]);

/** Public registries that are never a GitLab project's own. */
const PUBLIC_HOSTS =
  /^(docker\.io|ghcr\.io|docker\.pkg\.github\.com|quay\.io|([a-z]+\.)?gcr\.io|mcr\.microsoft\.com|public\.ecr\.aws|registry\.access\.redhat\.com|registry\.redhat\.io|registry\.k8s\.io|k8s\.gcr\.io|.*\.amazonaws\.com(\.cn)?|.*\.azurecr\.io|.*\.pkg\.dev|registry\.digitalocean\.com|ttl\.sh|registry\.heroku\.com|cr\.yandex|registry\.suse\.com|docker\.elastic\.co|nvcr\.io|.*\.ocir\.io|.*\.icr\.io|icr\.io|rg\.[a-z-]+\.scw\.cloud)$/;

const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal)(:\d+)?$/;

/** Registries that anybody may push to. */
const ANONYMOUS_HOSTS = new Set(['ttl.sh']);

/** Names and addresses of a private network, whose registries often take anybody's push: `registry`, `10.0.0.5`, `images.local`. */
const PRIVATE_NETWORK =
  /^([^.:]+|(10|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d+){2,3}|.*\.(local|localdomain|lan|svc))(:\d+)?$/;

/** GitLab.com's registry, which is also the likeliest meaning of `$CI_REGISTRY` beside it. */
export const GITLAB_COM_REGISTRY = 'registry.gitlab.com';

/** The container registry of a GitLab server, where its name alone tells. */
export function registryOfServer(server: string | undefined): string | undefined {
  return server === 'gitlab.com' ? GITLAB_COM_REGISTRY : undefined;
}

const GITLAB_COM = 'gitlab.com';

/** Whether the host is the GitLab server itself, which is no registry but for the dependency proxy. */
export function isWebHost(host: RegistryHost, facts: ProjectFacts): boolean {
  return host.kind === 'gitlab-web' || host.key === GITLAB_COM || host.key === facts.server?.toLowerCase();
}

export const dockerHubHost = (place: Place): RegistryHost => ({
  key: 'docker.io',
  kind: 'docker-hub',
  public: true,
  place,
});

/**
 * Reads a host. `services` are the names under which the job's services answer, `own` is the project's registry.
 *
 * docker reduces `https://host/path` to the host (docker/cli `credentials.ConvertToHostname`), and so does this function.
 */
export function readHost(
  text: SymbolicText,
  place: Place,
  services: readonly string[] = [],
  own: string | undefined = undefined,
): RegistryHost {
  const stripped = stripUrl(text);
  const literal = literalText(stripped)?.toLowerCase();
  if (literal !== undefined) {
    if (DOCKER_HUB.has(literal)) return dockerHubHost(place);
    // A variable that the shell was kept from expanding names no registry.
    if (literal.includes('$')) return { key: literal, kind: 'unknown', public: false, place };
    const local = LOCAL_HOST.test(literal) || services.includes(literal.replace(/:\d+$/, ''));
    const kind = local ? 'local' : literal === own?.toLowerCase() ? 'own' : 'named';
    return { key: literal, kind, public: PUBLIC_HOSTS.test(literal), place };
  }
  const [first] = stripped;
  const key = showText(stripped);
  if (stripped.length === 1 && first?.kind === 'variable') {
    return { key, kind: (!first.operation && HOST_VARIABLES[first.name]) || 'variable', public: false, place };
  }
  return { key, kind: stripped.some((part) => part.kind === 'unknown') ? 'unknown' : 'variable', public: false, place };
}

/** Whether two hosts are the same registry, as far as can be told. */
export function sameHost(a: RegistryHost, b: RegistryHost, facts: ProjectFacts): Answer {
  const left = resolvedKey(a, facts);
  const right = resolvedKey(b, facts);
  if (left === right) return a.kind === 'unknown' ? 'maybe' : 'yes';
  if (isLiteral(left) && isLiteral(right)) return 'no';
  const kinds = new Set([a.kind, b.kind]);
  if (kinds.has('unknown') || kinds.has('variable')) return 'maybe';
  // A registry has a host or a port of its own, whether or not the GitLab server's is known.
  if (kinds.has('own') && kinds.has('gitlab-web')) return 'no';
  const [literal] = [left, right].filter(isLiteral);
  // $CI_SERVER_FQDN is $CI_SERVER_HOST with the port, if that is not the usual one.
  if (literal === undefined) return a.kind === b.kind ? 'maybe' : 'no';
  // GitLab.com keeps its registry on a host of its own.
  if (kinds.has('own') && literal === GITLAB_COM) return 'no';
  // $CI_DEPENDENCY_PROXY_SERVER always carries its port.
  if (kinds.has('dependency-proxy') && !/:\d+$/.test(literal)) return 'no';
  return PUBLIC_HOSTS.test(literal) || kinds.has('local') || kinds.has('docker-hub') ? 'no' : 'maybe';
}

/** Whether a push may work without a login: to a registry of the job's own, or to one that takes anything. */
export function takesAnonymousPushes({ kind, key }: RegistryHost): boolean {
  return kind === 'local' || ANONYMOUS_HOSTS.has(key) || (kind === 'named' && PRIVATE_NETWORK.test(key));
}

/** Whether the host is the registry of the GitLab server that runs the pipeline. */
export function isOwnRegistry(host: RegistryHost, facts: ProjectFacts): Answer {
  if (host.kind === 'own') return 'yes';
  return sameHost(host, { key: '$CI_REGISTRY', kind: 'own', public: false, place: host.place }, facts);
}

/**
 * Whether a host certainly belongs to another server than the GitLab that runs the pipeline: a well-known one does, and any
 * other where the own registry is known. The GitLab itself may be another machine of the registry's domain.
 */
export function isElsewhere(host: RegistryHost, { registry, server }: ProjectFacts): boolean {
  if (host.kind === 'docker-hub' || host.public) return true;
  if (host.kind !== 'named' || !registry || takesAnonymousPushes(host)) return false;
  const name = withoutPort(host.key);
  if (name === withoutPort(registry)) return false;
  return server ? name !== withoutPort(server) : domainOf(name) !== domainOf(withoutPort(registry));
}

function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

/** `example.com` of `registry.example.com`. */
function domainOf(name: string): string {
  return name.split('.').slice(-2).join('.');
}

/** The literal host where the project's facts tell it: `$CI_REGISTRY` as `registry.example.com`. */
export function resolvedKey(host: RegistryHost, facts: ProjectFacts): string {
  if (host.kind === 'own' && facts.registry) return facts.registry.toLowerCase();
  if (host.kind === 'gitlab-web' && facts.server) {
    const server = facts.server.toLowerCase();
    // Clients take the host from a URL, in which the port of `http` goes without saying.
    return host.key === '$CI_SERVER_URL' ? server.replace(/:80$/, '') : server;
  }
  if (host.kind === 'dependency-proxy' && facts.server) {
    return /:\d+$/.test(facts.server) ? facts.server.toLowerCase() : `${facts.server.toLowerCase()}:443`;
  }
  return host.key;
}

function isLiteral(key: string): boolean {
  return !/[$…]/.test(key);
}

/** Without `https://` in front and anything from the first `/` on. */
function stripUrl(text: SymbolicText): SymbolicText {
  const [first, ...rest] = text;
  const start: SymbolicText =
    first?.kind === 'literal' ? [{ ...first, text: first.text.replace(/^https?:\/\//i, '') }, ...rest] : text;
  const host = [];
  for (const part of start) {
    if (part.kind !== 'literal') {
      host.push(part);
      continue;
    }
    const slash = part.text.indexOf('/');
    const before = slash === -1 ? part.text : part.text.slice(0, slash);
    if (before !== '') host.push({ ...part, text: before });
    if (slash !== -1) break;
  }
  return host;
}
