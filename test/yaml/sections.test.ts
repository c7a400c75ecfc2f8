/** A place is found in the job around it as it is in the whole file, wherever entries begin and end. */
import { expect, test } from 'vitest';
import { SourceFile } from '../../src/source/source-file.ts';
import { loadYaml } from '../../src/yaml/load.ts';
import { scalarAt } from '../../src/yaml/written.ts';

const FILES = {
  'several jobs': 'a:\n  script:\n    - echo «1»\n# c\n\nb: &b\n  script: [«two», "three"]\n.c: |\n  «four»\n',
  'quotes and brackets that go on in the first column': 'a: "x\nb: «y»"\nc: [d,\ne: f,\n «g»]\nh: «i»\n',
  'a header': 'spec:\n  inputs: {}\n---\na:\n  script: «x»\nb: «y»\n',
  'keys behind question marks': '? a\n: «x»\n?\n  b\n: «y»\nc: «z»\n',
  'anchors before keys': '&k a: «x»\n*k : «y»\n"c": «z»\n',
  'carriage returns': 'a: «x»\r\nb:\r\n  - «y»\r\n',
};

test.each(Object.entries(FILES))('%s', (_, marked) => {
  const text = marked.replace(/[«»]/g, '');
  const offsets = [...marked.matchAll(/«/g)].map(({ index }, before) => index - 2 * before);
  const read = new SourceFile('a.yml', text);
  loadYaml(read);
  const unread = new SourceFile('a.yml', text);
  for (const offset of offsets) {
    const found = [read, unread].map((file) => {
      const scalar = scalarAt(file.place(offset, offset + 1));
      return scalar && { ...scalar, file: undefined, text: scalar.text.text };
    });
    expect(found[0]).toBeDefined();
    expect(found[0]).toEqual(found[1]);
  }
});
