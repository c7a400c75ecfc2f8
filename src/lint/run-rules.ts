/** Walks the pipeline once for all rules. */
import type { Job } from '../pipeline/nodes.ts';
import type { SourceCode } from '../pipeline/source-code.ts';
import { childrenOf, type Node } from '../pipeline/tree.ts';
import type { Rule } from '../rule.ts';
import type { InternalError } from './finding.ts';
import { internalError } from './internal-error.ts';
import { KnownJobs } from './known-jobs.ts';
import { type Handler, type Observation, type Observer, observe, type Standpoint } from './observe.ts';
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
  const fail = (rule: Rule, error: unknown): void => {
    failures.set(rule, internalError(rule.meta.docs.name, sourceCode.file.path, error));
  };
  const standpoint: Standpoint = { visited: sourceCode.ast, job: undefined };
  const observers = rules.flatMap((rule) => {
    try {
      return observe(rule, sourceCode, standpoint, options.get(rule.meta.docs.name));
    } catch (error) {
      fail(rule, error);
      return [];
    }
  });
  const known = new KnownJobs(observers, options);
  const teams = new Teams();
  const call = (handlers: readonly RuleHandler[] | undefined, node: Node): void => {
    if (!handlers) return;
    standpoint.visited = node;
    for (const { rule, handler } of handlers) {
      if (failures.has(rule)) continue;
      try {
        handler(node);
      } catch (error) {
        fail(rule, error);
      }
    }
  };
  const visit = (node: Node, team: Team): void => {
    call(team.enter.get(node.type), node);
    for (const child of childrenOf(node)) child.type === 'Job' ? visitJob(child, team) : visit(child, team);
    call(team.exit.get(node.type), node);
  };
  const visitJob = (job: Job, team: Team): void => {
    const busy = known.repeat(job);
    standpoint.job = job;
    visit(job, busy === observers ? team : teams.of(busy));
    standpoint.job = undefined;
    known.note(job, failures);
  };
  visit(sourceCode.ast, teams.of(observers));
  return {
    observations: observers.flatMap((observer) => observer.observations),
    internalErrors: [...failures.values()],
  };
}

interface RuleHandler {
  readonly rule: Rule;
  readonly handler: Handler;
}

type HandlersByType = ReadonlyMap<string, readonly RuleHandler[]>;

/** Rules that walk together. */
interface Team {
  readonly enter: HandlersByType;
  readonly exit: HandlersByType;
}

/** In nearly all jobs it is the same rules that have to look again. */
class Teams {
  readonly #known = new Map<string, Team>();

  of(observers: readonly Observer[]): Team {
    const key = observers.map(({ rule }) => rule.meta.docs.name).join();
    const known = this.#known.get(key);
    if (known) return known;
    const team = { enter: handlersByType(observers, ''), exit: handlersByType(observers, ':exit') };
    this.#known.set(key, team);
    return team;
  }
}

/** The handlers of all rules for one direction of the walk, by node type. */
function handlersByType(observers: readonly Observer[], suffix: '' | ':exit'): HandlersByType {
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
