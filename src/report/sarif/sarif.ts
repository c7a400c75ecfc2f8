/** SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), for code scanning services and editors. */
import type { InternalError, LintResult, UnresolvedInclude } from '../../lint/finding.ts';
import { NOTICES } from '../../lint/suppression-notices.ts';
import { placeInRepository, type ReportContext, untoldIncludes } from '../report.ts';
import { safeJson, safeProse } from '../safe-text.ts';
import { artifactLocation, location, ROOT } from './location.ts';
import { resultObject, suppressionObject } from './result.ts';
import { noticeObject, ruleObject } from './rules.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json';
const UNRESOLVED = 'unresolved-include';
export const INTERNAL = 'internal-error';

/** The same findings give the same text: it tells neither the time nor the command line nor a folder of this machine. */
export function sarif(result: LintResult, context: ReportContext): string {
  return safeJson({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driver(context) },
        // GitHub keeps the reports of several tools and categories apart by it.
        automationDetails: { id: 'pipelint/' },
        language: 'en',
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the linted repository.' } } },
        invocations: [
          {
            ...outcome(result, context),
            toolExecutionNotifications: [
              ...untoldIncludes(result, context).map((include) => unresolvedNotification(include, context)),
              ...result.internalErrors.map(internalNotification),
            ],
          },
        ],
        results: results(result, context),
      },
    ],
  });
}

/** A run that could not read all that it was told to read did not succeed; one that found something did. */
function outcome({ internalErrors }: LintResult, { exitCode }: ReportContext): object {
  return {
    executionSuccessful: internalErrors.length === 0 && (exitCode ?? 0) <= 1,
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}

/** SARIF 3.27.23: either all results say whether they are suppressed, or none does. */
function results({ findings, suppressed }: LintResult, context: ReportContext): object[] {
  const notSuppressed = suppressed.length > 0 ? { suppressions: [] } : {};
  return [
    ...findings.map((finding) => ({ ...resultObject(finding, context), ...notSuppressed })),
    ...suppressed.map(({ suppression, ...finding }) => ({
      ...resultObject(finding, context),
      suppressions: [suppressionObject(suppression, context)],
    })),
  ];
}

function driver({ version, rules }: ReportContext): object {
  return {
    name: 'pipelint',
    version,
    semanticVersion: version,
    informationUri: 'https://www.npmjs.com/package/pipelint',
    rules: [...rules.map(({ meta }) => ruleObject(meta)), ...NOTICES.map(noticeObject)],
    notifications: [
      { id: UNRESOLVED, shortDescription: { text: 'An include whose content is not known.' } },
      { id: INTERNAL, shortDescription: { text: 'A fault of pipelint itself.' } },
    ],
  };
}

function unresolvedNotification(include: UnresolvedInclude, context: ReportContext): object {
  const { target, reason } = include;
  return {
    descriptor: { id: UNRESOLVED },
    level: 'note',
    message: { text: safeProse(`${target} ${reason}: what only it defines is unknown.`) },
    locations: [location(placeInRepository(include), context)],
  };
}

function internalNotification({ file, message }: InternalError): object {
  return {
    descriptor: { id: INTERNAL },
    level: 'error',
    message: { text: safeProse(message) },
    locations: [{ physicalLocation: { artifactLocation: artifactLocation(file) } }],
  };
}
