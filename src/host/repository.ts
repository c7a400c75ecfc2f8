/** Where a repository begins, which decides what `include: local` means. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The name GitLab looks for when a project's settings name no other. */
export const CONFIG_NAME = '.gitlab-ci.yml';

/**
 * The folder that the local includes of a pipeline file start from.
 *
 * It is the repository's root: the nearest folder upward with a `.git`. Where that one has no `.gitlab-ci.yml`, but a folder
 * on the way down to the file has, the outermost such folder is a project of its own that another repository carries: an
 * example, a fixture, a template for new projects. Without any repository it is the nearest folder upward with a
 * `.gitlab-ci.yml`, or else the file's own folder.
 *
 * @param file path of a pipeline file, which need not exist
 */
export function repositoryRoot(file: string): string {
  const folder = dirname(resolve(file));
  const upward = foldersUpward(folder);
  const top = upward.findIndex((each) => existsSync(join(each, '.git')));
  if (top === -1) return upward.find(hasConfig) ?? folder;
  return upward.slice(0, top + 1).findLast(hasConfig) ?? upward[top] ?? folder;
}

/** The nearest `.gitlab-ci.yml`, in a folder or above it. */
export function nearestConfig(folder: string): string | undefined {
  const found = foldersUpward(resolve(folder)).find(hasConfig);
  return found === undefined ? undefined : join(found, CONFIG_NAME);
}

function foldersUpward(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpward(parent)];
}

function hasConfig(folder: string): boolean {
  return existsSync(join(folder, CONFIG_NAME));
}
