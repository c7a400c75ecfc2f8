/** Asks what a pipeline makes worth asking, and makes checks of the answers. */
import type { Pipeline } from '../pipeline/nodes.ts';
import { isNamed, type ProjectFacts } from '../registry/project.ts';
import type { ProjectAnswer, Told, VariableLevel } from './answers.ts';
import { type Check, notChecked } from './check.ts';
import { checkImmutableTags, checkRepositoryRules, checkTagRules } from './checks/protection.ts';
import { checkAllowlist, checkDependencyProxy, checkGrant, checkRegistry } from './checks/registry.ts';
import { checkAccessTokens, checkDeployToken } from './checks/tokens.ts';
import { checkVariable } from './checks/variables.ts';
import { AUTH_CONFIG, type Needs, needsOf } from './needs.ts';
import type { Questions } from './questions.ts';

export interface Examination {
  readonly pipeline: Pipeline;
  /** Full path. */
  readonly project: string;
  /** Which variables flags and settings define. */
  readonly facts: ProjectFacts;
  /** In milliseconds, for expiry. */
  readonly now: number;
  readonly credential?: TriedCredential;
}

/** A credential to try, and the names of the variables that held it. */
export interface TriedCredential {
  readonly user: string;
  readonly password: string;
  readonly names: readonly [user: string, password: string];
}

export async function examine(
  { pipeline, project, facts, now, credential }: Examination,
  questions: Questions,
): Promise<readonly Check[]> {
  const needs = needsOf(pipeline, project);
  if (needsNothing(needs) && !credential) return [];
  const own = await questions.project(project);
  if (!own.ok && own.unreachable) return [notChecked('registry', 'what the pipeline needs of GitLab', own.missing)];
  const groups = groupsOf(project);
  const levels = needs.variables.length + needs.foreignPulls.length > 0 ? await levelsOf(project, questions) : [];
  const isDeclared = (name: string): boolean =>
    facts.variables?.[name] !== undefined || isNamed(name, facts.definedVariables);
  const checks: Check[] = [];
  if (needs.usesRegistry) checks.push(checkRegistry(own));
  if (needs.deployToken.jobs.length > 0) {
    const [parent] = groups;
    const tokens = await Promise.all([
      questions.deployTokens('projects', project),
      ...(parent === undefined ? [] : [questions.deployTokens('groups', parent)]),
    ]);
    checks.push(checkDeployToken(needs.deployToken, tokens, now));
  }
  if (needs.variables.length > 0) {
    const [tokens, variables, branches, tags] = await Promise.all([
      questions.accessTokens(project),
      questions.instanceVariables(),
      questions.protectedRefs(project, 'branches'),
      questions.protectedRefs(project, 'tags'),
    ]);
    checks.push(...checkAccessTokens(tokens, now));
    const instance = { owner: 'the instance', variables };
    const surroundings = { levels, instance, refs: { branches, tags }, pipeline, isDeclared };
    checks.push(...needs.variables.flatMap((needed) => checkVariable(needed, surroundings)));
  }
  if (needs.pushes.length > 0) {
    const [repositories, tags, immutable] = await Promise.all([
      questions.protectionRules(project, 'repository'),
      questions.protectionRules(project, 'tag'),
      questions.immutableTagRules(project),
    ]);
    checks.push(...checkRepositoryRules(needs.pushes, repositories));
    checks.push(...checkTagRules(needs.pushes, tags));
    const hasTag = (path: string, tag: string) => questions.hasTag(project, path, tag);
    checks.push(...(await checkImmutableTags(needs.pushes, immutable, hasTag)));
  }
  const authConfig = needs.bringsAuthConfig || isDeclared(AUTH_CONFIG) ? YES : hasAuthConfig(levels);
  for (const image of needs.foreignPulls) checks.push(await allowlistCheck(image, own, authConfig, questions));
  for (const group of proxiedGroups(needs, groups)) {
    checks.push(checkDependencyProxy(group, await questions.dependencyProxy(group)));
  }
  if (credential) {
    const { user, password, names } = credential;
    for (const [path, wanted] of grantsOf(needs, project, names)) {
      const granted = await questions.grant(path, wanted, user, password);
      checks.push(checkGrant({ path, wanted, granted }, names));
    }
  }
  return checks;
}

function needsNothing({ usesRegistry, variables, pushes, foreignPulls, deployToken, proxy }: Needs): boolean {
  const count = variables.length + pushes.length + foreignPulls.length + deployToken.jobs.length;
  return count === 0 && !usesRegistry && !proxy.top && !proxy.direct;
}

/** From the nearest on: `acme/platform`, `acme` for `acme/platform/api`. */
function groupsOf(project: string): readonly string[] {
  const parts = project.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

function levelsOf(project: string, questions: Questions): Promise<readonly VariableLevel[]> {
  const groups = groupsOf(project).map((group) => ({
    owner: `the group ${group}`,
    variables: questions.variables('groups', group),
  }));
  const levels = [{ owner: 'the project', variables: questions.variables('projects', project) }, ...groups];
  return Promise.all(levels.map(async ({ owner, variables }) => ({ owner, variables: await variables })));
}

const YES: Told<boolean> = { ok: true, value: true };

function hasAuthConfig(levels: readonly VariableLevel[]): Told<boolean> {
  const isThere = levels.some(
    ({ variables }) => variables.ok && variables.value.some(({ key }) => key === AUTH_CONFIG),
  );
  const unread = levels.find(({ variables }) => !variables.ok)?.variables;
  return isThere || unread?.ok !== false ? { ok: true, value: isThere } : unread;
}

/** An image path begins with the path of its project, which is the longest one that is a project. */
async function allowlistCheck(
  image: string,
  own: Told<ProjectAnswer>,
  authConfig: Told<boolean>,
  questions: Questions,
): Promise<Check> {
  const parts = image.split('/');
  let project: Told<ProjectAnswer> | undefined;
  for (let length = parts.length; length >= 2 && project?.ok !== true; length--) {
    project = await questions.project(parts.slice(0, length).join('/'));
  }
  const asked = project ?? { ok: false, missing: 'its path names no project' };
  const scope = asked.ok ? await questions.jobTokenScope(asked.value.path) : asked;
  return checkAllowlist({ image, project: asked, scope, authConfig }, own);
}

function proxiedGroups({ proxy }: Needs, groups: readonly string[]): readonly string[] {
  const wanted = [...(proxy.direct ? groups.slice(0, 1) : []), ...(proxy.top ? groups.slice(-1) : [])];
  return [...new Set(wanted)];
}

/**
 * The actions that jobs need, by path. Where jobs use variables of the same names, what they do with those; else everything; of the
 * own project where no path is known.
 */
function grantsOf(
  { accesses, foreignPulls }: Needs,
  project: string,
  names: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const meant = accesses.filter(({ variables }) => names.every((name) => variables.includes(name)));
  const pulled = meant.length > 0 ? [] : [...foreignPulls, ...(accesses.length > 0 ? [] : [project.toLowerCase()])];
  const grants = new Map<string, readonly string[]>(pulled.map((path) => [path, ['pull']]));
  for (const { path, action } of meant.length > 0 ? meant : accesses) {
    const wanted = action === 'push' || grants.get(path)?.includes('push') === true ? ['pull', 'push'] : ['pull'];
    grants.set(path, wanted);
  }
  return grants;
}
