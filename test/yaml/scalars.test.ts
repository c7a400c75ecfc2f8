import { describe, expect, test } from 'vitest';
import type { ScalarType } from '../../src/yaml/values.ts';
import { entryOf, load, mappingOf } from './plain-value.ts';

/** What is written, the type GitLab's loader gives it, and the value as Ruby prints it. */
const SCALARS: readonly (readonly [written: string, type: ScalarType, text: string])[] = [
  ['', 'null', ''],
  ['~', 'null', ''],
  ['null', 'null', ''],
  ['Null', 'null', ''],
  ['NULL', 'null', ''],
  ['nULL', 'null', ''],
  ['yes', 'boolean', 'true'],
  ['Yes', 'boolean', 'true'],
  ['on', 'boolean', 'true'],
  ['ON', 'boolean', 'true'],
  ['true', 'boolean', 'true'],
  ['TrUe', 'boolean', 'true'],
  ['no', 'boolean', 'false'],
  ['off', 'boolean', 'false'],
  ['False', 'boolean', 'false'],
  ['y', 'string', 'y'],
  ['N', 'string', 'N'],
  ['t', 'string', 't'],
  ['yess', 'string', 'yess'],
  ['nothing', 'string', 'nothing'],
  ['onward', 'string', 'onward'],
  ['0', 'integer', '0'],
  ['-0', 'integer', '0'],
  ['42', 'integer', '42'],
  ['+42', 'integer', '42'],
  ['-42', 'integer', '-42'],
  ['1_000', 'integer', '1000'],
  ['1,000', 'integer', '1000'],
  ['12345678901234567890', 'integer', '12345678901234567890'],
  ['012', 'integer', '10'],
  ['-012', 'integer', '-10'],
  ['089', 'string', '089'],
  ['00', 'integer', '0'],
  ['0x1F', 'integer', '31'],
  ['0xfg', 'string', '0xfg'],
  ['0b101', 'integer', '5'],
  ['0b', 'string', '0b'],
  ['0o17', 'string', '0o17'],
  ['1:30', 'integer', '5400'],
  ['22:22', 'integer', '80520'],
  ['12:30:45', 'integer', '45045'],
  ['-1:30', 'integer', '-1800'],
  ['1:61', 'string', '1:61'],
  ['1:2:3:4', 'string', '1:2:3:4'],
  ['1:30.5', 'float', '5430.0'],
  ['1.10', 'float', '1.1'],
  ['20.10', 'float', '20.1'],
  ['1.0', 'float', '1.0'],
  ['1.', 'float', '1.0'],
  ['.5', 'float', '0.5'],
  ['-.5', 'float', '-0.5'],
  ['1_000.5', 'float', '1000.5'],
  ['1.5e+3', 'float', '1500.0'],
  ['1.5e-7', 'float', '1.5e-07'],
  ['1.0e+16', 'float', '1.0e+16'],
  ['123456789012345.0', 'float', '123456789012345.0'],
  ['0.0001', 'float', '0.0001'],
  ['0.00001', 'float', '1.0e-05'],
  ['-0.0', 'float', '-0.0'],
  ['1e3', 'string', '1e3'],
  ['1.0e3', 'string', '1.0e3'],
  ['.', 'string', '.'],
  ['-x', 'string', '-x'],
  ['1.2.3', 'string', '1.2.3'],
  ['3.18-alpine', 'string', '3.18-alpine'],
  ['.inf', 'float', 'Infinity'],
  ['-.INF', 'float', '-Infinity'],
  ['.nan', 'float', 'NaN'],
  [':foo', 'string', 'foo'],
  [':"foo bar"', 'string', 'foo bar'],
  [':a:b', 'string', 'a:b'],
  ['docker:24', 'string', 'docker:24'],
  ['24:dind', 'string', '24:dind'],
  ['$CI_REGISTRY/app:1.0', 'string', '$CI_REGISTRY/app:1.0'],
  ['été', 'string', 'été'],
  ['a  # comment', 'string', 'a'],
  ['a#b', 'string', 'a#b'],
  ['<<', 'string', '<<'],
  ['=', 'string', '='],
  ["'yes'", 'string', 'yes'],
  ['"1.10"', 'string', '1.10'],
  ["''", 'string', ''],
  ["'it''s'", 'string', "it's"],
  ['"a\\tb\\x41\\u00e9\\U0001F600\\e\\/"', 'string', 'a\tbAé😀\x1b/'],
  ['"a\n\n  b\\\n   c"', 'string', 'a\nbc'],
  ['"a\\\n\n  b"', 'string', 'a\nb'],
  ['!!str 1.10', 'string', '1.10'],
  ['!!str', 'string', ''],
  ['!!int "3"', 'integer', '3'],
  ['!!float 1', 'float', '1.0'],
  ['!!bool "yes"', 'boolean', 'true'],
  ['!!null ""', 'null', ''],
  ['!!binary aGk=', 'string', 'hi'],
  ['!foo bar', 'string', 'bar'],
  ['!foo "yes"', 'boolean', 'true'],
  ['! "yes"', 'boolean', 'true'],
  ['|\n  a\n  b\n', 'string', 'a\nb\n'],
  ['|-\n  yes\n', 'string', 'yes'],
  ['|+\n  a\n\n', 'string', 'a\n\n'],
  ['|\n  a', 'string', 'a'],
  ['>\n  a\n  b\n\n  c\n', 'string', 'a b\nc\n'],
  ['>-\n  a\n   more\n  b\n', 'string', 'a\n more\nb'],
  ['|2\n    a\n   b\n', 'string', '  a\n b\n'],
  ['|1\n   \n  a\n   \n', 'string', '  \n a\n  \n'],
];

describe('a scalar means what it means to GitLab', () => {
  test.each(SCALARS)('%j', (written, type, text) => {
    const { content, problems } = load(`key: ${written}`);
    expect(problems).toEqual([]);
    const { value } = entryOf(content, 'key');
    expect(value).toMatchObject({ kind: 'scalar', type });
    expect(value.kind === 'scalar' && value.text.text).toBe(text);
  });
});

test('an integer is exact in the text and rounded in the value', () => {
  const { value } = entryOf(mappingOf('key: 9007199254740993'), 'key');
  expect(value).toMatchObject({ value: 9007199254740992 });
  expect(value.kind === 'scalar' && value.text.text).toBe('9007199254740993');
});

test.each([
  ['2024-01-02', 'Date'],
  ['2024-1-2', 'Date'],
  ['2024-01-02 03:04:05', 'Time'],
  ['2024-01-02T03:04:05Z', 'Time'],
  ['2024-01-02T03:04:05.6+02:00', 'Time'],
])('the unquoted date %s cannot be loaded', (written, name) => {
  const { problems, content } = loadKey(written);
  expect(problems).toMatchObject([{ kind: 'dateValue', data: { text: written, class: name } }]);
  expect(entryOf(content, 'key').value).toMatchObject({ type: 'string', value: written });
});

test.each(['"2024-01-02"', '2024-13-02', '2024-01-02-rc', '!!str 2024-01-02', 'v2024-01-02'])(
  '%s is no date',
  (written) => {
    expect(loadKey(written).problems).toEqual([]);
  },
);

function loadKey(written: string) {
  return load(`key: ${written}\n`);
}
