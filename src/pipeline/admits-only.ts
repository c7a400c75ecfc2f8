/**
 * What the older `only:` and `except:` let in (GitLab: entry/policy.rb, lib/gitlab/ci/build/policy/*.rb): all parts of
 * `only` have to fit, and none of `except`.
 */
import { equals, matches } from '../compose/expression/evaluate.ts';
import { isPattern } from '../compose/expression/pattern.ts';
import { type Circumstances, conditionHolds, matchesChanges } from '../compose/expression/rule.ts';
import { type Answer, allOf, anyOf, negate } from '../compose/expression/value.ts';
import { holdsPlaceholder } from '../compose/placeholder.ts';
import type { Value } from '../yaml/values.ts';
import type { PipelineCase } from './admits-pipelines.ts';
import { isNull } from './build-keyword.ts';
import { flatten } from './flatten.ts';

/** A job without `rules`; a keyword that is not written is undefined. */
export function admittedByOnly(
  only: Value | undefined,
  except: Value | undefined,
  pipeline: PipelineCase,
  circumstances: Circumstances,
): Answer {
  return allOf([
    allOf(fits(only, DEFAULT_ONLY, pipeline, circumstances)),
    negate(anyOf(fits(except, undefined, pipeline, circumstances))),
  ]);
}

/** The entries of `refs` that name a branch or a tag or are a pattern. */
export function refsOfPolicy(policy: Value | undefined): readonly string[] {
  return (textsOf(partOf(policy, 'refs')) ?? []).filter((ref) => !KEYWORDS.has(ref.replace(/@.*$/s, '')));
}

/** The texts of `variables`. */
export function conditionsOfPolicy(policy: Value | undefined): readonly string[] {
  return textsOf(partOf(policy, 'variables')) ?? [];
}

const DEFAULT_ONLY: readonly string[] = ['branches', 'tags'];

const KEYWORDS: ReadonlySet<string> = new Set(
  `branches tags push pushes web webs api apis trigger triggers schedule schedules pipeline pipelines chat chats
   merge_request merge_requests external externals external_pull_request external_pull_requests webide webides
   parent_pipeline parent_pipelines`.split(/\s+/),
);

function fits(
  policy: Value | undefined,
  defaultRefs: readonly string[] | undefined,
  pipeline: PipelineCase,
  circumstances: Circumstances,
): readonly Answer[] {
  if (policy?.kind === 'reference') return ['maybe'];
  const written = partOf(policy, 'refs');
  const refs = written ? textsOf(written) : defaultRefs;
  const changes = partOf(policy, 'changes');
  const variables = partOf(policy, 'variables');
  return [
    ...(refs ? [anyOf(refs.map((ref) => matchesRef(ref, pipeline, circumstances)))] : []),
    ...(written && !refs ? ['maybe' as const] : []),
    ...(variables ? [anyOf(holdAny(variables, circumstances))] : []),
    ...(changes ? [matchesChanges(changes, circumstances.comparesCommits)] : []),
    ...(partOf(policy, 'kubernetes') ? ['maybe' as const] : []),
  ];
}

/** A list stands for its `refs`. */
function partOf(policy: Value | undefined, part: string): Value | undefined {
  if (!policy) return undefined;
  if (policy.kind !== 'mapping') return part === 'refs' ? policy : undefined;
  const value = policy.entries.get(part)?.value;
  return value && !isNull(value) ? value : undefined;
}

function holdAny(variables: Value, { assignment }: Circumstances): readonly Answer[] {
  return flatten(variables, []).items.map(({ value }) =>
    value.kind === 'scalar' ? conditionHolds(value.text, assignment) : 'maybe',
  );
}

function matchesRef(ref: string, pipeline: PipelineCase, { assignment }: Circumstances): Answer {
  if (holdsPlaceholder(ref)) return 'maybe';
  const [pattern = '', path] = splitOnce(ref, '@');
  const inProject = path === undefined ? 'yes' : equals(assignment.variable('CI_PROJECT_PATH'), path);
  return allOf([inProject, matchesName(pattern, pipeline)]);
}

function matchesName(pattern: string, { ref, source, refName }: PipelineCase): Answer {
  const isMergeRequest = ref.kind === 'merge-request';
  if (pattern === 'tags' && ref.kind === 'tag') return 'yes';
  if (pattern === 'branches' && ref.kind !== 'tag' && !isMergeRequest) return 'yes';
  const name = source.replace(/_event$/, '');
  if (pattern === name || pattern === `${name}s` || pattern === `${name}es`) return 'yes';
  if (isMergeRequest || KEYWORDS.has(pattern)) return 'no';
  return isPattern(pattern) ? matches(refName, { kind: 'pattern', pattern }) : equals(refName, pattern);
}

/** Undefined where something of the list is not known. */
function textsOf(value: Value | undefined): readonly string[] | undefined {
  if (!value) return undefined;
  const texts = flatten(value, []).items.map((item) =>
    item.value.kind === 'scalar' ? item.value.text.text : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
