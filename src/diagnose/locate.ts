/** Finds in a pipeline what a log tells of: the job by the commands that the runner printed, then the place of the one that failed. */
import type { Finding } from '../lint/finding.ts';
import type { Login, Pull, Push } from '../pipeline/events.ts';
import type { Job, Pipeline, ScriptLine } from '../pipeline/nodes.ts';
import { literalText } from '../pipeline/symbolic.ts';
import { pipelinesOf, type RegistryEvent } from '../pipeline/tree.ts';
import type { Rule } from '../rule.ts';
import { covers, type Place } from '../source/source-file.ts';
import type { Failure } from './failures.ts';
import { MEANINGS } from './meanings.ts';
import type { Story } from './story.ts';

/** A pipeline with what linting it found. */
export interface KnownPipeline {
  readonly pipeline: Pipeline;
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];
}

/** Where a failure is in the pipeline. */
export interface Location {
  /** Undefined: several jobs have the command. */
  readonly job: string | undefined;
  readonly place: Place;
  readonly event: Login | Push | Pull | undefined;
  /** Findings at the place, then others of the job that tell of the same cause. */
  readonly findings: readonly Finding[];
}

/** So much of what a log shows has to be in a job's script; a runner's own commands and those of hooks are not. */
const LEAST_SHARE = 0.8;
const MOST_FINDINGS = 3;

/** The jobs that can run, in this pipeline and those that it starts. */
export function jobsOf({ pipeline }: KnownPipeline): readonly Job[] {
  return pipelinesOf(pipeline).flatMap(({ jobs }) => jobs.filter(({ hidden }) => !hidden));
}

/** The jobs of a name; a name of the file stands for all copies that `parallel: matrix` makes. */
export function jobsNamed(known: KnownPipeline, name: string): readonly Job[] {
  return jobsOf(known).filter((job) => job.name === name || job.keyPath === name);
}

/**
 * The jobs whose log it can be: those whose scripts have the commands that the log shows, most of them first; all with the
 * same number. None for a log without commands.
 */
export function jobsOfLog(known: KnownPipeline, { commands, jobName }: Story): readonly Job[] {
  const named = jobName === undefined ? [] : jobsNamed(known, jobName);
  if (named.length > 0) return named;
  const shown = [...new Set(commands.map(({ text }) => text))];
  const counted = jobsOf(known).map((job) => {
    const lines = new Set(linesOf(job).map(shownAs));
    return { job, count: shown.filter((text) => lines.has(text)).length };
  });
  const most = Math.max(0, ...counted.map(({ count }) => count));
  if (most === 0 || most < shown.length * LEAST_SHARE) return [];
  return counted.filter(({ count }) => count === most).map(({ job }) => job);
}

/** Undefined: the pipeline has nothing that the failure could be about. */
export function locate(failure: Failure, jobs: readonly Job[], known: KnownPipeline): Location | undefined {
  const sights = jobs.flatMap((job) => sightOf(failure, job) ?? []);
  const [first] = sights;
  if (!first) return undefined;
  const isOnePlace = sights.every(({ place }) => samePlace(place, first.place));
  if (!isOnePlace) return undefined;
  return {
    job: onlyName(sights.map(({ job }) => job)),
    place: first.place,
    event: first.event,
    findings: findingsAt(first, failure, known),
  };
}

interface Sight {
  readonly job: Job;
  readonly place: Place;
  readonly event: Login | Push | Pull | undefined;
  /** The whole command, or the image. */
  readonly around: Place;
}

function sightOf(failure: Failure, job: Job): Sight | undefined {
  if (failure.phase === 'runner') return imageSight(failure, job);
  const { command } = failure;
  const line = command && linesOf(job).find((each) => shownAs(each) === command.text);
  if (!line) return undefined;
  const event = eventOf(failure, job, line);
  if (!event) return { job, place: line.place, event, around: line.place };
  const place = event.type === 'Login' ? event.command.place : event.reference.place;
  return { job, place, event, around: line.place };
}

/** What the runner pulls: the image that the log names, or the only one whose name is not written out. */
function imageSight({ details }: Failure, job: Job): Sight | undefined {
  const images = [...(job.image ? [job.image] : []), ...job.services].map((image) => ({
    image,
    name: literalText(image.reference?.value ?? image.name),
  }));
  const named = images.filter(({ name }) => name !== undefined && name === details.image);
  const found = only(named) ?? only(images.filter(({ name }) => name === undefined || details.image === undefined));
  return found && { job, place: found.image.place, event: undefined, around: found.image.place };
}

/** The login, push or pull of a line that failed; undefined when several can be meant. */
function eventOf({ details }: Failure, job: Job, line: ScriptLine): Login | Push | Pull | undefined {
  const events = job.events.filter((event) => isAt(event, line));
  if (details.action === 'login') return only(events.filter((event) => event.type === 'Login'));
  const transfers = events.filter((event) => event.type === 'Push' || event.type === 'Pull');
  const wanted = transfers.filter(({ type }) => type === (details.action === 'pull' ? 'Pull' : 'Push'));
  const same = wanted.filter(({ reference }) => literalText(reference.path) === details.repository);
  return only(same) ?? only(wanted) ?? only(transfers);
}

/** An event is at a line that holds its command, or that runs the script which does. */
function isAt({ command }: RegistryEvent, { place }: ScriptLine): boolean {
  return (
    covers(place, command.place) || command.trail.some((step) => step.kind === 'script' && covers(place, step.place))
  );
}

function findingsAt(
  { job, around, place }: Sight,
  { meaning }: Failure,
  { findings, rules }: KnownPipeline,
): Finding[] {
  const { categories } = MEANINGS[meaning];
  const related = new Set(
    rules.filter(({ meta }) => categories.includes(meta.docs.category)).map(({ meta }) => meta.docs.name),
  );
  const ofJob = findings.filter(
    ({ jobs, rule }) => related.has(rule) && jobs.some((name) => name === job.name || name === job.keyPath),
  );
  const here = ofJob.filter((finding) => overlap(finding.place, around) || overlap(finding.place, place));
  return [...here, ...ofJob.filter((finding) => !here.includes(finding))].slice(0, MOST_FINDINGS);
}

function linesOf({ scripts }: Job): readonly ScriptLine[] {
  return scripts.filter(({ section }) => section !== 'after_script').flatMap(({ lines }) => lines);
}

/** As the runner prints it: the first of several lines. */
function shownAs({ text }: ScriptLine): string {
  return text.text.split('\n', 1)[0]?.trim() ?? '';
}

/** The name that jobs have in common: that of one job, or of the copies that `parallel: matrix` makes of it. */
export function onlyName(jobs: readonly Job[]): string | undefined {
  const names = new Set(jobs.map(({ name }) => name));
  if (names.size === 1) return [...names][0];
  const written = new Set(jobs.map(({ keyPath }) => keyPath));
  return written.size === 1 ? [...written][0] : undefined;
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.range[0] === b.range[0] && a.range[1] === b.range[1];
}

function overlap(a: Place, b: Place): boolean {
  return a.file === b.file && a.range[0] < b.range[1] && b.range[0] < a.range[1];
}
