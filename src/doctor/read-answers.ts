/** From GitLab's JSON to what the checks read. Undefined: the answer is not as documented. */
import type { AccessToken, CiVariable, DeployToken, ProjectAnswer, ProtectionRule } from './answers.ts';
import { type Item, isObject, textOf, textsOf } from './read-json.ts';

export function readProject(item: Item): ProjectAnswer | undefined {
  const path = textOf(item.path_with_namespace);
  if (typeof item.id !== 'number' || path === undefined) return undefined;
  const registryAccess = textOf(item.container_registry_access_level);
  return { id: item.id, path, visibility: textOf(item.visibility) ?? '', registryAccess };
}

export function readDeployToken(item: Item): DeployToken | undefined {
  const [name, username] = [textOf(item.name), textOf(item.username)];
  if (name === undefined || username === undefined) return undefined;
  return {
    name,
    username,
    expiresAt: textOf(item.expires_at),
    revoked: item.revoked === true,
    expired: item.expired === true,
    scopes: textsOf(item.scopes),
  };
}

export function readAccessToken(item: Item): AccessToken | undefined {
  const name = textOf(item.name);
  if (name === undefined) return undefined;
  const active = item.active === true && item.revoked !== true;
  return { name, active, expiresAt: textOf(item.expires_at), scopes: textsOf(item.scopes) };
}

/** The value is left behind: nothing here may print it. */
export function readVariable(item: Item): CiVariable | undefined {
  const key = textOf(item.key);
  if (key === undefined) return undefined;
  return {
    key,
    isFile: item.variable_type === 'file',
    isProtected: item.protected === true,
    isMasked: item.masked === true || item.hidden === true,
    environmentScope: textOf(item.environment_scope) ?? '*',
  };
}

/** `GET /projects/:id/registry/repositories` */
export function readRepository({ id, path }: Item): { readonly id: number; readonly path: string } | undefined {
  return typeof id === 'number' && typeof path === 'string' ? { id, path } : undefined;
}

/** A node of `containerProtectionTagRules`. */
export function readImmutability(
  node: unknown,
): { readonly pattern: string; readonly isImmutable: boolean } | undefined {
  if (!isObject(node) || typeof node.tagNamePattern !== 'string' || typeof node.immutable !== 'boolean')
    return undefined;
  return { pattern: node.tagNamePattern, isImmutable: node.immutable };
}

export function readRule(kind: 'repository' | 'tag'): (item: Item) => ProtectionRule | undefined {
  const key = kind === 'tag' ? 'tag_name_pattern' : 'repository_path_pattern';
  return (item) => {
    const pattern = textOf(item[key]);
    return pattern === undefined ? undefined : { pattern, pushRole: textOf(item.minimum_access_level_for_push) };
  };
}
