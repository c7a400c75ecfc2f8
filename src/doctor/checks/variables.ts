/** The CI/CD variables of the pipeline's logins: whether they are there, and reach the jobs (docs.gitlab.com: "CI/CD variables"). */
import { admittedOn } from '../../pipeline/admits.ts';
import { canRunOnAnyBranch } from '../../pipeline/admits-questions.ts';
import { admissionsIn } from '../../pipeline/admits-tree.ts';
import { specified } from '../../pipeline/build-keyword.ts';
import type { Job, Pipeline } from '../../pipeline/nodes.ts';
import { inJobs } from '../../report/phrases.ts';
import type { CiVariable, Told, VariableLevel } from '../answers.ts';
import { type Check, notChecked, ok, problem, warning } from '../check.ts';
import { matchesGlob } from '../glob.ts';
import type { NeededVariable } from '../needs.ts';

/** Names and patterns. */
export interface ProtectedRefs {
  readonly branches: Told<readonly string[]>;
  readonly tags: Told<readonly string[]>;
}

const WHERE = 'Settings > CI/CD > Variables';

export interface Surroundings {
  /** The project first, then its groups from the nearest on: the first that defines a variable wins. */
  readonly levels: readonly VariableLevel[];
  /** What all projects of the server have. */
  readonly instance: VariableLevel;
  readonly refs: ProtectedRefs;
  readonly pipeline: Pipeline;
  /** Whether a flag or the settings say that a variable is defined. */
  isDeclared(name: string): boolean;
}

export function checkVariable(needed: NeededVariable, surroundings: Surroundings): readonly Check[] {
  const { levels, instance, isDeclared } = surroundings;
  const { name, jobs, mayBeDefined } = needed;
  const id = 'variable';
  const users = inJobs(jobs.map((job) => job.name));
  const about = `whether ${name} is defined${users}`;
  const unread = levels.findIndex(({ variables }) => !variables.ok);
  const read = unread === -1 ? [...levels, instance] : levels.slice(0, unread);
  for (const { owner, variables } of read) {
    const found = variables.ok ? variables.value.filter(({ key }) => key === name) : [];
    if (found.length === 0) continue;
    const faults = faultsOf(needed, found, owner, surroundings);
    return faults.length > 0 ? faults : [ok(id, `${name} is defined in ${owner}`)];
  }
  if (isDeclared(name)) return [ok(id, `${name} is defined elsewhere, as --var or the settings say`)];
  const closed = levels[unread]?.variables;
  if (closed?.ok === false) return [notChecked(id, about, closed.missing)];
  if (mayBeDefined) {
    return [notChecked(id, about, 'a dotenv report, or an include that could not be read, may define it')];
  }
  const said = `${name}, with which a login is made${users}, is defined neither in the project nor in its groups, so it is empty unless`;
  const others = 'the runner, a schedule or another job gives it';
  const remedy = `add ${name} under ${WHERE}, or correct the name in the pipeline`;
  return [
    instance.variables.ok
      ? problem(id, `${said} ${others}`, remedy)
      : warning(id, `${said} the instance, ${others}`, remedy, instance.variables.missing),
  ];
}

function faultsOf(
  needed: NeededVariable,
  found: readonly CiVariable[],
  owner: string,
  { refs, pipeline }: Surroundings,
): readonly Check[] {
  const { name, jobs, isPassword, isPlainArgument } = needed;
  const checks: Check[] = [];
  for (const job of jobs) {
    const scoped = scopeFault(job, name, found);
    if (scoped) checks.push(scoped);
    else if (found.every(({ isProtected }) => isProtected)) checks.push(...protectionFault(job, name, refs, pipeline));
  }
  if (isPlainArgument && found.every(({ isFile }) => isFile)) {
    checks.push(
      problem(
        'variable',
        `${name} in ${owner} has the type File, so the login gets the path of a file instead of the value: unauthorized: HTTP Basic: Access denied`,
        `give it the type Variable under ${WHERE}`,
      ),
    );
  }
  if (isPassword && found.some(({ isMasked, isFile }) => !isMasked && !isFile)) {
    checks.push(
      warning(
        'variable',
        `${name} in ${owner} is a password and not masked, so a job log shows it as soon as a command prints it`,
        `set its visibility to Masked under ${WHERE}`,
      ),
    );
  }
  return checks;
}

function scopeFault(job: Job, name: string, found: readonly CiVariable[]): Check | undefined {
  const scopes = found.map(({ environmentScope }) => environmentScope);
  if (scopes.includes('*')) return undefined;
  const environment = environmentOf(job);
  if (environment === undefined) {
    return notChecked(
      'variable',
      `whether ${name} reaches ${job.name}`,
      'the environment of the job is known at run time only',
    );
  }
  if (environment !== 'none' && scopes.some((scope) => matchesGlob(scope, environment.name))) return undefined;
  const jobs = environment === 'none' ? 'has no environment' : `has the environment ${environment.name}`;
  return problem(
    'variable',
    `${name} is for the environments ${scopes.join(', ')} only, and ${job.name} ${jobs}, so it is empty there`,
    `set the environment scope of ${name} to * under ${WHERE}, or give the job the environment`,
  );
}

/** Undefined: not known. */
function environmentOf(job: Job): 'none' | { readonly name: string } | undefined {
  const value = specified(job.config, 'environment')?.value;
  if (!value) return job.mayHave('environment') ? undefined : 'none';
  const name = value.kind === 'mapping' ? specified(value, 'name')?.value : value;
  if (name?.kind !== 'scalar' || name.text.text.includes('$')) return undefined;
  return { name: name.text.text };
}

/** Jobs get a protected variable on protected branches and tags only. */
function protectionFault(
  job: Job,
  name: string,
  { branches, tags }: ProtectedRefs,
  pipeline: Pipeline,
): readonly Check[] {
  const admission = admissionsIn(pipeline)(job);
  const onBranch = canRunOnAnyBranch(admission, 'CI_COMMIT_REF_NAME');
  const onTag = admittedOn(admission, 'push', 'tag');
  const remedy = `take Protected off ${name} under ${WHERE}, protect the refs, or keep the job off others with rules`;
  const about = `whether ${name}, which is protected, reaches ${job.name}`;
  if (onBranch.answer !== 'no') {
    if (!branches.ok) return [notChecked('variable', about, branches.missing)];
    const hasPatterns = branches.value.some((pattern) => pattern.includes('*'));
    if (onBranch.answer === 'yes' && !hasPatterns) {
      const when = onBranch.example === undefined ? '' : `: in ${onBranch.example} that is not protected it is empty`;
      return [
        problem('variable', `${name} is protected and ${job.name} also runs on unprotected branches${when}`, remedy),
      ];
    }
    if (!branches.value.includes('*')) {
      return [notChecked('variable', about, 'it depends on the branch that the pipeline runs on')];
    }
  }
  if (onTag === 'yes') {
    if (!tags.ok) return [notChecked('variable', about, tags.missing)];
    if (tags.value.length === 0) {
      return [
        problem('variable', `${name} is protected and ${job.name} runs on tags, of which none is protected`, remedy),
      ];
    }
  }
  return [];
}
