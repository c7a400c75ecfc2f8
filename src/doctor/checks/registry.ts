/** The registry of the project, from where its jobs may pull, and what a credential may do. */
import { enumerate } from '../../report/phrases.ts';
import type { JobTokenScope, ProjectAnswer, Told } from '../answers.ts';
import { type Check, notChecked, ok, problem } from '../check.ts';
import { AUTH_CONFIG } from '../needs.ts';

export function checkRegistry(project: Told<ProjectAnswer>): Check {
  const id = 'registry';
  if (!project.ok) return notChecked(id, 'whether the container registry of the project is on', project.missing);
  const { path, registryAccess } = project.value;
  if (registryAccess === undefined) {
    return notChecked(
      id,
      `whether the container registry of ${path} is on`,
      'the token needs to be of a member of the project',
    );
  }
  if (registryAccess !== 'disabled') return ok(id, `the container registry of ${path} is on (${registryAccess})`);
  return problem(
    id,
    `the container registry of ${path} is off, so CI_REGISTRY_IMAGE is not set and every push ends with denied: requested access to the resource is denied`,
    'turn it on under Settings > General > Visibility, project features, permissions > Container registry',
  );
}

/** A project from which jobs pull, and what it says of job tokens. */
export interface PulledProject {
  /** Of the image. */
  readonly image: string;
  readonly project: Told<ProjectAnswer>;
  readonly scope: Told<JobTokenScope>;
  /** Whether the project gives its jobs `DOCKER_AUTH_CONFIG`, which goes before the job token. */
  readonly authConfig: Told<boolean>;
}

/** Job tokens pull from public projects whose registry is for everyone, and from those whose allowlist has the own project. */
export function checkAllowlist({ image, project, scope, authConfig }: PulledProject, own: Told<ProjectAnswer>): Check {
  const id = 'job-token-allowlist';
  const about = `whether jobs may pull ${image}`;
  if (!project.ok) return notChecked(id, about, project.missing);
  const { path, visibility, registryAccess } = project.value;
  if (visibility === 'public' && registryAccess === 'enabled')
    return ok(id, `${image} is in ${path}, from which everyone may pull`);
  if (!scope.ok) return notChecked(id, about, scope.missing);
  if (!scope.value.isLimited) return ok(id, `${path} lets job tokens of all projects in`);
  if (!own.ok) return notChecked(id, about, own.missing);
  const { id: ownId, path: ownPath } = own.value;
  const group = scope.value.groups.find((each) => ownPath.toLowerCase().startsWith(`${each.toLowerCase()}/`));
  if (scope.value.projects.includes(ownId) || group !== undefined) {
    return ok(id, `the job token allowlist of ${path} has ${group ?? ownPath}`);
  }
  if (!authConfig.ok) return notChecked(id, about, authConfig.missing);
  if (authConfig.value) {
    return notChecked(id, about, `${AUTH_CONFIG} may hold a credential for it, which goes before the job token`);
  }
  return problem(
    id,
    `the job token allowlist of ${path} has neither ${ownPath} nor a group of it, so jobs cannot pull ${image} with the job token: denied: requested access to the resource is denied`,
    `add ${ownPath} in ${path} under Settings > CI/CD > Job token permissions`,
  );
}

export function checkDependencyProxy(group: string, isOn: Told<boolean>): Check {
  const id = 'dependency-proxy';
  if (!isOn.ok) return notChecked(id, `whether the dependency proxy of the group ${group} is on`, isOn.missing);
  if (isOn.value) return ok(id, `the dependency proxy of the group ${group} is on`);
  return problem(
    id,
    `the dependency proxy of the group ${group} is off, so images are not found through it`,
    `turn it on in the group ${group} under Settings > Packages and registries > Dependency Proxy`,
  );
}

/** What a credential may do, as the token says that the registry would get. */
export interface Grant {
  readonly path: string;
  readonly wanted: readonly string[];
  readonly granted: Told<readonly string[] | 'wrong-pair' | 'forbidden'>;
}

/** @param variables that held the credential */
export function checkGrant({ path, wanted, granted }: Grant, variables: readonly string[]): Check {
  const id = 'grant';
  const names = enumerate(variables);
  if (!granted.ok) return notChecked(id, `what ${names} may do with ${path}`, granted.missing);
  if (granted.value === 'wrong-pair') {
    return problem(
      id,
      `the user and password of ${names} are not recognised: unauthorized: HTTP Basic: Access denied`,
      'renew the token, and take a deploy token with the very user name that belongs to it',
    );
  }
  if (granted.value === 'forbidden') {
    return problem(
      id,
      `the credential of ${names} is not let to the registry at all: denied: access forbidden`,
      'use a token with the scopes read_registry and write_registry',
    );
  }
  const lacking = wanted.filter((action) => !granted.value.includes(action));
  if (lacking.length === 0) return ok(id, `${names} may ${wanted.join(' and ')} ${path}`);
  return problem(
    id,
    `${names} may not ${lacking.join(' and ')} ${path}: denied: requested access to the resource is denied`,
    'use a credential of that project with the scopes and the role for it',
  );
}
