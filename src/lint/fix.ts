/**
 * Makes the fixes of findings. What a fix promises is held against the result: the text is linted again, and a fix that
 * leaves its finding, breaks the YAML or brings a new error is not made.
 */
import type { Rule } from '../rule.ts';
import type { Host } from '../source/host.ts';
import { withTexts } from '../source/overlay.ts';
import { SourceFile } from '../source/source-file.ts';
import { applyEdits, overlap, type TextEdit } from '../source/text-edit.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Finding, FindingFix, LintResult } from './finding.ts';
import { lintRoot } from './lint.ts';
import type { LintOptions } from './options.ts';

/** `safe`: what nobody has to read · `unsafe`: the best of what is offered for each finding. */
export type FixSafety = FindingFix['safety'];

export interface FixRun {
  /** The files whose text is another one now, by path. */
  readonly files: readonly FixedFile[];
  /** In the order in which they were made. */
  readonly applied: readonly FixedFinding[];
  /** Fixes that did not do what they promise, or not that alone. */
  readonly discarded: readonly DiscardedFix[];
  /** What is found in the fixed files. */
  readonly result: LintResult;
  /** The repository as the fixes leave it, to go on with the next root file. */
  readonly host: Host;
}

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface FixedFinding {
  readonly finding: Finding;
  readonly fix: FindingFix;
}

export interface DiscardedFix extends FixedFinding, Refusal {}

interface Refusal {
  readonly reason: DiscardReason;
  /** The new error. */
  readonly uncovered?: Finding;
}

/** `stays`: the finding is there as before · `new-error`: another one comes with it · `broken`: the text is no YAML any more. */
export type DiscardReason = 'stays' | 'new-error' | 'broken';

/** A fix may uncover the next one; a chain of more of them is taken for a circle. */
const MAX_ROUNDS = 10;

/**
 * Fixes the pipeline whose root file is `path`, with the files it includes from the repository, until nothing is left to
 * fix. Nothing is written: the new texts are in what is returned. Never throws.
 *
 * @param mayChange whether the file at a path may be changed; by default every one
 */
export function fixRoot(
  host: Host,
  path: string,
  rules: readonly Rule[],
  options: Partial<LintOptions>,
  which: FixSafety,
  mayChange: (path: string) => boolean = () => true,
): FixRun {
  const lint = (texts: Texts): LintResult => lintRoot(withTexts(host, texts), path, rules, options);
  const applied: FixedFinding[] = [];
  const discarded = new Map<string, DiscardedFix>();
  let texts: Texts = new Map();
  let result = lint(texts);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const attempt = new Attempt(host, texts, result, lint);
    const chosen = choose(result.findings, which, (fix) => discarded.has(keyOf(fix)) || !mayAll(fix, mayChange));
    if (chosen.length === 0) break;
    const { made, left } = attempt.makeAll(chosen);
    for (const fix of left) discarded.set(keyOf(fix), fix);
    if (made) {
      applied.push(...made.fixes);
      texts = made.texts;
      result = made.result;
    }
  }
  return {
    files: changedFiles(host, texts),
    applied,
    discarded: [...discarded.values()],
    result: withoutRefused(result, [...discarded.values()]),
    host: withTexts(host, texts),
  };
}

type Texts = ReadonlyMap<string, string>;

function mayAll({ fix }: FixedFinding, mayChange: (path: string) => boolean): boolean {
  return fix.edits.every(({ place }) => mayChange(place.file.path));
}

/** For each finding the first fix that suits; of two that touch the same text, the first. */
function choose(
  findings: readonly Finding[],
  which: FixSafety,
  isLeft: (fix: FixedFinding) => boolean,
): FixedFinding[] {
  const chosen: FixedFinding[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find(
      (each) => (which === 'unsafe' || each.safety === 'safe') && !isLeft({ finding, fix: each }),
    );
    if (fix && !chosen.some((other) => collide(other.fix, fix))) chosen.push({ finding, fix });
  }
  return chosen;
}

function collide(a: FindingFix, b: FindingFix): boolean {
  return a.edits.some((edit) =>
    b.edits.some(({ place, text }) => {
      if (edit.place.file.path !== place.file.path) return false;
      return overlap({ range: edit.place.range, text: edit.text }, { range: place.range, text });
    }),
  );
}

interface Made {
  readonly fixes: readonly FixedFinding[];
  readonly texts: Texts;
  readonly result: LintResult;
}

/** One round: fixes made on the same texts. */
class Attempt {
  readonly #host: Host;
  readonly #texts: Texts;
  readonly #before: LintResult;
  readonly #lint: (texts: Texts) => LintResult;

  constructor(host: Host, texts: Texts, before: LintResult, lint: (texts: Texts) => LintResult) {
    this.#host = host;
    this.#texts = texts;
    this.#before = before;
    this.#lint = lint;
  }

  /** All of them if that goes well; otherwise each alone, to tell which one does not. */
  makeAll(fixes: readonly FixedFinding[]): { readonly made: Made | undefined; readonly left: readonly DiscardedFix[] } {
    const all = this.#make(fixes);
    if ('texts' in all) return { made: all, left: [] };
    const good: FixedFinding[] = [];
    const left: DiscardedFix[] = [];
    for (const fix of fixes) {
      const alone = fixes.length === 1 ? all : this.#make([fix]);
      if ('texts' in alone) good.push(fix);
      else left.push({ ...fix, ...alone });
    }
    if (good.length === 0) return { made: undefined, left };
    const together = this.#make(good);
    const [first] = good;
    const made = 'texts' in together || !first ? together : this.#make([first]);
    return { made: 'texts' in made ? made : undefined, left };
  }

  #make(fixes: readonly FixedFinding[]): Made | Refusal {
    const texts = new Map(this.#texts);
    const edits = editsByFile(fixes);
    for (const [path, own] of edits) {
      const text = textOf(this.#host, texts, path);
      const fixed = withEdits(text, own);
      if (isYaml(path) && faultsIn(path, fixed) > faultsIn(path, text)) return { reason: 'broken' };
      texts.set(path, fixed);
    }
    const result = this.#lint(texts);
    if (result.internalErrors.length > this.#before.internalErrors.length) return { reason: 'broken' };
    if (staysAnyOf(fixes, this.#before, result)) return { reason: 'stays' };
    const uncovered = newError(this.#before, result);
    return uncovered ? { reason: 'new-error', uncovered } : { fixes, texts, result };
  }
}

function editsByFile(fixes: readonly FixedFinding[]): ReadonlyMap<string, readonly TextEdit[]> {
  const byFile = new Map<string, TextEdit[]>();
  for (const edit of fixes.flatMap(({ fix }) => fix.edits)) {
    const { path } = edit.place.file;
    byFile.set(path, [...(byFile.get(path) ?? []), edit]);
  }
  return byFile;
}

/** Places count from behind a byte order mark. */
function withEdits(text: string, edits: readonly TextEdit[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const changes = edits.map(({ place, text }) => ({ range: place.range, text }));
  return mark + applyEdits(text.slice(mark.length), changes);
}

function textOf(host: Host, texts: Texts, path: string): string {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const content = host.read(path);
  return content.ok ? content.text : '';
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

function faultsIn(path: string, text: string): number {
  return loadYaml(new SourceFile(path, text)).problems.length;
}

/** Of each kind there have to be as many findings less as were fixed. */
function staysAnyOf(fixes: readonly FixedFinding[], before: LintResult, after: LintResult): boolean {
  const fixed = countBy(fixes.map(({ finding }) => finding));
  const was = countBy(before.findings);
  const is = countBy(after.findings);
  return [...fixed].some(([kind, count]) => (is.get(kind) ?? 0) > (was.get(kind) ?? 0) - count);
}

/** Of several of its kind the one that was not known by its fingerprint. */
function newError({ findings: before }: LintResult, { findings: after }: LintResult): Finding | undefined {
  const was = countBy(before.filter(isError));
  const errors = after.filter(isError);
  const more = [...countBy(errors)].find(([kind, count]) => count > (was.get(kind) ?? 0));
  if (!more) return undefined;
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  const candidates = errors.filter((finding) => kindOf(finding) === more[0]);
  return candidates.find(({ fingerprint }) => !known.has(fingerprint)) ?? candidates.at(-1);
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

/** Places move with every fix, so that findings of one rule in one file are told apart by their number only. */
function countBy(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of findings.map(kindOf)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function kindOf({ rule, place }: Finding): string {
  return `${rule} ${place.file.path}`;
}

/** The findings without the fixes that were refused: they are offered to nobody. */
export function withoutRefused(result: LintResult, refused: readonly FixedFinding[]): LintResult {
  const keys = new Set(refused.map(keyOf));
  const findings = result.findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.filter((fix) => !keys.has(keyOf({ finding, fix }))),
  }));
  return { ...result, findings };
}

/** The same fix of the same finding in the next round. */
function keyOf({ finding, fix }: FixedFinding): string {
  return `${finding.fingerprint} ${fix.title}`;
}

function changedFiles(host: Host, texts: Texts): FixedFile[] {
  return [...texts].flatMap(([path, after]) => {
    const before = textOf(host, new Map(), path);
    return before === after ? [] : { path, before, after };
  });
}
