/** What the settings say of rules: their levels, and the options that a rule's own schema describes. */
import type { Rule, Severity } from '../rule.ts';
import type { Value } from '../yaml/values.ts';
import { choice, flag, listOf, mapping, number, type SettingsFault, type Shape, text } from './shape.ts';

export interface RuleSetting {
  readonly severity?: Severity | 'off';
  /** Undefined: none were given. */
  readonly options?: Readonly<Record<string, unknown>>;
}

const LEVELS = ['off', 'info', 'warning', 'error'] as const;

/** Parts of the schema that every rule has in common: without names for them they would be most of it. */
export const DEFINITIONS = {
  level: choice(LEVELS).schema,
  rule: ruleSchema({ severity: reference('level') }),
} as const;

const level = { ...choice(LEVELS), schema: reference('level') };

/** A rule looks at a pipeline once, with one set of options, whatever files that has. */
const levelInPart: Shape<RuleSetting['severity']> = {
  schema: level.schema,
  read: (value, faults) => {
    if (value.kind !== 'mapping') return level.read(value, faults);
    const message = 'For a part of the files a rule has a level and no options.';
    const help = 'Options hold for all files: write them under `rules` at the top, and here `off`, for example.';
    faults.push({ place: value.place, message, help });
    return undefined;
  },
};

/** Levels of rules by name. */
export function ruleLevels(rules: readonly Rule[]) {
  return mapping(
    'rule',
    byName(rules, () => levelInPart),
  );
}

/** Levels or options of rules by name. */
export function ruleSettings(rules: readonly Rule[]) {
  return mapping('rule', byName(rules, ruleSetting));
}

function byName<T>(rules: readonly Rule[], shapeOf: (rule: Rule) => Shape<T>) {
  return Object.fromEntries(
    rules.map((rule) => {
      const { name, description } = rule.meta.docs;
      return [name, { shape: shapeOf(rule), says: `${description}.` }];
    }),
  );
}

/** `warning`, or `{ severity: warning, option: … }`. */
function ruleSetting(rule: Rule): Shape<RuleSetting> {
  const options = Object.entries(optionSchemas(rule)).map(
    ([name, schema]) => [name, { shape: optionShape(schema), says: schema.description ?? '' }] as const,
  );
  const detailed = mapping<Record<string, { shape: Shape<unknown>; says: string }>>(
    `option of ${rule.meta.docs.name}`,
    { severity: { shape: level, says: 'The level of the rule.' }, ...Object.fromEntries(options) },
  );
  return {
    schema: options.length === 0 ? reference('rule') : { oneOf: [level.schema, detailed.schema] },
    read: (value: Value, faults: SettingsFault[]) => {
      if (value.kind !== 'mapping') {
        const severity = level.read(value, faults);
        return severity && { severity };
      }
      const { severity, ...given } = detailed.read(value, faults) ?? {};
      const found = LEVELS.find((each) => each === severity);
      return { ...(found && { severity: found }), ...(Object.keys(given).length > 0 && { options: given }) };
    },
  };
}

function reference(name: 'level' | 'rule') {
  return { $ref: `#/definitions/${name}` } as const;
}

function ruleSchema(properties: Readonly<Record<string, object>>) {
  return { oneOf: [reference('level'), { type: 'object', additionalProperties: false, properties }] };
}

/** The part of JSON Schema that options of rules may use. */
interface OptionSchema {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly type?: 'string' | 'boolean' | 'number' | 'integer' | 'array';
  readonly items?: OptionSchema;
}

/** As in ESLint, the options of a rule are the properties of one object. */
function optionSchemas({ meta }: Rule): Readonly<Record<string, OptionSchema>> {
  const [schema] = meta.schema;
  return schema && 'properties' in schema ? (schema.properties as Readonly<Record<string, OptionSchema>>) : {};
}

function optionShape(schema: OptionSchema): Shape<unknown> {
  if (schema.enum) return choice(schema.enum);
  switch (schema.type) {
    case 'boolean':
      return flag;
    case 'number':
    case 'integer':
      return number;
    case 'array':
      return listOf(optionShape(schema.items ?? {}));
    default:
      return text('a text');
  }
}
