/** Text that the runner expands, part by part, each with its exact place. */
import { describe, expect, test } from 'vitest';
import { imageText, plainText, variableText } from '../../src/pipeline/runner-text.ts';
import type { Part, SymbolicText } from '../../src/pipeline/symbolic.ts';
import { LocatedText } from '../../src/source/located-text.ts';
import { SourceFile, textAt } from '../../src/source/source-file.ts';

function located(text: string): LocatedText {
  const file = new SourceFile('a.yml', `key: ${text}`);
  return new LocatedText(text, () => [{ at: 0, length: text.length, file, source: 5, sourceLength: text.length }]);
}

function show(part: Part): string {
  if (part.kind === 'unknown') return `? ${textAt(part.place)}`;
  return part.kind === 'variable' ? `$ ${part.name} ${textAt(part.place)}` : `= ${part.text} ${textAt(part.place)}`;
}

describe.each<[string, (text: LocatedText) => SymbolicText, readonly [string, readonly string[]][]]>([
  [
    'an image',
    imageText,
    [
      ['', []],
      ['node:20', ['= node:20 node:20']],
      ['$A', ['$ A $A']],
      [`\${A}b`, [`$ A \${A}`, '= b b']],
      ['a/$B:c', ['= a/ a/', '$ B $B', '= :c :c']],
      ['$A$B', ['$ A $A', '$ B $B']],
      ['$$A', ['= $ $$', '= A A']],
      ['$1x', ['= x x']],
      ['a$', ['= a$ a$']],
      ['$/a', ['= $/a $/a']],
      [`\${A:-b}`, [`? \${A:-b}`]],
      [`\${A`, ['= A A']],
      [`\${}b`, ['= b b']],
      ['%A%', ['= %A% %A%']],
      ['a:$[[ inputs.tag ]]-b', ['= a: a:', '? $[[ inputs.tag ]]', '= -b -b']],
      ['$[[ open', ['= $[[ open $[[ open']],
    ],
  ],
  [
    'a variable',
    variableText,
    [
      ['%A%/$B', ['$ A %A%', '= / /', '$ B $B']],
      ['50% off, 20%', ['= 50% off, 20% 50% off, 20%']],
      ['$$[[ x ]]', ['= $ $$', '= [[ x ]] [[ x ]]']],
    ],
  ],
  [
    'plain text',
    plainText,
    [
      ['$A %B% $$', ['= $A %B% $$ $A %B% $$']],
      ['$[[ inputs.a ]]', ['? $[[ inputs.a ]]']],
    ],
  ],
])('%s', (_, read, cases) => {
  test.each(cases)('%s', (text, expected) => {
    expect(read(located(text)).map(show)).toEqual(expected);
  });
});
