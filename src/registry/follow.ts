/** Follows every job's credentials: runs its scripts symbolically and writes down what they do to registries. */

import { TOP_LEVEL_KEYWORDS } from '../pipeline/build-keyword.ts';
import { buildDefaultBeforeScript } from '../pipeline/build-scripts.ts';
import type { Definition, VariableReference } from '../pipeline/commands.ts';
import type { ImageReference } from '../pipeline/events.ts';
import type { Image, Job, Pipeline, Service, Variable } from '../pipeline/nodes.ts';
import { type Part, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import { pipelinesOf, type RegistryEvent } from '../pipeline/tree.ts';
import { assignedNames } from '../shell/assigned-names.ts';
import { expand, JobVariables, type Lookup } from '../shell/environment.ts';
import { RepositoryFiles } from '../shell/repository-files.ts';
import { restoredPaths, restoresAnything } from '../shell/restored-paths.ts';
import { type Observer, runScripts } from '../shell/run.ts';
import { WorkingTree } from '../shell/working-tree.ts';
import type { Host } from '../source/host.ts';
import type { Mapping } from '../yaml/values.ts';
import { daemonSetup } from './daemon-setup.ts';
import { explain } from './explain.ts';
import { type Files, FollowedJobs } from './followed-jobs.ts';
import { interpretCommand } from './interpret.ts';
import { kanikoImage } from './kaniko-image.ts';
import { PREDEFINED, predefinedInstead, removedVariable } from './predefined-variables.ts';
import { isNamed, type ProjectFacts } from './project.ts';
import { readReference } from './reference.ts';
import { partialOverride } from './registry-override.ts';
import { serviceNames } from './service-names.ts';
import type { JobContext } from './step.ts';
import { CredentialState } from './stores.ts';

/** Adds to every job, also of child pipelines, its commands, the variables it mentions, and what its commands do to registries. */
export function followCredentials(pipeline: Pipeline, facts: ProjectFacts, host: Host): Pipeline {
  const files = new RepositoryFiles(pipeline.composition.isPart ? ELSEWHERE : host);
  const known = host.memory && (followed.get(host.memory) ?? new FollowedJobs());
  if (host.memory && known) followed.set(host.memory, known);
  known?.begin(pipelinesOf(pipeline).flatMap(({ composition }) => composition.files));
  return followPipeline(pipeline, facts, files, known);
}

const followed = new WeakMap<object, FollowedJobs>();

/** A part of a pipeline runs in the repositories that include it, whose files are not known here. */
const ELSEWHERE: Pick<Host, 'read'> = { read: () => ({ ok: false, reason: 'missing' }) };

function followPipeline(
  pipeline: Pipeline,
  facts: ProjectFacts,
  files: RepositoryFiles,
  known: FollowedJobs | undefined,
): Pipeline {
  const definitions = new Definitions(pipeline, facts);
  const restored = { paths: restoredPaths(pipeline), anything: restoresAnything(pipeline) };
  const { isPart, complete: isComplete, config } = pipeline.composition;
  const shared = TOP_LEVEL_KEYWORDS.map((name) => config?.entries.get(name));
  const context = { facts, restored, isPart, isComplete, shared, definitions: definitions.dependOn };
  const followWith = (job: Job, files: Files): Job =>
    followJob(job, facts, definitions, (variables) => new WorkingTree(files, restored, variables));
  const follow = (job: Job): Job =>
    known?.follow(job, context, files, (noted) => followWith(job, noted)) ?? followWith(job, files);
  const jobs = pipeline.jobs.map(follow);
  const references = pipeline.references.map((reference) => ({
    ...reference,
    definition: definitions.of(reference.name, undefined),
  }));
  const variables = pipeline.variables.map((variable) =>
    withReferences(variable, (name) => definitions.of(name, undefined)),
  );
  const defaultScript = config && buildDefaultBeforeScript(config);
  const withShared = (job: Job): readonly RegistryEvent[] =>
    defaultScript ? follow({ ...job, scripts: [defaultScript] }).events : [];
  const children = pipeline.children.map((child) => followPipeline(child, facts, files, known));
  return explain({ ...pipeline, jobs, references, variables, children }, facts, withShared);
}

/** Follows one job on its own. */
function followJob(
  job: Job,
  facts: ProjectFacts,
  definitions: Definitions,
  treeOf: (variables: Lookup) => WorkingTree,
): Job {
  const variables = new JobVariables(job, facts.variables);
  const define = (name: string): Definition => (variables.has(name) ? BY_PIPELINE : definitions.of(name, job));
  const lookup = lookupOf(job, variables);
  const tree = treeOf(lookup);
  const events: RegistryEvent[] = [];
  const referTo = ({ name, place }: Image | Service): ImageReference =>
    readReference(expand(name, lookup), place, [], facts);
  const image = job.image ? showText(expand(job.image.name, variables.lookup)) : '';
  const context: JobContext = {
    facts,
    services: job.services.flatMap((service) => serviceNames(service, variables.lookup)),
    image,
    idle: job.hidden || isSwitchedOff(job),
    events,
    readFile: (path) => tree.read(path),
    mayHaveWritten: (path) => tree.mayHaveWritten(path),
    lacked: (path) => tree.lacked(path),
  };
  const observer: Observer<CredentialState> = {
    onCommand: (command, lookup, state) => interpretCommand(command, lookup, state, context),
    onOpaque: (reason, state) => {
      state.opaque ??= reason;
    },
    copy: (state) => state.copy(),
    join: (into, other) => into.join(other),
    define,
  };
  const scripts = runScripts(
    job,
    lookup,
    new CredentialState(opaqueFromTheStart(job, variables, facts)),
    observer,
    tree,
  );
  const run = { ...job, scripts, events };
  return {
    ...run,
    references: job.references.map((reference) => ({ ...reference, definition: define(reference.name) })),
    daemon: daemonSetup(run, variables),
    partialOverride: partialOverride(run, variables, facts),
    image: job.image && withKaniko({ ...withReferences(job.image, define), reference: referTo(job.image) }),
    services: job.services.map((service) => ({
      ...withReferences(service, define),
      reference: referTo(service),
      variables: service.variables.map((variable) => withReferences(variable, define)),
    })),
    variables: job.variables.map((variable) => withReferences(variable, define)),
  };
}

/** What makes a missing login prove nothing before the first command runs. */
function opaqueFromTheStart(
  job: Job,
  variables: JobVariables,
  { definedVariables = [] }: ProjectFacts,
): string | undefined {
  if (job.hidden) return 'the job is a template';
  if (job.mayHave('before_script')) return 'its before_script may come from a file that is not read here';
  const secrets = job.config.entries.get('secrets')?.value;
  const isSecret = (name: string): boolean => secrets?.kind === 'mapping' && secrets.entries.has(name);
  const isSet = (name: string): boolean => variables.has(name) || isSecret(name);
  // A pattern such as `CI_*` is about names that nobody knows, not about these.
  const isDefined = (name: string): boolean => definedVariables.includes(name);
  const authConfig = 'DOCKER_AUTH_CONFIG';
  if (isSecret(authConfig) || isDefined(authConfig)) return `${authConfig} is set`;
  const redefined = REGISTRY_VARIABLES.find((name) => isSet(name) || isDefined(name));
  return redefined && `${redefined} is redefined`;
}

/** The idiom `rules: [{ when: never }]`. */
function isSwitchedOff(job: Job): boolean {
  const rules = job.config.entries.get('rules')?.value;
  const first = rules?.kind === 'list' ? rules.items[0]?.value : undefined;
  if (first?.kind !== 'mapping' || ['if', 'changes', 'exists'].some((key) => first.entries.has(key))) return false;
  const when = first.entries.get('when')?.value;
  return when?.kind === 'scalar' && when.value === 'never';
}

const LOGIN_VARIABLES = ['CI_REGISTRY', 'CI_REGISTRY_USER', 'CI_REGISTRY_PASSWORD'] as const;
const REGISTRY_VARIABLES = [...LOGIN_VARIABLES, 'CI_REGISTRY_IMAGE'] as const;

/**
 * The values that hold in the job. A template's variables are open, since the jobs that extend it may set them. Who
 * redefines one of the login's variables here has the others in the project's settings, where passwords belong.
 */
function lookupOf(job: Job, variables: JobVariables): Lookup {
  const redefines = LOGIN_VARIABLES.some((name) => variables.has(name));
  const unknown = (reason: string): SymbolicText => [{ kind: 'unknown', reason, quote: 'none', place: job.place }];
  return (name) => {
    if (variables.has(name))
      return job.hidden ? unknown('may be set by the jobs that extend the template') : variables.lookup(name);
    const paired = redefines && LOGIN_VARIABLES.some((each) => each === name);
    return paired ? unknown('may be redefined in the settings of the project') : undefined;
  };
}

const BY_GITLAB: Definition = { by: 'predefined', instead: undefined };
const BY_PIPELINE: Definition = { by: 'pipeline', instead: undefined };

/** Who defines a variable that neither the job's YAML nor the script before it does. */
class Definitions {
  /** Something hands variables to jobs that is not visible here: dotenv reports, includes that could not be read. */
  readonly #open: boolean;
  /** Names that the file gives a value anywhere: the author's own, though another job may lack them. */
  readonly #own: ReadonlySet<string>;
  /** Names of the tokens and secrets that jobs have by default. */
  readonly #tokens: ReadonlySet<string>;
  readonly #assignedBy = new Map<string, ReadonlySet<string>>();

  /** Names that the project's settings define. */
  readonly #defined: readonly string[];

  constructor(pipeline: Pipeline, { definedVariables = [] }: ProjectFacts) {
    const { unresolved, config } = pipeline.composition;
    this.#defined = definedVariables;
    const shared = config?.entries.get('default')?.value;
    this.#tokens = new Set(shared?.kind === 'mapping' ? tokenNames(shared) : []);
    this.#open = unresolved.length > 0 || pipeline.jobs.some(reportsVariables);
    this.#own = new Set(
      [...pipeline.variables, ...pipeline.jobs.flatMap((job) => job.variables)].map(({ name }) => name),
    );
  }

  /** All of the pipeline that an answer may depend on, beside the job. */
  get dependOn(): object {
    return { open: this.#open, own: this.#own, tokens: this.#tokens };
  }

  of(name: string, job: Job | undefined): Definition {
    if (PREDEFINED.has(name)) return BY_GITLAB;
    if (job && this.#assigned(job).has(name)) return { by: 'script', instead: undefined };
    if (this.#tokens.has(name) || (job && tokenNames(job.config).includes(name))) return BY_PIPELINE;
    const isOwn = this.#own.has(name) || isNamed(name, this.#defined);
    const removed = isOwn ? undefined : removedVariable(name);
    const mayBeDefined = this.#open || job?.hidden || job?.mayHave('variables');
    const instead = mayBeDefined || isOwn || removed ? undefined : predefinedInstead(name);
    return { by: mayBeDefined ? 'maybe' : 'nobody', instead, ...(removed && { removed }) };
  }

  /** Names that the job's scripts assign anywhere, also in functions and after their first use. */
  #assigned(job: Job): ReadonlySet<string> {
    const known = this.#assignedBy.get(job.name);
    if (known) return known;
    const lines = job.scripts.flatMap((script) => script.lines);
    const names = new Set(lines.flatMap((line) => [...assignedNames(line.text.text)]));
    this.#assignedBy.set(job.name, names);
    return names;
  }
}

/** The variables that the keys of `id_tokens` and `secrets` name. */
function tokenNames(config: Mapping): readonly string[] {
  return ['id_tokens', 'secrets'].flatMap((keyword) => {
    const value = config.entries.get(keyword)?.value;
    return value?.kind === 'mapping' ? [...value.entries.keys()] : [];
  });
}

function reportsVariables(job: Job): boolean {
  const artifacts = job.config.entries.get('artifacts')?.value;
  const reports = artifacts?.kind === 'mapping' ? artifacts.entries.get('reports')?.value : undefined;
  return reports?.kind === 'mapping' && reports.entries.has('dotenv');
}

function withKaniko(image: Image): Image {
  return { ...image, kaniko: image.reference && kanikoImage(image.reference) };
}

type WithReferences = Image | Service | Variable;

function withReferences<Node extends WithReferences>(node: Node, define: (name: string) => Definition): Node {
  const texts: readonly SymbolicText[] = node.type === 'Variable' ? node.values : [node.name];
  if (!texts.some((text) => text.some(({ kind }) => kind === 'variable'))) return node;
  return { ...node, references: texts.flat().flatMap((part) => referenceTo(part, node, define)) };
}

function referenceTo(part: Part, node: WithReferences, define: (name: string) => Definition): VariableReference[] {
  if (part.kind !== 'variable') return [];
  const { trail, keyPath } = node;
  return [
    {
      type: 'VariableReference',
      name: part.name,
      definition: define(part.name),
      hasFallback: false,
      place: part.place,
      trail,
      keyPath,
    },
  ];
}
