/** What docs/diagnose.md shows is what the program prints. `UPDATE_DOCS=1` writes it down, for review. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MEANINGS } from '../../src/diagnose/meanings.ts';
import { call } from '../cli/command-line.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const FILE = new URL('../../docs/diagnose.md', import.meta.url);
const PAGE = readFileSync(FILE, 'utf8');
const PIPELINE = /For this pipeline\n\n```yaml\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
const LOG = /and this log\n\n```text\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
const EXAMPLE = /(<!-- output of: pipelint diagnose job\.log -->\n\n```text\n)([\s\S]*?)```/;

it('shows what the program prints', async () => {
  const cwd = temporaryFolder({ '.gitlab-ci.yml': PIPELINE, 'job.log': LOG });
  const { stdout, status } = await call({ args: ['diagnose', 'job.log'], cwd }, RULES);
  const page = PAGE.replace(EXAMPLE, (_, head: string) => `${head}${stdout}\`\`\``);
  if (process.env.UPDATE_DOCS) writeFileSync(FILE, page);
  else expect(PAGE).toBe(page);
  expect(status).toBe(1);
  expect(stdout).toContain('push-own-project');
});

it('names every cause and every option', async () => {
  const causes = new Set(Object.values(MEANINGS).map(({ cause }) => cause));
  expect([...causes].filter((cause) => !PAGE.includes(`\`${cause}\``))).toEqual([]);
  const { stdout } = await call({ args: ['diagnose', '--help'], cwd: temporaryFolder({}) }, RULES);
  const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
  expect(options.filter((option) => option !== '--help' && !PAGE.includes(option))).toEqual([]);
});
