/** Rules of the project that keep pushes out: protected repositories, protected tags, immutable tags. */
import { matchesPattern } from '../../compose/expression/pattern.ts';
import type { ProtectionRule, Told } from '../answers.ts';
import { type Check, notChecked, ok, problem, warning } from '../check.ts';
import { matchesGlob } from '../glob.ts';
import type { NeededPush } from '../needs.ts';

/** Deploy tokens never push to protected repositories; a job token may what who started the pipeline may. */
export function checkRepositoryRules(
  pushes: readonly NeededPush[],
  rules: Told<readonly ProtectionRule[]>,
): readonly Check[] {
  const id = 'protected-repository';
  if (!rules.ok) return [notChecked(id, 'whether protected repositories keep pushes out', rules.missing)];
  const checks = rules.value.flatMap(({ pattern, pushRole }) =>
    pushes.flatMap((push) => {
      if (pushRole === undefined) return [];
      if (push.path === undefined) return [notKnown(id, pattern, push, 'the reference is known at run time only')];
      if (!matchesGlob(pattern.toLowerCase(), push.path)) return [];
      if (push.identity !== 'deploy-token') return [dependsOnRole(id, pattern, push, pushRole)];
      return [
        problem(
          id,
          `${about(push, pattern, 'protected')}, and deploy tokens never push there: denied: Pushing to protected repository path forbidden`,
          `push with the job token in pipelines started by a ${pushRole}, or change the rule`,
        ),
      ];
    }),
  );
  return checks.length > 0 ? unique(checks) : [ok(id, 'no rule for protected repositories is about what jobs push')];
}

export function checkTagRules(pushes: readonly NeededPush[], rules: Told<readonly ProtectionRule[]>): readonly Check[] {
  const id = 'protected-tag';
  if (!rules.ok) return [notChecked(id, 'whether protected tags keep pushes out', rules.missing)];
  const checks = rules.value.flatMap(({ pattern, pushRole }) =>
    pushes.flatMap((push) => {
      const matches = pushRole === undefined ? 'no' : matchesTag(pattern, push);
      if (pushRole === undefined || matches === 'no') return [];
      if (matches === 'yes') return [dependsOnRole(id, pattern, push, pushRole)];
      return [notKnown(id, pattern, push, 'the tag is known at run time only')];
    }),
  );
  return checks.length > 0 ? unique(checks) : [ok(id, 'no rule for protected tags is about what jobs push')];
}

/** Whether a tag is in the registry already. */
export type HasTag = (path: string, tag: string) => Promise<Told<boolean>>;

/** The first push of a tag makes it; every other is refused, whoever pushes and whatever is in it. */
export async function checkImmutableTags(
  pushes: readonly NeededPush[],
  patterns: Told<readonly string[]>,
  hasTag: HasTag,
): Promise<readonly Check[]> {
  const id = 'immutable-tag';
  if (!patterns.ok) return [notChecked(id, 'whether immutable tags keep pushes out', patterns.missing)];
  const checks: Check[] = [];
  for (const pattern of patterns.value) {
    for (const push of pushes) {
      const matches = matchesTag(pattern, push);
      if (matches === 'no') continue;
      const { path, tag } = push;
      const isKnown = matches === 'yes' && path !== undefined && tag !== undefined;
      if (!isKnown) checks.push(notKnown(id, pattern, push, 'the reference is known at run time only'));
      else checks.push(onceOnly(pattern, push, await hasTag(path, tag)));
    }
  }
  return checks.length > 0 ? unique(checks) : [ok(id, 'no rule for immutable tags is about what jobs push')];
}

function onceOnly(pattern: string, push: NeededPush, exists: Told<boolean>): Check {
  const id = 'immutable-tag';
  const said = about(push, pattern, 'immutable');
  const remedy = 'push a tag that is new each time, such as $CI_COMMIT_SHORT_SHA, or change the rule';
  if (exists.ok && exists.value) return problem(id, `${said}, and is there already: tag is immutable`, remedy);
  const missing = exists.ok ? undefined : exists.missing;
  return warning(id, `${said}, so only its first push succeeds: tag is immutable`, remedy, missing);
}

type Rules = 'protected-repository' | 'protected-tag' | 'immutable-tag';

function dependsOnRole(id: Rules, pattern: string, push: NeededPush, role: string): Check {
  return notChecked(
    id,
    `whether ${about(push, pattern, 'protected')}, lets the push in`,
    `it takes the role ${role}, and who starts the pipeline is not known`,
  );
}

function notKnown(id: Rules, pattern: string, { job }: NeededPush, why: string): Check {
  return notChecked(id, `whether the rule ${pattern} is about what ${job} pushes`, why);
}

function about({ shown, job }: NeededPush, pattern: string, state: 'protected' | 'immutable'): string {
  return `${shown}, which ${job} pushes, is ${state} by the rule ${pattern}`;
}

/** A pattern may match anywhere in a tag (app/services/auth: GitLab and its registry look for it in the name). */
function matchesTag(pattern: string, { tag }: NeededPush): 'yes' | 'no' | 'maybe' {
  return tag === undefined ? 'maybe' : matchesPattern(`/${pattern}/`, tag);
}

function unique(checks: readonly Check[]): readonly Check[] {
  return [...new Map(checks.map((check) => [check.message, check])).values()];
}
