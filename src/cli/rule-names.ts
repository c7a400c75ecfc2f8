/** The names of the rules, as a user types them. */
import { nearestName } from '../compose/nearest.ts';
import type { Rule } from '../rule.ts';

export function namesOf(rules: readonly Rule[]): readonly string[] {
  return rules.map(({ meta }) => meta.docs.name);
}

/** `There is no rule logn-server. Did you mean login-server?`, or where there are some. */
export function unknownRule(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  return `There is no rule ${name}. ${near === undefined ? 'pipelint rules lists them.' : `Did you mean ${near}?`}`;
}
