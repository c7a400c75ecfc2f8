/** A value as Ruby prints it into a text: `to_s` of a scalar, `inspect` of a list or a hash. */
import type { Mapping, Value } from '../../yaml/values.ts';

/** Undefined for what holds a `!reference`, whose print says nothing of its value. */
export function rubyText(value: Value): string | undefined {
  return value.kind === 'scalar' ? value.text.text : inspect(value);
}

function inspect(value: Value): string | undefined {
  switch (value.kind) {
    case 'scalar':
      if (value.type === 'null') return 'nil';
      return value.type === 'string' ? inspectString(value.text.text) : value.text.text;
    case 'list': {
      const items = value.items.map((item) => inspect(item.value));
      return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
    }
    case 'mapping':
      return inspectHash(value);
    case 'reference':
      return undefined;
  }
}

/** GitLab makes symbols of the keys. */
function inspectHash({ entries }: Mapping): string | undefined {
  const pairs = [...entries.values()].map(({ key, value }) => {
    const name = key.text.text;
    const symbol = /^[\p{L}_][\p{L}\p{N}_]*[?!=]?$/u.test(name) ? `:${name}` : `:${inspectString(name)}`;
    const shown = inspect(value);
    return shown === undefined ? undefined : `${key.type === 'string' ? symbol : name}=>${shown}`;
  });
  return pairs.includes(undefined) ? undefined : `{${pairs.join(', ')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
};

function inspectString(text: string): string {
  const escaped = text
    .replace(/["\\]|#(?=[{$@])/g, '\\$&')
    .replace(/\p{Cc}/gu, (character) => ESCAPES[character] ?? `\\u${hexadecimal(character)}`);
  return `"${escaped}"`;
}

function hexadecimal(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
