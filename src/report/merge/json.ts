/** Parts of the format `json`. */
import type { Severity } from '../../rule.ts';
import { byPath } from '../order.ts';
import { escapedJson } from '../safe-text.ts';
import {
  broken,
  isObject,
  type JsonObject,
  objectAt,
  objectsAt,
  type Part,
  PartError,
  type PartFormat,
  refuseRepetition,
  textIn,
} from './part.ts';

const VERSION = 1;

interface Report {
  readonly findings: readonly Located[];
  readonly unresolved: readonly Located[];
  readonly suppressed: readonly Located[];
  readonly internalErrors: readonly Located[];
  readonly summary: Readonly<Record<(typeof COUNTS)[number], number>>;
}

interface Located {
  readonly object: JsonObject;
  /** By which reports are sorted. */
  readonly path: string;
}

/** In the order in which a report has them. */
const COUNTS = ['error', 'warning', 'info', 'suppressed', 'baselined', 'belowConfidence', 'files', 'jobs'] as const;

export const jsonParts: PartFormat = {
  name: 'json',
  isOne: ({ json }) => isObject(json) && 'version' in json && 'findings' in json && 'summary' in json,
  merge: (parts) => {
    const reports = parts.map(reportOf);
    refuseRepetition(parts, fingerprintsOf);
    const joined = (list: 'findings' | 'unresolved' | 'suppressed' | 'internalErrors'): readonly JsonObject[] =>
      byPath(
        reports.flatMap((report) => report[list]),
        ({ path }) => path,
      ).map(({ object }) => object);
    const sum = (count: (typeof COUNTS)[number]): number =>
      reports.reduce((all, { summary }) => all + summary[count], 0);
    const internalErrors = joined('internalErrors');
    const counts: Record<Severity, number> = { error: sum('error'), warning: sum('warning'), info: sum('info') };
    return {
      counts,
      exitCodes: internalErrors.length > 0 ? [3] : [],
      text: () =>
        escapedJson({
          version: VERSION,
          findings: joined('findings'),
          unresolved: joined('unresolved'),
          suppressed: joined('suppressed'),
          ...(internalErrors.length > 0 && { internalErrors }),
          summary: Object.fromEntries(COUNTS.map((count) => [count, sum(count)])),
        }),
    };
  },
};

function reportOf(part: Part): Report {
  const { version, findings, unresolved, suppressed, internalErrors = [], summary } = objectAt(part, part.json);
  if (version !== VERSION) {
    throw new PartError(`${part.name} has the version ${String(version)}, and this pipelint merges version ${VERSION}`);
  }
  const located = (list: unknown): readonly Located[] =>
    objectsAt(part, list).map((object) => {
      const { file } = objectAt(part, object.includedBy ?? object);
      return { object, path: textIn(part, file) };
    });
  return {
    findings: located(findings),
    unresolved: located(unresolved),
    suppressed: located(suppressed),
    internalErrors: located(internalErrors),
    summary: countsOf(part, summary),
  };
}

function countsOf(part: Part, summary: unknown): Report['summary'] {
  const given = objectAt(part, summary);
  const count = (name: (typeof COUNTS)[number]): number => {
    const value = given[name];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw broken(part);
  };
  return {
    error: count('error'),
    warning: count('warning'),
    info: count('info'),
    suppressed: count('suppressed'),
    baselined: count('baselined'),
    belowConfidence: count('belowConfidence'),
    files: count('files'),
    jobs: count('jobs'),
  };
}

function fingerprintsOf(part: Part): readonly string[] {
  const { findings, suppressed } = objectAt(part, part.json);
  return [findings, suppressed].flatMap((list) =>
    objectsAt(part, list).map(({ fingerprint }) => textIn(part, fingerprint)),
  );
}
