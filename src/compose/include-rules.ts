/**
 * Whether the `rules:` of an include let it in (GitLab: lib/gitlab/ci/config/external/rules.rb): the first rule that matches
 * decides, and without one the file is not included.
 */
import type { List, Mapping, Value } from '../yaml/values.ts';
import { faultPlace, parseExpression } from './expression/parse.ts';
import { type Circumstances, matchesRule } from './expression/rule.ts';
import type { Answer } from './expression/value.ts';
import type { Report } from './include-entry.ts';
import { isPlaceholder } from './placeholder.ts';
import { isPresent } from './present.ts';

const RULE_KEYS = ['if', 'exists', 'when', 'changes'];

export function isIncluded(rules: Value | undefined, circumstances: Circumstances, report: Report): Answer {
  if (!rules || (rules.kind === 'scalar' && rules.type === 'null')) return 'yes';
  if (isPlaceholder(rules) || rules.kind === 'reference') return 'maybe';
  if (rules.kind !== 'list' || rules.items.length === 0) {
    report(isPresent(rules) ? 'rulesNotList' : 'rulesBlank', rules.place);
    return 'maybe';
  }
  checkRules(rules, report);
  return firstMatch(rules, circumstances);
}

function firstMatch(rules: List, circumstances: Circumstances): Answer {
  const possible = new Set<Answer>();
  for (const { value: rule } of rules.items) {
    if (rule.kind !== 'mapping') return 'maybe';
    const matches = matchesRule(rule, circumstances);
    if (matches !== 'no') possible.add(outcomeOf(rule));
    if (matches === 'yes') return oneOf(possible);
  }
  return oneOf(possible.add('no'));
}

/** The answer when each of the outcomes is possible. */
function oneOf(outcomes: ReadonlySet<Answer>): Answer {
  const [only] = outcomes;
  return outcomes.size === 1 && only ? only : 'maybe';
}

function outcomeOf(rule: Mapping): Answer {
  const when = rule.entries.get('when')?.value;
  if (!when || !isPresent(when)) return 'yes';
  if (isPlaceholder(when)) return 'maybe';
  return whenOf(rule) === 'never' ? 'no' : 'yes';
}

function checkRules(rules: List, report: Report): void {
  for (const { value: rule } of rules.items) {
    if (rule.kind !== 'mapping') {
      if (!isPlaceholder(rule)) report('ruleNotHash', rule.place);
      continue;
    }
    for (const [key, entry] of rule.entries) {
      if (!RULE_KEYS.includes(key)) report('ruleKey', entry.key.place, { key, keys: RULE_KEYS.join(', ') });
    }
    checkCondition(rule, report);
    const when = rule.entries.get('when')?.value;
    if (!when || !isPresent(when) || isPlaceholder(when)) continue;
    if (whenOf(rule) !== 'never' && whenOf(rule) !== 'always') {
      report('ruleWhen', when.place, { when: whenOf(rule) ?? '' });
    }
  }
}

function checkCondition(rule: Mapping, report: Report): void {
  const condition = rule.entries.get('if')?.value;
  if (condition?.kind !== 'scalar' || condition.type !== 'string' || isPlaceholder(condition)) return;
  const parsed = parseExpression(condition.text.text);
  if (!parsed.ok) {
    const { kind, data } = parsed.fault;
    const isNowhere = condition.text.text === '';
    report('ruleCondition', isNowhere ? condition.place : faultPlace(condition.text, parsed.fault), {
      ...data,
      fault: kind,
    });
  }
}

function whenOf(rule: Mapping): string | undefined {
  const when = rule.entries.get('when')?.value;
  return when?.kind === 'scalar' ? when.text.text : undefined;
}
