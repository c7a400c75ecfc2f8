/** Every rule over its fixtures, in pipelint's own runner and in ESLint, which must say the same at the same places. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RULES } from '../rules/index.ts';
import plugin from '../src/eslint/plugin.ts';
import { FileSystemHost } from '../src/host/file-system.ts';
import { MemoryHost } from '../src/host/memory.ts';
import { overlay } from '../src/host/overlay.ts';
import { analyse } from '../src/lint/analyse.ts';
import { lintRoot } from '../src/lint/lint.ts';
import { VISITOR_KEYS } from '../src/pipeline/tree.ts';
import { safeProse } from '../src/report/safe-text.ts';
import { commentsIn, expectedDiff, fixFixture, showFixes, writeDiff } from './fixed.ts';
import {
  expectationsOf,
  FIXTURES,
  type Fixture,
  loadFixtures,
  positionsOf,
  runFixture,
  showExpectations,
  showFindings,
  writeExpectations,
} from './fixtures.ts';

const REQUIRED_FIXTURES = { bad: 4, ok: 6 } as const;
const UPDATE = process.env.UPDATE_FIXTURES === '1';

const fixtures = loadFixtures();

/** The fixtures again, each with a `.git` of its own, since ESLint's host looks for the repository upward. */
let repositories = '';
beforeAll(() => {
  repositories = mkdtempSync(join(tmpdir(), 'pipelint-fixtures-'));
  if (existsSync(FIXTURES)) cpSync(FIXTURES, repositories, { recursive: true });
  for (const { name } of fixtures) mkdirSync(join(repositories, name, '.git'), { recursive: true });
});
afterAll(() => rmSync(repositories, { recursive: true, force: true }));

test('every folder of fixtures is named after a rule', () => {
  const names = new Set(RULES.map((rule) => rule.meta.docs.name));
  expect([...new Set(fixtures.map(({ rule }) => rule))].filter((rule) => !names.has(rule))).toEqual([]);
});

describe.each(RULES.map((rule) => [rule.meta.docs.name, rule] as const))('%s', (name, rule) => {
  const own = fixtures.filter((fixture) => fixture.rule === name);

  const cases = own.map((fixture) => [fixture.name, fixture] as const);

  test.each(cases)('%s in pipelint', (_name, fixture) => {
    const { result } = runFixture(fixture, [rule]);
    expect(result.internalErrors).toEqual([]);
    if (UPDATE && fixture.kind === 'bad') writeExpectations(fixture, result.findings, rule);
    const expected = expectationsOf(fixture);
    expect(showFindings(fixture, result.findings, expected)).toEqual(showExpectations(fixture, expected));
    expect(expected.length > 0, 'a bad fixture expects something, an ok one nothing').toBe(fixture.kind === 'bad');
    expect(result.findings.filter(({ message, help }) => holdsPlaceholder(message, help)).map(texts)).toEqual([]);
  });

  test.each(own.filter(({ kind }) => kind === 'bad').map((fixture) => [fixture.name, fixture] as const))(
    '%s fixed',
    (_name, fixture) => {
      for (const which of ['safe', 'unsafe'] as const) {
        const run = fixFixture(fixture, rule, which);
        const made = run.applied.map(({ fix }) => fix);
        if (UPDATE) writeDiff(fixture, which, showFixes(run));
        expect(showFixes(run)).toBe(expectedDiff(fixture, which));
        expect(made.filter(({ title }) => !/^[A-Z].*[^.]$/.test(title))).toEqual([]);
        expect(made.filter(({ safety }) => !rule.meta[safety === 'safe' ? 'fixable' : 'hasSuggestions'])).toEqual([]);
        for (const { path, before, after } of run.files) {
          expect(commentsIn(path, after), `comments of ${path}`).toEqual(commentsIn(path, before));
        }
        if (which === 'safe') continue;
        const left = run.result.findings.flatMap(({ rule, fixes }) => (rule === name ? fixes : []));
        const discarded = new Set(run.discarded.map(({ fix }) => fix.title));
        expect(left.filter(({ title }) => !discarded.has(title))).toEqual([]);
      }
    },
  );

  test.each(cases)('%s in ESLint', async (_name, fixture) => {
    const { source, result } = runFixture(fixture, [rule]);
    const shown = result.findings.filter(
      ({ confidence, severity }) => confidence !== 'low' && (severity !== 'info' || rule.meta.docs.severity === 'info'),
    );
    const expected = shown.map(({ place, message, help }) => {
      const { line, column } = positionsOf(place);
      const where = place.file === source.file ? '' : `${place.file.path}:${line}:${column}: `;
      return show({
        ...positionsOf(source.placeInRoot(place)),
        message: safeProse(`${where}${message}${help && ` ${help}`}`),
      });
    });
    const { messages, output } = await runEslint(fixture);
    expect(messages.map(show).toSorted()).toEqual(expected.toSorted());
    const { files } = fixFixture(fixture, rule, 'safe');
    expect(output).toBe(files.find(({ path }) => path === fixture.root)?.after);
  });

  test('has enough fixtures', () => {
    const count = (kind: Fixture['kind']): number => own.filter((fixture) => fixture.kind === kind).length;
    expect(count('bad')).toBeGreaterThanOrEqual(REQUIRED_FIXTURES.bad);
    expect(count('ok')).toBeGreaterThanOrEqual(REQUIRED_FIXTURES.ok);
  });

  test('says each of its messages in some fixture', () => {
    const said = new Set(own.flatMap(expectationsOf).map(({ messageId }) => messageId));
    expect([...said].toSorted()).toEqual(Object.keys(rule.meta.messages).toSorted());
  });

  test('makes the kinds of fixes that it says it makes', () => {
    const fixed = own.map((fixture) => expectedDiff(fixture, 'unsafe') + expectedDiff(fixture, 'safe')).join('');
    expect(fixed.includes(' (safe)\n')).toBe(rule.meta.fixable !== undefined);
    expect(fixed.includes(' (unsafe)\n')).toBe(rule.meta.hasSuggestions === true);
  });

  test('has help for each of its messages', () => {
    expect(Object.keys(rule.meta.help).toSorted()).toEqual(Object.keys(rule.meta.messages).toSorted());
  });

  test('has a page with more than the generated head', () => {
    const page = join(import.meta.dirname, `../docs/rules/${name}.md`);
    expect(existsSync(page), `${page} exists`).toBe(true);
    const body = readFileSync(page, 'utf8').split('<!-- end -->')[1]?.trim() ?? '';
    expect(body.length).toBeGreaterThan(300);
  });

  test('visits nodes by their type only', () => {
    const sourceCode = analyse(new MemoryHost({ '.gitlab-ci.yml': 'build:\n  script: make\n' }), '.gitlab-ci.yml', {});
    const visitor = rule.create({ sourceCode, options: [], report: () => {} });
    const types = Object.keys(VISITOR_KEYS);
    const allowed = new Set([...types, ...types.map((type) => `${type}:exit`)]);
    expect(Object.keys(visitor).filter((key) => !allowed.has(key))).toEqual([]);
  });
});

test('fingerprints are unique in a run and survive lines inserted above', () => {
  for (const { folder, root, facts, name } of fixtures) {
    const host = new FileSystemHost(folder);
    const read = host.read(root);
    // A comment makes a blank file another fault, and before `---` it makes a document of its own.
    if (!read.ok || read.text.trim() === '' || /^(%|---)/m.test(read.text)) continue;
    const options = { preset: 'strict', minConfidence: 'low', facts } as const;
    const fingerprints = lintRoot(host, root, RULES, options).findings.map((finding) => finding.fingerprint);
    const moved = lintRoot(overlay(host, root, `# a line\n\n${read.text}`), root, RULES, options);
    expect(new Set(fingerprints).size, name).toBe(fingerprints.length);
    expect(
      moved.findings.map((finding) => finding.fingerprint),
      name,
    ).toEqual(fingerprints);
  }
});

/** What ESLint says, and the text after its own way to make fixes; undefined when there are none. */
async function runEslint({ name, rule, root, facts, options: given }: Fixture) {
  const { path, server, registry } = facts;
  const options: ESLint.Options = {
    cwd: join(repositories, name),
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.yml', '**/*.yaml'],
      plugins: { pipelint: plugin },
      language: 'pipelint/gitlab-ci',
      languageOptions: { ...(path && { project: path }), ...(server && { server }), ...(registry && { registry }) },
      rules: { [`pipelint/${rule}`]: ['error', ...given] },
    },
  };
  const [linted] = await new ESLint(options).lintFiles([root]);
  const messages = linted?.messages ?? [];
  if (messages.every(({ fix }) => fix === undefined)) return { messages, output: undefined };
  const [fixed] = await new ESLint({ ...options, fix: true }).lintFiles([root]);
  return { messages, output: fixed?.output };
}

/** One line a message, so that a difference between the hosts can be read. */
function show(
  message: Pick<ESLint.LintResult['messages'][number], 'line' | 'column' | 'endLine' | 'endColumn' | 'message'>,
) {
  return `${message.line}:${message.column}-${message.endLine}:${message.endColumn} ${message.message}`;
}

/** Whether the rule forgot to give a value for a name in its texts. */
function holdsPlaceholder(...text: readonly string[]): boolean {
  return text.some((each) => /\{\{\s*\w+\s*\}\}/.test(each));
}

function texts({ message, help }: { message: string; help: string }): string {
  return `${message} ${help}`;
}
