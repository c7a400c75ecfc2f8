/**
 * In which pipelines a job is: what `workflow: rules`, and `rules` or `only` and `except` admit, for every kind of pipeline
 * that a project can have. Rules ask here instead of reading conditions.
 */
import { equals } from '../compose/expression/evaluate.ts';
import type { Circumstances } from '../compose/expression/rule.ts';
import { type Answer, allOf, anyOf, UNKNOWN, type Value } from '../compose/expression/value.ts';
import { holdsPlaceholder } from '../compose/placeholder.ts';
import type { Value as YamlValue } from '../yaml/values.ts';
import { admittedByOnly, conditionsOfPolicy, refsOfPolicy } from './admits-only.ts';
import {
  type PipelineCase,
  type PipelineSource,
  type ProjectRefs,
  pipelineCases,
  pipelineKinds,
  type Ref,
  type RefKind,
} from './admits-pipelines.ts';
import { mentionedRefs } from './admits-refs.ts';
import { admittedByRules, conditionsOf, readRules } from './admits-rules.ts';
import { specified } from './build-keyword.ts';
import { misspeltIn } from './misspelt.ts';
import type { Job, Pipeline, Variable } from './nodes.ts';

/** What is known of the pipelines from outside the file. */
export interface Known {
  /** Variables with certain values (`--var`, `--branch`, `--source`). A pipeline that contradicts them is left out. */
  readonly variables?: ReadonlyMap<string, string>;
  /** All paths of the repository, for `exists`. */
  readonly paths?: readonly string[];
}

/** One pipeline, and whether the job is in it. */
export interface Admitted {
  readonly pipeline: PipelineCase;
  readonly answer: Answer;
  /** What is known of a variable's value where the job's rules are read. */
  variable(name: string): Value;
}

export interface Admission {
  /** Those of the jobs that start the pipeline; undefined for a pipeline that no job of this repository is known to start. */
  readonly parents: readonly Admission[] | undefined;
  /** Every kind of pipeline. `maybe`: it depends on the ref, on the project's settings, or on something missing. */
  readonly kinds: readonly Admitted[];
  /** The same pipelines, told apart by the refs that the conditions mention. */
  readonly cases: readonly Admitted[];
}

/**
 * In which pipelines the job is.
 *
 * @param parents of a child pipeline, the admissions of the jobs that start it: it runs on what they run on
 */
export function admits(
  job: Job,
  pipeline: Pipeline,
  known: Known = {},
  parents: readonly Admission[] | undefined = undefined,
): Admission {
  const conditions = readConditions(job, pipeline);
  const given = (name: string): string | undefined => known.variables?.get(name);
  const project: ProjectRefs = {
    mentioned: mentionedRefs(conditions.texts, conditions.refs),
    defaultBranch: given('CI_DEFAULT_BRANCH'),
    given: {
      branch: given('CI_COMMIT_BRANCH'),
      tag: given('CI_COMMIT_TAG'),
      target: given('CI_MERGE_REQUEST_TARGET_BRANCH_NAME'),
    },
  };
  const judge = judgeOf(job, pipeline, conditions, known, parents);
  const admitted = (cases: readonly PipelineCase[]): readonly Admitted[] =>
    cases.filter((one) => agrees(one, known) && (!parents || one.source === 'parent_pipeline')).map(judge);
  const kinds = once(() => admitted(pipelineKinds(project)));
  const cases = once(() => admitted(pipelineCases(project)));
  return {
    parents,
    get kinds() {
      return kinds();
    },
    get cases() {
      return cases();
    },
  };
}

/** Whether the job is in pipelines of a kind: `admittedOn(admission, 'push', 'tag')`. */
export function admittedOn({ kinds }: Admission, source: PipelineSource, ref: RefKind): Answer {
  const found = kinds.find(({ pipeline }) => pipeline.source === source && pipeline.ref.kind === ref);
  return found?.answer ?? 'no';
}

/** The keywords that decide, the job's and the workflow's. */
interface Conditions {
  readonly workflow: readonly YamlValue[] | undefined;
  /** The workflow's rules are misspelt, and so there are none. */
  readonly isWorkflowMisspelt: boolean;
  readonly rules: readonly YamlValue[] | undefined;
  readonly only: YamlValue | undefined;
  readonly except: YamlValue | undefined;
  readonly texts: readonly string[];
  readonly refs: readonly string[];
}

function readConditions(job: Job, pipeline: Pipeline): Conditions {
  const { config } = pipeline.composition;
  const settings = config && specified(config, 'workflow')?.value;
  const ofWorkflow = settings?.kind === 'mapping' ? specified(settings, 'rules')?.value : settings;
  const workflow = ofWorkflow && readRules(ofWorkflow);
  const ownRules = specified(job.config, 'rules')?.value;
  const rules = ownRules && readRules(ownRules);
  const only = specified(job.config, 'only')?.value;
  const except = specified(job.config, 'except')?.value;
  return {
    workflow,
    isWorkflowMisspelt: settings?.kind === 'mapping' && misspeltIn(settings).has('rules'),
    rules,
    only,
    except,
    texts: [
      ...conditionsOf([...(workflow ?? []), ...(rules ?? [])]),
      ...conditionsOfPolicy(only),
      ...conditionsOfPolicy(except),
    ],
    refs: [...refsOfPolicy(only), ...refsOfPolicy(except)],
  };
}

function judgeOf(
  job: Job,
  pipeline: Pipeline,
  conditions: Conditions,
  known: Known,
  parents: readonly Admission[] | undefined,
) {
  const ofPipeline = byName(pipeline.variables.filter(({ scope }) => scope !== 'rules'));
  const ofJob = byName(job.variables.filter(isSetBeforeRules));
  return (one: PipelineCase): Admitted => {
    const circumstances = (variables: VariablesByName): Circumstances => ({
      assignment: { variable: (name) => variableValue(name, variables, one, known) },
      comparesCommits: one.comparesCommits,
      paths: known.paths,
    });
    const inJob = circumstances(ofJob);
    const answer = once(() =>
      allOf([
        admittedByWorkflow(conditions, pipeline, circumstances(ofPipeline)),
        admittedByJob(conditions, job, one, inJob),
        parents ? anyOf(parents.map((parent) => startedOn(parent, one.ref))) : 'yes',
      ]),
    );
    return {
      pipeline: one,
      get answer() {
        return answer();
      },
      variable: inJob.assignment.variable,
    };
  };
}

/** Whether the job that starts a child pipeline is in a pipeline on this ref. */
function startedOn({ kinds, cases }: Admission, { kind, name }: Ref): Answer {
  const named =
    name === undefined ? [] : cases.filter(({ pipeline: { ref } }) => ref.name === name && ref.kind === kind);
  const starting = named.length > 0 ? named : kinds.filter(({ pipeline }) => pipeline.ref.kind === kind);
  return anyOf(starting.map(({ answer }) => answer));
}

/** Works something out when it is first asked for: of a large project most answers never are. */
function once<Result>(workOut: () => Result): () => Result {
  let known: { readonly result: Result } | undefined;
  return () => {
    known ??= { result: workOut() };
    return known.result;
  };
}

type VariablesByName = ReadonlyMap<string, readonly Variable[]>;

function byName(variables: readonly Variable[]): VariablesByName {
  const named = new Map<string, Variable[]>();
  for (const variable of variables) {
    const same = named.get(variable.name);
    if (same) same.push(variable);
    else named.set(variable.name, [variable]);
  }
  return named;
}

function admittedByWorkflow(
  { workflow, isWorkflowMisspelt }: Conditions,
  { composition }: Pipeline,
  circumstances: Circumstances,
): Answer {
  if (workflow) return admittedByRules(workflow, circumstances);
  return composition.complete && !isWorkflowMisspelt ? 'yes' : 'maybe';
}

function admittedByJob(conditions: Conditions, job: Job, one: PipelineCase, circumstances: Circumstances): Answer {
  const { rules, only, except } = conditions;
  if (rules) return admittedByRules(rules, circumstances);
  const answer = admittedByOnly(only, except, one, circumstances);
  const isSettled = !(['rules', 'only', 'except'] as const).some((keyword) => job.mayHave(keyword));
  if (isSettled) return answer;
  // What the job itself says under `only` stays; it can have no `rules` then, and `except` lets in less.
  return only && !job.mayHave('only') ? allOf([answer, 'maybe']) : 'maybe';
}

/** The variables that a job's own rules set do not count for these rules; those of the workflow's do. */
function isSetBeforeRules({ scope, keyPath }: Variable): boolean {
  return scope !== 'rules' || keyPath.startsWith('workflow.');
}

/** Given from outside, set in the file, predefined: the first wins (GitLab docs: "CI/CD variable precedence"). */
function variableValue(name: string, variables: VariablesByName, one: PipelineCase, known: Known): Value {
  const given = known.variables?.get(name);
  if (given !== undefined) return given;
  const [definition, other] = variables.get(name) ?? [];
  if (!definition) {
    const predefined = one.predefined(name);
    return predefined === undefined ? UNKNOWN : predefined;
  }
  const isCertain = !other && definition.scope !== 'rules' && !one.takesVariables;
  const text = definition.text?.text;
  return isCertain && text !== undefined && !holdsPlaceholder(text) ? text : UNKNOWN;
}

/** Whether a pipeline is possible under what is known. */
function agrees(one: PipelineCase, known: Known): boolean {
  return [...(known.variables ?? [])].every(([name, text]) => {
    const predefined = one.predefined(name);
    return predefined === undefined || equals(predefined, text) !== 'no';
  });
}
