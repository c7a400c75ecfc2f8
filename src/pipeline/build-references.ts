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
  return referencesIn([
    ...rulesTexts(at('rules'), `${name}.rules`),
    ...['only', 'except'].flatMap((keyword) => policyTexts(at(keyword), `${name}.${keyword}`)),
    ...texts(at('trigger'), `${name}.trigger`, 'creation'),
    ...['project', 'branch'].flatMap((key) => texts(part(at('trigger'), key), `${name}.trigger.${key}`, 'creation')),
    ...texts(at('environment'), `${name}.environment`, 'run'),
    ...['name', 'url'].flatMap((key) => texts(part(at('environment'), key), `${name}.environment.${key}`, 'run')),
    ...texts(part(inherited('artifacts'), 'name'), `${name}.artifacts.name`, 'run'),
    ...items(inherited('cache')).flatMap((cache) => cacheTexts(cache, `${name}.cache.key`)),
  ]);
}

/** @param includes the `include` of every file that takes part */
export function pipelineReferences(root: Mapping, includes: readonly Item[]): readonly VariableReference[] {
  const workflow = specified(root, 'workflow');
  return referencesIn([
    ...rulesTexts(part(workflow, 'rules'), 'workflow.rules'),
    ...texts(part(workflow, 'name'), 'workflow.name', 'creation'),
    ...includes.flatMap(items).flatMap(includeTexts),
  ]);
}

const INCLUDE_KEYS = ['local', 'project', 'ref', 'file', 'remote', 'template', 'component'] as const;

function includeTexts(include: Item): readonly Text[] {
  return [
    ...texts(include, 'include', 'creation'),
    ...INCLUDE_KEYS.flatMap((key) => texts(part(include, key), `include.${key}`, 'creation')),
    ...rulesTexts(part(include, 'rules'), 'include.rules'),
  ];
}

function rulesTexts(rules: Item | undefined, keyPath: string): readonly Text[] {
  return items(rules).flatMap((rule, index) => {
    const at = `${keyPath}[${index}]`;
    return [
      ...texts(part(rule, 'if'), `${at}.if`, 'creation', true),
      ...['changes', 'exists'].flatMap((key) => {
        const paths = part(rule, key);
        return texts(part(paths, 'paths') ?? paths, `${at}.${key}`, 'creation');
      }),
    ];
  });
}

function policyTexts(policy: Item | undefined, keyPath: string): readonly Text[] {
  return texts(part(policy, 'variables'), `${keyPath}.variables`, 'creation', true);
}

function cacheTexts(cache: Item, keyPath: string): readonly Text[] {
  const key = part(cache, 'key');
  return [...texts(key, keyPath, 'run'), ...texts(part(key, 'prefix'), `${keyPath}.prefix`, 'run')];
}

/** The scalars of a value that is one, or a list of them. */
function texts(item: Item | undefined, keyPath: string, readAt: ReadAt, isCondition = false): readonly Text[] {
  return items(item).flatMap(({ value, trail }) =>
    value.kind === 'scalar' ? [{ text: value.text, trail, keyPath, readAt, isCondition }] : [],
  );
}

function items(item: Item | undefined): readonly Item[] {
  return item ? flatten(item.value, item.trail).items : [];
}

function part(item: Item | undefined, key: string): Item | undefined {
  const found = item?.value.kind === 'mapping' ? specified(item.value, key) : undefined;
  return item && found && { value: found.value, trail: joinTrails(item.trail, found.trail) };
}

function referencesIn(found: readonly Text[]): readonly VariableReference[] {
  return found.flatMap(({ text, trail, keyPath, readAt, isCondition }) =>
    mentions(text, isCondition).map(
      ({ name, place, asksForValue }): VariableReference => ({
        type: 'VariableReference',
        trail,
        keyPath,
        name,
        definition: NOT_ASKED,
        hasFallback: false,
        ...(readAt === 'creation' && { atCreation: { asksWhetherSet: !asksForValue } }),
        place,
      }),
    ),
  );
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
