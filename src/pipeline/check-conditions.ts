/** Conditions that GitLab cannot read: `rules: if` of jobs and of the workflow, `variables` of `only` and `except`. */
import { faultPlace, parseExpression } from '../compose/expression/parse.ts';
import type { ExpressionFault } from '../compose/expression/problems.ts';
import { joinTrails, type Mapping, type Trail, type Value } from '../yaml/values.ts';
import { isOpen, specified } from './build-keyword.ts';
import type { Checker } from './check.ts';
import { flatten } from './flatten.ts';

/** @param path how messages name what holds the rules: a job's name, or `workflow` */
export function checkConditions(path: string, config: Mapping, trail: Trail, checker: Checker): void {
  const rules = specified(config, 'rules');
  for (const rule of rules ? flatten(rules.value, joinTrails(trail, rules.trail)).items : []) {
    const condition = rule.value.kind === 'mapping' ? specified(rule.value, 'if') : undefined;
    if (condition)
      checkCondition(`${path}:rules:if`, condition.value, joinTrails(rule.trail, condition.trail), checker);
  }
  for (const keyword of ['only', 'except']) {
    const policy = specified(config, keyword);
    const variables = policy?.value.kind === 'mapping' ? specified(policy.value, 'variables') : undefined;
    if (!policy || variables?.value.kind !== 'list') continue;
    const way = joinTrails(trail, policy.trail, variables.trail);
    for (const item of variables.value.items) {
      checkCondition(`${path}:${keyword}:variables`, item.value, joinTrails(way, item.trail), checker);
    }
  }
}

function checkCondition(keyword: string, condition: Value, trail: Trail, checker: Checker): void {
  if (isOpen(condition) || !checker.isSettled(trail)) return;
  const report = (fault: Omit<ExpressionFault, 'range'>, place: Value['place']): void =>
    checker.report('config-schema', fault.kind, place, { keyword, ...fault.data });
  if (condition.kind !== 'scalar' || condition.type !== 'string') {
    report({ kind: 'expressionNotString', data: {} }, condition.place);
    return;
  }
  const parsed = parseExpression(condition.text.text);
  if (parsed.ok) return;
  const isNowhere = condition.text.text === '';
  report(parsed.fault, isNowhere ? condition.place : faultPlace(condition.text, parsed.fault));
}
