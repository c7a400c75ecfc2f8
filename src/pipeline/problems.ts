/** The problems of a pipeline, as the rule that has the words for them reads them. */
import type { ExtendsKind, IncludeKind, LoadKind, ReferenceKind } from '../compose/problems.ts';
import type { Problem } from '../source/problem.ts';
import type { Pipeline } from './nodes.ts';

interface Kinds {
  'config-syntax': LoadKind;
  'config-include': IncludeKind;
  'config-extends': ExtendsKind;
  'config-reference': ReferenceKind;
}

type ProblemOf<Rule extends keyof Kinds> = Problem & { readonly rule: Rule; readonly kind: Kinds[Rule] };

export function problemsOf<Rule extends keyof Kinds>(pipeline: Pipeline, rule: Rule): readonly ProblemOf<Rule>[] {
  return pipeline.problems.filter((problem): problem is ProblemOf<Rule> => problem.rule === rule);
}
