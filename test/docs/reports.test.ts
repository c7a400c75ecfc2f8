/** What docs/reports.md shows is what the program prints. `UPDATE_DOCS=1` writes it down, for review. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { FORMAT_NAMES } from '../../src/report/formats.ts';
import { call } from '../cli/command-line.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const FILE = new URL('../../docs/reports.md', import.meta.url);
const PAGE = readFileSync(FILE, 'utf8');
const PIPELINE = /The examples below are about this file:\n\n```yaml\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
const EXAMPLE = /(<!-- output of: pipelint ?(.*?) ?-->\n\n```\w+\n)([\s\S]*?)```/g;

it('shows what the program prints', async () => {
  const cwd = temporaryFolder({ '.gitlab-ci.yml': PIPELINE });
  const outputs = new Map<string, string>();
  for (const [, , args = ''] of PAGE.matchAll(EXAMPLE)) {
    const { stdout } = await call({ args: args.split(' ').filter(Boolean), cwd }, RULES);
    outputs.set(args, stdout);
  }
  const page = PAGE.replace(EXAMPLE, (_, head: string, args: string) => `${head}${outputs.get(args)}\`\`\``);
  if (process.env.UPDATE_DOCS) writeFileSync(FILE, page);
  else expect(PAGE).toBe(page);
  expect(outputs.size).toBeGreaterThan(4);
  expect([...outputs.values()].filter((output) => !output.includes('login-server'))).toEqual([]);
});

it('has a section for every format', () => {
  expect(FORMAT_NAMES.filter((name) => !PAGE.includes(`\n## ${name}\n`))).toEqual([]);
});
