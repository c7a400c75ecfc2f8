/** What comes into a job's working directory beside the repository: artifacts of other jobs, and caches. */
import type { Pipeline } from '../pipeline/nodes.ts';
import type { Mapping, Value } from '../yaml/values.ts';

/**
 * The files and folders that artifacts and caches of a pipeline may bring, each relative to the repository's root. Patterns
 * and the whole folder are left out: who keeps everything hands on the repository's own scripts as they are.
 */
export function restoredPaths({ composition: { config }, jobs }: Pipeline): ReadonlySet<string> {
  const shared = config?.entries.get('default')?.value;
  const sources = [config, shared, ...jobs.map((job) => job.config)].filter((source) => source?.kind === 'mapping');
  const paths = sources.flatMap((source) => [...pathsOf(source, 'artifacts'), ...pathsOf(source, 'cache')]);
  return new Set(paths.map((path) => path.replace(/^\.\//, '').replace(/\/+$/, '')));
}

/**
 * Whether artifacts and caches may bring files of any name: by patterns, as a whole folder, from other pipelines, or from jobs
 * that are not known here.
 */
export function restoresAnything({ composition: { config, complete, isPart }, jobs }: Pipeline): boolean {
  if (!complete || isPart || !config) return true;
  const shared = config.entries.get('default')?.value;
  const sources = [config, shared, ...jobs.map((job) => job.config)].filter((source) => source?.kind === 'mapping');
  return sources.some(
    (source) => takesFromOtherPipelines(source) || ['artifacts', 'cache'].some((keyword) => isOpen(source, keyword)),
  );
}

function isOpen({ entries }: Mapping, keyword: string): boolean {
  const value = entries.get(keyword)?.value;
  return value !== undefined && itemsOf(value).some((item) => item.kind !== 'mapping' || hasOpenPaths(item));
}

function hasOpenPaths({ entries }: Mapping): boolean {
  const paths = entries.get('paths')?.value;
  return (
    entries.has('untracked') ||
    (paths !== undefined &&
      itemsOf(paths).some((path) => path.kind !== 'scalar' || !/^(\.\/)?\w[\w./-]*$/.test(path.text.text)))
  );
}

/** `needs` with `pipeline` or `project`. */
function takesFromOtherPipelines({ entries }: Mapping): boolean {
  const needs = entries.get('needs')?.value;
  if (!needs) return false;
  return itemsOf(needs).some((need) =>
    need.kind === 'mapping' ? need.entries.has('pipeline') || need.entries.has('project') : need.kind !== 'scalar',
  );
}

/** A job may have several caches. */
function pathsOf(source: Mapping, keyword: 'artifacts' | 'cache'): readonly string[] {
  const value = source.entries.get(keyword)?.value;
  return value ? itemsOf(value).flatMap((item) => (item.kind === 'mapping' ? pathsIn(item) : [])) : [];
}

function pathsIn({ entries }: Mapping): readonly string[] {
  const paths = entries.get('paths')?.value;
  return paths ? itemsOf(paths).flatMap((path) => (path.kind === 'scalar' ? path.text.text : [])) : [];
}

function itemsOf(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items.map((item) => item.value) : [value];
}
