/**
 * Everything that can be wrong with a file before anybody looks at what it says, and how the parser's error codes become
 * plain words. The rule `config-syntax` has one message for each kind.
 */
import type { Problem } from '../source/problem.ts';
import { comparePlaces, type Place } from '../source/source-file.ts';

/** The kinds of `config-syntax` problems, with what their `data` holds. */
export interface SyntaxProblems {
  /** Not YAML. `reason` says why; `hint`, which may be empty, what to write instead. Both without a full stop. */
  readonly syntaxError: 'reason' | 'hint';
  /** A tab where YAML wants spaces. */
  readonly tabIndent: never;
  /** A character YAML does not allow anywhere; `code` is `U+0000`. */
  readonly controlCharacter: 'code';
  /** `*name` without `&name` before it in the same document. */
  readonly unknownAlias: 'name';
  /** `*name` inside what `&name` stands on. */
  readonly recursiveAlias: 'name';
  /** An unquoted date or time; GitLab: "Tried to load unspecified class: Date". `class` is `Date` or `Time`. */
  readonly dateValue: 'text' | 'class';
  /** A tag that asks for a Ruby object, which GitLab refuses to load. */
  readonly forbiddenTag: 'tag';
  /** A document that is not a mapping; GitLab: "Invalid configuration format". `found` is `list` or `scalar`. */
  readonly notMapping: 'found';
  /** A file over GitLab's limit; GitLab: "The provided YAML is too big". */
  readonly tooBig: 'size' | 'limit';
  /** What the file says, with its aliases written out, is over GitLab's limit; GitLab: "The parsed YAML is too big". */
  readonly parsedTooBig: 'limit';
  /** Nested deeper than GitLab allows; GitLab: "The parsed YAML is too big". */
  readonly tooDeep: 'limit';
}

export type SyntaxKind = keyof SyntaxProblems;

export function syntaxProblem<Kind extends SyntaxKind>(
  kind: Kind,
  place: Place,
  data: Readonly<Record<SyntaxProblems[Kind], string>>,
): Problem {
  return { rule: 'config-syntax', kind, place, data };
}

/** More than these say nothing new. */
const MAX_PROBLEMS = 5;

const BREAKS: ReadonlySet<string> = new Set<SyntaxKind>(['syntaxError', 'tabIndent', 'tooDeep']);

/** Whether the rest of the document is guesswork after the fault. */
export function isBreak({ rule, kind }: Problem): boolean {
  return rule === 'config-syntax' && BREAKS.has(kind);
}

/** The causes among a document's problems: up to the first fault that upsets all that follows it. */
export function causes(problems: readonly Problem[]): readonly Problem[] {
  const sorted = problems.toSorted((a, b) => comparePlaces(a.place, b.place));
  const broken = sorted.findIndex(isBreak);
  return sorted.slice(0, broken === -1 ? MAX_PROBLEMS : Math.min(broken + 1, MAX_PROBLEMS));
}
