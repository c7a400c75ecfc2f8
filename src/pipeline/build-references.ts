/**
 * The variables that a job's or a pipeline's keywords name where no other node of the tree stands for the text: conditions
 * and paths of `rules`, `only` and `except`, what a trigger job starts, `include`, `cache:key`, `artifacts:name` and
 * `environment` (GitLab docs: "Where variables can be used").
 */
import { type Expression, partsOf } from '../compose/expression/expression.ts';
import { parseExpression } from '../compose/expression/parse.ts';
import type { LocatedText } from '../source/located-text.ts';
import type { Place } from '../source/source-file.ts';
import { type Item, joinTrails, type Mapping, type Trail } from '../yaml/values.ts';
import { effectiveKeyword, type JobSource, specified } from './build-keyword.ts';
import type { Definition, VariableReference } from './commands.ts';
import { flatten } from './flatten.ts';
import { variableText } from './runner-text.ts';

/** `creation`: GitLab reads it itself while it makes the pipeline. `run`: it is read for a job that runs. */
type ReadAt = 'creation' | 'run';

/** One text of the YAML that names variables. */
interface Text {
  readonly text: LocatedText;
  readonly trail: Trail;
  readonly keyPath: string;
  readonly readAt: ReadAt;
  readonly isCondition: boolean;
}

/** Before the registry stage nothing is known of where a name gets its value. */
const NOT_ASKED: Definition = { by: 'maybe', instead: undefined };

/** The names in the keywords of one job. */
export function jobReferences(root: Mapping, job: JobSource): readonly VariableReference[] {
  const { name, config, entry } = job;
  const at = (keyword: string): Item | undefined => {
    const own = specified(config, keyword);
    return own && { value: own.value, trail: joinTrails(entry.trail, own.trail) };
  };
  const inherited = (keyword: string): Item | undefined => effectiveKeyword(root, job, keyword);
  const found: Text[] = [];
  addRules(found, at('rules'), `${name}.rules`);
  addPolicy(found, at('only'), `${name}.only`);
  addPolicy(found, at('except'), `${name}.except`);
  const trigger = at('trigger');
  addTexts(found, trigger, `${name}.trigger`, 'creation');
  addTexts(found, part(trigger, 'project'), `${name}.trigger.project`, 'creation');
  addTexts(found, part(trigger, 'branch'), `${name}.trigger.branch`, 'creation');
  const environment = at('environment');
  addTexts(found, environment, `${name}.environment`, 'run');
  addTexts(found, part(environment, 'name'), `${name}.environment.name`, 'run');
  addTexts(found, part(environment, 'url'), `${name}.environment.url`, 'run');
  addTexts(found, part(inherited('artifacts'), 'name'), `${name}.artifacts.name`, 'run');
  for (const cache of items(inherited('cache'))) addCache(found, cache, `${name}.cache.key`);
  return referencesIn(found);
}

/** @param includes the `include` of every file that takes part */
export function pipelineReferences(root: Mapping, includes: readonly Item[]): readonly VariableReference[] {
  const workflow = specified(root, 'workflow');
  const found: Text[] = [];
  addRules(found, part(workflow, 'rules'), 'workflow.rules');
  addTexts(found, part(workflow, 'name'), 'workflow.name', 'creation');
  for (const each of includes) for (const include of items(each)) addInclude(found, include);
  return referencesIn(found);
}

const INCLUDE_KEYS = ['local', 'project', 'ref', 'file', 'remote', 'template', 'component'] as const;

function addInclude(found: Text[], include: Item): void {
  addTexts(found, include, 'include', 'creation');
  for (const key of INCLUDE_KEYS) addTexts(found, part(include, key), `include.${key}`, 'creation');
  addRules(found, part(include, 'rules'), 'include.rules');
}

function addRules(found: Text[], rules: Item | undefined, keyPath: string): void {
  for (const [index, rule] of items(rules).entries()) {
    const at = `${keyPath}[${index}]`;
    addTexts(found, part(rule, 'if'), `${at}.if`, 'creation', true);
    for (const key of ['changes', 'exists']) {
      const paths = part(rule, key);
      addTexts(found, part(paths, 'paths') ?? paths, `${at}.${key}`, 'creation');
    }
  }
}

function addPolicy(found: Text[], policy: Item | undefined, keyPath: string): void {
  addTexts(found, part(policy, 'variables'), `${keyPath}.variables`, 'creation', true);
}

function addCache(found: Text[], cache: Item, keyPath: string): void {
  const key = part(cache, 'key');
  addTexts(found, key, keyPath, 'run');
  addTexts(found, part(key, 'prefix'), `${keyPath}.prefix`, 'run');
}

/** The scalars of a value that is one, or a list of them. */
function addTexts(found: Text[], item: Item | undefined, keyPath: string, readAt: ReadAt, isCondition = false): void {
  for (const { value, trail } of items(item)) {
    if (value.kind === 'scalar') found.push({ text: value.text, trail, keyPath, readAt, isCondition });
  }
}

function items(item: Item | undefined): readonly Item[] {
  return item ? flatten(item.value, item.trail).items : NO_ITEMS;
}

const NO_ITEMS: readonly Item[] = [];

function part(item: Item | undefined, key: string): Item | undefined {
  const found = item?.value.kind === 'mapping' ? specified(item.value, key) : undefined;
  return item && found && { value: found.value, trail: joinTrails(item.trail, found.trail) };
}

function referencesIn(found: readonly Text[]): readonly VariableReference[] {
  const references: VariableReference[] = [];
  for (const { text, trail, keyPath, readAt, isCondition } of found) {
    for (const { name, place, asksForValue } of mentions(text, isCondition)) {
      references.push({
        type: 'VariableReference',
        trail,
        keyPath,
        name,
        definition: NOT_ASKED,
        hasFallback: false,
        place,
        ...(readAt === 'creation' && { atCreation: { asksWhetherSet: !asksForValue } }),
      });
    }
  }
  return references;
}

interface Mention {
  readonly name: string;
  readonly place: Place;
  readonly asksForValue: boolean;
}

/** Jobs that share a template share its texts, which are read once. */
const read = new WeakMap<LocatedText, readonly Mention[]>();

function mentions(text: LocatedText, isCondition: boolean): readonly Mention[] {
  if (!/[$%]/.test(text.text)) return [];
  const known = read.get(text);
  if (known) return known;
  const found = isCondition ? inCondition(text) : inText(text);
  read.set(text, found);
  return found;
}

function inText(text: LocatedText): readonly Mention[] {
  return variableText(text).flatMap((each) =>
    each.kind === 'variable' ? [{ name: each.name, place: each.place, asksForValue: true }] : [],
  );
}

function inCondition(text: LocatedText): readonly Mention[] {
  const parsed = parseExpression(text.text);
  if (!parsed.ok) return [];
  const compared = new Set<Expression>();
  return [...partsOf(parsed.expression)].flatMap((each) => {
    if (each.kind === 'comparison' && each.left.kind !== 'null' && each.right.kind !== 'null') {
      compared.add(each.left).add(each.right);
    }
    if (each.kind !== 'variable') return [];
    return [{ name: each.name, place: text.place(...each.range), asksForValue: compared.has(each) }];
  });
}
