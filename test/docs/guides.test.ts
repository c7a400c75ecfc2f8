/**
 * What docs/settings.md and docs/suppressions.md show is what the program does. `UPDATE_DOCS=1` writes outputs down, for
 * review. Each section has a folder of its own, with the files that are named above their text.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { call } from '../cli/command-line.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const FILE = /<!-- (?:wrong )?file: (\S+) -->\n\n```\w+\n([\s\S]*?)```/g;
const OUTPUT = /(<!-- (output|errors) of: pipelint ?(.*?) ?-->\n\n```\w+\n)([\s\S]*?)```/g;

const sectionsOf = (page: string): string[] => page.split(/^(?=##+ )/m);
const filesOf = (section: string) =>
  Object.fromEntries([...section.matchAll(FILE)].map(([, path, text]) => [path, text]));

async function outputOf(section: string, stream: string, args: string): Promise<string> {
  const cwd = temporaryFolder(filesOf(section));
  const { stdout, stderr } = await call({ args: args.split(' ').filter(Boolean), cwd }, RULES);
  return stream === 'errors' ? stderr : stdout;
}

async function withOutputs(section: string): Promise<string> {
  let text = section;
  for (const [whole, head = '', stream = '', args = ''] of section.matchAll(OUTPUT)) {
    text = text.replace(whole, `${head}${await outputOf(section, stream, args)}\`\`\``);
  }
  return text;
}

describe.each(['settings.md', 'suppressions.md', 'fixing.md'])('docs/%s', (name) => {
  const url = new URL(`../../docs/${name}`, import.meta.url);
  const page = readFileSync(url, 'utf8');

  it('shows what the program prints', async () => {
    const sections: string[] = [];
    for (const section of sectionsOf(page)) sections.push(await withOutputs(section));
    if (process.env.UPDATE_DOCS) writeFileSync(url, sections.join(''));
    else expect(page).toBe(sections.join(''));
    expect([...page.matchAll(OUTPUT)].length).toBeGreaterThan(1);
  });
});

describe('docs/suppressions.md', () => {
  const page = readFileSync(new URL('../../docs/suppressions.md', import.meta.url), 'utf8');
  const examples = sectionsOf(page).filter(
    (section) => section.includes('<!-- file') && !section.includes('<!-- output'),
  );

  it.each(examples.map((section) => [section.split('\n')[0] ?? '', section]))(
    '%s: the comment holds back',
    async (_, section) => {
      const report = JSON.parse(await outputOf(section, 'output', '--format json --report-unused-suppressions'));
      expect(report.findings).toEqual([]);
      expect(report.suppressed.length).toBeGreaterThan(0);
    },
  );

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(3);
  });
});

describe('docs/settings.md', () => {
  const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');
  const shown = [...page.matchAll(/(<!-- .*? -->\n\n)?```yaml\n([\s\S]*?)```/g)].filter(
    ([, head = '']) => !head.includes('file: '),
  );

  it.each(shown.map(([, , text = '']) => [text]))('%s is understood', (text) => {
    expect(loadSettings(new SourceFile('.pipelint.yml', text), RULES).faults).toEqual([]);
  });

  it('shows some', () => {
    expect(shown.length).toBeGreaterThan(2);
  });
});
