/**
 * Variables that a trigger job hands to the pipeline it starts: with `forward: yaml_variables`, which is the default, those
 * that it has from the YAML. They count as given from outside there, and win over all that the child's files say (GitLab
 * docs: "trigger:forward", "CI/CD variable precedence").
 */
import { specified } from './build-keyword.ts';
import type { Job, Variable } from './nodes.ts';
import { type SymbolicText, showText } from './symbolic.ts';

export interface ForwardedVariable {
  readonly variable: Variable;
  /** Every job that starts the pipeline hands it over. */
  readonly always: boolean;
}

/** What the jobs that start one pipeline hand over. A name with several values has them all. */
export function forwardedBy(triggers: readonly Job[]): readonly ForwardedVariable[] {
  const given = triggers.map((job) => (forwardsYaml(job) ? job.variables : []));
  const byName = new Map<string, Variable[]>();
  for (const variable of given.flat()) byName.set(variable.name, [...(byName.get(variable.name) ?? []), variable]);
  return [...byName].flatMap(([name, variables]) => {
    const [first] = variables;
    if (!first) return [];
    const always = given.every((ofJob) => ofJob.some((one) => one.name === name && one.scope !== 'rules'));
    return [{ variable: merged(first, variables, byName), always }];
  });
}

/** A job's variables with what the parent forwards on top. */
export function withForwarded(own: readonly Variable[], forwarded: readonly ForwardedVariable[]): readonly Variable[] {
  const replaced = new Set(forwarded.filter(({ always }) => always).map(({ variable }) => variable.name));
  return [...own.filter(({ name }) => !replaced.has(name)), ...forwarded.map(({ variable }) => variable)];
}

/** Whether a trigger job hands on the variables that it has from the YAML. */
export function forwardsYaml({ config }: Job): boolean {
  const trigger = specified(config, 'trigger')?.value;
  const forward = trigger?.kind === 'mapping' ? specified(trigger, 'forward')?.value : undefined;
  const choice = forward?.kind === 'mapping' ? specified(forward, 'yaml_variables')?.value : undefined;
  return !(choice?.kind === 'scalar' && choice.value === false);
}

function merged(variable: Variable, variables: readonly Variable[], known: ReadonlyMap<string, unknown>): Variable {
  const values = new Map(variables.flatMap((variable) => variable.values).map((value) => [showText(value), value]));
  return {
    ...variable,
    scope: 'forwarded',
    values: [...values.values()].map((value) => expandedBefore(value, known)),
    text: values.size === 1 ? variable.text : undefined,
    raw: variables.every(({ raw }) => raw),
  };
}

/**
 * GitLab expands the values in the parent. Predefined variables have the same value in the child; of others that the child
 * does not get, such as those of a dotenv report, only the parent knows it.
 */
function expandedBefore(value: SymbolicText, known: ReadonlyMap<string, unknown>): SymbolicText {
  return value.map((part) => {
    if (part.kind !== 'variable' || known.has(part.name) || /^(CI|GITLAB)(_|$)/.test(part.name)) return part;
    return { kind: 'unknown', reason: 'is expanded in the parent pipeline', quote: part.quote, place: part.place };
  });
}
