/** Each rule's page shows a pipeline that has the rule's finding, and one that has not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { lintRoot } from '../../src/lint/lint.ts';
import { DEFAULT_OPTIONS } from '../../src/lint/options.ts';

const FOLDER = join(import.meta.dirname, '../../docs/rules');
const PAGES = readdirSync(FOLDER)
  .filter((file) => file !== 'README.md')
  .map((file) => ({ rule: file.replace(/\.md$/, ''), page: readFileSync(join(FOLDER, file), 'utf8') }));

it('is there for each rule, and for nothing else', () => {
  expect(PAGES.map(({ rule }) => rule).toSorted()).toEqual(RULES.map(({ meta }) => meta.docs.name).toSorted());
});

describe.each(PAGES)('$rule', ({ rule, page }) => {
  const [example = '', second] = pipelinesOf(page, 'Example');
  const [fix = second ?? ''] = pipelinesOf(page, 'Fix');

  it('shows an example that has its finding and no other', () => {
    expect([...new Set(rulesThatFind(rule, example, {}))]).toEqual([rule]);
  });

  it('shows a fix that has none of its findings', () => {
    expect(fix, 'a pipeline under "Fix", or a second one under "Example"').not.toBe('');
    expect(rulesThatFind(rule, fix, includedBy(fix))).not.toContain(rule);
  });
});

/** The `yaml` blocks of a section. */
function pipelinesOf(page: string, title: string): string[] {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${title}\n`)) ?? '';
  return [...section.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = '']) => yaml);
}

/** The rules of the recommended preset, and the one of the page, that speak about a pipeline, one for each finding. */
function rulesThatFind(own: string, yaml: string, others: Readonly<Record<string, string>>): string[] {
  const rules = RULES.filter(({ meta: { docs } }) => docs.preset === 'recommended' || docs.name === own);
  const host = new MemoryHost({ ...others, '.gitlab-ci.yml': yaml });
  return lintRoot(host, '.gitlab-ci.yml', rules, { ...DEFAULT_OPTIONS, preset: 'strict' }).findings.map(
    (finding) => finding.rule,
  );
}

/** A page shows one file; the local files that it includes are there, and define nothing that matters. */
function includedBy(yaml: string): Readonly<Record<string, string>> {
  const paths = [...yaml.matchAll(/\blocal: *['"]?([^\s'"*]+)/g)].map(([, path = '']) => path.replace(/^\//, ''));
  return Object.fromEntries(paths.map((path) => [path, '.included:\n  script: make\n']));
}
