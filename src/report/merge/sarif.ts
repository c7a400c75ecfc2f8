/** Parts of the format `sarif`: one run each, of the same tool. */
import { byPath } from '../order.ts';
import { escapedJson } from '../safe-text.ts';
import { LEVELS } from '../sarif/rules.ts';
import { INTERNAL } from '../sarif/sarif.ts';
import {
  broken,
  countSeverities,
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

/** A result or a notification. */
interface Located {
  readonly part: Part;
  readonly object: JsonObject;
  /** By which reports are sorted. */
  readonly path: string;
}

export const sarifParts: PartFormat = {
  name: 'sarif',
  isOne: ({ json }) => isObject(json) && 'runs' in json,
  merge: (parts) => {
    refuseAnotherTool(parts);
    refuseRepetition(parts, fingerprintsOf);
    const results = parts.flatMap((part) => located(part, runOf(part).results));
    const notifications = parts.flatMap((part) => located(part, invocationOf(part).toolExecutionNotifications));
    const codes = parts.map((part) => invocationOf(part).exitCode);
    const findings = results.filter(({ object }) => !isSuppressed(object));
    const suppressed = results.filter(({ object }) => isSuppressed(object));
    const faults = notifications.filter(({ object }) => idOf(object) === INTERNAL);
    const includes = notifications.filter(({ object }) => idOf(object) !== INTERNAL);
    return {
      counts: countSeverities(
        findings.map(({ part, object }) => ({ part, severity: object.level })),
        LEVELS,
      ),
      exitCodes: [...codes.filter((code) => typeof code === 'number'), ...(faults.length > 0 ? [3] : [])],
      text: (exitCode) => {
        // Either all results say whether they are suppressed, or none does.
        const notSuppressed = suppressed.length > 0 ? { suppressions: [] } : {};
        const [report = {}] = parts.map((part) => objectAt(part, part.json));
        const [run = {}] = parts.map(runOf);
        return escapedJson({
          ...report,
          runs: [
            {
              ...run,
              invocations: [
                {
                  executionSuccessful: faults.length === 0 && exitCode <= 1,
                  ...(codes.every((code) => code !== undefined) && { exitCode }),
                  toolExecutionNotifications: [...sorted(includes), ...sorted(faults)],
                },
              ],
              results: [...sorted(findings).map((result) => ({ ...result, ...notSuppressed })), ...sorted(suppressed)],
            },
          ],
        });
      },
    };
  },
};

function sorted(items: readonly Located[]): readonly JsonObject[] {
  return byPath(items, ({ path }) => path).map(({ object }) => object);
}

function runOf(part: Part): JsonObject {
  const [run, ...others] = objectsAt(part, objectAt(part, part.json).runs);
  if (run && others.length === 0) return run;
  throw broken(part);
}

function invocationOf(part: Part): JsonObject {
  const [invocation] = objectsAt(part, runOf(part).invocations);
  if (invocation) return invocation;
  throw broken(part);
}

/** Rules, their order and their texts belong to a version of pipelint: results name them by number. */
function refuseAnotherTool(parts: readonly Part[]): void {
  const tools = parts.map((part) => objectAt(part, objectAt(part, runOf(part).tool).driver));
  for (const [index, part] of parts.entries()) {
    if (tools[index]?.name !== 'pipelint') throw new PartError(`${part.name} is a SARIF report of another tool`);
    if (JSON.stringify(tools[index]) !== JSON.stringify(tools[0])) {
      throw new PartError(`${parts[0]?.name} and ${part.name} were written by different versions of pipelint`);
    }
  }
}

function located(part: Part, list: unknown): readonly Located[] {
  return objectsAt(part, list).map((object) => {
    const [location] = objectsAt(part, object.locations);
    const { artifactLocation } = objectAt(part, location?.physicalLocation);
    return { part, object, path: decoded(part, textIn(part, objectAt(part, artifactLocation).uri)) };
  });
}

function decoded(part: Part, uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    throw broken(part);
  }
}

function isSuppressed({ suppressions }: JsonObject): boolean {
  return Array.isArray(suppressions) && suppressions.length > 0;
}

function idOf({ descriptor }: JsonObject): unknown {
  return isObject(descriptor) ? descriptor.id : undefined;
}

function fingerprintsOf(part: Part): readonly string[] {
  return objectsAt(part, runOf(part).results).map(({ partialFingerprints }) =>
    textIn(part, objectAt(part, partialFingerprints)['pipelint/v1']),
  );
}
