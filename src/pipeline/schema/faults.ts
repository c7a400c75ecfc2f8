/** Holds a mapping against the schema of GitLab's keywords: one fault for each mistake, at the words that are wrong. */
import { nearestName } from '../../compose/nearest.ts';
import type { Place } from '../../source/source-file.ts';
import { joinTrails, type Mapping, type Scalar, type Trail, type Value } from '../../yaml/values.ts';
import { isNull, isOpen } from '../build-keyword.ts';
import * as compiled from './compiled.ts';
import { toPlain } from './plain.ts';

/** What can be held against the schema: the keywords at the top level, a job, a job with `trigger`. */
export type SchemaPart = 'configuration' | 'job' | 'triggerJob';

export interface Fault {
  readonly kind: 'unknownKeyword' | 'missingKeyword' | 'wrongType';
  readonly place: Place;
  /** The value that has the keyword and should not, or should have it, or is wrong. */
  readonly holder: Value;
  /** From the mapping that was checked to what is wrong. */
  readonly trail: Trail;
  /** The keywords on the way from that mapping, without the keyword that is unknown or missing. */
  readonly path: readonly string[];
  /** The fault is of an item of the list at `path`, or of a list in it. */
  readonly isItem: boolean;
  /** The one that is unknown or missing. */
  readonly keyword: string;
  /** A keyword like the unknown one, or nothing. */
  readonly near: string;
  /** What a value of the wrong type should be, as the end of "must be". */
  readonly expected: string;
  /** What it is instead. */
  readonly found: string;
  /** What GitLab says: `{location}` is the way to what is wrong, `{parent}` the way to what holds it. */
  readonly gitlab: string;
}

/** An error as the functions of the schema tell it. */
interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema: Readonly<Record<string, unknown>>;
}

interface Validate {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

const VALIDATORS: Readonly<Record<SchemaPart, Validate>> = compiled;

export function faultsOf(part: SchemaPart, mapping: Mapping): readonly Fault[] {
  const validate = VALIDATORS[part];
  const plain = toPlain(mapping);
  if (plain === undefined || validate(plain)) return [];
  const faults = new Map<string, Fault>();
  for (const error of validate.errors ?? []) {
    const found = find(mapping, error.instancePath);
    const fault = found && faultOf(error, found);
    // A value that is of the wrong type may also be too big: once is enough.
    const key = `${error.instancePath} ${fault?.kind} ${fault?.keyword}`;
    if (fault && !faults.has(key)) faults.set(key, fault);
  }
  return withoutConsequences([...faults.values()]);
}

/** Where a keyword is missing beside one that GitLab does not know, the one was most likely meant by the other. */
function withoutConsequences(faults: readonly Fault[]): readonly Fault[] {
  const missing = faults.filter(({ kind }) => kind === 'missingKeyword');
  if (missing.length === 0) return faults;
  const explained = new Set<Fault>();
  const explaining = faults.map((fault) => {
    if (fault.kind !== 'unknownKeyword') return fault;
    const beside = missing.filter(({ holder }) => holder === fault.holder);
    for (const each of beside) explained.add(each);
    return fault.near === '' ? { ...fault, near: beside[0]?.keyword ?? '' } : fault;
  });
  return explaining.filter((fault) => !explained.has(fault));
}

/** A value in the mapping, and how it is reached. */
interface Found {
  readonly value: Value;
  readonly trail: Trail;
  /** The key it stands under; undefined for an item of a list. */
  readonly key: Scalar | undefined;
  readonly path: readonly string[];
}

/** The value at a JSON pointer. Undefined where it is not known, or null under a key, of which the schema knows nothing. */
function find(root: Mapping, pointer: string): Found | undefined {
  let found: Found = { value: root, trail: [], key: undefined, path: [] };
  for (const step of pointer.split('/').slice(1)) {
    const { value, trail, path } = found;
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const entry = value.kind === 'mapping' ? value.entries.get(name) : undefined;
    const edge = value.kind === 'list' ? value.items[Number(name)] : entry;
    if (!edge) return undefined;
    const way = entry ? [...path, name] : path;
    found = { value: edge.value, trail: joinTrails(trail, edge.trail), key: entry?.key, path: way };
  }
  return isOpen(found.value) || (found.key && isNull(found.value)) ? undefined : found;
}

function faultOf({ keyword, params, parentSchema }: SchemaError, found: Found): Fault | undefined {
  const { value, trail, path } = found;
  const words = (name: string): string => `${parentSchema[name] ?? ''}`;
  const fault = {
    holder: value,
    path,
    isItem: !found.key && path.length > 0,
    keyword: '',
    near: '',
    expected: words('description'),
    found: '',
  };
  switch (keyword) {
    case 'if':
      return undefined;
    case 'additionalProperties': {
      const name = `${params.additionalProperty}`;
      const entry = value.kind === 'mapping' ? value.entries.get(name) : undefined;
      if (!entry) return undefined;
      const near = nearestName(name, Object.keys(parentSchema.properties ?? {})) ?? '';
      const gitlab = `{location} ${words('unknown') || 'config contains unknown keys'}: ${name}`;
      const way = joinTrails(trail, entry.trail);
      return { ...fault, kind: 'unknownKeyword', place: entry.key.place, trail: way, keyword: name, near, gitlab };
    }
    case 'required':
    case 'dependencies': {
      const name = `${params.missingProperty}`;
      const missing = words('missing');
      const gitlab = `{location} ${missing ? `${missing}: ${name}` : `${spoken(name)} can't be blank`}`;
      return { ...fault, kind: 'missingKeyword', place: holderOf(found), trail, keyword: name, gitlab };
    }
    default: {
      const offender = keyword === 'maxItems' ? firstBeyond(value, Number(params.limit)) : value;
      const limit = LIMITS[keyword];
      const gitlab = gitlabLine(limit ? `config must be ${limit} ${params.limit}` : words('gitlab'), path);
      return { ...fault, kind: 'wrongType', place: offender.place, trail, found: shown(offender, keyword), gitlab };
    }
  }
}

/** GitLab names the attribute of an entry, or the entry itself (`config`), after the location of that entry. */
function gitlabLine(words: string, path: readonly string[]): string {
  if (words.startsWith('config ')) return `{location} ${words}`;
  return words.replace('{key}', `{parent} ${spoken(path.at(-1) ?? '')}`);
}

/** GitLab's words for numbers that are too big or too small. */
const LIMITS: Readonly<Record<string, string>> = {
  minimum: 'greater than or equal to',
  maximum: 'less than or equal to',
};

function spoken(keyword: string): string {
  return keyword.replaceAll('_', ' ');
}

/** The words to point at when something is missing in a mapping: its key, or the first one inside. */
function holderOf({ value, key }: Found): Place {
  const first = value.kind === 'mapping' ? [...value.entries.values()][0]?.key : undefined;
  return (key ?? first ?? value).place;
}

function firstBeyond(value: Value, limit: number): Value {
  return (value.kind === 'list' ? value.items[limit]?.value : undefined) ?? value;
}

function shown(value: Value, keyword: string): string {
  if (keyword === 'maxItems') return 'one more';
  if (value.kind === 'mapping') return value.entries.size === 0 ? 'an empty hash' : 'a hash';
  if (value.kind === 'list') return value.items.length === 0 ? 'an empty list' : 'a list';
  if (value.kind !== 'scalar' || value.type === 'null') return 'null';
  if (value.text.text.trim() === '') return 'empty';
  const kind = keyword === 'type' ? `${SCALARS[value.type]} ` : '';
  return `${kind}\`${abridged(value.text.text)}\``;
}

const SCALARS = { string: 'the string', integer: 'the number', float: 'the number', boolean: 'the boolean' } as const;
const LONGEST = 60;

function abridged(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > LONGEST || line.length < text.trimEnd().length ? `${line.slice(0, LONGEST)}…` : line;
}
