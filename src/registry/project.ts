/** The project whose pipeline is read, and which image paths belong to it. */
import { matchWildcard } from '../compose/wildcard.ts';
import type { Ownership } from '../pipeline/events.ts';
import { compactText, literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';

/** What is known about the project. Everything is optional: not known is not a fault. */
export interface ProjectFacts {
  /** Full path on the GitLab server: `acme/platform/api`. */
  readonly path?: string;
  /** Host of the GitLab server with its port when that is not 443: `gitlab.example.com`. */
  readonly server?: string;
  /** `host[:port]` of the container registry: `registry.example.com`. */
  readonly registry?: string;
  /** Variables that have a certain value in the pipelines that are meant, by name. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Names, with `*` for any part, of variables that the project's settings on GitLab define, whatever their values. */
  readonly definedVariables?: readonly string[];
  /** Commands, with `*` for any part, that log in to registries in a way that nothing here knows. */
  readonly loginCommands?: readonly string[];
  /** Hosts, with `*` for any part, of registries that need no login in this project's jobs. */
  readonly openRegistries?: readonly string[];
}

/**
 * The job token may push to the own project's path and below, at any depth; everything else is denied (GitLab source:
 * `container_registry_authentication_service.rb` `build_can_push?`, `lib/container_registry/path.rb`).
 */
export function ownershipOf(path: SymbolicText, facts: ProjectFacts): Ownership {
  const written = compactText(path.map(asProjectPath));
  const joined = joinNamespaceAndName(written);
  const [first, second] = joined;
  if (first?.kind === 'variable' && isProjectPath(first.name)) return continuation(second);
  if (joined.length > 0 && joined.every(isWithoutSlash)) return 'no-project';
  const known = withFacts(joined, facts);
  const literal = literalText(known);
  if (literal === undefined) return beginsElsewhere(known, facts) ? 'foreign' : 'unknown';
  if (!literal.includes('/') || literal.startsWith('/')) return 'unknown';
  if (!facts.path) return 'literal';
  const own = facts.path.toLowerCase();
  const actual = literal.toLowerCase();
  return actual === own || actual.startsWith(`${own}/`) ? 'own' : 'foreign';
}

/** Whether a path whose end is not known can no longer become the own project's. */
function beginsElsewhere(path: SymbolicText, facts: ProjectFacts): boolean {
  if (!facts.path) return false;
  const end = path.findIndex((part) => part.kind !== 'literal');
  const beginning = (literalText(path.slice(0, end)) ?? '').toLowerCase();
  const own = `${facts.path.toLowerCase()}/`;
  return !beginning.startsWith(own) && !own.startsWith(beginning);
}

function isProjectPath(name: string): boolean {
  return name === 'CI_PROJECT_PATH';
}

/** Variables without a slash in them, whatever the project is called. */
const WITHOUT_SLASH = new Set([
  'CI_PROJECT_NAME',
  'CI_PROJECT_ID',
  'CI_PROJECT_PATH_SLUG',
  'CI_PROJECT_ROOT_NAMESPACE',
  'CI_COMMIT_REF_SLUG',
  'CI_COMMIT_SHA',
  'CI_COMMIT_SHORT_SHA',
  'CI_ENVIRONMENT_SLUG',
  'CI_JOB_ID',
  'CI_PIPELINE_ID',
  'CI_PIPELINE_IID',
]);

function isWithoutSlash(part: Part): boolean {
  if (part.kind === 'literal') return !part.text.includes('/');
  return part.kind === 'variable' && !part.operation && WITHOUT_SLASH.has(part.name);
}

function asProjectPath(part: Part): Part {
  return part.kind === 'variable' && part.operation?.operator === ',,' ? { ...part, operation: undefined } : part;
}

/** What follows the project's own path decides: nothing or a `/` stays inside it. No path goes on with another character than these. */
function continuation(next: Part | undefined): Ownership {
  if (!next) return 'own';
  if (next.kind !== 'literal' || !/^[/\w.-]/.test(next.text)) return 'unknown';
  return next.text.startsWith('/') ? 'own' : 'beside';
}

/** `$CI_PROJECT_NAMESPACE/$CI_PROJECT_NAME` is `$CI_PROJECT_PATH`. */
function joinNamespaceAndName(text: SymbolicText): SymbolicText {
  const [namespace, slash, name, ...rest] = text;
  const joined =
    namespace?.kind === 'variable' &&
    namespace.name === 'CI_PROJECT_NAMESPACE' &&
    slash?.kind === 'literal' &&
    slash.text === '/' &&
    name?.kind === 'variable' &&
    name.name === 'CI_PROJECT_NAME';
  return joined ? [{ ...namespace, name: 'CI_PROJECT_PATH' }, ...rest] : text;
}

function withFacts(text: SymbolicText, facts: ProjectFacts): SymbolicText {
  const values = projectVariables(facts);
  return text.map((part) => {
    const value = part.kind === 'variable' && !part.operation ? values[part.name] : undefined;
    return value === undefined ? part : { kind: 'literal', text: value, quote: part.quote, place: part.place };
  });
}

/** The predefined variables that follow from the facts, under what `--var` sets. */
export function knownVariables(facts: ProjectFacts): ReadonlyMap<string, string> {
  const known = { ...projectVariables(facts), ...serverVariables(facts), ...facts.variables };
  return new Map(Object.entries(known));
}

/** Whether one of the patterns that a user gave is about a name. */
export function isNamed(name: string, patterns: readonly string[] = []): boolean {
  return patterns.some((pattern) => matchWildcard(pattern, [name]).length > 0);
}

function projectVariables({ path }: ProjectFacts): Readonly<Record<string, string>> {
  if (!path) return {};
  const parts = path.split('/');
  return {
    CI_PROJECT_PATH: path,
    CI_PROJECT_NAMESPACE: parts.slice(0, -1).join('/'),
    CI_PROJECT_ROOT_NAMESPACE: parts[0] ?? '',
    CI_PROJECT_NAME: parts.at(-1) ?? '',
  };
}

function serverVariables({ server }: ProjectFacts): Readonly<Record<string, string>> {
  if (!server) return {};
  return {
    CI_SERVER_FQDN: server,
    CI_SERVER_HOST: server.replace(/:\d+$/, ''),
    CI_SERVER_URL: server.endsWith(':80') ? `http://${server.slice(0, -':80'.length)}` : `https://${server}`,
  };
}
