/** An include that could not be read is told once in each report that people read. */
import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { lintRoot } from '../../src/lint/lint.ts';
import { FORMATS, type Format } from '../../src/report/formats.ts';
import { type Fetched, sourceKey } from '../../src/source/remote.ts';
import { CONTEXT } from './samples.ts';

const NOT_FETCHED = `include:
  - template: Jobs/Build.gitlab-ci.yml
test:
  script: echo ok
`;

async function report(format: Format, text: string, fetched = new Map<string, Fetched>()): Promise<string> {
  const print = await FORMATS[format]();
  return print(lintRoot(new MemoryHost({ '.gitlab-ci.yml': text }, fetched), '.gitlab-ci.yml', RULES), CONTEXT);
}

describe('an include that was not fetched', () => {
  it.each([
    ['pretty', 1],
    ['compact', 1],
    ['sarif', 1],
    ['github', 1],
    ['agent', 1],
    ['codequality', 1],
  ] as const)('%s names it %i times', async (format, times) => {
    const text = await report(format, NOT_FETCHED);
    expect(text.match(/Jobs\/Build\.gitlab-ci\.yml.? has not been fetched/g) ?? []).toHaveLength(times);
  });

  it('junit has one skipped test and no failed one', async () => {
    const text = await report('junit', NOT_FETCHED);
    expect(text).toContain('tests="1" failures="0" errors="0" skipped="1"');
  });

  it('is in two lists of json, each of its own meaning', async () => {
    const { findings, unresolved } = JSON.parse(await report('json', NOT_FETCHED));
    expect([findings.length, unresolved.length]).toEqual([1, 1]);
  });

  it('is silent where a comment says that it is known', async () => {
    const known = NOT_FETCHED.replace('yml\ntest', 'yml # pipelint-disable-line config-include -- a mirror\ntest');
    expect(await report('pretty', known)).toBe(
      'No findings in 1 file with 1 job.\nNot shown: 1 suppressed by comments.\n',
    );
  });
});

it('an include that is known not to exist is an error and nothing else', async () => {
  const key = sourceKey({ kind: 'template', name: 'Jobs/Build.gitlab-ci.yml' });
  const gone = new Map<string, Fetched>([[key, { ok: false, reason: 'no-file' }]]);
  expect((await report('pretty', NOT_FETCHED, gone)).split('\n').slice(-3)).toEqual([
    '',
    'Found 1 error in 1 file with 1 job.',
    '',
  ]);
  expect(await report('junit', NOT_FETCHED, gone)).toContain('tests="1" failures="1" errors="0" skipped="0"');
});
