/**
 * What the fixes of a rule make of its fixtures: beside `expected.json`, `fixed.safe.diff` and `fixed.unsafe.diff` show the
 * lines that change, `@@` before each group of them with the line of the fixture at which it begins. Where the safe fixes
 * are all there are, there is no second file.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../rules/index.ts';
import { FileSystemHost } from '../src/host/file-system.ts';
import { type FixRun, type FixSafety, fixRoot } from '../src/lint/fix.ts';
import type { Rule } from '../src/rule.ts';
import { SourceFile } from '../src/source/source-file.ts';
import { loadYaml } from '../src/yaml/load.ts';
import type { Fixture } from './fixtures.ts';

/** Fixes what one rule finds, while all rules look at the result. */
export function fixFixture({ folder, root, facts }: Fixture, rule: Rule, which: FixSafety): FixRun {
  const rules = RULES.map((each) => (each === rule ? each : withoutFixes(each)));
  return fixRoot(new FileSystemHost(folder), root, rules, { preset: 'strict', minConfidence: 'low', facts }, which);
}

function withoutFixes(rule: Rule): Rule {
  return {
    meta: rule.meta,
    create: (context) =>
      rule.create({ ...context, report: ({ fix: _fix, suggest: _suggest, ...report }) => context.report(report) }),
  };
}

export function expectedDiff(fixture: Fixture, which: FixSafety): string {
  const path = pathOf(fixture, which);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  return which === 'unsafe' ? expectedDiff(fixture, 'safe') : '';
}

/** For a person to review. */
export function writeDiff(fixture: Fixture, which: FixSafety, diff: string): void {
  const path = pathOf(fixture, which);
  rmSync(path, { force: true });
  if (diff !== expectedDiff(fixture, which)) writeFileSync(path, diff);
}

function pathOf({ folder }: Fixture, which: FixSafety): string {
  return join(folder, `fixed.${which}.diff`);
}

/** The titles of the fixes and the lines they change, by file. */
export function showFixes({ files, applied, discarded }: FixRun): string {
  const titles = new Set([
    ...applied.map(({ fix }) => `# ${fix.title} (${fix.safety})\n`),
    ...discarded.map(({ fix, reason }) => `# ${fix.title}: not made, ${reason}\n`),
  ]);
  const changes = files.map(({ path, before, after }) => `--- ${path}\n${diffLines(before, after)}`);
  return [...titles, ...changes].join('');
}

/** The comments of a text, in order. */
export function commentsIn(path: string, text: string): string[] {
  return loadYaml(new SourceFile(path, text)).comments.map((comment) => comment.text);
}

/** Lines that go, with `-`, before lines that come, with `+`. */
function diffLines(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const common = longestCommon(old, fresh);
  const shown: string[] = [];
  let [at, to] = [0, 0];
  for (const [line, other] of [...common, [old.length, fresh.length] as const]) {
    if (at < line || to < other) {
      shown.push(`@@ ${at + 1}`, ...old.slice(at, line).map((text) => `-${text}`));
      shown.push(...fresh.slice(to, other).map((text) => `+${text}`));
    }
    [at, to] = [line + 1, other + 1];
  }
  return shown.map((line) => `${line}\n`).join('');
}

/** The longest common subsequence of two lists, as pairs of indices. */
function longestCommon(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const best = a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
      lengths[i]?.splice(j, 1, best);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
