/**
 * Every name in the files of a pipeline, where it is defined and where it is used: jobs, stages, variables, inputs, files.
 * Names are looked for in the files as they are written, since composing replaces `extends` and `!reference` by what they
 * mean; only the variables that commands use come from the analysed tree.
 */
import { holdsPlaceholder } from '../compose/placeholder.ts';
import { isWildcard, matchWildcard } from '../compose/wildcard.ts';
import { kindOf } from '../pipeline/build-keyword.ts';
import type { Job, Pipeline } from '../pipeline/nodes.ts';
import { childrenOf, commandsOf, type Node } from '../pipeline/tree.ts';
import type { Place, SourceFile } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Entry, Mapping, Value } from '../yaml/values.ts';
import { pipelinesIn, pipelinesReading, type View } from './view.ts';

export interface Occurrence {
  readonly kind: 'job' | 'stage' | 'variable' | 'input' | 'file';
  /** What tells it from others of its kind; for an input that is its file as well. */
  readonly name: string;
  readonly place: Place;
  readonly role: 'definition' | 'use';
}

/**
 * The names of all pipelines that a document takes part in, each place once. Jobs and stages of a parent or of a child that
 * does not read the document are other ones, whatever their names.
 */
export function occurrencesIn(view: View): readonly Occurrence[] {
  const pipelines = pipelinesIn(view);
  const own = pipelinesReading(view);
  const written = filesOf(pipelines).flatMap(namesIn);
  const found = [
    ...written.filter(({ kind }) => !isOfOnePipeline(kind)),
    ...filesOf(own)
      .flatMap(namesIn)
      .filter(({ kind }) => isOfOnePipeline(kind)),
    ...own.flatMap(({ jobs }) => jobs.map(({ keyPath, place }) => definition('job', keyPath, place))),
    ...pipelines.flatMap(variableUses),
    ...pipelines.flatMap(({ jobs }) => jobs.flatMap(scriptUses)),
  ];
  const once = new Map(found.flatMap((each) => matches(view, each)).map((each) => [keyOf(each), each]));
  return [...once.values()];
}

function filesOf(pipelines: readonly Pipeline[]): readonly SourceFile[] {
  return [
    ...new Map(pipelines.flatMap(({ composition }) => composition.files).map((file) => [file.path, file])).values(),
  ];
}

function isOfOnePipeline(kind: Occurrence['kind']): boolean {
  return kind === 'job' || kind === 'stage';
}

/** A pattern of files uses each file that it means. */
function matches(view: View, occurrence: Occurrence): readonly Occurrence[] {
  const { kind, name, role } = occurrence;
  if (kind !== 'file' || role !== 'use' || !isWildcard(name)) return [occurrence];
  return matchWildcard(name, view.repository.host.list()).map((path) => ({ ...occurrence, name: path }));
}

function keyOf({ kind, name, place: { file, range }, role }: Occurrence): string {
  return JSON.stringify([kind, name, role, file.path, ...range]);
}

const known = new WeakMap<SourceFile, readonly Occurrence[]>();

/** The names that a file writes. */
export function namesIn(file: SourceFile): readonly Occurrence[] {
  const before = known.get(file);
  if (before) return before;
  const { header, content } = loadYaml(file);
  const names = [
    ...inputNames(file, header),
    ...(content?.kind === 'mapping' ? [...content.entries].flatMap((entry) => topLevel(entry)) : []),
    ...(content ? referencesIn(content) : []),
    { kind: 'file', name: file.path, place: file.place(0, 0), role: 'definition' } as const,
  ];
  known.set(file, names);
  return names;
}

function topLevel([name, entry]: [string, Entry]): readonly Occurrence[] {
  const { key, value } = entry;
  if (name === 'stages') return scalarsOf(value).map(({ text, place }) => definition('stage', text, place));
  if (name === 'variables') return variableNames(value);
  if (name === 'include') return includeNames(value);
  if (value.kind !== 'mapping') return [];
  // The name of a job that inputs are a part of is known where they are given.
  const isJob = kindOf(name, value) !== undefined && !holdsPlaceholder(name);
  return [...(isJob ? [definition('job', name, key.place)] : []), ...jobNames(value)];
}

/** Keywords of a job whose values name other jobs. */
const JOBS_UNDER: readonly string[] = ['extends', 'needs', 'dependencies'];

function jobNames(job: Mapping): readonly Occurrence[] {
  const names = JOBS_UNDER.flatMap((keyword) => namesUnder(job.entries.get(keyword)?.value, 'job'));
  const trigger = valueAt(job, 'trigger');
  return [
    ...names.map(({ text, place }) => use('job', text, place)),
    ...scalarsOf(valueAt(job, 'stage')).map(({ text, place }) => use('stage', text, place)),
    ...variableNames(valueAt(job, 'variables')),
    ...includeNames(trigger && valueAt(trigger, 'include')),
  ];
}

function variableNames(variables: Value | undefined): readonly Occurrence[] {
  if (variables?.kind !== 'mapping') return [];
  return [...variables.entries].map(([name, { key }]) => definition('variable', name, key.place));
}

/** The files that stand under `include`, with the inputs that they are given. */
function includeNames(include: Value | undefined): readonly Occurrence[] {
  if (!include) return [];
  const entries = include.kind === 'list' ? include.items.map(({ value }) => value) : [include];
  return entries.flatMap((entry) => {
    const named = entry.kind === 'mapping' ? valueAt(entry, 'local') : entry;
    return scalarsOf(named).flatMap(({ text, place }) => {
      const path = text.replace(/^\/+/, '');
      const inputs = valueAt(entry, 'inputs');
      const given = inputs?.kind === 'mapping' ? [...inputs.entries] : [];
      return [use('file', path, place), ...given.map(([name, { key }]) => use('input', `${path} ${name}`, key.place))];
    });
  });
}

const BLOCK = /\$\[\[\s*inputs\.(\w+)/g;

/** What `spec: inputs` defines, and the blocks that use it: those may stand anywhere, also in keys. */
function inputNames(file: SourceFile, header: Mapping | undefined): readonly Occurrence[] {
  const spec = header && valueAt(header, 'spec');
  const inputs = spec && valueAt(spec, 'inputs');
  if (inputs?.kind !== 'mapping') return [];
  const blocks = [...file.text.matchAll(BLOCK)].map(({ 0: block, 1: name = '', index }) => {
    const end = index + block.length;
    return use('input', `${file.path} ${name}`, file.place(end - name.length, end));
  });
  return [
    ...[...inputs.entries].map(([name, { key }]) => definition('input', `${file.path} ${name}`, key.place)),
    ...blocks,
  ];
}

/** `!reference [job, key]`, wherever it stands. */
function referencesIn(value: Value): readonly Occurrence[] {
  switch (value.kind) {
    case 'scalar':
      return [];
    case 'reference':
      return value.path?.[0] === undefined ? [] : [use('job', value.path[0], value.place)];
    case 'list':
      return value.items.flatMap((item) => referencesIn(item.value));
    case 'mapping':
      return [...value.entries.values()].flatMap((entry) => referencesIn(entry.value));
  }
}

/** The scripts of the repository that a job runs. */
function scriptUses(job: Job): readonly Occurrence[] {
  return commandsOf(job).flatMap(({ runs, place }) =>
    runs ? [use('file', runs.path, place), definition('file', runs.path, runs.place(0, 0))] : [],
  );
}

function variableUses(node: Node): readonly Occurrence[] {
  const below = childrenOf(node).flatMap(variableUses);
  return node.type === 'VariableReference' ? [use('variable', node.name, node.place), ...below] : below;
}

interface Named {
  readonly text: string;
  readonly place: Place;
}

/** Names as they stand under `extends` and `needs`: alone, in a list, or as `job:` of a mapping. */
function namesUnder(value: Value | undefined, key: string): readonly Named[] {
  if (value?.kind === 'list') return value.items.flatMap((item) => namesUnder(item.value, key));
  return value?.kind === 'mapping' ? scalarsOf(valueAt(value, key)) : scalarsOf(value);
}

function scalarsOf(value: Value | undefined): readonly Named[] {
  if (value?.kind === 'list') return value.items.flatMap((item) => scalarsOf(item.value));
  return value?.kind === 'scalar' && value.type !== 'null' ? [{ text: value.text.text, place: value.place }] : [];
}

function valueAt(value: Value, key: string): Value | undefined {
  return value.kind === 'mapping' ? value.entries.get(key)?.value : undefined;
}

function definition(kind: Occurrence['kind'], name: string, place: Place): Occurrence {
  return { kind, name, place, role: 'definition' };
}

function use(kind: Occurrence['kind'], name: string, place: Place): Occurrence {
  return { kind, name, place, role: 'use' };
}
