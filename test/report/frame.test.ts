import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { drawFrame } from '../../src/report/frame.ts';
import { SourceFile } from '../../src/source/source-file.ts';

/** Draws the frame of the text between `«` and `»`. */
function frame(marked: string, { width = 60, context = 1 } = {}): string {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const file = new SourceFile('a.yml', marked.replace(/[«»]/g, ''));
  const plain = (text: string) => text;
  const [title = '', ...lines] = drawFrame(file.place(start, end), {
    title: 'a.yml',
    width,
    context,
    mark: '^',
    paintGutter: plain,
    paintMark: plain,
  });
  expect(title.trimStart()).toBe('--> a.yml');
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  return `\n${lines.join('\n')}\n`;
}

describe('drawFrame', () => {
  it('marks words between a line before and a line after', () => {
    expect(frame('a:\n  script:\n    - docker «push» x\n    - echo\nb:\n')).toBe(`
2 |   script:
3 |     - docker push x
  |              ^^^^
4 |     - echo
`);
  });

  it.each([
    ['the first line', '«a»: 1\nb: 2\n', '\n1 | a: 1\n  | ^\n2 | b: 2\n'],
    ['the last line', 'a: 1\nb: «2»', '\n1 | a: 1\n2 | b: 2\n  |    ^\n'],
    ['the last line with its break', 'a: 1\nb: «2»\n', '\n1 | a: 1\n2 | b: 2\n  |    ^\n'],
    ['a place without width', 'a:«» 1\n', '\n1 | a: 1\n  |   ^\n'],
    ['the end of a line', 'a:\n  b:«»\n', '\n1 | a:\n2 |   b:\n  |     ^\n'],
    ['an empty file', '«»', '\n1 |\n  | ^\n'],
    ['the end of a file', 'a: 1\n«»', '\n1 | a: 1\n2 |\n  | ^\n'],
    ['a value with its line break', 'a: «b\n»c: 1\n', '\n1 | a: b\n  |    ^\n2 | c: 1\n'],
    ['CRLF', 'a:\r\n  b: «c»\r\nd: 1\r\n', '\n1 | a:\n2 |   b: c\n  |      ^\n3 | d: 1\n'],
  ])('shows %s', (_, marked, drawn) => {
    expect(frame(marked)).toBe(drawn);
  });

  it('widens the gutter with the line numbers', () => {
    expect(frame(`${'\n'.repeat(8)}a: «b»\nc: d\n`)).toBe(`
 8 |
 9 | a: b
   |    ^
10 | c: d
`);
  });

  it.each([
    ['wide characters', 'echo 日本語 «日本» x', '1 | echo 日本語 日本 x', '  |             ^^^^'],
    ['combining characters', 'cafe\u0301 «e\u0301t» x', '1 | cafe\u0301 e\u0301t x', '  |      ^^'],
    ['joined emoji', '👩‍🚀 «👩‍🚀» x', '1 | 👩‍🚀 👩‍🚀 x', '  |    ^^'],
    ['tabs', '\ta\t«b»', '1 |     a    b', '  |          ^'],
    ['terminal escapes', '\u001b[31m«red»', '1 | \\u{1b}[31mred', '  |           ^^^'],
    ['reversed text', 'a «\u202eb» c', '1 | a \\u{202e}b c', '  |   ^^^^^^^^^'],
    ['a carriage return', 'a\rb «c»', '1 | a\\u{d}b c', '  |         ^'],
    ['half a character', 'a \ud83d «b»', '1 | a \\u{d83d} b', '  |            ^'],
  ])('measures %s as a terminal shows them', (_, marked, line, marks) => {
    expect(frame(marked)).toBe(`\n${line}\n${marks}\n`);
  });

  it('masks secrets and keeps the marks in place', () => {
    const token = `glpat-${'x'.repeat(20)}`;
    expect(frame(`login -p ${token} «host»`)).toBe(`
1 | login -p glpat-******************** host
  |                                     ^^^^
`);
  });

  it('masks a secret of which only the end is shown', () => {
    const drawn = frame(`docker login -p ${'s'.repeat(200)} «host»`);
    expect(drawn).toContain('*** host');
    expect(drawn).not.toContain('sss');
  });

  it('shows the beginning of a long line when that is where the words are', () => {
    expect(frame(`- «docker» ${'x'.repeat(90)}`, { width: 30 })).toBe(`
1 | - docker xxxxxxxxxxxxxxxx…
  |   ^^^^^^
`);
  });

  it('shows a long line from its middle, and the lines around from the same column', () => {
    expect(frame(`${'-'.repeat(60)}before\n${'x '.repeat(30)}«words» ${'y '.repeat(30)}\n`, { width: 40 })).toBe(`
1 | …------------before
2 | …x x x x x x words y y y y y y y y …
  |              ^^^^^
`);
  });

  it('shows more before words at the end of a long line', () => {
    expect(frame(`${'x '.repeat(30)}«words»`, { width: 40 })).toBe(`
1 | …x x x x x x x x x x x x x x x words
  |                                ^^^^^
`);
  });

  it('marks what is visible of words that are longer than the line', () => {
    expect(frame(`a «${'x'.repeat(90)}»`, { width: 20 })).toBe(`
1 | a xxxxxxxxxxxxx…
  |   ^^^^^^^^^^^^^
`);
  });

  it('looks at no more of a line of megabytes than it shows', () => {
    const started = performance.now();
    const long = 'abc '.repeat(1_000_000);
    expect(frame(`${long}«words» ${long}`)).toContain('words');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('joins the lines of a longer place', () => {
    expect(frame('x: 1\na:\n  «script:\n    - one\n  »\nb: 2\n')).toBe(`
2 |   a:
3 | /   script:
4 | |     - one
  | |_________^
5 |
`);
  });

  it('leaves lines in the middle of a longer place out', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `  - ${index}\n`).join('');
    expect(frame(`«a:\n${lines}»b:\n`)).toBe(`
 1 | / a:
 2 | |   - 0
 3 | |   - 1
 4 | |   - 2
...
21 | |   - 19
   | |______^
22 |   b:
`);
  });
});
