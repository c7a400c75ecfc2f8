/** The problems of a pipeline, as the rule that has the words for them reads them. */
import type { ExpressionKind } from '../compose/expression/problems.ts';
import type { InputsKind } from '../compose/inputs/problems.ts';
import type { ExtendsKind, IncludeKind, LoadKind, ReferenceKind } from '../compose/problems.ts';
import type { Problem } from '../source/problem.ts';
import type { Pipeline } from './nodes.ts';

export type SchemaKind =
  /** The schema's faults. `path`: the way to what holds the keyword or value; `gitlab`: GitLab's words, with the location. */
  | 'unknownKeyword'
  | 'missingKeyword'
  /** `isItem`: it is an item of the list at `path`; what it must be, `expected`, and what it is, `found`. */
  | 'wrongType'
  /** `job`, `first`, `second`, `gitlab` */
  | 'exclusiveKeywords'
  /** `job`, the keyword, and `gitlab` */
  | 'reservedName'
  /** `job` */
  | 'emptyScript'
  | 'emptyTemplate'
  | 'notJob'
  | 'needsOnly'
  | 'jobName'
  /** `keyword` */
  | 'conflictingDefault'
  | 'noVisibleJob'
  /** `keyword`, and what the kind's sentence wants. */
  | ExpressionKind;

export type NeedsKind =
  /** `job`, `need`, and `near`: a name like it, or nothing. */
  | 'undefinedNeed'
  | 'undefinedDependency'
  /** `job` in `stage`, `need` in `needStage` */
  | 'laterNeed'
  | 'laterDependency'
  /** `job`, `need` */
  | 'dependencyNotNeeded'
  | 'duplicateNeed'
  /** `job`, `count`, `limit` */
  | 'tooManyNeeds'
  /** `job`, `need`, and `chain` back to it. */
  | 'circularNeeds';

export type StageKind =
  /** `job`, `stage`, the `stages` there are, and `near`: one like it, or nothing. */
  'unknownStage' | 'noTestStage' | 'emptyStages';

interface Kinds {
  'config-syntax': LoadKind;
  'config-include': IncludeKind;
  'config-inputs': InputsKind;
  'config-extends': ExtendsKind;
  'config-reference': ReferenceKind;
  'config-schema': SchemaKind;
  'config-needs': NeedsKind;
  'config-stage': StageKind;
}

type ProblemOf<Rule extends keyof Kinds> = Problem & { readonly rule: Rule; readonly kind: Kinds[Rule] };

export function problemsOf<Rule extends keyof Kinds>(pipeline: Pipeline, rule: Rule): readonly ProblemOf<Rule>[] {
  return pipeline.problems.filter((problem): problem is ProblemOf<Rule> => problem.rule === rule);
}
