/**
 * Where a job gets a keyword from: its own text, `default:`, or the same keyword at the file's top level. The job's own
 * replaces the others as a whole, and null counts as not written (GitLab: entry/processable.rb, entry/default.rb).
 */
import { isPlaceholder } from '../compose/placeholder.ts';
import type { Place } from '../source/source-file.ts';
import { type Entry, joinTrails, type Mapping, type Scalar, type Trail, type Value } from '../yaml/values.ts';

export interface Keyword {
  readonly key: Scalar;
  readonly value: Value;
  /** The whole way from where it takes effect. */
  readonly trail: Trail;
  readonly owner: 'job' | 'default' | 'global';
}

/** A job's mapping where it takes effect. */
export interface JobSource {
  readonly name: string;
  readonly entry: Entry;
  readonly config: Mapping;
  readonly kind: 'job' | 'trigger' | 'hidden';
}

export const GLOBAL_DEFAULTS: readonly string[] = ['image', 'services', 'before_script', 'after_script', 'cache'];

/** What GitLab takes for no job, as long as it holds no script where that decides. */
export const TOP_LEVEL_KEYWORDS: readonly string[] = [
  'default',
  'include',
  'before_script',
  'image',
  'services',
  'after_script',
  'variables',
  'stages',
  'cache',
  'workflow',
];

/** What GitLab takes a top-level key for (entry/root.rb, entry/jobs.rb). `unknown`: it must be a job and is none. */
export function kindOf(name: string, value: Value): JobSource['kind'] | 'unknown' | undefined {
  const isJobLike = name === 'default' || name === 'workflow';
  if (TOP_LEVEL_KEYWORDS.includes(name) && !isJobLike) return undefined;
  if (name.startsWith('.')) return 'hidden';
  if (value.kind === 'mapping') {
    if (value.entries.has('script') || value.entries.has('run')) return 'job';
    if (value.entries.has('trigger') || value.entries.has('needs')) return 'trigger';
  }
  return isJobLike ? undefined : 'unknown';
}

/** A keyword as the job has it in the end. */
export function effectiveKeyword(root: Mapping, job: JobSource, name: string): Keyword | undefined {
  const own = ownKeyword(job, name);
  if (own || job.kind !== 'job' || !inherits(job, 'default', name)) return own;
  return defaultKeyword(root, name);
}

/** A keyword of the job itself, its parents included. */
export function ownKeyword(job: JobSource, name: string): Keyword | undefined {
  const own = specified(job.config, name);
  return own && { key: own.key, value: own.value, trail: joinTrails(job.entry.trail, own.trail), owner: 'job' };
}

/** The keyword under `default:` or at the top level, which a job has unless it writes its own. */
export function defaultKeyword(root: Mapping, name: string): Keyword | undefined {
  const defaults = defaultEntry(root);
  const own = defaults?.value.kind === 'mapping' ? specified(defaults.value, name) : undefined;
  if (own && defaults) {
    const trail = joinTrails([step('default', name, own.key.place)], defaults.trail, own.trail);
    return { key: own.key, value: own.value, trail, owner: 'default' };
  }
  const global = GLOBAL_DEFAULTS.includes(name) ? specified(root, name) : undefined;
  if (!global) return undefined;
  const trail = joinTrails([step('global', name, global.key.place)], global.trail);
  return { key: global.key, value: global.value, trail, owner: 'global' };
}

/** `default:`, unless it has a script and so is a job of that name. */
export function defaultEntry(root: Mapping): Entry | undefined {
  const entry = root.entries.get('default');
  return entry && kindOf('default', entry.value) === undefined ? entry : undefined;
}

/** Whether `inherit:` lets a default keyword or a pipeline variable into the job. */
export function inherits(job: JobSource, what: 'default' | 'variables', name: string): boolean {
  const inherit = job.config.entries.get('inherit')?.value;
  const choice = inherit?.kind === 'mapping' ? inherit.entries.get(what)?.value : undefined;
  if (choice?.kind === 'scalar') return choice.value !== false;
  if (choice?.kind !== 'list') return true;
  return choice.items.some(({ value }) => value.kind === 'scalar' && value.text.text === name);
}

/** The entry when it holds something. */
export function specified(mapping: Mapping, name: string): Entry | undefined {
  const entry = mapping.entries.get(name);
  return entry && !isNull(entry.value) ? entry : undefined;
}

/** A value that an input or a missing include can still make anything. */
export function isOpen(value: Value): boolean {
  return value.kind === 'reference' || isPlaceholder(value);
}

export function isNull(value: Value): boolean {
  return value.kind === 'scalar' && value.type === 'null';
}

function step(kind: 'default' | 'global', name: string, place: Place): Trail[number] {
  return { kind, name, place };
}
