/** What a list of `rules:` lets in (GitLab: lib/gitlab/ci/build/rules.rb): the first rule that matches decides. */
import { type Circumstances, matchesRule } from '../compose/expression/rule.ts';
import type { Answer } from '../compose/expression/value.ts';
import { holdsPlaceholder } from '../compose/placeholder.ts';
import type { Mapping, Value } from '../yaml/values.ts';
import { specified } from './build-keyword.ts';
import { flatten } from './flatten.ts';

/** Whether the rules add the job, or start the pipeline; `manual` and `delayed` jobs count as added. */
export function admittedByRules(rules: readonly Value[], circumstances: Circumstances): Answer {
  const outcomes = new Set<Answer>();
  for (const rule of rules) {
    if (rule.kind !== 'mapping') {
      outcomes.add('maybe');
      continue;
    }
    const matches = matchesRule(rule, circumstances);
    if (matches !== 'no') outcomes.add(outcomeOf(rule));
    if (matches === 'yes') return oneOf(outcomes);
  }
  return oneOf(outcomes.add('no'));
}

/** The rules of a list that may hold others. */
export function readRules(rules: Value): readonly Value[] {
  return flatten(rules, []).items.map(({ value }) => value);
}

/** The texts of all `if` in the rules. */
export function conditionsOf(rules: readonly Value[]): readonly string[] {
  return rules.flatMap((rule) => {
    const condition = rule.kind === 'mapping' ? specified(rule, 'if')?.value : undefined;
    return condition?.kind === 'scalar' ? [condition.text.text] : [];
  });
}

function outcomeOf(rule: Mapping): Answer {
  const when = specified(rule, 'when')?.value;
  if (!when) return 'yes';
  if (when.kind !== 'scalar' || holdsPlaceholder(when.text.text)) return 'maybe';
  return when.text.text === 'never' ? 'no' : 'yes';
}

/** The answer when each of the outcomes is possible. */
function oneOf(outcomes: ReadonlySet<Answer>): Answer {
  const [only] = outcomes;
  return outcomes.size === 1 && only ? only : 'maybe';
}
