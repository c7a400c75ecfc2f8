/**
 * What GitLab rejects after composing (lib/gitlab/ci/config/entry, lib/gitlab/ci/yaml_processor.rb), as far as it is
 * certain. While an include is missing, only what the file itself says for good is held against it.
 */
import { nearestName } from '../compose/nearest.ts';
import { holdsPlaceholder } from '../compose/placeholder.ts';
import type { Problem } from '../source/problem.ts';
import type { Place } from '../source/source-file.ts';
import { isBreak } from '../yaml/problems.ts';
import type { Mapping, Scalar, Trail, Value } from '../yaml/values.ts';
import {
  defaultEntry,
  GLOBAL_DEFAULTS,
  type JobSource,
  kindOf,
  specified,
  TOP_LEVEL_KEYWORDS,
} from './build-keyword.ts';
import { checkConditions } from './check-conditions.ts';
import { checkGraph } from './check-graph.ts';
import { checkConfiguration, checkJob } from './check-keywords.ts';
import type { Pipeline } from './nodes.ts';

export interface Checker {
  /** Nothing is missing that could still define a job, a stage or a keyword. */
  readonly complete: boolean;
  /** Whether what this trail leads to is there in the end: nothing that is missing can replace the root file's own text. */
  isSettled(trail: Trail): boolean;
  report(rule: Problem['rule'], kind: string, place: Place, data: Problem['data']): void;
}

export function checkPipeline(pipeline: Pipeline, config: Mapping): readonly Problem[] {
  // GitLab looks no further either.
  if (pipeline.composition.problems.some(isBreak)) return [];
  const problems: Problem[] = [];
  // A template that thirty jobs extend is checked thirty times, and is wrong once.
  const reported = new Set<string>();
  const { composition } = pipeline;
  const complete = composition.complete && composition.certain && composition.problems.length === 0;
  const checker: Checker = {
    complete,
    isSettled: (trail) => complete || trail.every((step) => step.kind !== 'include'),
    report: (rule, kind, place, data) => {
      const key = JSON.stringify([rule, kind, place.file.path, ...place.range]);
      if (!reported.has(key)) problems.push({ rule, kind, place, data });
      reported.add(key);
    },
  };
  checkTopLevel(config, checker);
  checkEntries(config, pipeline, checker);
  checkGraph(pipeline, config, checker);
  return problems;
}

function checkTopLevel(config: Mapping, checker: Checker): void {
  const defaults = defaultEntry(config);
  if (defaults?.value.kind === 'mapping') {
    for (const keyword of GLOBAL_DEFAULTS) {
      const own = specified(defaults.value, keyword);
      if (!own || !specified(config, keyword)) continue;
      checker.report('config-schema', 'conflictingDefault', own.key.place, { keyword });
    }
  }
  checkConfiguration(config, checker);
  const stages = specified(config, 'stages');
  if (stages?.value.kind === 'list' && stages.value.items.length === 0 && checker.isSettled(stages.trail)) {
    checker.report('config-stage', 'emptyStages', stages.value.place, {});
  }
  const workflow = specified(config, 'workflow');
  if (workflow?.value.kind === 'mapping') checkConditions('workflow', workflow.value, workflow.trail, checker);
}

function checkEntries(config: Mapping, pipeline: Pipeline, checker: Checker): void {
  let hasVisibleJob = false;
  let hasBrokenJob = false;
  for (const [name, entry] of config.entries) {
    const { key, value, trail } = entry;
    const kind = kindOf(name, value);
    if (!kind || holdsPlaceholder(name) || value.kind === 'reference') continue;
    if (key.type !== 'string') checker.report('config-schema', 'jobName', key.place, { job: name });
    if (kind === 'hidden') {
      if (isBlank(entry.value) && checker.isSettled(trail)) {
        checker.report('config-schema', 'emptyTemplate', key.place, { job: name });
      }
    } else if (kind === 'unknown') {
      hasBrokenJob = true;
      if (checker.complete) {
        const slip = slipFor(MAKE_JOB, value) ?? { key, near: nearestName(name, TOP_LEVEL_KEYWORDS, 2) ?? '' };
        checker.report('config-schema', 'notJob', slip.key.place, { job: name, near: slip.near });
      } else if (value.kind === 'mapping') {
        // What is missing may make it a job. Its own keywords are then those of one.
        checkJob({ name, entry, config: value, kind: 'job' }, checker);
      }
    } else if (value.kind === 'mapping') {
      hasVisibleJob = true;
      const source: JobSource = { name, entry, config: value, kind };
      checkJob(source, checker);
      checkConditions(name, value, trail, checker);
    }
  }
  const mayHaveJobs = pipeline.jobs.some(({ name }) => holdsPlaceholder(name));
  if (!hasVisibleJob && !hasBrokenJob && !mayHaveJobs && checker.complete) {
    const { file } = pipeline.place;
    const first = [...config.entries.values()].find(({ key }) => key.place.file === file);
    checker.report('config-schema', 'noVisibleJob', first?.key.place ?? pipeline.place, {});
  }
}

/** Keywords that make a job of a mapping. */
const MAKE_JOB = ['script', 'run', 'trigger'];

/** The first key that is one of the keywords but for a slip of the keyboard. */
function slipFor(keywords: readonly string[], value: Value): { key: Scalar; near: string } | undefined {
  if (value.kind !== 'mapping') return undefined;
  for (const [name, { key }] of value.entries) {
    const near = nearestName(name, keywords, 2);
    if (near !== undefined) return { key, near };
  }
  return undefined;
}

function isBlank(value: Value): boolean {
  if (value.kind === 'scalar') return value.value === false || value.text.text.trim() === '';
  if (value.kind === 'list') return value.items.length === 0;
  return value.kind === 'mapping' && value.entries.size === 0;
}
