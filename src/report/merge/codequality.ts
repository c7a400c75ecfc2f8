/** Parts of the format `codequality`, which tell nothing but findings. */
import { SEVERITIES } from '../codequality.ts';
import { byPath } from '../order.ts';
import { escapedJson } from '../safe-text.ts';
import {
  countSeverities,
  isObject,
  type JsonObject,
  objectAt,
  objectsAt,
  type Part,
  type PartFormat,
  refuseRepetition,
  textIn,
} from './part.ts';

export const codequalityParts: PartFormat = {
  name: 'codequality',
  isOne: ({ json }) => Array.isArray(json) && json.every((issue) => isObject(issue) && 'check_name' in issue),
  merge: (parts) => {
    refuseRepetition(parts, (part) => issuesOf(part).map(({ fingerprint }) => textIn(part, fingerprint)));
    const issues = parts.flatMap((part) =>
      issuesOf(part).map((issue) => ({ part, issue, severity: issue.severity, path: pathOf(part, issue) })),
    );
    return {
      counts: countSeverities(issues, SEVERITIES),
      exitCodes: [],
      text: () => escapedJson(byPath(issues, ({ path }) => path).map(({ issue }) => issue)),
    };
  },
};

function issuesOf(part: Part): readonly JsonObject[] {
  return objectsAt(part, part.json);
}

function pathOf(part: Part, { location }: JsonObject): string {
  return textIn(part, objectAt(part, location).path);
}
