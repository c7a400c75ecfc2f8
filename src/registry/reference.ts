/** Image references: `host/path:tag@digest`, with the parts that are variables left as variables. */
import type { ImageReference, Ownership, RegistryHost } from '../pipeline/events.ts';
import { compactText, literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';
import { dockerHubHost, isOwnRegistry, readHost } from './host.ts';
import { ownershipOf, type ProjectFacts } from './project.ts';

/**
 * Variables that hold more than one part of a reference (GitLab docs: "Predefined CI/CD variables reference"). The path of
 * `$CI_REGISTRY_IMAGE` is the project's path in lower case.
 */
const COMPOUND_VARIABLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['CI_REGISTRY_IMAGE', ['$CI_REGISTRY', '/', '$CI_PROJECT_PATH']],
  [
    'CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX',
    ['$CI_DEPENDENCY_PROXY_SERVER', '/', '$CI_PROJECT_ROOT_NAMESPACE', '/dependency_proxy/containers'],
  ],
  [
    'CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX',
    ['$CI_DEPENDENCY_PROXY_SERVER', '/', '$CI_PROJECT_NAMESPACE', '/dependency_proxy/containers'],
  ],
]);

/** Variables that are a registry host by their meaning. */
const HOSTS = new Set([
  'CI_REGISTRY',
  'CI_DEPENDENCY_PROXY_SERVER',
  'CI_SERVER_HOST',
  'CI_SERVER_FQDN',
  'CI_TEMPLATE_REGISTRY_HOST',
]);

/**
 * Reads a reference as docker does: the first path component is a host when it contains a dot or a colon or is `localhost`
 * (distribution/reference `splitDockerDomain`). A component that is a variable of unknown content may be one.
 */
export function readReference(
  value: SymbolicText,
  place: Place,
  services: readonly string[],
  facts: ProjectFacts,
): ImageReference {
  const text = compactText(takeApart(value));
  const slash = indexOf(text, '/');
  const first = slash ? before(text, slash) : text;
  const rest = slash ? after(text, slash) : [];
  const { host, namesHost } = hostOf(first, slash !== undefined, place, services, facts);
  const { path, tag, digest } = splitName(namesHost ? rest : text);
  const ownership = namesHost ? ownershipIn(host, path, facts) : 'unknown';
  const proxied = behindProxy(path);
  const hubName = hubNameOf(host, proxied ?? path, proxied !== undefined);
  return { value, host, namesHost, path, tag, digest, proxied, hubName, ownership, ownPath: facts.path, place };
}

/** GitLab docs: "Dependency proxy for container images". */
const PROXY = /\/dependency_proxy\/containers(\/|$)/;

function behindProxy(path: SymbolicText): SymbolicText | undefined {
  const index = path.findIndex((part) => part.kind === 'literal' && PROXY.test(part.text));
  if (index === -1) return undefined;
  const [part, ...rest] = path.slice(index);
  const text = part?.kind === 'literal' ? part.text.replace(/^.*?\/dependency_proxy\/containers(\/|$)/, '') : '';
  return part?.kind === 'literal' && text !== '' ? [{ ...part, text }, ...rest] : rest;
}

/** Official images have the namespace `library`, which is usually left out. */
function hubNameOf(host: RegistryHost, path: SymbolicText, isProxied: boolean): string | undefined {
  if (!isProxied && host.kind !== 'docker-hub') return undefined;
  return literalText(path)?.replace(/^library\//, '') || undefined;
}

/** Only the own registry has the own project's path; a registry that merely may be it proves no other project. */
function ownershipIn(host: RegistryHost, path: SymbolicText, facts: ProjectFacts): Ownership {
  const isOwn = isOwnRegistry(host, facts);
  if (isOwn === 'no') return 'unknown';
  const ownership = ownershipOf(path, facts);
  if (isOwn === 'yes') return ownership;
  // Another registry has paths of other forms.
  return ownership === 'foreign' ? 'literal' : ownership === 'no-project' ? 'unknown' : ownership;
}

function hostOf(
  first: SymbolicText,
  hasPath: boolean,
  place: Place,
  services: readonly string[],
  { registry }: ProjectFacts,
): { host: RegistryHost; namesHost: boolean } {
  const literals = first.map((part) => (part.kind === 'literal' ? part.text : '')).join('');
  const isLiteral = first.every((part) => part.kind === 'literal');
  if (!hasPath) {
    // A variable at the start may hold the host as well.
    const startsLiteral = first[0]?.kind === 'literal' && /^\w/.test(first[0].text);
    const unknown: RegistryHost = { key: '…', kind: 'unknown', public: false, place };
    return { host: startsLiteral ? dockerHubHost(place) : unknown, namesHost: false };
  }
  if (isLiteral) {
    const isHost =
      /[.:]/.test(literals) || literals.toLowerCase() === 'localhost' || literals !== literals.toLowerCase();
    return isHost
      ? { host: readHost(first, place, services, registry), namesHost: true }
      : { host: dockerHubHost(place), namesHost: false };
  }
  const [variable] = first;
  const knownHost = first.length <= 2 && variable?.kind === 'variable' && HOSTS.has(variable.name);
  if (knownHost || /[.:]/.test(literals)) return { host: readHost(first, place, services), namesHost: true };
  return { host: readHost(first, place, services), namesHost: true };
}

/** The text with `$CI_REGISTRY_IMAGE` and its like spelled out as a host and a path. */
export function takeApart(text: SymbolicText): SymbolicText {
  if (!text.some(piecesOf)) return text;
  const apart: Part[] = [];
  for (const part of text) {
    const pieces = piecesOf(part);
    if (!pieces) apart.push(part);
    else for (const piece of pieces) apart.push(asPart(piece, part));
  }
  return apart;
}

function asPart(piece: string, { quote, place }: Part): Part {
  return piece.startsWith('$')
    ? { kind: 'variable', name: piece.slice(1), quote, operation: undefined, place }
    : { kind: 'literal', text: piece, quote, place };
}

function piecesOf(part: Part): readonly string[] | undefined {
  return part.kind === 'variable' && isPlain(part) ? COMPOUND_VARIABLES.get(part.name) : undefined;
}

/** A fallback or a change to lower case leaves a predefined variable what it is. */
function isPlain(part: { readonly operation: { readonly operator: string } | undefined }): boolean {
  return part.operation === undefined || /^(:?[-=?]|,,)$/.test(part.operation.operator);
}

function splitName(text: SymbolicText): Pick<ImageReference, 'path' | 'tag' | 'digest'> {
  const at = indexOf(text, '@');
  const name = at ? before(text, at) : text;
  const digest = at ? after(text, at) : undefined;
  const lastSlash = lastIndexOf(name, '/');
  const colon = lastIndexOf(name, ':');
  if (!colon || (lastSlash && isBefore(colon, lastSlash))) return { path: name, tag: undefined, digest };
  return { path: before(name, colon), tag: after(name, colon), digest };
}

/** A position in symbolic text: which part, and where in it. */
interface Spot {
  readonly part: number;
  readonly offset: number;
}

function indexOf(text: SymbolicText, character: string): Spot | undefined {
  for (const [part, each] of text.entries()) {
    const offset = each.kind === 'literal' ? each.text.indexOf(character) : -1;
    if (offset !== -1) return { part, offset };
  }
  return undefined;
}

function lastIndexOf(text: SymbolicText, character: string): Spot | undefined {
  for (let part = text.length - 1; part >= 0; part--) {
    const each = text[part];
    const offset = each?.kind === 'literal' ? each.text.lastIndexOf(character) : -1;
    if (offset !== -1) return { part, offset };
  }
  return undefined;
}

function isBefore(a: Spot, b: Spot): boolean {
  return a.part < b.part || (a.part === b.part && a.offset < b.offset);
}

function before(text: SymbolicText, spot: Spot): SymbolicText {
  return cutLiterals(text.slice(0, spot.part + 1), (part, last) => (last ? part.slice(0, spot.offset) : part));
}

function after(text: SymbolicText, spot: Spot): SymbolicText {
  return cutLiterals(text.slice(spot.part), (part, _last, first) => (first ? part.slice(spot.offset + 1) : part));
}

function cutLiterals(text: SymbolicText, cut: (text: string, last: boolean, first: boolean) => string): SymbolicText {
  const left: Part[] = [];
  for (const [index, part] of text.entries()) {
    const isLast = index === text.length - 1;
    const isCut = part.kind === 'literal' && (isLast || index === 0);
    const kept = isCut ? { ...part, text: cut(part.text, isLast, index === 0) } : part;
    if (kept.kind !== 'literal' || kept.text !== '') left.push(kept);
  }
  return left;
}
