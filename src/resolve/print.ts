/** Prints the effective configuration: as JSON for programs, as YAML with the origin of every part for people. */
import type { Unresolved } from '../compose/composition.ts';
import { isUnsafe, safeJson, safeLine } from '../report/safe-text.ts';
import { maskSecrets, maskValue } from '../report/secrets.ts';
import { stepName } from '../report/trail.ts';
import type { Place } from '../source/source-file.ts';
import { type Printable, printYaml } from '../yaml/print.ts';
import type { Trail } from '../yaml/values.ts';
import type { Configuration } from './configuration.ts';
import { made, type Origin, plain, type Resolved } from './resolved.ts';

export const PRINTERS = { yaml: asYaml, json: asJson } as const satisfies Readonly<
  Record<string, (configuration: Configuration) => string>
>;

/** Keys may be added, none is renamed or removed. */
function asJson({ jobs, stages, workflow, variables, unresolved }: Configuration): string {
  return safeJson({
    jobs: Object.fromEntries([...jobs].map(([name, job]) => [name, plain(job)])),
    stages,
    workflow: workflow ? plain(workflow) : null,
    variables: plain(variables),
    unresolved: unresolved.map(unresolvedObject),
  });
}

function unresolvedObject({ kind, target, place, reason }: Unresolved): Record<string, unknown> {
  return { kind, target, file: place.file.path, start: place.file.position(place.range[0]), reason };
}

/** The same keys as in JSON, those that hold nothing left out. */
function asYaml({ jobs, stages, workflow, variables, unresolved }: Configuration): string {
  const parts = new Map<string, Printable>();
  parts.set('stages', { data: stages.map((stage) => printable(made(stage), 0, undefined)), comment: undefined });
  if (workflow) parts.set('workflow', printable(workflow, KEYWORD_LEVELS, undefined));
  if (variables.data instanceof Map && variables.data.size > 0)
    parts.set('variables', printable(variables, KEYWORD_LEVELS, undefined));
  parts.set('jobs', printable(made(jobs), JOB_LEVELS, undefined));
  const text = printYaml({ data: parts, comment: undefined }, isUnsafe);
  return `${unresolved.map(unresolvedLine).join('')}${text}`;
}

/** What a key of the configuration has, as YAML with its origins. */
export function showResolved(name: string, value: Resolved): string {
  return printYaml(printable(masked(name, value), KEYWORD_LEVELS, undefined), isUnsafe);
}

function unresolvedLine({ kind, target, place, reason }: Unresolved): string {
  return `# not known here: ${safeLine(`${kind} ${target} ${reason}`)} (${showLine(place)})\n`;
}

/** How deep every part tells its origin: a job, then its keywords, then each variable. Below, only what comes another way. */
const JOB_LEVELS = 2;
const KEYWORD_LEVELS = 1;

function printable({ data, origin }: Resolved, levels: number, around: Origin | undefined): Printable {
  const isNews = origin && (levels > 0 || !comesTheSameWay(origin, around));
  const comment = isNews ? originLine(origin) : undefined;
  const inner = (value: Resolved): Printable => printable(value, origin ? levels - 1 : levels, origin ?? around);
  if (data instanceof Map) {
    const named = [...data].map(([name, value]) => [maskSecrets(name), inner(masked(name, value))] as const);
    return { data: new Map(named), comment };
  }
  if (Array.isArray(data)) return { data: data.map((item) => printable(item, 0, origin ?? around)), comment };
  return { data: typeof data === 'string' ? maskSecrets(data) : (data as Printable['data']), comment };
}

function masked(name: string, value: Resolved): Resolved {
  return typeof value.data === 'string' ? { ...value, data: maskValue(value.data, name) } : value;
}

function comesTheSameWay({ place, trail }: Origin, around: Origin | undefined): boolean {
  return place.file === around?.place.file && sameTrail(trail, around.trail);
}

function sameTrail(a: Trail, b: Trail): boolean {
  return a.length === b.length && a.every((step, index) => step.place === b[index]?.place);
}

/** `from ci/base.yml:3, extended as .docker at .gitlab-ci.yml:12` */
function originLine({ place, trail }: Origin): string {
  const steps = trail.map((step) => {
    return `, ${stepName(step)}${step.conditional ? ' under conditions' : ''} at ${showLine(step.place)}`;
  });
  return safeLine(`from ${showLine(place)}${steps.join('')}`);
}

function showLine({ file, range }: Place): string {
  return `${file.path}:${file.position(range[0]).line}`;
}
