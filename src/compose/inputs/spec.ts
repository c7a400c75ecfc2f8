/** Reads the header of a file: `spec:` with its inputs (GitLab: lib/gitlab/ci/config/header). */

import type { Entry, Item, List, Mapping, Scalar, Value } from '../../yaml/values.ts';
import { parseExpression } from '../expression/parse.ts';
import { nearestName } from '../nearest.ts';
import { INPUT_TYPES, type Input, type InputType } from './input.ts';
import type { InputsReport } from './problems.ts';
import { rubyText } from './ruby-text.ts';

export interface Spec {
  readonly inputs: ReadonlyMap<string, Input>;
  /** What of the component the file may use: `name`, `version`. */
  readonly component: readonly string[];
  /** Every file under `spec:include` was read, so that an input that is not here is nowhere. */
  readonly complete: boolean;
}

/** What `spec:include` brings: the `inputs` of its files. */
export interface IncludedInputs {
  readonly definitions: readonly Mapping[];
  readonly complete: boolean;
}

const HEADER_KEYS = ['spec'];
const SPEC_KEYS = ['inputs', 'include', 'component', 'description'];
const INPUT_KEYS = ['default', 'description', 'options', 'regex', 'type', 'rules'];
const RULE_KEYS = ['if', 'options', 'default'];
const COMPONENT_VALUES = ['name', 'sha', 'version', 'reference'];
const MAX_OPTIONS = 50;
const MAX_DESCRIPTION = 256;

/** @param includeInputs follows `spec:include` */
export function readSpec(
  header: Mapping,
  includeInputs: (include: Entry) => IncludedInputs,
  report: InputsReport,
): Spec {
  checkKeys(header, HEADER_KEYS, 'header', report);
  const spec = hashUnder(header, 'spec', 'header:spec', report);
  if (!spec) return { inputs: new Map(), component: [], complete: true };
  checkKeys(spec, SPEC_KEYS, 'header:spec', report);
  const description = written(spec, 'description')?.value;
  if (description && (!isString(description) || description.text.text.length > MAX_DESCRIPTION)) {
    report('wrongForm', description.place, {
      path: 'header:spec',
      expected: `string of at most ${MAX_DESCRIPTION} characters`,
    });
  }
  const include = written(spec, 'include');
  const included = include ? includeInputs(include) : { definitions: [], complete: true };
  const own = hashUnder(spec, 'inputs', 'header:spec:inputs', report);
  const inputs = new Map<string, Input>();
  for (const definitions of [...included.definitions, ...(own ? [own] : [])]) {
    for (const [name, entry] of definitions.entries) {
      if (inputs.has(name)) report('duplicateInput', entry.key.place, { input: name });
      inputs.set(name, readInput(name, entry, report));
    }
  }
  return { inputs, component: readComponent(spec, report), complete: included.complete };
}

function readInput(name: string, { key, value }: Entry, report: InputsReport): Input {
  const path = `header:spec:inputs:${name}`;
  const nothing = { name, key, default: undefined, options: undefined, regex: undefined, rules: undefined };
  if (isNull(value)) return { ...nothing, type: 'string' };
  if (value.kind !== 'mapping') {
    report('wrongForm', value.place, { path, expected: 'hash' });
    return { ...nothing, type: undefined };
  }
  checkKeys(value, INPUT_KEYS, path, report);
  const rules = readRules(name, value, report);
  return {
    name,
    key,
    type: readType(name, value, report),
    default: value.entries.get('default')?.value,
    options: readOptions(name, value, path, report),
    regex: readRegex(value, path, report),
    rules,
  };
}

function readType(name: string, input: Mapping, report: InputsReport): InputType | undefined {
  const type = input.entries.get('type')?.value;
  if (!type) return 'string';
  const text = rubyText(type) ?? '';
  const known = INPUT_TYPES.find((one) => one === text);
  if (!known) {
    const types = INPUT_TYPES.map((one) => `\`${one}\``).join(', ');
    report('unknownType', type.place, { input: name, type: text, types, near: nearestName(text, INPUT_TYPES) ?? '' });
  }
  return known;
}

function readOptions(name: string, owner: Mapping, path: string, report: InputsReport): List | undefined {
  const options = written(owner, 'options')?.value;
  if (!options) return undefined;
  if (options.kind !== 'list') {
    report('wrongForm', options.place, { path: `${path} input options`, expected: 'array' });
    return undefined;
  }
  const nothing = options.items.find((item) => isNull(item.value));
  if (nothing) report('nullOption', nothing.value.place, { input: name });
  if (options.items.length > MAX_OPTIONS)
    report('tooManyOptions', options.place, { input: name, limit: `${MAX_OPTIONS}` });
  return options;
}

function readRegex(input: Mapping, path: string, report: InputsReport): Scalar | undefined {
  const regex = written(input, 'regex')?.value;
  if (!regex || isString(regex)) return regex;
  report('wrongForm', regex.place, { path: `${path} input regex`, expected: 'string' });
  return undefined;
}

function readRules(name: string, input: Mapping, report: InputsReport): readonly Mapping[] | undefined {
  const rules = written(input, 'rules');
  if (!rules) return undefined;
  for (const other of ['options', 'default']) {
    if (input.entries.has(other)) report('exclusiveKeys', rules.key.place, { input: name, other });
  }
  const path = `header:spec:inputs:${name}:rules`;
  if (rules.value.kind !== 'list') {
    report('wrongForm', rules.value.place, { path, expected: 'array' });
    return undefined;
  }
  return rules.value.items.flatMap((item) => readRule(name, item, path, report));
}

function readRule(name: string, { value: rule }: Item, path: string, report: InputsReport): readonly Mapping[] {
  if (rule.kind !== 'mapping' || rule.entries.size === 0) {
    report('wrongForm', rule.place, { path: `${path}:rule`, expected: 'hash' });
    return [];
  }
  checkKeys(rule, RULE_KEYS, `${path}:rule`, report);
  const condition = written(rule, 'if')?.value;
  if (condition && !(isString(condition) && parseExpression(condition.text.text).ok)) {
    report('ruleCondition', condition.place, { input: name, text: rubyText(condition) ?? '' });
  }
  const options = readOptions(name, rule, path, report);
  const chosen = rule.entries.get('default')?.value;
  if (!chosen) report('ruleWithoutDefault', rule.place, { input: name });
  else if (options && options.items.length > 0 && !options.items.some((option) => isSame(option.value, chosen))) {
    report('ruleDefault', chosen.place, { input: name, value: rubyText(chosen) ?? '' });
  }
  return [rule];
}

function readComponent(spec: Mapping, report: InputsReport): readonly string[] {
  const component = written(spec, 'component')?.value;
  if (!component) return [];
  const wrong =
    component.kind === 'list' ? component.items.find(({ value }) => !isComponentValue(value))?.value : component;
  if (wrong) {
    const expected = `array of ${COMPONENT_VALUES.map((value) => `\`${value}\``).join(', ')}`;
    report('wrongForm', wrong.place, { path: 'header:spec:component', expected });
  }
  return component.kind === 'list' ? component.items.map(({ value }) => rubyText(value) ?? '') : [];
}

function isComponentValue(value: Value): boolean {
  return isString(value) && COMPONENT_VALUES.includes(value.text.text);
}

function checkKeys({ entries }: Mapping, known: readonly string[], path: string, report: InputsReport): void {
  for (const [key, entry] of entries) {
    if (known.includes(key)) continue;
    const keys = known.map((one) => `\`${one}\``).join(', ');
    report('unknownKey', entry.key.place, { path, key, keys, near: nearestName(key, known) ?? '' });
  }
}

function hashUnder(owner: Mapping, key: string, path: string, report: InputsReport): Mapping | undefined {
  const value = written(owner, key)?.value;
  if (!value || value.kind === 'mapping') return value;
  report('wrongForm', value.place, { path, expected: 'hash' });
  return undefined;
}

/** The entry when it holds something. */
function written(owner: Mapping, key: string): Entry | undefined {
  const entry = owner.entries.get(key);
  return entry && !isNull(entry.value) ? entry : undefined;
}

function isSame(one: Value, other: Value): boolean {
  if (one.kind === 'scalar' && other.kind === 'scalar') return one.value === other.value;
  return rubyText(one) === rubyText(other);
}

function isString(value: Value): value is Scalar {
  return value.kind === 'scalar' && value.type === 'string';
}

function isNull(value: Value): boolean {
  return value.kind === 'scalar' && value.type === 'null';
}
