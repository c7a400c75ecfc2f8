/** `pipelint explain`: the pages of all rules as a terminal shows them. */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { terminalMarkdown } from '../../src/cli/terminal-markdown.ts';
import { call } from './command-line.ts';

const NAMES = RULES.map(({ meta }) => meta.docs.name);
const PLAIN = { color: false, width: 80 };

function pageOf(rule: string): string {
  return readFileSync(new URL(`../../docs/rules/${rule}.md`, import.meta.url), 'utf8');
}

describe('explain', () => {
  it.each(NAMES)('%s: all words and all code, in 80 columns, without markup', async (name) => {
    const { stdout, stderr, status } = await call({ args: ['explain', name], cwd: '/' }, RULES);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const prose = stdout.split('\n').filter((line) => !line.startsWith('    ') && !line.includes('<http'));
    expect(prose.filter((line) => line.length > 80 && line.includes('  ') === false)).toEqual([]);
    expect(prose.filter((line) => /^(#|```|<!--)|\]\(/.test(line))).toEqual([]);
    for (const [, code = ''] of pageOf(name).matchAll(/^```\w*\n([\s\S]*?)\n```$/gm)) {
      for (const line of code.split('\n')) expect(stdout).toContain(line.trimEnd());
    }
  });

  it('prints the page itself as Markdown', async () => {
    const { stdout } = await call({ args: ['explain', 'login-server', '--format', 'markdown'], cwd: '/' }, RULES);
    expect(stdout).toBe(pageOf('login-server'));
  });

  it('says the same in colours', async () => {
    const { stdout } = await call({ args: ['explain', 'login-server', '--color'], cwd: '/' }, RULES);
    expect(stdout).toContain('\u001b[1mlogin-server\u001b[22m');
    const plain = await call({ args: ['explain', 'login-server'], cwd: '/' }, RULES);
    const withoutLines = plain.stdout.replace(/^[=-]+\n/gm, '');
    expect(stripVTControlCharacters(stdout)).toBe(withoutLines);
  });
});

describe('a page on a terminal', () => {
  it.each([
    ['underlines headings', '# A b\n\n## C', 'A b\n===\n\nC\n-\n'],
    ['indents code', '```yaml\na: 1\n\nb: 2\n```', '    a: 1\n\n    b: 2\n'],
    ['leaves comments out', 'a\n\n<!-- generated -->\n\nb', 'a\n\nb\n'],
    ['names the address of a link', '[GitLab](https://docs.gitlab.com/)', 'GitLab <https://docs.gitlab.com/>\n'],
    ['names another page', 'See [login-server](login-server.md).', 'See login-server.\n'],
    ['keeps the marks of code', 'Write `a: b`.', 'Write `a: b`.\n'],
    ['keeps lists in lists', '- a\n  - b\n- c', '- a\n  - b\n- c\n'],
    ['keeps code in lists', '- a\n\n  ```sh\n  b\n  ```', '- a\n      b\n'],
    ['counts', '3. a\n4. b', '3. a\n4. b\n'],
    ['aligns tables', '| a | b |\n| - | - |\n| long | `c` |', 'a     b\nlong  `c`\n'],
    ['shows characters as they are', 'a & b < c "d"', 'a & b < c "d"\n'],
  ])('%s', (_, markdown, shown) => {
    expect(terminalMarkdown(markdown, PLAIN)).toBe(shown);
  });

  it('wraps items below their text', () => {
    expect(terminalMarkdown('- one two three', { color: false, width: 10 })).toBe('- one two\n  three\n');
  });
});
