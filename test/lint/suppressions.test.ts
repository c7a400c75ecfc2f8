/** Where a comment holds findings back, and where it does not. */
import { describe, expect, test } from 'vitest';
import { RULES as PRODUCT_RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import type { LintResult } from '../../src/lint/finding.ts';
import { fixRoot } from '../../src/lint/fix.ts';
import { lintRoot, mergeResults } from '../../src/lint/lint.ts';
import { DEFAULT_OPTIONS, type LintOptions } from '../../src/lint/options.ts';
import type { Rule } from '../../src/rule.ts';
import { textAt } from '../../src/source/source-file.ts';
import { brokenRule, loginRule, strictRule } from './rules.ts';

const ROOT = '.gitlab-ci.yml';
const RULES = [loginRule, strictRule];

type Files = string | Readonly<Record<string, string>>;

function lint(
  files: Files,
  options: Partial<LintOptions> = {},
  rules: readonly Rule[] = RULES,
  path = ROOT,
): LintResult {
  const host = new MemoryHost(typeof files === 'string' ? { [ROOT]: files } : files);
  return lintRoot(host, path, rules, { ...DEFAULT_OPTIONS, ...options });
}

/** `file:line` of each finding, or its line alone in the root file. */
function lines(findings: LintResult['findings']): (string | number)[] {
  return findings.map(({ place: { file, range } }) => {
    const { line } = file.position(range[0]);
    return file.path === ROOT ? line : `${file.path}:${line}`;
  });
}

const jobs = (first: string, second: string) =>
  `a:\n${first}  script:\n    - docker login x\nb:\n${second}  script:\n    - docker login y\n`;

const HELD: readonly [name: string, files: Files, shown: (string | number)[], suppressed: (string | number)[]][] = [
  ['the line below', 'a:\n  script:\n    # pipelint-disable-next-line test-login\n    - docker login\n', [], [4]],
  ['no other line below', 'a:\n  script:\n    # pipelint-disable-next-line\n    - make\n    - docker login\n', [5], []],
  [
    'the line itself',
    'a:\n  script:\n    - docker login # pipelint-disable-line test-login\n    - docker login\n',
    [4],
    [3],
  ],
  ['not for another rule', 'a:\n  script:\n    - docker login # pipelint-disable-line test-strict\n', [3], []],
  ['several rules', 'a:\n  script:\n    - docker login # pipelint-disable-line test-strict, test-login\n', [], [3]],
  ['all rules', 'a:\n  script:\n    - docker login # pipelint-disable-line\n', [], [3]],
  [
    'below several comments',
    'a:\n  script:\n    # pipelint-disable-next-line test-login -- because\n    # and more\n\n    - docker login\n',
    [],
    [6],
  ],
  [
    'inside a block',
    'a:\n  script:\n    - |\n      # pipelint-disable-next-line test-login\n      docker login\n',
    [],
    [5],
  ],
  ['at the end of a line of a block', 'a:\n  script:\n    - |\n      docker login # pipelint-disable-line\n', [], [4]],
  ['from the top of the file on', `# pipelint-disable test-login\n${jobs('', '')}`, [], [4, 7]],
  [
    'a region',
    'a:\n  script:\n    - docker login\n# pipelint-disable test-login\nb:\n  script: docker login\n# pipelint-enable\nc:\n  script: docker login\n',
    [3, 9],
    [6],
  ],
  [
    'a region that ends for another rule only',
    'a:\n  script:\n    # pipelint-disable\n    - docker login\n    # pipelint-enable test-strict\n    - docker login\n',
    [],
    [4, 6],
  ],
  ['a job', jobs('  # pipelint-disable test-login\n', ''), [7], [4]],
  [
    'all but the job that turns it on again',
    `# pipelint-disable test-login\n${jobs('', '  # pipelint-enable test-login\n')}c:\n  script: docker login z\n`,
    [8],
    [4, 10],
  ],
  ['a job, behind its name', 'a: # pipelint-disable\n  script: docker login\nb:\n  script: docker login\n', [4], [2]],
  [
    'the rest of a job',
    'a:\n  script:\n    - docker login\n    # pipelint-disable\n    - docker login\nb: { script: docker login }\n',
    [3, 6],
    [5],
  ],
  ['a job, above its name', `# pipelint-disable-next-line test-login\n${jobs('', '')}`, [7], [4]],
  [
    'a job whose text comes from a template',
    '.t:\n  script: docker login\na:\n  # pipelint-disable test-login\n  extends: .t\n',
    [2],
    [2],
  ],
  [
    'where a template is extended',
    '.t:\n  script: docker login\na:\n  extends: .t # pipelint-disable-line\n',
    [2],
    [2],
  ],
  [
    'the template, for all that extend it',
    '.t:\n  # pipelint-disable test-login\n  script: docker login\na:\n  extends: .t\nb:\n  extends: .t\n',
    [],
    [3],
  ],
  [
    'where an anchor is used',
    'a:\n  script: &s\n    - docker login\nb:\n  script: *s # pipelint-disable-line\n',
    [3],
    [3],
  ],
  [
    'an included file, from the include',
    {
      [ROOT]: 'include:\n  - ci/a.yml # pipelint-disable-line\n  - ci/b.yml\n',
      'ci/a.yml': 'a: { script: docker login }\n',
      'ci/b.yml': 'b: { script: docker login }\n',
    },
    ['ci/b.yml:1'],
    ['ci/a.yml:1'],
  ],
  [
    'an included file, from within',
    { [ROOT]: 'include: ci/a.yml\n', 'ci/a.yml': '# pipelint-disable test-login\na: { script: docker login }\n' },
    [],
    ['ci/a.yml:2'],
  ],
  [
    'not in the files that include it',
    {
      [ROOT]: 'include: ci/a.yml\nb: { script: docker login }\n',
      'ci/a.yml': '# pipelint-disable\na: { script: make }\n',
    },
    [2],
    [],
  ],
  ['no comment inside a word', 'a:\n  script: "docker login x#pipelint-disable-line"\n', [2], []],
  [
    'with Windows line breaks',
    'a:\r\n  script:\r\n    # pipelint-disable-next-line test-login\r\n    - docker login\r\n',
    [],
    [4],
  ],
  ['nothing in what is no YAML', '# pipelint-disable\na: [\n', [], []],
];

test.each(HELD)('holds back: %s', (_name, files, shown, suppressed) => {
  const result = lint(files);
  expect(lines(result.findings)).toEqual(shown);
  expect(lines(result.suppressed)).toEqual(suppressed);
  expect(result.summary).toMatchObject({ error: shown.length, suppressed: suppressed.length });
});

test('tells the reason and the comment', () => {
  const { suppressed } = lint('a:\n  # pipelint-disable test-login -- a -- demo  \n  script: docker login\n');
  const [{ reason, place } = { reason: '', place: undefined }] = suppressed.map(({ suppression }) => suppression);
  expect(reason).toBe('a -- demo');
  expect(place && textAt(place)).toBe('# pipelint-disable test-login -- a -- demo');
});

test.each([
  [
    'a called script',
    'ci/push.sh',
    './ci/push.sh',
    '# pipelint-disable-next-line push-registry-host\ndocker push acme/app\n',
  ],
  [
    'a Dockerfile',
    'Dockerfile',
    'docker build .',
    '# pipelint-disable-next-line\nFROM registry.gitlab.com/acme/app/base:1\n',
  ],
])('a comment in %s counts', (_name, path, command, text) => {
  const config = `build:\n  image: docker:28\n  script:\n    - ${command}\n`;
  const options = { facts: { path: 'acme/app', registry: 'registry.gitlab.com' } };
  const before = lint({ [ROOT]: config, [path]: text.replace(/^#.*/, '#') }, options, PRODUCT_RULES);
  const after = lint({ [ROOT]: config, [path]: text }, options, PRODUCT_RULES);
  expect(before.findings.map(({ rule }) => rule)).toHaveLength(1);
  expect(after.findings).toEqual([]);
  expect(after.suppressed.map(({ fingerprint }) => fingerprint)).toEqual(
    before.findings.map(({ fingerprint }) => fingerprint),
  );
});

test('of two jobs with one text, the one without a comment is still told of', () => {
  const text = '.t:\n  script: docker login\na:\n  # pipelint-disable\n  extends: .t\nb:\n  extends: .t\n';
  const { findings, suppressed } = lint(text);
  expect(findings.map((finding) => finding.jobs)).toEqual([['b']]);
  expect(suppressed.map((finding) => finding.jobs)).toEqual([['a']]);
});

test('a comment renames no other finding', () => {
  const text = 'a:\n  script:\n    - docker login\n    - docker login\n';
  const commented = text.replace('docker login', 'docker login # pipelint-disable-line');
  const [, second] = lint(text).findings.map(({ fingerprint }) => fingerprint);
  expect(lint(commented).findings.map(({ fingerprint }) => fingerprint)).toEqual([second]);
});

const line = (text: string) => `a:\n  script:\n    - docker login # ${text}\n    - make # ${text}\n`;
const UNUSED: Partial<LintOptions> = { reportUnusedSuppressions: true };
const REASON: Partial<LintOptions> = { requireSuppressionReason: true };

const NOTICES: readonly [name: string, text: string, options: Partial<LintOptions>, notices: string[]][] = [
  [
    'an unused one',
    line('pipelint-disable-line test-login'),
    UNUSED,
    ['4 unused-suppression: This comment holds back no finding. Remove it.'],
  ],
  ['unless it is asked for', line('pipelint-disable-line test-login'), {}, []],
  [
    'a rule of it',
    'a:\n  script: docker login # pipelint-disable-line test-login, test-strict\n',
    { ...UNUSED, preset: 'strict' },
    ['2 unused-suppression: This comment holds back no finding of `test-strict`. Remove `test-strict` from it.'],
  ],
  ['no rule that did not run', 'a:\n  script: make # pipelint-disable-line test-strict\n', UNUSED, []],
  [
    'one without a reason',
    'a:\n  # pipelint-disable\n  script: docker login\n',
    REASON,
    [
      '2 suppression-without-reason: This comment holds findings back and does not say why, which `require-suppression-reason` asks for. Write the reason behind two dashes: ` -- the registry is public`.',
    ],
  ],
  [
    'one whose reason is still to be written',
    'a:\n  # pipelint-disable -- <why>\n  script: docker login\n',
    REASON,
    [
      '2 suppression-without-reason: This comment holds findings back and does not say why, which `require-suppression-reason` asks for. Write the reason behind two dashes: ` -- the registry is public`.',
    ],
  ],
  ['none with a reason', 'a:\n  # pipelint-disable -- why not\n  script: docker login\n', REASON, []],
  ['no reason is needed to turn rules on', '# pipelint-enable\na: { script: make }\n', { ...REASON, ...UNUSED }, []],
  [
    'a slip in a name',
    'a: # pipelint-disable test-logn\n  script: make\n',
    {},
    [
      '1 unknown-suppression: There is no rule `test-logn`, so this comment holds none of its findings back. Did you mean `test-login`?',
    ],
  ],
  [
    'a sentence',
    'a: # pipelint-disable it is fine\n  script: make\n',
    {},
    [expect.stringContaining('There is no rule `it`')],
  ],
  [
    'a slip in the word',
    'a: # pipelint-disable-nextline\n  script: make\n',
    {},
    [
      expect.stringContaining(
        'There is no comment `pipelint-disable-nextline`, so it holds nothing back. Did you mean `pipelint-disable-next-line`?',
      ),
    ],
  ],
  [
    'another word',
    'a: # pipelint-ignore test-login\n  script: make\n',
    {},
    [expect.stringContaining('Did you mean `pipelint-disable`?')],
  ],
  ...(
    [
      ['disable-file', 'disable'],
      ['disable-all', 'disable'],
      ['ignore-line', 'disable-line'],
      ['ignore-next-line', 'disable-next-line'],
      ['disable-next', 'disable-next-line'],
      ['enable-all', 'enable'],
      ['disabel', 'disable'],
    ] as const
  ).map(([word, meant]): (typeof NOTICES)[number] => [
    `the word ${word}`,
    `# pipelint-${word}\na: { script: make }\n`,
    {},
    [expect.stringContaining(`Did you mean \`pipelint-${meant}\`?`)],
  ]),
  ['not what only begins alike', '# pipelint-system is a hook\na: { script: make }\n', {}, []],
];

test.each(NOTICES)('reports: %s', (_name, text, options, notices) => {
  const told = lint(text, options)
    .findings.filter(({ rule }) => rule.includes('suppression'))
    .map(({ rule, message, help, place }) => `${place.file.position(place.range[0]).line} ${rule}: ${message} ${help}`);
  expect(told).toEqual(notices);
});

test('a rule that failed makes no comment unused', () => {
  const text = 'a:\n  script: make # pipelint-disable-line test-broken\n';
  expect(lint(text, UNUSED, [brokenRule]).findings.map(({ rule }) => rule)).toEqual(['test-broken']);
});

test.each([
  ['a:\n  # pipelint-disable test-login\n  script: make\n', 'a:\n  script: make\n'],
  ['a:\n  script: make   # pipelint-disable-line test-login\n', 'a:\n  script: make\n'],
  [
    'a:\n  script:\n    - |\n      # pipelint-disable-next-line test-login\n      make\n',
    'a:\n  script:\n    - |\n      make\n',
  ],
])('the fix removes an unused comment: %j', (text, expected) => {
  const { files, discarded } = fixRoot(new MemoryHost({ [ROOT]: text }), ROOT, RULES, UNUSED, 'safe');
  expect(discarded).toEqual([]);
  expect(files.map(({ after }) => after)).toEqual([expected]);
});

test('the suggestion for a misspelt rule makes the comment hold back', () => {
  const text = 'a:\n  script: docker login # pipelint-disable-line test-logn\n';
  const { result } = fixRoot(new MemoryHost({ [ROOT]: text }), ROOT, RULES, {}, 'unsafe');
  expect(result.findings).toEqual([]);
  expect(result.suppressed).toHaveLength(1);
});

describe('a file that two pipelines include', () => {
  const files = {
    'a.yml': 'include: ci/t.yml\na:\n  extends: .t\n',
    'b.yml': 'include: ci/t.yml\nb:\n  script: make\n',
    'ci/t.yml':
      '.t:\n  script: docker login # pipelint-disable-line test-login -- a\n.u:\n  script: make # pipelint-disable-line test-login\n',
  };
  const merged = mergeResults(['a.yml', 'b.yml'].map((path) => lint(files, UNUSED, RULES, path)));

  test('has what a comment holds back once', () => {
    expect(merged.suppressed.map(({ jobs: names }) => names)).toEqual([['a']]);
    expect(merged.summary.suppressed).toBe(1);
  });

  test('has an unused comment once, and a used one not', () => {
    expect(lines(merged.findings)).toEqual(['ci/t.yml:4']);
  });
});
