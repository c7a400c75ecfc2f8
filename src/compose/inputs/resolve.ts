/** The values that a file's inputs have in the end (GitLab: lib/ci/inputs/builder.rb). */
import type { Place } from '../../source/source-file.ts';
import { nothingAt } from '../../yaml/scalar.ts';
import type { List, Mapping, Value } from '../../yaml/values.ts';
import { holds } from '../expression/evaluate.ts';
import { parseExpression } from '../expression/parse.ts';
import { type Value as Operand, UNKNOWN } from '../expression/value.ts';
import { nearestName } from '../nearest.ts';
import { holdsUnknown } from '../placeholder.ts';
import { checkInput, coerce, type Input, over } from './input.ts';
import type { InputsReport } from './problems.ts';
import type { Spec } from './spec.ts';

/**
 * Who gives the values. `include`: the include at the place, or who starts the pipeline. `defaults`: a pipeline starts by itself and gives none, though somebody may start it with others.
 * `open`: the file is read for all who may include it, so that every value is possible.
 */
export type GivenInputs =
  | { readonly by: 'include'; readonly values: Mapping | undefined; readonly place?: Place }
  | { readonly by: 'defaults' }
  | { readonly by: 'open' };

/** A value by its name; undefined for one that is not known. */
export type KnownValues = ReadonlyMap<string, Value | undefined>;

/** @param file how messages name the file with the inputs */
export function resolveInputs(spec: Spec, given: GivenInputs, file: string, report: InputsReport): KnownValues {
  const params = given.by === 'include' ? given.values?.entries : undefined;
  const resolved = new Map<string, Value | undefined>();
  const context = (name: string): Operand => {
    if (given.by === 'open' || !spec.inputs.has(name)) return UNKNOWN;
    if (resolved.has(name)) return operandOf(resolved.get(name));
    const param = params?.get(name)?.value;
    return param ? operandOf(param) : given.by === 'defaults' ? UNKNOWN : null;
  };
  const meant = new Set<string>();
  if (params && spec.complete) {
    for (const [name, { key }] of params) {
      if (spec.inputs.has(name)) continue;
      const inputs = [...spec.inputs.keys()].map((one) => `\`${one}\``).join(', ');
      const near = nearestName(name, spec.inputs.keys()) ?? '';
      report('unknownInput', key.place, { input: name, file, inputs, near });
      meant.add(near);
    }
  }
  for (const input of spec.inputs.values()) {
    const param = params?.get(input.name)?.value;
    resolved.set(input.name, resolveInput(input, param, { given, file, meant, context, report }));
  }
  return resolved;
}

interface Surroundings {
  readonly given: GivenInputs;
  readonly file: string;
  /** Names that are given, but for a slip of the keyboard. */
  readonly meant: ReadonlySet<string>;
  readonly context: (name: string) => Operand;
  readonly report: InputsReport;
}

function resolveInput(input: Input, param: Value | undefined, surroundings: Surroundings): Value | undefined {
  const { given, file, meant, context, report } = surroundings;
  const { name, type, rules } = input;
  const rule = rules && matchingRule(rules, context);
  const isGiven = param && !isNothing(param) && !(rules && isEmptyText(param));
  const written = rule === 'maybe' ? undefined : (rule?.entries.get('default')?.value ?? input.default);
  const ruleOptions = rule && rule !== 'maybe' ? rule.entries.get('options')?.value : undefined;
  const options: List | undefined = ruleOptions?.kind === 'list' ? ruleOptions : input.options;
  const byDefault = written && type && coerce(written, type);
  if (byDefault && written && !isNothing(written)) checkInput(input, byDefault, 'default', options, report);
  if (given.by === 'open') return undefined;
  if (isGiven) {
    if (!type || holdsUnknown(param)) return undefined;
    const value = coerce(param, type);
    if (rule !== 'maybe') checkInput(input, value, 'provided', options, report);
    return value;
  }
  if (byDefault) return byDefault;
  if (rule === 'maybe') return undefined;
  if (!input.default && !rules?.some((one) => one.entries.has('default'))) {
    if (given.by === 'include' && !meant.has(name))
      report('required', given.place ?? input.key.place, { input: name, file });
    return undefined;
  }
  return type === 'string' ? over(input.key, '') : nothingAt(input.key.place.file, input.key.place.range[1]);
}

/** The first rule that holds, `maybe` when that is not known. */
function matchingRule(rules: readonly Mapping[], input: (name: string) => Operand): Mapping | 'maybe' | undefined {
  for (const rule of rules) {
    const condition = rule.entries.get('if')?.value;
    if (!condition || isNothing(condition)) return rule;
    if (condition.kind !== 'scalar') return 'maybe';
    const parsed = parseExpression(condition.text.text);
    const answer = parsed.ok ? holds(parsed.expression, { variable: () => UNKNOWN, input }) : 'maybe';
    if (answer === 'yes') return rule;
    if (answer === 'maybe') return 'maybe';
  }
  return undefined;
}

function operandOf(value: Value | undefined): Operand {
  if (value?.kind !== 'scalar' || holdsUnknown(value)) return UNKNOWN;
  if (value.type === 'null') return null;
  if (value.type === 'boolean') return value.value === true;
  return value.type === 'string' ? value.text.text : UNKNOWN;
}

function isNothing(value: Value): boolean {
  return value.kind === 'scalar' && value.type === 'null';
}

function isEmptyText(value: Value): boolean {
  return value.kind === 'scalar' && value.type === 'string' && value.text.text === '';
}
