import type { Service } from '../pipeline/nodes.ts';
import { literalText, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import { expand, type Lookup } from '../shell/environment.ts';

/**
 * The host names under which a service answers: from its image name without the tag, with `/` as `__` and as `-`, and its
 * aliases beside them (gitlab-runner: `helpers/container/services/services.go`). Names that hold variables are left out.
 */
export function serviceNames(service: Service, lookup: Lookup): string[] {
  const image = literalText(expand(service.name, lookup));
  const names: string[] = [];
  for (const alias of service.aliases) names.push(...(literalText(expand(alias, lookup))?.split(/[\s,]+/) ?? []));
  if (image !== undefined) {
    const bare = image
      .replace(/@.*$/, '')
      .replace(/:[^/:]*$/, '')
      .replace(/:/g, '');
    names.push(bare.replaceAll('/', '__'), bare.replaceAll('/', '-'));
  }
  return [...new Set(names.filter((name) => name !== '').map((name) => name.toLowerCase()))];
}

/** A service's image as text, its variables replaced as far as they are known. */
export function serviceImage(service: { readonly name: SymbolicText }, lookup: Lookup): string {
  return showText(expand(service.name, lookup));
}
