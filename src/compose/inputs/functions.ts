/** The functions of `$[[ inputs.name | function ]]` (GitLab: lib/gitlab/ci/config/interpolation/functions). */

import type { Scalar, Value } from '../../yaml/values.ts';
import { expandVariables } from '../include-variables.ts';
import { type Context, type Found, NOT_KNOWN } from './access.ts';
import { listOver, over } from './input.ts';

interface InterpolationFunction {
  readonly name: string;
  /** How it is written, with its arguments as groups. */
  readonly pattern: RegExp;
  apply(value: Scalar, args: readonly string[], context: Context): Found;
}

const FUNCTIONS: readonly InterpolationFunction[] = [
  { name: 'truncate', pattern: /^truncate\(\s*(\d+)\s*,\s*(\d+)\s*\)?$/, apply: truncate },
  { name: 'expand_vars', pattern: /^expand_vars$/, apply: expandVars },
  { name: 'posix_escape', pattern: /^posix_escape$/, apply: posixEscape },
  { name: 'split', pattern: /^split\('([^']*)'\)$/, apply: split },
];

export const FUNCTION_NAMES: readonly string[] = FUNCTIONS.map(({ name }) => name);

export interface Call {
  readonly name: string;
  apply(value: Value, context: Context): Found;
}

/** Undefined where no function is written like this. */
export function readCall(text: string): Call | undefined {
  for (const { name, pattern, apply } of FUNCTIONS) {
    const match = pattern.exec(text);
    if (!match) continue;
    return {
      name,
      apply(value, context) {
        if (value.kind === 'scalar' && value.type === 'string') return apply(value, match.slice(1), context);
        return { kind: 'fault', fault: 'functionType', data: { function: name } };
      },
    };
  }
  return undefined;
}

/** Counts characters, as Ruby does, and not UTF-16 units. */
function truncate(value: Scalar, [offset, length]: readonly string[]): Found {
  const start = Number(offset);
  const characters = [...value.text.text].slice(start, start + Number(length));
  return { kind: 'value', value: over(value, characters.join('')) };
}

/** A variable that is not known may be defined or not, and GitLab leaves it as it is when it is not. */
function expandVars(value: Scalar, _: readonly string[], { variables }: Context): Found {
  const text = expandVariables(value.text.text, variables);
  if (text === undefined) return NOT_KNOWN;
  return { kind: 'value', value: text === value.text.text ? value : over(value, text) };
}

/** Ruby's `Shellwords.escape`. */
function posixEscape(value: Scalar): Found {
  const { text } = value.text;
  const escaped = text.replace(/[^A-Za-z0-9_\-.,:+/@\n]/gu, '\\$&').replaceAll('\n', "'\n'");
  return { kind: 'value', value: over(value, text === '' ? "''" : escaped) };
}

function split(value: Scalar, [separator = '']: readonly string[]): Found {
  if (separator === '') return { kind: 'fault', fault: 'functionArgument', data: { function: 'split' } };
  const parts = value.text.text.split(separator).map((part) => part.trim());
  return {
    kind: 'value',
    value: listOver(
      value,
      parts.filter((part) => part !== ''),
    ),
  };
}
