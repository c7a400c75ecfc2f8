/**
 * Keywords that GitLab does not know, values of the wrong type, keywords that exclude each other. What the schema says
 * counts as far as it is certain; what a schema cannot say is here.
 */
import { type Entry, joinTrails, type Mapping, type Trail, type Value } from '../yaml/values.ts';
import { isOpen, type JobSource, kindOf, specified } from './build-keyword.ts';
import type { Checker } from './check.ts';
import { MOST_COPIES, matrixSize } from './copies.ts';
import { flatten } from './flatten.ts';
import { type Fault, faultsOf, type SchemaPart } from './schema/faults.ts';

/** Pairs that GitLab does not accept together, even where one of them is null. */
const EXCLUSIVE = [
  ['script', 'trigger'],
  ['run', 'trigger'],
  ['script', 'run'],
  ['before_script', 'run'],
  ['after_script', 'run'],
] as const;

/** What GitLab does not accept beside `rules`, unless it is null. */
const NOT_BESIDE_RULES = ['only', 'except', 'start_in'] as const;

/** GitLab's entries for the items of these lists, as it names them in messages. */
const ITEM_NAMES: Readonly<Record<string, string>> = { services: 'service', rules: 'rule', needs: 'need' };

export function checkJob(job: JobSource, checker: Checker): void {
  const { name, config, entry } = job;
  const location = `jobs:${name}`;
  const report = (kind: string, at: Entry, data: Record<string, string>): void => {
    if (!checker.isSettled(joinTrails(entry.trail, at.trail))) return;
    checker.report('config-schema', kind, at.key.place, { job: name, ...data });
  };
  const part = config.entries.has('trigger') && job.kind === 'trigger' ? 'triggerJob' : 'job';
  checkSchema(part, config, { name, location, trail: entry.trail }, checker);
  for (const [first, second] of EXCLUSIVE) {
    const [one, other] = [config.entries.get(first), config.entries.get(second)];
    if (!one || !other || !checker.isSettled(one.trail)) continue;
    const gitlab = `${location} config these keys cannot be used together: ${first}, ${second}`.toLowerCase();
    report('exclusiveKeywords', other, { first, second, gitlab });
  }
  for (const keyword of NOT_BESIDE_RULES) {
    const [rules, other] = [specified(config, 'rules'), specified(config, keyword)];
    if (!rules || !other || !checker.isSettled(rules.trail)) continue;
    const gitlab = `${location} config key may not be used with \`rules\`: ${keyword}`.toLowerCase();
    report('exclusiveKeywords', other, { first: 'rules', second: keyword, gitlab });
  }
  const script = config.entries.get('script');
  if (script && !config.entries.has('run') && isBlankScript(script.value)) report('emptyScript', script, {});
  if (job.kind === 'trigger' && !config.entries.has('trigger')) checkNeedsOnly(job, checker);
  checkOptions(`${name}:variables`, location, specified(config, 'variables'), checker);
  checkMatrix(job, location, checker);
}

function checkMatrix({ name, config, entry }: JobSource, location: string, checker: Checker): void {
  const parallel = specified(config, 'parallel');
  const matrix = parallel?.value.kind === 'mapping' ? specified(parallel.value, 'matrix') : undefined;
  const size = matrix ? matrixSize(matrix.value) : 0;
  if (!parallel || !matrix || size <= MOST_COPIES) return;
  if (!checker.isSettled(joinTrails(entry.trail, parallel.trail, matrix.trail))) return;
  checker.report('config-schema', 'wrongType', matrix.key.place, {
    path: `${name}:parallel:matrix`,
    isItem: 'false',
    keyword: 'matrix',
    near: '',
    expected: `a matrix of at most ${MOST_COPIES} jobs`,
    found: `one of ${size}`,
    gitlab: `${location}:parallel:matrix config generates too many jobs (maximum is ${MOST_COPIES})`.toLowerCase(),
  });
}

/** Checks what stands at the top level and is no job: `default:`, the keywords that mean the same, `workflow:` … */
export function checkConfiguration(config: Mapping, checker: Checker): void {
  const keywords = [...config.entries].filter(([name, { value }]) => kindOf(name, value) === undefined);
  const entries = new Map(keywords.filter(([name]) => !isReservedName(name, config, checker)));
  checkSchema('configuration', { ...config, entries }, { name: '', location: '', trail: [] }, checker);
  checkOptions('variables', '', specified(config, 'variables'), checker);
}

/** What is held against the schema: how messages and GitLab name it, and the way to it. */
interface Subject {
  readonly name: string;
  readonly location: string;
  readonly trail: Trail;
}

function checkSchema(part: SchemaPart, mapping: Mapping, subject: Subject, checker: Checker): void {
  for (const fault of faultsOf(part, mapping)) {
    const { kind, place, keyword, near, expected, found, isItem } = fault;
    const isCertain = checker.isSettled(joinTrails(subject.trail, fault.trail));
    if (!isCertain || (kind === 'missingKeyword' && !checker.complete)) continue;
    const path = [...(subject.name ? [subject.name] : []), ...fault.path].join(':');
    const gitlab = gitlabLine(fault, subject.location);
    checker.report('config-schema', kind, place, { path, isItem: `${isItem}`, keyword, near, expected, found, gitlab });
  }
}

function gitlabLine({ gitlab, path, isItem }: Fault, location: string): string {
  const item = isItem ? ITEM_NAMES[path.at(-1) ?? ''] : undefined;
  const of = (names: readonly string[]): string => [...(location ? [location] : []), ...names].join(':');
  const named = path.map((name, index) => {
    const inner = ITEM_NAMES[name];
    return inner && index < path.length - 1 ? `${name}:${inner}` : name;
  });
  const whole = of(item ? [...named, item] : named);
  return gitlab
    .replace('{location}', () => whole)
    .replace('{parent}', () => of(named.slice(0, -1)))
    .trim()
    .toLowerCase();
}

/** A job cannot have the name of a keyword: GitLab takes it for that keyword and its script for a part of it. */
function isReservedName(name: string, config: Mapping, checker: Checker): boolean {
  if (name === 'default' || name === 'workflow') return false;
  const entry = config.entries.get(name);
  const script = entry?.value.kind === 'mapping' ? specified(entry.value, 'script') : undefined;
  if (!entry || !script || (name === 'variables' && script.value.kind !== 'list')) return false;
  const [fault] = faultsOf('configuration', { ...config, entries: new Map([[name, entry]]) });
  if (fault && checker.isSettled(joinTrails(entry.trail, script.trail))) {
    checker.report('config-schema', 'reservedName', entry.key.place, { job: name, gitlab: gitlabLine(fault, '') });
  }
  return true;
}

/** The value of a variable with `options` is one of them. */
function checkOptions(path: string, location: string, variables: Entry | undefined, checker: Checker): void {
  if (variables?.value.kind !== 'mapping') return;
  for (const [name, { value: variable, trail }] of variables.value.entries) {
    if (variable.kind !== 'mapping' || !checker.isSettled(joinTrails(variables.trail, trail))) continue;
    const options = variable.entries.get('options')?.value;
    const chosen = variable.entries.get('value')?.value;
    if (options?.kind !== 'list' || chosen?.kind !== 'scalar' || isOpen(chosen)) continue;
    const isOption = options.items.some(
      ({ value: option }) => isOpen(option) || (option.kind === 'scalar' && option.text.text === chosen.text.text),
    );
    if (isOption) continue;
    const at = [...(location ? [location] : []), `variables:${name}`].join(':');
    checker.report('config-schema', 'wrongType', chosen.place, {
      path: `${path}:${name}:value`,
      isItem: 'false',
      keyword: '',
      near: '',
      expected: 'one of its `options`',
      found: `\`${chosen.text.text}\``,
      gitlab: `${at} config value must be present in options`.toLowerCase(),
    });
  }
}

/** `needs` without a script asks for a mirrored pipeline, and then names one. */
function checkNeedsOnly(job: JobSource, checker: Checker): void {
  const needs = specified(job.config, 'needs');
  if (!needs || !checker.complete || isOpen(needs.value)) return;
  const mirrors = flatten(needs.value, []).items.some(
    ({ value }) => isOpen(value) || (value.kind === 'mapping' && value.entries.has('pipeline')),
  );
  if (!mirrors) checker.report('config-schema', 'needsOnly', job.entry.key.place, { job: job.name });
}

function isBlankScript(value: Value): boolean {
  if (value.kind === 'list') return value.items.length === 0;
  return value.kind === 'scalar' && value.text.text.trim() === '';
}
