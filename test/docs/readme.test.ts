/** What the README shows is what the program prints. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { call } from '../cli/command-line.ts';

const ROOT = new URL('../../', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');

const run = (...args: string[]) => call({ args, cwd: fileURLToPath(ROOT) }, RULES);

const EXAMPLES = [...README.matchAll(/<!-- output of: npx pipelint (.+) -->\n```text\n([\s\S]*?)```/g)].map(
  ([, args = '', output = '']) => ({ args, output }),
);

describe('README.md', () => {
  it('shows an output', () => {
    expect(EXAMPLES.length).toBeGreaterThan(0);
  });

  it.each(EXAMPLES)('shows what `pipelint $args` prints', async ({ args, output }) => {
    const { stdout } = await run(...args.split(' '));
    expect(stdout).toContain(output.trimEnd());
  });

  it('and the guide link to files that there are', () => {
    const pages = [
      'README.md',
      ...readdirSync(new URL('docs/', ROOT), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
    ];
    const broken = pages
      .filter((page) => page.endsWith('.md'))
      .flatMap((page) => {
        const text = readFileSync(new URL(page, ROOT), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
        const links = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
        return links
          .filter((link) => !existsSync(new URL(link, new URL(page, ROOT))))
          .map((link) => `${page}: ${link}`);
      });
    expect(broken).toEqual([]);
  });

  it('documents every option of --help', async () => {
    const { stdout } = await run('--help');
    const documented = readFileSync(new URL('docs/cli.md', ROOT), 'utf8');
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
    expect(options.length).toBeGreaterThan(10);
    expect(options.filter((option) => !documented.includes(`${option}`) && !/--(help|version)/.test(option))).toEqual(
      [],
    );
  });
});
