/** Variables at all the levels on which a pipeline file can set them. */
import {
  type Entry,
  isConditional,
  joinTrails,
  type List,
  type Mapping,
  NO_TRAIL,
  type Trail,
  type Value,
} from '../yaml/values.ts';
import { inherits, type JobSource, type Keyword, ownKeyword, specified } from './build-keyword.ts';
import type { Copy } from './copies.ts';
import { flatten } from './flatten.ts';
import type { Variable } from './nodes.ts';
import { plainText, unknownText, variableText } from './runner-text.ts';
import type { SymbolicText } from './symbolic.ts';

type Scope = Variable['scope'];

const MAYBE = 'is set by an include that may not take part';

/** The pipeline's variables: those of the file, then those its `workflow: rules` may set. */
export function buildPipelineVariables(root: Mapping): readonly Variable[] {
  const own = specified(root, 'variables');
  const workflow = specified(root, 'workflow');
  const rules = workflow?.value.kind === 'mapping' ? specified(workflow.value, 'rules') : undefined;
  return [
    ...(own ? readVariables(own.value, 'pipeline', 'variables', own.trail) : []),
    ...(rules && workflow ? ruleVariables(rules.value, 'workflow.rules', joinTrails(workflow.trail, rules.trail)) : []),
  ];
}

/**
 * The variables of a job, the stronger after the weaker, each name once but for what may or may not take part.
 *
 * @param copy the one of the job's copies that is meant; without it a name of the matrix has all the values there are
 */
export function buildJobVariables(
  job: JobSource,
  ofPipeline: readonly Variable[],
  copy: Copy | undefined,
): readonly Variable[] {
  const at = (keyword: string): string => `${job.name}.${keyword}`;
  const variables = ownKeyword(job, 'variables');
  const own = variables ? readVariables(variables.value, 'job', at('variables'), variables.trail, job.entry.trail) : [];
  const parallel = ownKeyword(job, 'parallel');
  const matrix = copy ? ofCopy(copy, at('parallel.matrix')) : readMatrix(parallel, at('parallel.matrix'));
  const rules = ownKeyword(job, 'rules');

  const replaced = new Set(matrix.always);
  const kept = own.filter(({ name }) => !replaced.has(name));
  for (const { name } of own) replaced.add(name);
  const inherited = ofPipeline.filter(({ name }) => !replaced.has(name) && inherits(job, 'variables', name));
  return [
    ...inherited,
    ...kept,
    ...matrix.variables,
    ...(rules ? ruleVariables(rules.value, at('rules'), rules.trail) : []),
  ];
}

/**
 * The variables of one mapping. Its own place is the name, where a reader looks for a definition; the parts of the value
 * have theirs. What an include says that may not take part may have any other value.
 *
 * @param owner the beginning of the trail that leads to whom the variables belong, who comes or stays with them
 */
export function readVariables(
  mapping: Value,
  scope: Scope,
  keyPath: string,
  trail: Trail,
  owner: Trail = NO_TRAIL,
): readonly Variable[] {
  if (mapping.kind !== 'mapping') return [];
  return [...mapping.entries].map(([name, entry]): Variable => {
    const { value } = entry;
    const inner = value.kind === 'mapping' ? value.entries.get('value') : undefined;
    const raw = value.kind === 'mapping' && isFalse(value.entries.get('expand')?.value);
    const written = value.kind === 'mapping' ? inner?.value : value;
    const isMaybe = isConditional(trail.slice(owner.length)) || isConditional(entry.trail);
    return {
      type: 'Variable',
      name,
      scope,
      values: [...(isMaybe ? [unknownText(value.place, MAYBE)] : []), written ? textOf(written, raw) : []],
      text: written?.kind === 'scalar' && !isMaybe ? written.text : undefined,
      raw,
      references: [],
      place: entry.key.place,
      trail: joinTrails(trail, entry.trail, inner?.trail ?? []),
      keyPath: `${keyPath}.${name}`,
    };
  });
}

function textOf(value: Value, raw: boolean): SymbolicText {
  if (value.kind === 'scalar') return raw ? plainText(value.text) : variableText(value.text);
  const reason = value.kind === 'reference' ? 'comes from an include that cannot be read here' : 'is not text';
  return unknownText(value.place, reason);
}

function ruleVariables(rules: Value, keyPath: string, trail: Trail): readonly Variable[] {
  return flatten(rules, trail).items.flatMap((rule, index) => {
    const variables = rule.value.kind === 'mapping' ? specified(rule.value, 'variables') : undefined;
    if (!variables) return [];
    const way = joinTrails(rule.trail, variables.trail);
    return readVariables(variables.value, 'rules', `${keyPath}[${index}].variables`, way);
  });
}

interface Matrix {
  readonly variables: readonly Variable[];
  /** Names that every copy of the job gets a value for. */
  readonly always: readonly string[];
}

/** The names of `parallel: matrix`, each with all the values that some copy of the job gets. */
function readMatrix(parallel: Keyword | undefined, keyPath: string): Matrix {
  const matrix = parallel?.value.kind === 'mapping' ? specified(parallel.value, 'matrix') : undefined;
  if (!parallel || matrix?.value.kind !== 'list') return { variables: [], always: [] };
  const variables = new Map<string, Variable & { readonly values: SymbolicText[] }>();
  const uses = new Map<string, number>();
  for (const [name, variable] of matrixVariables(matrix.value, keyPath, joinTrails(parallel.trail, matrix.trail))) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
    const known = variables.get(name);
    if (known) known.values.push(...variable.values);
    else variables.set(name, { ...variable, values: [...variable.values] });
  }
  const copies = matrix.value.items.length;
  return { variables: [...variables.values()], always: [...uses].flatMap(([name, n]) => (n === copies ? [name] : [])) };
}

/** What one copy gets, each name once. */
function ofCopy({ variables }: Copy, keyPath: string): Matrix {
  return {
    variables: variables.map(({ name, key, value, trail }) => ({
      ...matrixVariable({ key, value, trail }, name, keyPath),
      text: value.text,
    })),
    always: variables.map(({ name }) => name),
  };
}

function* matrixVariables(matrix: List, keyPath: string, trail: Trail): Generator<[string, Variable]> {
  for (const item of matrix.items) {
    if (item.value.kind !== 'mapping') continue;
    for (const [name, entry] of item.value.entries) {
      const way = joinTrails(trail, item.trail, entry.trail);
      yield [name, matrixVariable({ ...entry, trail: way }, name, keyPath)];
    }
  }
}

function matrixVariable({ key, value, trail }: Entry, name: string, keyPath: string): Variable {
  const values = value.kind === 'list' ? value.items.map((item) => item.value) : [value];
  return {
    type: 'Variable',
    name,
    scope: 'matrix',
    values: values.map((each) => textOf(each, false)),
    text: undefined,
    raw: false,
    references: [],
    place: key.place,
    trail,
    keyPath: `${keyPath}.${name}`,
  };
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.value === false;
}
