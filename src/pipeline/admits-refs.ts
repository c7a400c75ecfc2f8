/** The refs that the conditions of a job and its workflow mention: the names and patterns that tell pipelines apart. */
import type { Expression } from '../compose/expression/expression.ts';
import { partsOf } from '../compose/expression/expression.ts';
import { parseExpression } from '../compose/expression/parse.ts';
import { isPattern, namesOf } from '../compose/expression/pattern.ts';
import { holdsPlaceholder } from '../compose/placeholder.ts';
import type { MentionedRefs } from './admits-pipelines.ts';

type What = keyof MentionedRefs;

/** What the variable's text names. A name of a ref that may be both is taken for a branch; a pattern is tried on both. */
const NAMES: Readonly<Record<string, What>> = {
  CI_COMMIT_BRANCH: 'branch',
  CI_COMMIT_REF_NAME: 'branch',
  CI_COMMIT_TAG: 'tag',
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'target',
};

/**
 * @param conditions the texts of `rules: if` and of `only: variables`
 * @param refs the entries of `only: refs` and `except: refs` that are no keywords
 */
export function mentionedRefs(conditions: readonly string[], refs: readonly string[]): MentionedRefs {
  const mentioned = { branch: nothing(), tag: nothing(), target: nothing() };
  const mention = (variable: string, text: string): void => {
    const what = Object.hasOwn(NAMES, variable) ? NAMES[variable] : undefined;
    if (!what || text === '' || holdsPlaceholder(text)) return;
    if (!isPattern(text)) {
      mentioned[what].names.add(text);
      return;
    }
    for (const name of namesOf(text) ?? []) mentioned[what].names.add(name);
    mentioned[what].patterns.add(text);
    if (variable === 'CI_COMMIT_REF_NAME') mentioned.tag.patterns.add(text);
  };
  for (const condition of conditions) {
    const parsed = parseExpression(condition);
    if (parsed.ok) for (const [variable, text] of comparisonsOf(parsed.expression)) mention(variable, text);
  }
  for (const ref of refs) mention('CI_COMMIT_REF_NAME', ref.replace(/@.*$/s, ''));
  return mentioned;
}

function nothing() {
  return { names: new Set<string>(), patterns: new Set<string>() };
}

function* comparisonsOf(expression: Expression): Generator<readonly [variable: string, text: string]> {
  for (const part of partsOf(expression)) {
    if (part.kind !== 'comparison') continue;
    for (const [variable, other] of [
      [part.left, part.right],
      [part.right, part.left],
    ] as const) {
      if (variable.kind !== 'variable') continue;
      if (other.kind === 'string') yield [variable.name, other.text];
      if (other.kind === 'pattern') yield [variable.name, other.pattern];
    }
  }
}
