/**
 * A pipeline that defines some of `CI_REGISTRY`, `CI_REGISTRY_IMAGE`, `CI_REGISTRY_USER` and `CI_REGISTRY_PASSWORD` itself.
 * Those that it leaves out keep GitLab's values, which belong to another registry or to another user than the new ones.
 */
import type { Job, Variable } from '../pipeline/nodes.ts';
import type { PartialOverride } from '../pipeline/registry-override.ts';
import { literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import type { JobVariables } from '../shell/environment.ts';
import { readUser } from './credential.ts';
import { type Answer, isOwnRegistry, readHost, sameHost } from './host.ts';
import { PREDEFINED } from './predefined-variables.ts';
import type { ProjectFacts } from './project.ts';
import { readReference, takeApart } from './reference.ts';

/** Nothing is overridden where none of them is set. */
const SETTINGS = ['CI_REGISTRY', 'CI_REGISTRY_IMAGE', 'CI_REGISTRY_USER'] as const;
const LOGIN = ['CI_REGISTRY_USER', 'CI_REGISTRY_PASSWORD'] as const;

/** Undefined where the job's values fit together, or where it does not use both sides. */
export function partialOverride(job: Job, variables: JobVariables, facts: ProjectFacts): PartialOverride | undefined {
  if (!SETTINGS.some((name) => variables.has(name))) return undefined;
  const used = namesUsed(job);
  const set = (name: string): { variable: Variable; value: SymbolicText } | undefined => {
    const [variable, ...others] = variables.definitions(name);
    const value = variables.lookup(name);
    const isPlain = others.length === 0 && (variable?.scope === 'pipeline' || variable?.scope === 'job');
    return variable && isPlain && value && value.length > 0 && literalText(value) !== ''
      ? { variable, value }
      : undefined;
  };
  const left = (names: readonly string[]): string[] => names.filter((name) => !variables.has(name) && used.has(name));

  const registry = set('CI_REGISTRY');
  const image = set('CI_REGISTRY_IMAGE');
  const user = set('CI_REGISTRY_USER');
  if (registry && used.has('CI_REGISTRY')) {
    const isOther = opposite(isOwnRegistry(readHost(takeApart(registry.value), registry.variable.place), facts));
    const [name] = left(['CI_REGISTRY_IMAGE', ...LOGIN]);
    if (name && isOther !== 'no') return { kind: 'registry', variable: registry.variable, keeps: name, isOther };
  }
  if (image && !variables.has('CI_REGISTRY')) {
    const { host } = readReference(image.value, image.variable.place, [], facts);
    const isOther = opposite(isOwnRegistry(host, facts));
    const pushes = job.events.some(
      (event) => event.type === 'Push' && sameHost(event.reference.host, host, facts) === 'yes',
    );
    const hasLogin = job.events.some((event) => event.type === 'Login' && sameHost(event.host, host, facts) !== 'no');
    const [name] = left(['CI_REGISTRY']);
    if (name && isOther !== 'no' && pushes && !hasLogin)
      return { kind: 'image', variable: image.variable, keeps: name, isOther };
  }
  if (user && !variables.has('CI_REGISTRY') && used.has('CI_REGISTRY_USER')) {
    const { means } = readUser(user.value, user.variable.place);
    const [name] = left(['CI_REGISTRY_PASSWORD']);
    if (name && means === 'personal') {
      // A name of one's own has its password in the settings of the project; GitLab's names of users have none.
      const isPredefined = user.value.some((part) => part.kind === 'variable' && PREDEFINED.has(part.name));
      return { kind: 'user', variable: user.variable, keeps: name, isOther: isPredefined ? 'yes' : 'maybe' };
    }
  }
  return undefined;
}

function opposite(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'maybe';
}

/** The names that the job's commands mention, directly or through other variables. */
function namesUsed({ scripts }: Job): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { commands } of scripts) {
    for (const { words, references } of commands) {
      for (const { name, definition } of references) if (definition.by !== 'script') names.add(name);
      for (const { value } of words) for (const part of value) if (part.kind === 'variable') names.add(part.name);
    }
  }
  return names;
}
