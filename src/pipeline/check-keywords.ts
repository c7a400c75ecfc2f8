/** Keywords that no job may have, that exclude each other, or whose value is of the wrong type. */
import { nearestName } from '../compose/nearest.ts';
import { type Entry, joinTrails, type Mapping, type Trail, type Value } from '../yaml/values.ts';
import { GLOBAL_DEFAULTS, type JobSource, specified } from './build-keyword.ts';
import type { Checker } from './check.ts';
import { flatten } from './flatten.ts';
import { isOpen, SHAPES } from './keyword-shapes.ts';

/** Of every job and trigger job (entry/processable.rb). */
const COMMON_KEYWORDS = [
  'extends stage only except rules variables inherit allow_failure when needs resource_group environment interruptible',
];
/** Of a job with a script (entry/job.rb), the last three of GitLab's paid tiers. */
const JOB_KEYWORDS = [
  'tags script image services start_in artifacts cache dependencies before_script after_script hooks coverage retry',
  'parallel timeout inputs release id_tokens publish pages manual_confirmation run',
  'secrets dast_configuration identity',
];
/** Of `default:` (entry/default.rb), the last one of GitLab's paid tiers. */
const DEFAULT_KEYWORDS = [
  'before_script after_script hooks cache image services interruptible timeout retry tags artifacts id_tokens identity',
];

const OF_JOB = words([...COMMON_KEYWORDS, ...JOB_KEYWORDS]);
const OF_DEFAULT = words(DEFAULT_KEYWORDS);
const OF_SERVICE = words(['name entrypoint command alias variables pull_policy docker kubernetes']);

/** Pairs that GitLab does not accept together. */
const EXCLUSIVE = [
  ['script', 'trigger'],
  ['run', 'trigger'],
  ['script', 'run'],
  ['before_script', 'run'],
  ['after_script', 'run'],
  ['rules', 'only'],
  ['rules', 'except'],
  ['rules', 'start_in'],
] as const;

export function checkJob(job: JobSource, checker: Checker): void {
  const { name, config, entry } = job;
  const report = (kind: string, at: Entry, data: Record<string, string>): void => {
    if (checker.isSettled(joinTrails(entry.trail, at.trail))) {
      checker.report('config-schema', kind, at.key.place, { job: name, ...data });
    }
  };
  if (job.kind === 'job') {
    for (const [keyword, at] of config.entries) {
      if (OF_JOB.includes(keyword) || keyword === 'trigger') continue;
      report('unknownKeyword', at, { keyword, near: nearestName(keyword, OF_JOB) ?? '' });
    }
  }
  for (const [first, second] of EXCLUSIVE) {
    const other = specified(config, second);
    if (other && specified(config, first)) report('exclusiveKeywords', other, { first, second });
  }
  const script = config.entries.get('script');
  if (script && !config.entries.has('run') && isBlankScript(script.value)) report('emptyScript', script, {});
  if (job.kind === 'trigger' && !config.entries.has('trigger')) checkNeedsOnly(job, checker);
  checkShapes(`${name}:`, config, entry.trail, checker);
  const variables = specified(config, 'variables');
  if (variables) checkVariables(`${name}:variables`, variables, ['value', 'expand'], checker);
}

/** Checks `default:`, or with an empty name the keywords at the top level that mean the same. */
export function checkDefault(name: string, config: Mapping, trail: Trail, checker: Checker): void {
  if (name === '') {
    const globals = new Map([...config.entries].filter(([keyword]) => GLOBAL_DEFAULTS.includes(keyword)));
    checkShapes('', { ...config, entries: globals }, trail, checker);
    return;
  }
  for (const [keyword, at] of config.entries) {
    if (OF_DEFAULT.includes(keyword) || !checker.isSettled(joinTrails(trail, at.trail))) continue;
    const near = nearestName(keyword, OF_DEFAULT) ?? '';
    checker.report('config-schema', 'unknownKeyword', at.key.place, { job: name, keyword, near });
  }
  checkShapes(`${name}:`, config, trail, checker);
}

export function checkVariables(
  path: string,
  { value, trail }: Entry,
  fields: readonly string[],
  checker: Checker,
): void {
  const wrong = (at: Value, keyword: string, expected: string): void => {
    if (checker.isSettled(trail)) checker.report('config-schema', 'wrongType', at.place, { keyword, expected });
  };
  if (isOpen(value)) return;
  if (value.kind !== 'mapping') {
    wrong(value, path, 'a hash of names and values');
    return;
  }
  for (const [name, { value: variable }] of value.entries) {
    if (variable.kind === 'list') wrong(variable, `${path}:${name}`, 'a string or a hash');
    if (variable.kind !== 'mapping') continue;
    for (const [field, { key }] of variable.entries) {
      if (!fields.includes(field)) {
        checker.report('config-schema', 'unknownKeyword', key.place, {
          job: `${path}:${name}`,
          keyword: field,
          near: '',
        });
      }
    }
    const options = variable.entries.get('options')?.value;
    const chosen = variable.entries.get('value')?.value;
    if (options?.kind !== 'list' || chosen?.kind !== 'scalar' || [chosen, options].some(isOpen)) continue;
    const isOption = options.items.some(
      ({ value: option }) => isOpen(option) || (option.kind === 'scalar' && option.text.text === chosen.text.text),
    );
    if (!isOption) wrong(chosen, `${path}:${name}:value`, 'one of its `options`');
  }
}

function checkShapes(prefix: string, config: Mapping, trail: Trail, checker: Checker): void {
  for (const [keyword, { expected, offender }] of Object.entries(SHAPES)) {
    const at = specified(config, keyword);
    if (!at || isOpen(at.value) || !checker.isSettled(joinTrails(trail, at.trail))) continue;
    const wrong = offender(at.value);
    if (!wrong || isOpen(wrong)) continue;
    checker.report('config-schema', 'wrongType', wrong.place, { keyword: `${prefix}${keyword}`, expected });
  }
  const services = specified(config, 'services')?.value;
  if (services?.kind === 'list') checkServices(`${prefix}services`, services, trail, checker);
}

function checkServices(path: string, services: Value, trail: Trail, checker: Checker): void {
  for (const { value, trail: way } of flatten(services, trail).items) {
    if (value.kind !== 'mapping' || !checker.isSettled(way)) continue;
    for (const [keyword, { key }] of value.entries) {
      if (OF_SERVICE.includes(keyword)) continue;
      const near = nearestName(keyword, OF_SERVICE) ?? '';
      checker.report('config-schema', 'unknownKeyword', key.place, { job: path, keyword, near });
    }
  }
}

/** `needs` without a script asks for a mirrored pipeline, and then names one. */
function checkNeedsOnly(job: JobSource, checker: Checker): void {
  const needs = specified(job.config, 'needs');
  if (!needs || !checker.complete || isOpen(needs.value)) return;
  const mirrors = flatten(needs.value, []).items.some(
    ({ value }) => isOpen(value) || (value.kind === 'mapping' && value.entries.has('pipeline')),
  );
  if (!mirrors) checker.report('config-schema', 'notJob', job.entry.key.place, { job: job.name });
}

function isBlankScript(value: Value): boolean {
  if (value.kind === 'list') return value.items.length === 0;
  return value.kind === 'scalar' && value.text.text.trim() === '';
}

function words(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' '));
}
