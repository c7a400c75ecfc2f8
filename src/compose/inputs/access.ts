/** `inputs.servers[0].host`: the way to a value (GitLab: lib/gitlab/ci/config/interpolation/access.rb). */

import type { Value } from '../../yaml/values.ts';
import { nearestName } from '../nearest.ts';
import type { InputsKind } from './problems.ts';
import type { KnownValues } from './resolve.ts';

/** What blocks may name: `inputs` and `component`. */
export interface Context {
  readonly values: Readonly<Record<string, KnownValues>>;
  /** A name that is not here is nowhere. */
  readonly complete: boolean;
  readonly variables: ReadonlyMap<string, string>;
}

export type Found =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'fault'; readonly fault: InputsKind; readonly data: Readonly<Record<string, string>> };

const MAX_PARTS = 5;
const MAX_BYTES = 1024;
const MAX_INDICES = 5;

const INDEXED = /^(\w*)((?:\[\d+\])+)$/;

export const NOT_KNOWN: Found = { kind: 'unknown' };

export function find(access: string, context: Context): Found {
  const [first = '', second, ...rest] = split(access);
  if (second === undefined || new TextEncoder().encode(access).length > MAX_BYTES) {
    return { kind: 'fault', fault: 'badAccess', data: { access } };
  }
  const values = Object.hasOwn(context.values, first) ? context.values[first] : undefined;
  if (!values) return unknownKey(access, first, Object.keys(context.values));
  const segment = readSegment(second, access);
  if ('kind' in segment) return segment;
  if (!values.has(segment.key)) {
    return first === 'inputs' && !context.complete ? NOT_KNOWN : unknownKey(access, segment.key, values.keys());
  }
  const value = values.get(segment.key);
  if (!value) return NOT_KNOWN;
  let found = follow(value, segment.indices, access);
  for (const part of rest) {
    if (found.kind !== 'value') return found;
    found = findIn(found.value, part, access);
  }
  return found;
}

/** Like Ruby's `split` with a limit: the last part keeps the dots that are left. */
function split(access: string): readonly string[] {
  const parts = access.split('.');
  return parts.length <= MAX_PARTS ? parts : [...parts.slice(0, MAX_PARTS - 1), parts.slice(MAX_PARTS - 1).join('.')];
}

function findIn(value: Value, part: string, access: string): Found {
  const segment = readSegment(part, access);
  if ('kind' in segment) return segment;
  if (value.kind === 'reference') return NOT_KNOWN;
  const entry = value.kind === 'mapping' ? value.entries.get(segment.key) : undefined;
  if (entry) return follow(entry.value, segment.indices, access);
  return unknownKey(access, segment.key, value.kind === 'mapping' ? value.entries.keys() : []);
}

function readSegment(part: string, access: string): { key: string; indices: readonly number[] } | Found {
  if (!part.includes('[')) return { key: part, indices: [] };
  const [, key, brackets] = INDEXED.exec(part) ?? [];
  const indices = [...(brackets ?? '').matchAll(/\d+/g)].map(([index]) => Number(index));
  if (!key) return badIndex(access, 'syntax');
  return indices.length > MAX_INDICES ? badIndex(access, 'tooDeep') : { key, indices };
}

function follow(value: Value, indices: readonly number[], access: string): Found {
  let current = value;
  for (const index of indices) {
    if (current.kind === 'reference') return NOT_KNOWN;
    if (current.kind !== 'list') return badIndex(access, 'notList');
    const item = current.items[index];
    if (!item) return badIndex(access, 'outside');
    current = item.value;
  }
  return { kind: 'value', value: current };
}

function unknownKey(access: string, key: string, known: Iterable<string>): Found {
  return { kind: 'fault', fault: 'unknownAccess', data: { access, key, near: nearestName(key, known) ?? '' } };
}

function badIndex(access: string, fault: 'syntax' | 'notList' | 'outside' | 'tooDeep'): Found {
  return { kind: 'fault', fault: 'badIndex', data: { access, fault } };
}
