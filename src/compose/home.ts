/** Whose files an `include: local` means: a file that comes from elsewhere means the files of its own project. */
import type { RemoteSource } from '../source/remote.ts';
import type { Scalar, Value } from '../yaml/values.ts';
import type { Include } from './include-entry.ts';
import { over } from './inputs/input.ts';

export type Home =
  /** The repository that is linted. */
  | { readonly kind: 'repository' }
  /** Another project at the revision that was fetched. */
  | { readonly kind: 'project'; readonly project: string; readonly sha: string }
  /** A remote file or a template belongs to no project. */
  | { readonly kind: 'none' };

export const REPOSITORY: Home = { kind: 'repository' };
export const NO_HOME: Home = { kind: 'none' };

/** What has to be fetched for an include; undefined for a file of the repository. */
export function sourceIn(home: Home, { kind, source }: Include, path: string): RemoteSource | undefined {
  if (kind !== 'local' || home.kind !== 'project') return source;
  return { kind: 'project', project: home.project, ref: home.sha, file: path };
}

/**
 * What the blocks of a component may name (GitLab: lib/gitlab/ci/config/header/component.rb), standing for the include's
 * name. A value that is not known is undefined; what is no component has none.
 */
export function componentValues(
  source: RemoteSource,
  name: Scalar,
  sha: string | undefined,
  version: string | undefined,
): ReadonlyMap<string, Value | undefined> {
  if (source.kind !== 'component') return new Map();
  const value = (text: string | undefined): Value | undefined => (text === undefined ? undefined : over(name, text));
  return new Map([
    ['name', value(source.name)],
    ['sha', value(sha)],
    ['version', value(version)],
    ['reference', value(source.version)],
  ]);
}
