/**
 * Runs one rule for whichever host walks the tree, and completes what it reports. A rule says what is wrong and points at
 * the text; which job that text belongs to here, and how it came there, is known from where the walk stands.
 */
import type { Job } from '../pipeline/nodes.ts';
import type { SourceCode } from '../pipeline/source-code.ts';
import { childrenOf, type Node } from '../pipeline/tree.ts';
import { docsUrl, type Report, type Rule } from '../rule.ts';
import { covers, type Place } from '../source/source-file.ts';
import type { Trail } from '../yaml/values.ts';
import type { Finding, FindingFix } from './finding.ts';
import { runOrder } from './run-order.ts';

/** One report of a rule in one job, not yet brought together with the same report in other jobs. */
export interface Observation extends Omit<Finding, 'fingerprint'> {
  /** The key of that job, where a comment may hold it back. */
  readonly jobPlace?: Place;
}

export type Handler = (node: Node) => void;

/** Where the walk through the tree stands: all rules share it, and whoever walks moves it on. */
export interface Standpoint {
  /** The node whose handlers are called. */
  visited: Node;
  /** The job that it is, or is in. */
  job: Job | undefined;
}

export interface Observer {
  readonly rule: Rule;
  /** What to call on the way through the tree, by visitor key. */
  readonly handlers: ReadonlyMap<string, Handler>;
  /** Grows during the walk. */
  readonly observations: readonly Observation[];
  /**
   * Whether what was observed in a job, the last one that was walked through, depends on that job alone: the rule does not
   * visit the pipeline, and has not asked for it.
   */
  isAboutAlone(job: Job): boolean;
  /** Takes over what was observed in the same job before. */
  repeat(observations: readonly Observation[]): void;
}

/** Creates the rule's visitor. Throws what the rule throws. */
export function observe(
  rule: Rule,
  sourceCode: SourceCode,
  standpoint: Standpoint,
  options: readonly unknown[] = [],
): Observer {
  const observations: Observation[] = [];
  /** What has been said in a job, by message and place, and the node that was visited then. */
  let said = new Map<string, Node>();
  let saidIn: Job | undefined;

  /**
   * The body of a loop, a function or a script may run several times. What is wrong with its text is told of its first run:
   * another node that the same text comes to repeats it, even with other values.
   */
  const isRepeated = ({ messageId, node: { place } }: Report): boolean => {
    const { visited, job } = standpoint;
    if (!job) return false;
    if (job !== saidIn) said = new Map();
    saidIn = job;
    const from = 'command' in visited && visited.type !== 'Service' ? visited.command : visited;
    const places = [place, from.place].map(({ file, range }) => [file.path, ...range]);
    const key = JSON.stringify([messageId, ...places]);
    const first = said.get(key);
    said.set(key, first ?? from);
    const isRerun = first !== undefined && first !== from;
    return isRerun && place.file === from.place.file;
  };

  let seesPipeline = false;
  /** The last job in which it asked for the whole tree. */
  let askedIn: Job | undefined;
  const wholeTree = (): SourceCode => {
    if (standpoint.job) askedIn = standpoint.job;
    else seesPipeline = true;
    return sourceCode;
  };
  const visitor = rule.create({
    get sourceCode() {
      return wholeTree();
    },
    options,
    report: (report) => {
      if (!isRepeated(report)) observations.push(complete(report, rule, standpoint, wholeTree));
    },
  }) as Readonly<Record<string, Handler>>;
  seesPipeline ||= 'Pipeline' in visitor || 'Pipeline:exit' in visitor;
  return {
    rule,
    handlers: new Map(Object.entries(visitor)),
    observations,
    isAboutAlone: (job) => !seesPipeline && askedIn !== job,
    repeat: (before) => {
      for (const each of before) observations.push(each);
    },
  };
}

function complete(report: Report, rule: Rule, { visited, job }: Standpoint, wholeTree: () => SourceCode): Observation {
  const { docs, messages, help } = rule.meta;
  const { node, messageId, data = {} } = report;
  const carrier = isNode(node) ? node : nodeAround(node.place, visited);
  const owner = job ?? (carrier?.type === 'Job' ? carrier : undefined);
  return {
    rule: docs.name,
    messageId,
    severity: report.severity ?? docs.severity,
    confidence: report.confidence ?? 'high',
    message: interpolate(messages[messageId] ?? messageId, data),
    help: interpolate(help[messageId] ?? '', data),
    place: node.place,
    jobs: owner ? [owner.name] : [],
    ...(owner && { jobPlace: owner.place }),
    keyPath: carrier?.keyPath ?? visited.keyPath,
    related: (report.related ?? []).map(({ place, message }) => {
      const when = owner && runOrder(owner, place, node.place);
      return { place, message, ...(when ? { when } : {}) };
    }),
    trail: carrier?.trail ?? trailOfReference(node.place, visited) ?? wholeTree().includedBy(node.place.file),
    fixes: fixesOf(report),
    docs: docsUrl(docs.name),
  };
}

/** Text that was fetched from elsewhere cannot be changed here. */
function fixesOf({ fix, suggest = [] }: Report): readonly FindingFix[] {
  const fixes: FindingFix[] = [
    ...(fix ? [{ ...fix, safety: 'safe' } as const] : []),
    ...suggest.map((each) => ({ ...each, safety: 'unsafe' }) as const),
  ];
  return fixes.filter(({ edits }) => edits.every(({ place }) => place.file.inRepository));
}

/** Fills `{{name}}` from the data. A name without data stays as it is written, as in ESLint. */
function interpolate(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (placeholder, name: string) => data[name] ?? placeholder);
}

/**
 * The innermost of the visited node and those below it whose text covers the place: where a word is reported, its command
 * knows the trail. A place that only the whole pipeline covers belongs to no node.
 */
function nodeAround(place: Place, visited: Node): Node | undefined {
  if (visited.type === 'Pipeline') return undefined;
  let innermost: Node | undefined = covers(visited.place, place) ? visited : undefined;
  for (const child of childrenOf(visited)) {
    const found = nodeAround(place, child);
    if (found && (!innermost || covers(innermost.place, found.place))) innermost = found;
  }
  return innermost;
}

/** The way to a reference that stands in another file than the command. */
function trailOfReference(place: Place, visited: Node): Trail | undefined {
  if (visited.type !== 'Push' && visited.type !== 'Pull') return undefined;
  const { reference } = visited;
  return covers(reference.place, place) ? reference.trail : undefined;
}

function isNode(value: object): value is Node {
  return 'type' in value && 'keyPath' in value && 'trail' in value;
}
