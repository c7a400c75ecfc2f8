/**
 * What stands under `include:`, entry by entry, before any file is looked for: a string, a hash, or a list of both
 * (GitLab: lib/gitlab/ci/config/external/mapper and external/file).
 */
import type { Problem } from '../source/problem.ts';
import type { RemoteSource } from '../source/remote.ts';
import type { Place } from '../source/source-file.ts';
import type { Entry, Item, Mapping, Scalar, Value } from '../yaml/values.ts';
import type { Unresolved } from './composition.ts';
import type { Circumstances } from './expression/rule.ts';
import { isIncluded } from './include-rules.ts';
import { expandVariables } from './include-variables.ts';
import { holdsPlaceholder } from './placeholder.ts';
import { isPresent } from './present.ts';
import type { IncludeKind } from './problems.ts';

export interface Include {
  readonly kind: Unresolved['kind'];
  /** What the include names: a path, an address, a template. */
  readonly name: Scalar;
  /** The same with its variables replaced; undefined where it is not known. */
  readonly path: string | undefined;
  /** As a person would name it. */
  readonly target: string;
  /** What is included from outside of the repository; undefined for `local` and `artifact`, and where it is not known. */
  readonly source?: RemoteSource;
  /** What is given for the inputs of the file. */
  readonly inputs: Entry | undefined;
  /** Its `rules:` let it in under conditions. */
  readonly conditional: boolean;
  /** Why the name itself is not known, as the end of a sentence. */
  readonly unknownName: string | undefined;
}

export type Report = (kind: IncludeKind, place: Place, data?: Problem['data']) => void;

/** What decides about includes from outside. */
export interface Surroundings {
  readonly variables: ReadonlyMap<string, string>;
  readonly circumstances: Circumstances;
  readonly report: Report;
}

const KINDS = ['local', 'project', 'remote', 'template', 'artifact', 'component'] as const;

export const YAML_NAME = /[^/]\.ya?ml$/i;

const TEMPLATE_NAME = /\.gitlab-ci\.yml$/;

/** The includes that can take part. Faults are reported, and the entries that have them left out. */
export function readIncludes(value: Value, surroundings: Surroundings): readonly Include[] {
  return (value.kind === 'list' ? value.items.map((item) => item.value) : [value]).flatMap((entry) => {
    if (entry.kind === 'mapping') return readHash(entry, surroundings);
    if (entry.kind === 'scalar' && entry.type === 'null') return [];
    if (entry.kind === 'scalar' && entry.type === 'string') {
      const path = known(entry, surroundings);
      return checked(
        named(/^(https?|ssh|git):\/\//i.test(path ?? entry.text.text) ? 'remote' : 'local', entry, path),
        surroundings,
      );
    }
    surroundings.report('notStringOrHash', entry.place);
    return [];
  });
}

function readHash(hash: Mapping, surroundings: Surroundings): readonly Include[] {
  const { circumstances, report } = surroundings;
  const kinds = KINDS.filter((kind) => isPresent(hash.entries.get(kind)?.value));
  const [kind] = kinds;
  if (!kind || (kind === 'project' && !hash.entries.has('file'))) {
    report('noKind', hash.place, { kinds: quoted(KINDS) });
    return [];
  }
  if (kinds.length > 1) {
    const second = hash.entries.get(kinds[1] ?? kind)?.key.place ?? hash.place;
    report('severalKinds', second, { found: quoted(kinds), kinds: quoted(KINDS) });
    return [];
  }
  const admitted = isIncluded(hash.entries.get('rules')?.value, circumstances, report);
  if (admitted === 'no') return [];
  const includes = kind === 'project' ? projectIncludes(hash, surroundings) : simpleInclude(kind, hash, surroundings);
  return includes
    .flatMap((include) => checked(include, surroundings))
    .map((include) => ({ ...include, inputs: hash.entries.get('inputs'), conditional: admitted === 'maybe' }));
}

function simpleInclude(
  kind: Exclude<Include['kind'], 'project'>,
  hash: Mapping,
  surroundings: Surroundings,
): readonly Include[] {
  const value = hash.entries.get(kind)?.value;
  if (value?.kind !== 'scalar' || value.type !== 'string') {
    surroundings.report('notString', value?.place ?? hash.place, { kind });
    return [];
  }
  const job = kind === 'artifact' ? textUnder(hash, 'job') : undefined;
  const include = named(kind, value, known(value, surroundings), textUnder(hash, 'integrity'));
  return [job === undefined ? include : { ...include, target: `${include.target} of job ${job}` }];
}

function projectIncludes(hash: Mapping, surroundings: Surroundings): readonly Include[] {
  const expand = (text: string): string | undefined =>
    holdsPlaceholder(text) ? undefined : expandVariables(text, surroundings.variables);
  const written = { project: textUnder(hash, 'project') ?? '', ref: textUnder(hash, 'ref') };
  const project = expand(written.project);
  const ref = expand(written.ref ?? '');
  const file = hash.entries.get('file')?.value;
  const files = file?.kind === 'list' ? file.items.map((item: Item) => item.value) : file ? [file] : [];
  return files.flatMap((name): readonly Include[] => {
    if (name.kind !== 'scalar' || name.type !== 'string') {
      surroundings.report('notString', name.place, { kind: 'file' });
      return [];
    }
    const path = known(name, surroundings)?.replace(/^\/+/, '');
    const target = `${written.project}: ${name.text.text}${written.ref === undefined ? '' : `@${written.ref}`}`;
    const include = { ...named('project', name, path), target };
    if (path !== undefined && project !== undefined && ref !== undefined) {
      return [{ ...include, source: { kind: 'project', project, ref, file: path } }];
    }
    return [{ ...include, unknownName: whyUnknown(`${written.project} ${written.ref ?? ''} ${name.text.text}`) }];
  });
}

function named(kind: Include['kind'], name: Scalar, path: string | undefined, integrity?: string): Include {
  const source = path === undefined ? undefined : sourceOf(kind, path, integrity);
  return {
    kind,
    name,
    path,
    target: name.text.text,
    ...(source && { source }),
    inputs: undefined,
    conditional: false,
    unknownName: path === undefined ? whyUnknown(name.text.text) : undefined,
  };
}

function sourceOf(kind: Include['kind'], path: string, integrity: string | undefined): RemoteSource | undefined {
  switch (kind) {
    case 'remote':
      return { kind, url: path, ...(integrity !== undefined && { integrity }) };
    case 'template':
      return { kind, name: path };
    case 'component':
      return componentOf(path);
    default:
      return undefined;
  }
}

/** `gitlab.com/acme/tools/lint@1.2`: the server, the project, the component and its version. */
function componentOf(address: string): RemoteSource | undefined {
  const [, server, project, name, version] = /^([^/@]+)\/([^@]+\/[^/@]+)\/([^/@]+)@(.+)$/s.exec(address) ?? [];
  if (!server || !project || !name || !version) return undefined;
  return { kind: 'component', server, project, name, version };
}

/** What GitLab says of the name alone. */
function checked(include: Include, { report }: Surroundings): readonly Include[] {
  const { kind, path, name, source } = include;
  if (path === undefined) return [include];
  const fault = faultIn(kind, path, source);
  if (!fault) return [include];
  report(fault, name.place, { path });
  return [];
}

function faultIn(kind: Include['kind'], path: string, source: RemoteSource | undefined): IncludeKind | undefined {
  if (kind === 'component') return source ? undefined : 'badComponent';
  if (kind !== 'local' && kind !== 'artifact' && !YAML_NAME.test(path)) return 'notYaml';
  if (kind === 'template') return TEMPLATE_NAME.test(path) ? undefined : 'notTemplate';
  return kind === 'remote' && !URL.canParse(path) ? 'badAddress' : undefined;
}

/** The text with its variables replaced, if they are known; they come from the pipeline and the project. */
function known({ text }: Scalar, { variables }: Surroundings): string | undefined {
  return holdsPlaceholder(text.text) ? undefined : expandVariables(text.text, variables);
}

function whyUnknown(name: string): string {
  return holdsPlaceholder(name) ? 'has a name that depends on an input' : 'has a name that depends on a variable';
}

/** The first one of a list, which GitLab takes for `project`. */
function textUnder(hash: Mapping, key: string): string | undefined {
  const value = hash.entries.get(key)?.value;
  const first = value?.kind === 'list' ? value.items[0]?.value : value;
  return first?.kind === 'scalar' && first.type !== 'null' ? first.text.text : undefined;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
