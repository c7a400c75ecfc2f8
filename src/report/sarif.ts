/** SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), for code scanning services and editors. */
import type { Unresolved } from '../compose/composition.ts';
import type { Finding, FindingFix, InternalError, LintResult } from '../lint/finding.ts';
import { docsUrl, type Rule, type Severity } from '../rule.ts';
import type { Place, SourceFile } from '../source/source-file.ts';
import { placeInRepository, type ReportContext } from './report.ts';
import { safeJson, safeProse } from './safe-text.ts';
import { maskSecrets } from './secrets.ts';
import { stepName } from './trail.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json';
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};
/** The folder that all locations are relative to. Its place on this machine is nobody's business. */
const ROOT = '%SRCROOT%';
const UNRESOLVED = 'unresolved-include';
const INTERNAL = 'internal-error';

export function sarif(result: LintResult, context: ReportContext): string {
  return safeJson({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driver(context) },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the linted repository.' } } },
        invocations: [
          {
            executionSuccessful: result.internalErrors.length === 0,
            toolExecutionNotifications: [
              ...result.unresolved.map((include) => unresolvedNotification(include, context)),
              ...result.internalErrors.map(internalNotification),
            ],
          },
        ],
        results: result.findings.map((finding) => resultObject(finding, context)),
      },
    ],
  });
}

function driver({ version, rules }: ReportContext): object {
  return {
    name: 'pipelint',
    semanticVersion: version,
    informationUri: 'https://www.npmjs.com/package/pipelint',
    rules: rules.map(({ meta }) => ruleObject(meta)),
    notifications: [
      { id: UNRESOLVED, shortDescription: { text: 'An include whose content is not known.' } },
      { id: INTERNAL, shortDescription: { text: 'A fault of pipelint itself.' } },
    ],
  };
}

function ruleObject({ docs, messages, help }: Rule['meta']): object {
  const logLines = docs.logLines.map((line) => `- \`${line}\``).join('\n');
  const remedies = [...new Set(Object.values(help))].map((each) => `- ${each}`).join('\n');
  return {
    id: docs.name,
    shortDescription: { text: `${docs.description}.` },
    fullDescription: { text: [`${docs.description}.`, ...Object.values(messages)].join('\n') },
    help: {
      text: [`${docs.description}.`, 'What to do:', remedies, docsUrl(docs.name)].join('\n'),
      markdown: [
        `${docs.description}.`,
        ...(logLines === '' ? [] : [`**What the job's log would show**\n\n${logLines}`]),
        `**What to do**\n\n${remedies}`,
        `[Documentation](${docsUrl(docs.name)})`,
      ].join('\n\n'),
    },
    helpUri: docsUrl(docs.name),
    defaultConfiguration: { level: LEVELS[docs.severity], enabled: docs.preset === 'recommended' },
    properties: { tags: [docs.category] },
  };
}

function resultObject(finding: Finding, context: ReportContext): object {
  const ruleIndex = context.rules.findIndex(({ meta }) => meta.docs.name === finding.rule);
  return {
    ruleId: finding.rule,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    level: LEVELS[finding.severity],
    message: { text: safeProse(finding.help === '' ? finding.message : `${finding.message}\n${finding.help}`) },
    locations: [{ ...location(placeInRepository(finding), context), logicalLocations: logicalLocations(finding) }],
    relatedLocations: relatedPlaces(finding).map(({ place, message }, id) => ({
      id,
      ...location(place, context),
      message: { text: safeProse(message) },
    })),
    ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map((fix) => fixObject(fix, context)) }),
    partialFingerprints: { 'pipelint/v1': finding.fingerprint },
    properties: { confidence: finding.confidence },
  };
}

function fixObject({ title, edits }: FindingFix, context: ReportContext): object {
  const files = [...new Set(edits.map(({ place }) => place.file))];
  return {
    description: { text: safeProse(title) },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifactLocation(file, context),
      replacements: edits
        .filter(({ place }) => place.file === file)
        .map(({ place, text }) => ({ deletedRegion: region(place), insertedContent: { text } })),
    })),
  };
}

/** What explains the finding, then the way of its text into the job, as far as they are in the repository. */
function relatedPlaces({ related, trail }: Finding): Finding['related'] {
  const steps = trail.map((step) => ({ place: step.place, message: stepName(step) }));
  return [...related, ...steps].filter(({ place }) => place.file.inRepository);
}

function logicalLocations({ jobs, keyPath }: Finding): object[] {
  return [
    ...jobs.map((job) => ({ name: job, kind: 'object' })),
    ...(keyPath === '' ? [] : [{ fullyQualifiedName: keyPath, kind: 'property' }]),
  ];
}

function location(place: Place, context: ReportContext): object {
  return {
    physicalLocation: { artifactLocation: artifactLocation(place.file, context), region: region(place) },
  };
}

function artifactLocation(file: SourceFile, context: ReportContext): object {
  return { uri: relativeUri(context.pathOf(file)), uriBaseId: ROOT };
}

function region({ file, range }: Place): object {
  const start = file.position(range[0]);
  const end = file.position(range[1]);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Masked first: in an encoded name no secret would be known any more. */
function relativeUri(path: string): string {
  return maskSecrets(path).split('/').map(encodeURIComponent).join('/');
}

function unresolvedNotification({ target, reason, place }: Unresolved, context: ReportContext): object {
  return {
    descriptor: { id: UNRESOLVED },
    level: 'note',
    message: { text: safeProse(`${target} ${reason}: what only it defines is unknown.`) },
    locations: place.file.inRepository ? [location(place, context)] : [],
  };
}

function internalNotification({ message }: InternalError): object {
  return { descriptor: { id: INTERNAL }, level: 'error', message: { text: safeProse(message) } };
}
