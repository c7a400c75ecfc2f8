/** One input as a header defines it, and what values it takes (GitLab: lib/ci/inputs). */

import { resolvePlain, string } from '../../yaml/resolve-scalar.ts';
import { scalarOver } from '../../yaml/scalar.ts';
import { type List, type Mapping, NO_TRAIL, type Scalar, type Value } from '../../yaml/values.ts';
import { matchesPattern } from '../expression/pattern.ts';
import { nearestName } from '../nearest.ts';
import type { InputsReport } from './problems.ts';
import { rubyText } from './ruby-text.ts';

export const INPUT_TYPES = ['array', 'boolean', 'number', 'string'] as const;
export type InputType = (typeof INPUT_TYPES)[number];

export interface Input {
  readonly name: string;
  readonly key: Scalar;
  /** Undefined where the type is not known. */
  readonly type: InputType | undefined;
  /** Undefined: whoever includes the file gives a value. */
  readonly default: Value | undefined;
  readonly options: List | undefined;
  readonly regex: Scalar | undefined;
  /** Conditional options and defaults; the first rule that holds counts. */
  readonly rules: readonly Mapping[] | undefined;
}

/** Whose value is checked; GitLab's own words. */
export type Owner = 'provided' | 'default';

/**
 * A value as the input takes it: a string input makes text of anything, the other types read text as JSON. A list or hash
 * that holds a `!reference` has no text; it stays as it is.
 */
export function coerce(value: Value, type: InputType): Value {
  if (type === 'string') {
    if (value.kind === 'scalar') return { ...value, type: 'string', value: value.text.text };
    const text = rubyText(value);
    return text === undefined ? value : over(value, text);
  }
  return value.kind === 'scalar' && value.type === 'string' ? fromJson(value) : value;
}

/** A string that stands for the whole of a value. */
export function over({ place }: Value, text: string): Scalar {
  return scalarOver(place.file, place.range, string(text));
}

/** A list of strings that stands for the whole of a value. */
export function listOver(value: Value, texts: readonly string[]): List {
  return {
    kind: 'list',
    items: texts.map((text) => ({ value: over(value, text), trail: NO_TRAIL })),
    place: value.place,
  };
}

/** Checks a value that was coerced. What is wrong is reported at its place. */
export function checkInput(input: Input, value: Value, owner: Owner, options: List | undefined, report: InputsReport) {
  const { name, type } = input;
  if (!type) return;
  const text = shown(value);
  if (!isOfType(value, type)) {
    report('wrongType', value.place, { input: name, type, text, owner });
    return;
  }
  const takesOptions = type === 'string' || type === 'number';
  if (options && !takesOptions) {
    report('notForType', options.place, { input: name, type, keyword: 'options' });
  } else if (options && !isOption(value, options, type)) {
    const texts = options.items.map((item) => shown(item.value));
    const near = nearestName(text, texts) ?? '';
    report('notOption', value.place, { input: name, text, options: texts.map((one) => `\`${one}\``).join(', '), near });
  }
  if (input.regex) checkRegex(input, input.regex, value, owner, report);
}

function checkRegex(
  { name, type }: Input,
  { text: regex, place }: Scalar,
  value: Value,
  owner: Owner,
  report: InputsReport,
) {
  if (type !== 'string') {
    report('notForType', place, { input: name, type: type ?? '', keyword: 'regex' });
    return;
  }
  const text = shown(value);
  const matches = matchesPattern(`/${regex.text}/`, text);
  if (matches === 'maybe') report('badRegex', place, { input: name, regex: regex.text });
  else if (matches === 'no') report('noMatch', value.place, { input: name, text, regex: regex.text, owner });
}

function isOfType(value: Value, type: InputType): boolean {
  switch (type) {
    case 'string':
      return true;
    case 'number':
      return value.kind === 'scalar' && (value.type === 'integer' || value.type === 'float');
    case 'boolean':
      return value.kind === 'scalar' && value.type === 'boolean';
    case 'array':
      return value.kind === 'list';
  }
}

/** Strings are compared as text, numbers by their value. */
function isOption(value: Value, options: List, type: InputType): boolean {
  return options.items.some(({ value: option }) =>
    type === 'string'
      ? shown(option) === shown(value)
      : option.kind === 'scalar' && value.kind === 'scalar' && option.value === value.value,
  );
}

function shown(value: Value): string {
  return rubyText(value) ?? '';
}

function fromJson(scalar: Scalar): Value {
  try {
    return fromParsed(JSON.parse(scalar.text.text), scalar);
  } catch {
    return scalar;
  }
}

function fromParsed(parsed: unknown, written: Scalar): Value {
  const { place } = written;
  if (Array.isArray(parsed)) {
    return {
      kind: 'list',
      items: parsed.map((item) => ({ value: fromParsed(item, written), trail: NO_TRAIL })),
      place,
    };
  }
  if (typeof parsed === 'string') return over(written, parsed);
  if (typeof parsed === 'number') return scalarOver(place.file, place.range, resolveNumber(parsed, written));
  if (typeof parsed !== 'object' || parsed === null)
    return scalarOver(place.file, place.range, resolvePlain(String(parsed)));
  const entries = Object.entries(parsed).map(
    ([name, value]) =>
      [name, { key: over(written, name), value: fromParsed(value, written), trail: NO_TRAIL }] as const,
  );
  return { kind: 'mapping', entries: new Map(entries), place };
}

/** `3.0` stays a float. */
function resolveNumber(parsed: number, { text }: Scalar) {
  const plain = resolvePlain(text.text.trim());
  return typeof plain.value === 'number' ? plain : resolvePlain(String(parsed));
}
