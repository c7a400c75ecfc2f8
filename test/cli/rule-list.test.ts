/** `pipelint rules`: one list for people, programs and the documentation. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { CATEGORIES, fixesOf, ruleTables } from '../../src/cli/rule-list.ts';
import { call } from './command-line.ts';

const NAMES = RULES.map(({ meta }) => meta.docs.name);

async function listed(...args: string[]): Promise<string> {
  const { stdout, status } = await call({ args: ['rules', ...args], cwd: '/' }, RULES);
  expect(status).toBe(0);
  return stdout;
}

describe('rules', () => {
  it('names every rule once, in 80 columns', async () => {
    const lines = (await listed()).split('\n');
    const named = lines.flatMap((line) => /^ {2}([a-z][a-z-]+) {2,}/.exec(line)?.[1] ?? []);
    expect(named.sort()).toEqual(NAMES.toSorted());
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.filter((line) => Object.values(CATEGORIES).includes(line))).toEqual(Object.values(CATEGORIES));
  });

  it('says for programs what the rules say', async () => {
    const { version, rules } = JSON.parse(await listed('--format', 'json'));
    expect(version).toBe(1);
    expect(rules).toEqual(
      RULES.map((rule) => {
        const { name, description, category, preset, severity, logLines } = rule.meta.docs;
        const docs = `https://unpkg.com/pipelint/docs/rules/${name}.md`;
        return { name, description, category, preset, severity, fixes: fixesOf(rule), logLines, docs };
      }),
    );
  });

  it('is in the documentation', () => {
    const page = readFileSync(new URL('../../docs/rules/README.md', import.meta.url), 'utf8');
    expect(page).toContain(ruleTables(RULES, (name) => `${name}.md`));
  });
});
