/** One finding as a SARIF result. */
import type { Finding, FindingFix, Suppression } from '../../lint/finding.ts';
import { NOTICES } from '../../lint/suppression-notices.ts';
import type { Place } from '../../source/source-file.ts';
import { fixesToShow, placeInRepository, type ReportContext } from '../report.ts';
import { safeProse } from '../safe-text.ts';
import { stepName } from '../trail.ts';
import { artifactLocation, location, region } from './location.ts';
import { LEVELS } from './rules.ts';

/** What `driver.rules` describes, in its order. */
function describedNames({ rules }: ReportContext): readonly string[] {
  return [...rules.map(({ meta }) => meta.docs.name), ...NOTICES.map(({ name }) => name)];
}

/** A place with what is to be said about it. */
interface Step {
  readonly place: Place;
  readonly message: string;
}

export function resultObject(finding: Finding, context: ReportContext): object {
  const ruleIndex = describedNames(context).indexOf(finding.rule);
  const related = inRepository([...finding.related, ...stepsOf(finding)]);
  const flows = [wayIntoJob(finding), wayThroughJob(finding)].filter(({ steps }) => steps.length > 1);
  const fixes = fixesToShow(finding);
  return {
    ruleId: finding.rule,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    level: LEVELS[finding.severity],
    message: { text: safeProse(finding.help === '' ? finding.message : `${finding.message}\n${finding.help}`) },
    locations: [{ ...location(placeInRepository(finding), context), logicalLocations: logicalLocations(finding) }],
    relatedLocations: related.map((step, id) => ({ id, ...explained(step, context) })),
    ...(flows.length === 0 ? {} : { codeFlows: flows.map((flow) => codeFlow(flow, context)) }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixObject(fix, context)) }),
    partialFingerprints: { 'pipelint/v1': finding.fingerprint },
    properties: { confidence: finding.confidence },
  };
}

/** A comment that holds a finding back. */
export function suppressionObject({ reason, place }: Suppression, context: ReportContext): object {
  return {
    kind: 'inSource',
    status: 'accepted',
    ...(reason === undefined ? {} : { justification: safeProse(reason) }),
    ...(place.file.inRepository ? { location: location(place, context) } : {}),
  };
}

function logicalLocations({ jobs, keyPath }: Finding): object[] {
  return [
    ...jobs.map((job) => ({ name: job, kind: 'object' })),
    ...(keyPath === '' ? [] : [{ fullyQualifiedName: keyPath, kind: 'property' }]),
  ];
}

interface Flow {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** How the text comes into the job, in the order in which GitLab puts the configuration together. */
function wayIntoJob(finding: Finding): Flow {
  const end = { place: finding.place, message: 'what takes effect in the job' };
  const title = 'How the text comes into the job';
  return { title, steps: inRepository([...stepsOf(finding).toReversed(), end]) };
}

/** From the login to the push: what the job runs of it, in this order. */
function wayThroughJob({ place, related, message }: Finding): Flow {
  const before = related.filter(({ when }) => when === 'before');
  const after = related.filter(({ when }) => when === 'after');
  return { title: 'What the job runs', steps: inRepository([...before, { place, message }, ...after]) };
}

function stepsOf({ trail }: Finding): Step[] {
  return trail.map((step) => ({ place: step.place, message: stepName(step) }));
}

/** Only these a viewer can open. */
function inRepository(steps: readonly Step[]): Step[] {
  return steps.filter(({ place }) => place.file.inRepository);
}

function codeFlow({ title, steps }: Flow, context: ReportContext): object {
  return {
    message: { text: title },
    threadFlows: [{ locations: steps.map((step) => ({ location: explained(step, context) })) }],
  };
}

function explained({ place, message }: Step, context: ReportContext): object {
  return { ...location(place, context), message: { text: safeProse(message) } };
}

function fixObject({ title, edits }: FindingFix, context: ReportContext): object {
  const files = [...new Set(edits.map(({ place }) => place.file))];
  return {
    description: { text: safeProse(title) },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifactLocation(context.pathOf(file)),
      replacements: edits
        .filter(({ place }) => place.file === file)
        .map(({ place, text }) => ({ deletedRegion: region(place), insertedContent: { text } })),
    })),
  };
}
