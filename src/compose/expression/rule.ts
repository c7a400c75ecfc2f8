/**
 * Whether one entry of `rules:` matches: all of its `if`, `changes` and `exists` hold (GitLab: lib/gitlab/ci/build/rules).
 * The same for jobs, workflows and includes.
 */
import type { LocatedText } from '../../source/located-text.ts';
import type { Mapping, Scalar, Value as YamlValue } from '../../yaml/values.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import { type Assignment, holds } from './evaluate.ts';
import { partsOf } from './expression.ts';
import { parseExpression } from './parse.ts';
import { existsAny } from './path-glob.ts';
import { type Answer, allOf } from './value.ts';

/** What a rule is matched against. */
export interface Circumstances {
  readonly assignment: Assignment;
  /** The pipeline compares its commit with another one. Where it does not, `changes` always holds. */
  readonly comparesCommits: boolean;
  /** All paths of the repository; undefined where they are not known. */
  readonly paths?: readonly string[] | undefined;
}

export function matchesRule(rule: Mapping, { assignment, comparesCommits, paths }: Circumstances): Answer {
  const condition = clauseOf(rule, 'if');
  const ifAnswer = condition ? matchesIf(condition, assignment) : 'yes';
  if (ifAnswer === 'no') return 'no';
  const changes = clauseOf(rule, 'changes');
  const exists = clauseOf(rule, 'exists');
  return allOf([
    ifAnswer,
    changes ? matchesChanges(changes, comparesCommits) : 'yes',
    exists ? matchesExists(exists, paths) : 'yes',
  ]);
}

function clauseOf(rule: Mapping, keyword: string): YamlValue | undefined {
  const value = rule.entries.get(keyword)?.value;
  return value && !isNull(value) ? value : undefined;
}

/** A condition that GitLab cannot read, or that an input may still turn into another one, holds maybe. */
export function conditionHolds(condition: LocatedText, assignment: Assignment): Answer {
  const parsed = parseExpression(condition.text);
  if (!parsed.ok) return 'maybe';
  const { expression } = parsed;
  if (holdsPlaceholder(condition.text) && [...partsOf(expression)].some(({ kind }) => kind === 'input')) return 'maybe';
  return holds(expression, assignment);
}

function matchesIf(value: YamlValue, assignment: Assignment): Answer {
  return isText(value) ? conditionHolds(value.text, assignment) : 'maybe';
}

/** Only pushes to branches and merge requests have a commit to compare with, unless `compare_to` names one. */
export function matchesChanges(value: YamlValue, comparesCommits: boolean): Answer {
  const comparesTo = value.kind === 'mapping' && value.entries.has('compare_to');
  return comparesCommits || comparesTo || value.kind === 'reference' ? 'maybe' : 'yes';
}

function matchesExists(value: YamlValue, paths: readonly string[] | undefined): Answer {
  if (value.kind === 'mapping' && (value.entries.has('project') || !value.entries.has('paths'))) return 'maybe';
  const globs = textsOf(value.kind === 'mapping' ? value.entries.get('paths')?.value : value);
  return paths && globs ? existsAny(globs, paths) : 'maybe';
}

/** Undefined where something in the list is not known. */
function textsOf(value: YamlValue | undefined): readonly string[] | undefined {
  if (value?.kind === 'scalar') return [value.text.text];
  if (value?.kind !== 'list') return undefined;
  const texts = value.items.map((item) => textsOf(item.value));
  return texts.every((text) => text !== undefined) ? texts.flat() : undefined;
}

function isText(value: YamlValue): value is Scalar {
  return value.kind === 'scalar' && value.type === 'string';
}

function isNull(value: YamlValue): boolean {
  return value.kind === 'scalar' && value.type === 'null';
}
