/** A part of a report, as it comes from a file that anybody may have written. */
import type { Severity } from '../../rule.ts';
import type { MergedReport } from './merge.ts';

export interface Part {
  /** The file, as the user names it. */
  readonly name: string;
  readonly text: string;
  /** The text as JSON; undefined where it is none. */
  readonly json: unknown;
}

/** One of the formats that can be merged. */
export interface PartFormat {
  readonly name: string;
  /** Whether a part looks like it. */
  isOne(part: Part): boolean;
  /** @throws PartError for what only looks like it */
  merge(parts: readonly Part[]): MergedReport;
}

/** What is wrong with a part, as one line for the user. */
export class PartError extends Error {
  override readonly name = 'PartError';
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws PartError where it is something else */
export function objectAt(part: Part, value: unknown): JsonObject {
  if (isObject(value)) return value;
  throw broken(part);
}

/** @throws PartError where it is something else */
export function objectsAt(part: Part, value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.map((item) => objectAt(part, item));
  throw broken(part);
}

/** @throws PartError where it is something else */
export function textIn(part: Part, value: unknown): string {
  if (typeof value === 'string') return value;
  throw broken(part);
}

/**
 * How many findings have each severity, which a format writes in its own words.
 *
 * @throws PartError for a word that is none
 */
export function countSeverities(
  found: readonly { readonly part: Part; readonly severity: unknown }[],
  words: Readonly<Record<Severity, string>>,
): Readonly<Record<Severity, number>> {
  const stranger = found.find(({ severity }) => !Object.values(words).some((word) => word === severity));
  if (stranger) throw broken(stranger.part);
  const count = (word: string): number => found.filter(({ severity }) => severity === word).length;
  return { error: count(words.error), warning: count(words.warning), info: count(words.info) };
}

export function broken({ name }: Part): PartError {
  return new PartError(`${name} is broken: it is not as pipelint writes it`);
}

/**
 * Fingerprints are unique in a run, and so in its parts together.
 *
 * @throws PartError where two parts have the same finding
 */
export function refuseRepetition(parts: readonly Part[], fingerprints: (part: Part) => readonly string[]): void {
  const owners = new Map<string, string>();
  for (const part of parts) {
    for (const fingerprint of fingerprints(part)) {
      const owner = owners.get(fingerprint);
      if (owner !== undefined) {
        throw new PartError(`${owner} and ${part.name} have the same finding, so they are no parts of one run`);
      }
      owners.set(fingerprint, part.name);
    }
  }
}
