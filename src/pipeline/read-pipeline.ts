/** Reads a pipeline, and the child pipelines that its jobs start from files that are known here. */
import { compose, composeChild } from '../compose/compose.ts';
import type { Given } from '../compose/given.ts';
import type { Host } from '../source/host.ts';
import { type Entry, joinTrails, type Value } from '../yaml/values.ts';
import { buildPipeline } from './build.ts';
import { specified } from './build-keyword.ts';
import { forwardedBy } from './forward.ts';
import type { Job, Pipeline } from './nodes.ts';

/** GitLab starts children, and children of these, and no more (docs: "Nested child pipelines"). */
const MOST_LEVELS = 2;

/** @param path the root file, relative to the host's repository root */
export function readPipeline(host: Host, path: string, given: Given = {}): Pipeline {
  return withChildren(buildPipeline(compose(host, path, given)), host, given);
}

function withChildren(root: Pipeline, host: Host, given: Given): Pipeline {
  const seen = new Set<string>();
  const variables = new Map([...(given.variables ?? []), ['CI_PIPELINE_SOURCE', 'parent_pipeline']]);
  const expand = (pipeline: Pipeline, level: number): Pipeline => {
    if (level >= MOST_LEVELS) return pipeline;
    const starts = startsOf(pipeline).filter(({ key }) => !seen.has(key));
    for (const { key } of starts) seen.add(key);
    const children = starts.map((start) => expand(buildChild(start, pipeline, host, { variables }), level + 1));
    return { ...pipeline, children };
  };
  return expand(root, 0);
}

/** One child pipeline, and all jobs that start it. */
interface Start {
  /** The same for the same files. */
  readonly key: string;
  readonly include: Entry;
  readonly jobs: readonly [Job, ...Job[]];
}

function startsOf({ jobs }: Pipeline): readonly Start[] {
  const starts = new Map<string, Start>();
  for (const job of jobs) {
    const trigger = job.hidden ? undefined : specified(job.config, 'trigger');
    const include = trigger?.value.kind === 'mapping' ? specified(trigger.value, 'include') : undefined;
    if (!trigger || !include) continue;
    const key = written(include.value);
    const known = starts.get(key);
    if (known) starts.set(key, { ...known, jobs: [...known.jobs, job] });
    else starts.set(key, { key, include: { ...include, trail: [] }, jobs: [job] });
  }
  return [...starts.values()];
}

function buildChild({ include, jobs }: Start, parent: Pipeline, host: Host, given: Given): Pipeline {
  const [first] = jobs;
  const trigger = specified(first.config, 'trigger');
  return buildPipeline(composeChild(host, include, given), {
    startedBy: [...new Set(jobs.map(({ keyPath }) => keyPath))],
    variables: forwardedBy(jobs),
    complete: !jobs.some((job) => job.mayHave('variables')),
    place: include.value.place,
    trail: joinTrails(first.trail, trigger?.trail ?? []),
    keyPath: [parent.keyPath, `${first.keyPath}.trigger.include`].filter(Boolean).join('.'),
  });
}

/** What a value says, wherever it is written. */
function written(value: Value): string {
  switch (value.kind) {
    case 'scalar':
      return JSON.stringify(value.text.text);
    case 'reference':
      return `!reference ${JSON.stringify(value.path ?? [])}`;
    case 'list':
      return `[${value.items.map((item) => written(item.value)).join()}]`;
    case 'mapping':
      return `{${[...value.entries].map(([name, entry]) => `${JSON.stringify(name)}:${written(entry.value)}`).join()}}`;
  }
}
