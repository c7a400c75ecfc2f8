/** Walks the pipeline once for all rules. */
import type { SourceCode } from '../pipeline/source-code.ts';
import type { Rule } from '../rule.ts';
import type { InternalError } from './finding.ts';
import { internalError } from './internal-error.ts';
import { type Handler, type Observation, type Observer, observe } from './observe.ts';
import type { LintOptions } from './options.ts';

export interface RuleRun {
  /** In the order of the rules, those of one rule in the order of the walk. */
  readonly observations: readonly Observation[];
  /** One for each rule that threw. Such a rule is not called again; what it reported before counts. */
  readonly internalErrors: readonly InternalError[];
}

export function runRules(
  sourceCode: SourceCode,
  rules: readonly Rule[],
  options: LintOptions['ruleOptions'] = new Map(),
): RuleRun {
  const failures = new Map<Rule, InternalError>();
  const guarded = <T>(rule: Rule, call: () => T): T | undefined => {
    try {
      return call();
    } catch (error) {
      failures.set(rule, internalError(rule.meta.docs.name, sourceCode.file.path, error));
      return undefined;
    }
  };

  const observers = rules.flatMap(
    (rule) => guarded(rule, () => observe(rule, sourceCode, options.get(rule.meta.docs.name))) ?? [],
  );
  const enter = handlersByType(observers, '');
  const exit = handlersByType(observers, ':exit');
  for (const { target, phase } of sourceCode.traverse()) {
    for (const { rule, handler } of (phase === 1 ? enter : exit).get(target.type) ?? []) {
      if (!failures.has(rule)) guarded(rule, () => handler(target));
    }
  }
  return {
    observations: observers.flatMap((observer) => observer.observations),
    internalErrors: [...failures.values()],
  };
}

interface RuleHandler {
  readonly rule: Rule;
  readonly handler: Handler;
}

/** The handlers of all rules for one direction of the walk, by node type. */
function handlersByType(observers: readonly Observer[], suffix: '' | ':exit'): ReadonlyMap<string, RuleHandler[]> {
  const table = new Map<string, RuleHandler[]>();
  for (const { rule, handlers } of observers) {
    for (const [key, handler] of handlers) {
      if (key.endsWith(':exit') !== (suffix === ':exit')) continue;
      const type = key.slice(0, key.length - suffix.length);
      const entries = table.get(type) ?? [];
      entries.push({ rule, handler });
      table.set(type, entries);
    }
  }
  return table;
}
