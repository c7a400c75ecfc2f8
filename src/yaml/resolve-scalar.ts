/**
 * What a scalar's characters mean to GitLab's loader: the rules of Ruby's Psych, which are those of YAML 1.1 with traits
 * of its own. The patterns and their order are those of `Psych::ScalarScanner#tokenize` and `ToRuby#deserialize`.
 */
import type { ScalarType } from './values.ts';

export interface Resolved {
  readonly type: ScalarType;
  readonly value: string | number | boolean | null;
  /** The value as Ruby's `to_s` prints it. */
  readonly text: string;
  /** Where in the content the text begins, when it is a part of it. */
  readonly from?: number;
  /** The class Psych would make of it, which GitLab does not allow. */
  readonly forbidden?: 'Date' | 'Time';
}

/** Ruby's `^` and `$` match at every line, hence the `m` flags. */
const WORD = /^[^\d.:-]?[\p{Alphabetic}_\s!@#$%^&*(){}<>|/\\~;=]+/mu;
const TIME = /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;
const DATE = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(\.[0-9_]*)?$/;
const FLOAT = /^[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0b([01_,]+)|0x([0-9a-fA-F_,]+)|0([0-7_,]+)|((?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)))$/;

/** Longer words are never null or a boolean. */
const LONGEST_KEYWORD = 5;

/** Characters that no number, date, symbol, null or boolean longer than five characters begins with. */
const TEXT_START = /^[A-Za-z_!@#$%^&*(){}<>|/\\~;=]/;

/** A scalar without a tag: plain ones mean what they look like, all others are text. */
export function resolvePlain(content: string): Resolved {
  if (content === '') return NULL;
  if (content.length > LONGEST_KEYWORD && TEXT_START.test(content)) return string(content);
  if (WORD.test(content) || content.includes('\n')) return resolveWord(content);
  if (TIME.test(content)) return { ...string(content), forbidden: 'Time' };
  if (DATE.test(content)) return { ...string(content), forbidden: 'Date' };
  if (/^\+?\.inf$/i.test(content)) return float(Number.POSITIVE_INFINITY);
  if (/^-\.inf$/i.test(content)) return float(Number.NEGATIVE_INFINITY);
  if (/^\.nan$/i.test(content)) return float(Number.NaN);
  if (/^:./.test(content)) return resolveSymbol(content);
  const sexagesimal = SEXAGESIMAL.exec(content);
  if (sexagesimal) return resolveSexagesimal(content, sexagesimal[1] !== undefined);
  if (FLOAT.test(content)) return resolveFloat(content);
  return resolveInteger(content) ?? string(content);
}

/** A scalar with a tag. Psych forgets the quotes then: `!foo "yes"` is true. */
export function resolveTagged(tag: string, content: string): Resolved {
  switch (tag) {
    case '!str':
    case 'tag:yaml.org,2002:str':
      return string(content);
    case '!binary':
    case 'tag:yaml.org,2002:binary':
      return string(decodeBase64(content));
    case '!float':
    case 'tag:yaml.org,2002:float': {
      const plain = resolvePlain(content);
      return plain.type === 'integer' ? float(Number(plain.value)) : plain;
    }
    default:
      return resolvePlain(content);
  }
}

export function string(content: string): Resolved {
  return { type: 'string', value: content, text: content };
}

const NULL: Resolved = { type: 'null', value: null, text: '' };

function resolveWord(content: string): Resolved {
  if (content.length > LONGEST_KEYWORD) return string(content);
  if (content === '~' || /^null$/im.test(content)) return NULL;
  if (/^(?:yes|true|on)$/im.test(content)) return { type: 'boolean', value: true, text: 'true' };
  if (/^(?:no|false|off)$/im.test(content)) return { type: 'boolean', value: false, text: 'false' };
  return string(content);
}

/** `:foo` is a symbol, which GitLab treats as the text `foo`. */
function resolveSymbol(content: string): Resolved {
  const quoted = /^:(["'])(.*)\1$/s.exec(content);
  const text = quoted?.[2] ?? content.slice(1);
  return { type: 'string', value: text, text, from: quoted ? 2 : 1 };
}

function resolveSexagesimal(content: string, isFloat: boolean): Resolved {
  const parts = content.replaceAll('_', '').split(':');
  const total = parts.reduce((sum, part, index) => sum + Number(part) * 60 ** Math.abs(index - 2), 0);
  return isFloat ? float(total) : { type: 'integer', value: total, text: String(total) };
}

function resolveFloat(content: string): Resolved {
  if (/^[-+]?\.$/.test(content)) return string(content);
  const value = Number(content.replace(/[,_]/g, ''));
  return Number.isNaN(value) ? string(content) : float(value);
}

function resolveInteger(content: string): Resolved | undefined {
  const match = INTEGER.exec(content);
  if (!match) return undefined;
  const [, sign, binary, hexadecimal, octal, decimal] = match;
  const [prefix, written] =
    binary !== undefined
      ? ['0b', binary]
      : hexadecimal !== undefined
        ? ['0x', hexadecimal]
        : octal !== undefined
          ? ['0o', octal]
          : ['', decimal ?? ''];
  const digits = written.replace(/[,_]/g, '');
  if (digits === '') return prefix === '0o' ? { type: 'integer', value: 0, text: '0' } : undefined;
  const exact = sign === '-' ? -BigInt(prefix + digits) : BigInt(prefix + digits);
  return { type: 'integer', value: Number(exact), text: exact.toString() };
}

function float(value: number): Resolved {
  return { type: 'float', value, text: rubyFloat(value) };
}

/** Ruby's `Float#to_s`: always with a decimal point, with an exponent below 1e-4 and from 1e16 on. */
function rubyFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 16) {
    const digits = String(Math.abs(power)).padStart(2, '0');
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${power < 0 ? '-' : '+'}${digits}`;
  }
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  return `${sign}${digits.slice(0, power + 1).padEnd(power + 1, '0')}.${digits.slice(power + 1) || '0'}`;
}

function decodeBase64(content: string): string {
  const alphabet = content.replace(/[^A-Za-z0-9+/]/g, '');
  const whole = alphabet.slice(0, alphabet.length - (alphabet.length % 4 === 1 ? 1 : 0));
  const bytes = Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
