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
