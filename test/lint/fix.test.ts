/** The engine that makes fixes, over rules whose fixes are known. */
import { describe, expect, test } from 'vitest';
import { MemoryHost } from '../../src/host/memory.ts';
import { fix as fixPipeline } from '../../src/index.ts';
import { type FixSafety, fixRoot } from '../../src/lint/fix.ts';
import { defineRule, type Fix, type Rule } from '../../src/rule.ts';
import { rewriteText } from '../../src/yaml/edit-scalar.ts';

const ROOT = '.gitlab-ci.yml';

/** What a rule of these tests finds in a script line, and what it writes instead. */
interface Swap {
  readonly name: string;
  readonly word: string;
  readonly instead: string;
  readonly safety?: FixSafety;
  readonly severity?: 'error' | 'warning';
  /** Other text is offered after the first. */
  readonly second?: string;
}

function swapping({ name, word, instead, safety = 'safe', severity = 'warning', second }: Swap): Rule {
  return defineRule({
    meta: {
      type: 'problem',
      docs: {
        name,
        description: 'a rule of the tests',
        category: 'login',
        preset: 'recommended',
        severity,
        logLines: [],
      },
      messages: { found: `${word} is here.` },
      help: { found: '' },
      schema: [],
      fixable: 'code',
      hasSuggestions: true,
    },
    create(context) {
      return {
        Script({ lines }) {
          for (const { text } of lines) {
            for (const { index } of text.text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))) {
              const place = text.place(index, index + word.length);
              const fix = (by: string): Fix => ({
                title: `Write ${by}`,
                edits: rewriteText([{ place, text: by }]) ?? [{ place, text: by }],
              });
              const fixes = [fix(instead), ...(second === undefined ? [] : [fix(second)])];
              const [first, ...more] = fixes;
              context.report({
                node: { place },
                messageId: 'found',
                ...(safety === 'safe' && first ? { fix: first, suggest: more } : { suggest: fixes }),
              });
            }
          }
        },
      };
    },
  });
}

function fix(files: Record<string, string> | string, swaps: readonly Swap[], which: FixSafety = 'safe') {
  const repository = typeof files === 'string' ? { [ROOT]: files } : files;
  const run = fixRoot(new MemoryHost(repository), ROOT, swaps.map(swapping), {}, which);
  return {
    run,
    texts: Object.fromEntries(run.files.map(({ path, after }) => [path, after])),
    made: run.applied.map((applied) => applied.fix.title),
    left: run.result.findings.map(({ rule }) => rule),
    refused: run.discarded.map((discarded) => `${discarded.fix.title}: ${discarded.reason}`),
  };
}

const job = (line: string): string => `build: # a job\n  script:\n    - ${line}\n`;

describe('what is made', () => {
  test('safe fixes alone, unless more is asked for', () => {
    const swaps = [
      { name: 'a', word: 'old', instead: 'new' },
      { name: 'b', word: 'risky', instead: 'fine', safety: 'unsafe' as const },
    ];
    expect(fix(job('old risky'), swaps).texts).toEqual({ [ROOT]: job('new risky') });
    expect(fix(job('old risky'), swaps, 'unsafe').texts).toEqual({ [ROOT]: job('new fine') });
  });

  test('the best of several', () => {
    const swaps = [{ name: 'a', word: 'old', instead: 'new', second: 'other', safety: 'unsafe' as const }];
    expect(fix(job('old'), swaps, 'unsafe')).toMatchObject({ texts: { [ROOT]: job('new') }, made: ['Write new'] });
  });

  test('all findings in one go, in all files', () => {
    const files = { 'ci/b.yml': '.b:\n  script: old old\n', [ROOT]: `include: ci/b.yml\n${job('old')}` };
    const { texts, left } = fix(files, [{ name: 'a', word: 'old', instead: 'new' }]);
    expect(texts).toEqual({ 'ci/b.yml': '.b:\n  script: new new\n', [ROOT]: `include: ci/b.yml\n${job('new')}` });
    expect(left).toEqual([]);
  });

  test('a fix that uncovers another is followed by it', () => {
    const swaps = [
      { name: 'a', word: 'one', instead: 'two' },
      { name: 'b', word: 'two', instead: 'three' },
    ];
    expect(fix(job('one'), swaps)).toMatchObject({
      texts: { [ROOT]: job('three') },
      made: ['Write two', 'Write three'],
    });
  });

  test('of two on the same text the first, then what is left of the second', () => {
    const swaps = [
      { name: 'a', word: 'old old', instead: 'new old' },
      { name: 'b', word: 'old', instead: 'new' },
    ];
    const { texts, left } = fix(job('old old'), swaps);
    expect({ texts, left }).toEqual({ texts: { [ROOT]: job('new new') }, left: [] });
  });

  test('a circle comes to an end', () => {
    const swaps = [
      { name: 'a', word: 'ping', instead: 'pong' },
      { name: 'b', word: 'pong', instead: 'ping' },
    ];
    expect(fix(job('ping'), swaps).made.length).toBeLessThanOrEqual(10);
  });

  test('nothing where there is nothing to fix', () => {
    const { run, texts } = fix(job('fine'), [{ name: 'a', word: 'old', instead: 'new' }]);
    expect({ texts, files: run.files, read: run.host.read(ROOT) }).toEqual({
      texts: {},
      files: [],
      read: { ok: true, text: job('fine') },
    });
  });

  test('a byte order mark and carriage returns stay', () => {
    const text = `\uFEFF${job('old')}`.replaceAll('\n', '\r\n');
    expect(fix(text, [{ name: 'a', word: 'old', instead: 'new' }]).texts[ROOT]).toBe(text.replace('old', 'new'));
  });

  test('the next root goes on from what was fixed', () => {
    const files = { 'ci/b.yml': '.b:\n  script: old\n', [ROOT]: `include: ci/b.yml\n${job('make')}` };
    const { run } = fix(files, [{ name: 'a', word: 'old', instead: 'new' }]);
    expect(run.host.read('ci/b.yml')).toEqual({ ok: true, text: '.b:\n  script: new\n' });
    expect(run.host.list()).toEqual([ROOT, 'ci/b.yml']);
  });
});

test('the library fixes with all rules that come with it', () => {
  const before = job('docker login -u $CI_BUILD_ID -p x "$CI_REGISTRY"');
  const { files } = fixPipeline({ [ROOT]: before });
  expect(files).toEqual([{ path: ROOT, before, after: before.replace('CI_BUILD_ID', 'CI_JOB_ID') }]);
});

describe('what is refused', () => {
  test('a fix that leaves its finding', () => {
    const { texts, refused, left } = fix(job('old'), [{ name: 'a', word: 'old', instead: 'old again' }]);
    expect({ texts, refused, left }).toEqual({ texts: {}, refused: ['Write old again: stays'], left: ['a'] });
  });

  test('a fix that brings a new error, and none that brings a warning', () => {
    const swap = { name: 'a', word: 'old', instead: 'worse' };
    const worse = (severity: 'error' | 'warning') => ({ name: 'b', word: 'worse', instead: 'worse', severity });
    expect(fix(job('old'), [swap, worse('error')])).toMatchObject({ texts: {}, refused: ['Write worse: new-error'] });
    expect(fix(job('old'), [swap, worse('warning')]).texts).toEqual({ [ROOT]: job('worse') });
    const run = fixRoot(new MemoryHost({ [ROOT]: job('old') }), ROOT, [swap, worse('error')].map(swapping), {}, 'safe');
    expect(run.discarded.map(({ uncovered }) => uncovered?.rule)).toEqual(['b']);
    expect(run.result.findings.map(({ fixes }) => fixes)).toEqual([[]]);
  });

  test('a fix that breaks the YAML', () => {
    const broken = defineRule({
      ...swapping({ name: 'a', word: 'old', instead: '' }),
      create: (context) => ({
        Script({ lines: [line] }) {
          if (!line?.text.text.startsWith('old')) return;
          const edits = [{ place: line.place, text: '"x' }];
          context.report({ node: line, messageId: 'found', fix: { title: 'Break it', edits } });
        },
      }),
    });
    const run = fixRoot(new MemoryHost({ [ROOT]: job('old') }), ROOT, [broken], {}, 'safe');
    expect({ files: run.files, reasons: run.discarded.map(({ reason }) => reason) }).toEqual({
      files: [],
      reasons: ['broken'],
    });
  });

  test('the bad one among good ones, which are made', () => {
    const swaps = [
      { name: 'a', word: 'old', instead: 'new' },
      { name: 'b', word: 'bad', instead: 'bad still' },
    ];
    expect(fix(job('old bad'), swaps)).toMatchObject({
      texts: { [ROOT]: job('new bad') },
      refused: ['Write bad still: stays'],
    });
  });

  test('the first offer where the second does what it says', () => {
    const swaps = [{ name: 'a', word: 'old', instead: 'old still', second: 'new', safety: 'unsafe' as const }];
    expect(fix(job('old'), swaps, 'unsafe')).toMatchObject({
      texts: { [ROOT]: job('new') },
      refused: ['Write old still: stays'],
    });
  });
});
