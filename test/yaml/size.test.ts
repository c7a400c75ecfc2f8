/** What GitLab calls too big ("The parsed YAML is too big") is told without reading it to its end, and nothing else is called so. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/source/source-file.ts';
import { buildValue } from '../../src/yaml/build.ts';
import { loadYaml } from '../../src/yaml/load.ts';
import { parse } from '../../src/yaml/parse.ts';

/** How big a text is, and how big at least after each of its tokens; undefined for one that GitLab does not load. */
function sizes(text: string): { readonly whole: number; readonly beginnings: readonly number[] } | undefined {
  const file = new SourceFile('a.yml', text);
  if (loadYaml(file).problems.length > 0) return undefined;
  const range = [0, text.length] as const;
  const { root } = parse(file, text, range);
  if (!root) return undefined;
  const beginnings: number[] = [];
  for (let most = 1; ; most++) {
    const { root: read, cut, problem } = parse(file, text, range, most);
    if (!cut) return { whole: buildValue(file, text, root).bytes, beginnings };
    const beginning = read && buildValue(file, text, read, cut);
    expect([problem, ...(beginning?.problems ?? [])]).toEqual([undefined]);
    beginnings.push(beginning?.bytes ?? 0);
  }
}

const LONG = `[${'x, '.repeat(50)}x]`;

describe('what stands at the beginning of a file', () => {
  test.each([
    ['a list', `a: ${LONG}\nb: 1\n`],
    ['a list in a job', `job:\n  script:\n${'    - x\n'.repeat(50)}b: 1\n`],
    ['keys', Array.from({ length: 50 }, (_, at) => `k${at}: 1\n`).join('')],
    ['an alias', `a: &a ${LONG}\nb: [*a, *a]\nc: 1\n`],
  ])('counts: %s', (_, text) => {
    const { whole, beginnings } = sizes(text) ?? { whole: 0, beginnings: [] };
    expect(whole).toBeGreaterThan(2000);
    expect(beginnings.at(-3)).toBeGreaterThan(whole * 0.9);
    expect(Math.max(...beginnings)).toBeLessThanOrEqual(whole);
  });

  test.each([
    ['as it was', 'a: 1'],
    ['in quotes', '"a": 1'],
    ['in single quotes', "'a': 1"],
    ['with an escape', '"\\x61": 1'],
    ['behind a question mark', '? a\n: 1'],
    ['behind an alias', '*a : 1'],
    ['behind an alias behind a question mark', '? *a\n: 1'],
    ['behind a tag', '!!str a: 1'],
    ['in base64', '!!binary YQ==: 1'],
    ['in an anchor', '&b a: 1'],
    ['in what is merged', '<<: {a: 1}'],
    ['in an alias that is merged', '<<: *m'],
    ['in a list of aliases that are merged', '<<: [*m]'],
  ])('does not count when its key comes again %s', (_, again) => {
    const { whole, beginnings } = sizes(`k: &a a\nm: &m {a: 1}\na: ${LONG}\n${again}\n`) ?? {
      whole: 0,
      beginnings: [],
    };
    expect(whole).toBeGreaterThan(0);
    expect(Math.max(...beginnings)).toBeLessThanOrEqual(whole);
  });
});

const key = fc.constantFrom('a', 'b', 'c', '"a"', "'b'", '"\\x61"', '<<', '1', '!!str b', '&a b', '*a ', '? a', '? *b');
const scalar = fc.constantFrom('x', 'some text', '1', '~', ':s', '"q"', "'b'", '"\\x61"', 'a', '*a', '*b', '*c');
const property = fc.constantFrom('', '', '', '&a ', '&b ', '&c ', '!reference ');

type Written = string | { readonly block: readonly string[] };

/** A value in brackets or on lines of its own, which stand at the margin. */
const { value } = fc.letrec<{ value: Written; flow: string }>((tie) => ({
  flow: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc
      .tuple(property, fc.array(tie('flow'), { maxLength: 4 }))
      .map(([before, items]) => `${before}[${items.join(', ')}]`),
    fc
      .tuple(property, fc.array(fc.tuple(key, tie('flow')), { maxLength: 4 }))
      .map(([before, pairs]) => `${before}{${pairs.map(([name, part]) => `${name}: ${part}`).join(', ')}}`),
  ),
  value: fc.oneof(
    { maxDepth: 4 },
    tie('flow'),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }).map((items) => ({
      block: items.flatMap((item) => indented('- ', item)),
    })),
    fc.array(fc.tuple(key, property, tie('value')), { minLength: 1, maxLength: 5 }).map((pairs) => ({
      block: pairs.flatMap(([name, before, part]) => {
        if (name.startsWith('?')) return [name, ...indented(': ', part)];
        return typeof part === 'string'
          ? [`${name}: ${part}`]
          : [`${name}: ${before}`.trimEnd(), ...part.block.map((line) => `  ${line}`)];
      }),
    })),
  ),
}));

function indented(leader: string, part: Written): string[] {
  if (typeof part === 'string') return [leader + part];
  return part.block.map((line, index) => (index === 0 ? leader : '  ') + line);
}

test('no beginning is bigger than the whole', () => {
  let loaded = 0;
  fc.assert(
    fc.property(value, (written) => {
      const text = typeof written === 'string' ? `a: ${written}\n` : `${written.block.join('\n')}\n`;
      const found = sizes(text);
      if (!found) return;
      loaded += 1;
      expect(Math.max(0, ...found.beginnings)).toBeLessThanOrEqual(found.whole);
    }),
    { numRuns: 1000 },
  );
  expect(loaded).toBeGreaterThan(150);
});

describe('a file of many parts', () => {
  const many = (count: number, line: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => line(at)).join('');
  const load = (text: string) => loadYaml(new SourceFile('a.yml', text));

  test.each([
    ['keys', many(60_000, (at) => `k${at}: 1\n`)],
    ['items', `a: [${'x, '.repeat(100_000)}x]\n`],
    ['empty items', `a:\n${'- []\n'.repeat(60_000)}`],
    ['lines with an escape, a tag and an alias', `a: &a 1\nb:\n${'- "\\t"\n- !t x\n- *a\n'.repeat(30_000)}`],
    ['items in the second of two documents', `spec:\n---\na: [${'x, '.repeat(100_000)}x]\n`],
  ])('is too big: %s', (_, text) => {
    const { problems, content } = load(`# a comment\n${text}`);
    expect(problems).toMatchObject([{ kind: 'parsedTooBig' }]);
    expect(content).toBeUndefined();
  });

  test.each([
    ['most of them are replaced', `a: [${'x, '.repeat(100_000)}x]\na: 1\n`],
    ['they are numbers, which take no object of their own', `a: [${'1, '.repeat(100_000)}1]\n`],
    ['there are half as many keys', many(30_000, (at) => `k${at}: 1\n`)],
    ['they are in a comment', `a: 1\n# [${'x, '.repeat(100_000)}x]\n`],
  ])('is not too big when %s', (_, text) => {
    const { problems, content } = load(text);
    expect(problems).toEqual([]);
    expect(content).toMatchObject({ kind: 'mapping' });
  });
});
