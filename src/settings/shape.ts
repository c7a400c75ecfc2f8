/**
 * What a value of the settings file has to look like: one description that reads it, says what is wrong with it, and gives
 * its JSON Schema.
 */
import { nearestName } from '../compose/nearest.ts';
import { enumerate } from '../rule.ts';
import { type Place, textAt } from '../source/source-file.ts';
import type { Value } from '../yaml/values.ts';

export interface Shape<T> {
  readonly schema: Readonly<Record<string, unknown>>;
  /** What the value says; undefined where it is nothing that can be used. What is wrong with it is added to `faults`. */
  read(value: Value, faults: SettingsFault[]): T | undefined;
}

export type ReadBy<S> = S extends Shape<infer T> ? T : never;

/** Something in the settings file that cannot be meant. */
export interface SettingsFault {
  readonly place: Place;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead; may be empty. */
  readonly help: string;
}

/** One of some names. YAML reads a bare `off` as false, which is taken for the name. */
export function choice<const Name extends string>(names: readonly Name[]): Shape<Name> {
  return {
    schema: { enum: names },
    read: (value, faults) => {
      const text = scalarText(value);
      const found = names.find((name) => name === text || (name === 'off' && isFalse(value)));
      if (found === undefined) {
        const near = nearestName(text ?? '', names);
        const help = near === undefined ? `Write one of ${names.join(', ')}.` : `Did you mean \`${near}\`?`;
        const message = text === undefined ? 'This has to be one name.' : `This may not be \`${text}\`.`;
        faults.push({ place: value.place, message, help });
      }
      return found;
    },
  };
}

/** @param pattern the whole text; `what` names it, with an example */
export function text(what: string, pattern = /^[^\n]+$/): Shape<string> {
  return {
    schema: { type: 'string', pattern: pattern.source },
    read: (value, faults) => {
      const read = value.kind === 'scalar' && value.type !== 'null' ? value.text.text : undefined;
      if (read !== undefined && pattern.test(read)) return read;
      return wrong(value, faults, what);
    },
  };
}

/** Any text; a number or a boolean stands for how it is written. */
export const plainText: Shape<string> = {
  schema: { type: ['string', 'number', 'boolean'] },
  read: (each, faults) =>
    each.kind === 'scalar' && each.type !== 'null'
      ? each.text.text
      : wrong(each, faults, 'a text, in quotes if it is empty'),
};

export const flag: Shape<boolean> = {
  schema: { type: 'boolean' },
  read: (value, faults) =>
    value.kind === 'scalar' && typeof value.value === 'boolean'
      ? value.value
      : wrong(value, faults, '`true` or `false`'),
};

export const number: Shape<number> = {
  schema: { type: 'number' },
  read: (value, faults) =>
    value.kind === 'scalar' && typeof value.value === 'number' ? value.value : wrong(value, faults, 'a number'),
};

/** A list; a single value stands for a list of one. */
export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    schema: { oneOf: [item.schema, { type: 'array', items: item.schema }] },
    read: (value, faults) => {
      const values = value.kind === 'list' ? value.items.map((each) => each.value) : [value];
      return values.flatMap((each) => item.read(each, faults) ?? []);
    },
  };
}

/** A list of mappings, where a dash forgotten is worth a word. */
export function strictListOf<T>(item: Shape<T>, what: string): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: item.schema },
    read: (value, faults) =>
      value.kind === 'list'
        ? value.items.flatMap((each) => item.read(each.value, faults) ?? [])
        : wrong(value, faults, what),
  };
}

/** A mapping with names of the user's own. */
export function mapOf<T>(item: Shape<T>, noun: string, names: RegExp): Shape<Readonly<Record<string, T>>> {
  return {
    schema: { type: 'object', additionalProperties: item.schema, propertyNames: { pattern: names.source } },
    read: (value, faults) => {
      if (value.kind !== 'mapping') return wrong(value, faults, `a mapping of ${noun}s`);
      const read = [...value.entries.values()].flatMap(({ key, value: each }): [string, T][] => {
        const name = key.text.text;
        if (!names.test(name))
          faults.push({ place: key.place, message: `\`${name}\` is no name of a ${noun}.`, help: '' });
        const found = item.read(each, faults);
        return found === undefined ? [] : [[name, found]];
      });
      return Object.fromEntries(read);
    },
  };
}

/** A key of a mapping. */
export interface Field<T = unknown> {
  readonly shape: Shape<T>;
  /** For the schema, in an editor's pop-up. */
  readonly says: string;
}

type Fields = Readonly<Record<string, Field>>;

export type Read<F extends Fields> = { readonly [Name in keyof F]?: ReadBy<F[Name]['shape']> };

/**
 * A mapping with keys that are known. A key without a value counts as not there.
 *
 * @param noun what a key is called: `setting`, `rule`
 */
export function mapping<F extends Fields>(
  noun: string,
  fields: F,
  required: readonly (keyof F & string)[] = [],
): Shape<Read<F>> {
  return {
    schema: {
      type: 'object',
      additionalProperties: false,
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries(
        Object.entries(fields).map(([name, { shape, says }]) => [name, { description: says, ...shape.schema }]),
      ),
    },
    read: (value, faults) => {
      if (value.kind !== 'mapping') return wrong(value, faults, `a mapping of ${noun}s`);
      const read: Record<string, unknown> = {};
      for (const { key, value: each } of value.entries.values()) {
        const name = key.text.text;
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        if (!field) faults.push(unknownKey(key.place, noun, name, Object.keys(fields)));
        else if (each.kind !== 'scalar' || each.type !== 'null') read[name] = field.shape.read(each, faults);
      }
      const missing = required.filter((name) => !value.entries.has(name));
      for (const name of missing)
        faults.push({ place: value.place, message: `The key \`${name}\` is missing here.`, help: '' });
      return Object.fromEntries(Object.entries(read).filter(([, each]) => each !== undefined)) as Read<F>;
    },
  };
}

function unknownKey(place: Place, noun: string, name: string, names: readonly string[]): SettingsFault {
  const near = nearestName(name, names);
  const few = names.length <= MOST_NAMES ? `There are ${enumerate(names)}.` : '';
  const help = near === undefined ? few : `Did you mean \`${near}\`?`;
  return { place, message: `There is no ${noun} \`${name}\`.`, help };
}

/** A longer list of names is no help. */
const MOST_NAMES = 20;

/** Adds a fault, and gives nothing. */
export function wrong(value: Value, faults: SettingsFault[], what: string): undefined {
  faults.push({ place: value.place, message: `This has to be ${what}.`, help: '' });
  return undefined;
}

/** As it is written, without quotes. */
function scalarText(value: Value): string | undefined {
  if (value.kind !== 'scalar') return undefined;
  return value.type === 'string' ? value.text.text : textAt(value.place);
}

function isFalse(value: Value): boolean {
  return value.kind === 'scalar' && value.value === false;
}
