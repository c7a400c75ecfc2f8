/** What rules ask about the pipelines that a job is in. An answer comes with a pipeline that shows it. */
import { type Answer, allOf, anyOf, isPresent, negate } from '../compose/expression/value.ts';
import type { Admission, Admitted } from './admits.ts';
import type { PipelineCase, Ref } from './admits-pipelines.ts';

/** An answer with the pipeline that shows it: "a push to the default branch". */
export interface Possibility {
  readonly answer: Answer;
  readonly example: string | undefined;
}

/** Whether there is a pipeline with the job in it in which a variable is empty or not defined. */
export function canRunWithout(admission: Admission, variable: string): Possibility {
  return possibility(admission, (admitted) => negate(isPresent(admitted.variable(variable))));
}

/** Whether there is a pipeline with the job in it in which a variable has a value. */
export function canRunWith(admission: Admission, variable: string): Possibility {
  return possibility(admission, (admitted) => isPresent(admitted.variable(variable)));
}

/**
 * Whether the job is in pipelines of branches that people name as they like, among them `feature/login`, and a variable has
 * a value there: pushes to branches that no condition names, or whose pattern has a slash in it, and merge requests.
 */
export function canRunOnAnyBranch(admission: Admission, variable: string): Possibility {
  const { cases, parents } = admission;
  const isChild = parents !== undefined;
  const freelyNamed = cases.filter(({ pipeline: { source, ref } }) => {
    const isUsual = isChild || source === 'push' || source === 'merge_request_event';
    return isUsual && (ref.kind === 'merge-request' || (ref.kind === 'branch' && mayHaveSlash(ref)));
  });
  const own = firstPossible(freelyNamed, (admitted) => isPresent(admitted.variable(variable)));
  if (!parents) return own;
  const ofParents = parents.map((parent) => canRunOnAnyBranch(parent, variable));
  return {
    answer: allOf([own.answer, anyOf(ofParents.map(({ answer }) => answer))]),
    example: ofParents.find(({ answer }) => answer !== 'no')?.example,
  };
}

function mayHaveSlash({ name, pattern }: Ref): boolean {
  return (name ?? pattern?.replace(/^\/|\/[^/]*$/g, '') ?? '/').includes('/');
}

/**
 * The default branch told apart by names is left out: which name it has is not free to choose, so that its being none of
 * those in the conditions is no example.
 */
function possibility(admission: Admission, holds: (admitted: Admitted) => Answer): Possibility {
  const isUsual = ({ pipeline }: Admitted): boolean => isExample(pipeline, admission);
  const ofKinds = firstPossible(admission.kinds.filter(isUsual), holds);
  if (ofKinds.answer === 'yes') return ofKinds;
  const chosen = admission.cases.filter((one) => isUsual(one) && one.pipeline.ref.kind !== 'default-branch');
  const ofCases = firstPossible(chosen, holds);
  return ofCases.answer === 'yes' || ofKinds.answer === 'no' ? ofCases : ofKinds;
}

/**
 * Nobody is told of pipelines that nobody starts: a schedule or a start by hand on a tag, a branch that has the name of a tag
 * because a pattern is for either. Of a child pipeline whose parent is not known, it is not known either on what that runs.
 */
function isExample({ source, ref }: PipelineCase, { parents, cases }: Admission): boolean {
  if (source === 'parent_pipeline') return parents !== undefined;
  if (ref.kind === 'tag') return source === 'push';
  if (ref.kind !== 'branch' || ref.pattern === undefined) return true;
  return !cases.some(
    ({ pipeline, answer }) =>
      pipeline.ref.kind === 'tag' &&
      pipeline.ref.pattern === ref.pattern &&
      pipeline.source === source &&
      answer !== 'no',
  );
}

/** The first pipeline that shows it for certain, otherwise the first that may. */
function firstPossible(pipelines: readonly Admitted[], holds: (admitted: Admitted) => Answer): Possibility {
  let maybe: Possibility | undefined;
  for (const admitted of pipelines) {
    const fits = holds(admitted);
    const answer = fits === 'no' ? 'no' : allOf([fits, admitted.answer]);
    const possible = { answer, example: admitted.pipeline.title };
    if (answer === 'yes') return possible;
    if (answer === 'maybe') maybe ??= possible;
  }
  return maybe ?? { answer: 'no', example: undefined };
}
