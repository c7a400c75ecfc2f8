/**
 * The pipelines that a project can have, as a small finite model: how a pipeline starts, and on what. Each of them knows
 * the predefined variables that conditions ask for (GitLab docs: "Predefined CI/CD variables reference", "CI/CD job
 * rules"); all others are unknown, since a project's settings may define any name.
 */
import { namesOf } from '../compose/expression/pattern.ts';
import { type OpenValue, SOME_TEXT, UNKNOWN, type Value } from '../compose/expression/value.ts';

/** A `CI_PIPELINE_SOURCE`. */
export type PipelineSource = keyof typeof SOURCES;

export type RefKind = 'default-branch' | 'branch' | 'tag' | 'merge-request';

/** What a pipeline runs on; of a merge request its target branch. */
export interface Ref {
  readonly kind: RefKind;
  readonly name?: string;
  /** The name matches this pattern. */
  readonly pattern?: string;
  /** The target branch is the default branch. */
  readonly isDefault?: true;
  /** The name is none of those that conditions mention, and matches none of their patterns. */
  readonly isOther?: true;
}

/** A kind of pipeline, or one of a kind on a certain ref. */
export interface PipelineCase {
  readonly source: PipelineSource;
  readonly ref: Ref;
  /** As a person would say it: "a push to the default branch". */
  readonly title: string;
  /** The value of the ref's name. */
  readonly refName: Value;
  /** The pipeline compares its commit with an earlier one; without that `changes` always holds. */
  readonly comparesCommits: boolean;
  /** Who starts the pipeline can give it variables, which win over those of the file. */
  readonly takesVariables: boolean;
  /** The value of a predefined variable; undefined for a name of which nothing is known here. */
  predefined(name: string): Value | undefined;
}

interface SourceFacts {
  readonly title: string;
  readonly refs: readonly RefKind[];
  readonly takesVariables: boolean;
}

const ON_REFS: readonly RefKind[] = ['default-branch', 'branch', 'tag'];

/** The more usual first: the first that fits is named as an example. */
const SOURCES = {
  push: { title: 'a push to', refs: ON_REFS, takesVariables: false },
  merge_request_event: { title: '', refs: ['merge-request'], takesVariables: false },
  schedule: { title: 'a schedule on', refs: ON_REFS, takesVariables: true },
  web: { title: 'a pipeline started by hand on', refs: ON_REFS, takesVariables: true },
  api: { title: 'a pipeline started over the API on', refs: ON_REFS, takesVariables: true },
  trigger: { title: 'a pipeline started with a trigger token on', refs: ON_REFS, takesVariables: true },
  pipeline: { title: 'a pipeline started by another project on', refs: ON_REFS, takesVariables: true },
  parent_pipeline: { title: 'a child pipeline on', refs: [...ON_REFS, 'merge-request'], takesVariables: true },
} as const satisfies Readonly<Record<string, SourceFacts>>;

const ALL_SOURCES = Object.entries(SOURCES) as readonly (readonly [PipelineSource, SourceFacts])[];

/** The names and patterns that conditions compare the ref with. */
export interface Mentioned {
  readonly names: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
}

/** By what the ref may be; those of a merge request are about its target branch. */
export type MentionedRefs = Readonly<Record<'branch' | 'tag' | 'target', Mentioned>>;

/** What is known of the refs of a project before one of its pipelines is looked at. */
export interface ProjectRefs {
  readonly mentioned: MentionedRefs;
  /** The name of the default branch. */
  readonly defaultBranch?: string | undefined;
  /** The only ref that is asked about. */
  readonly given?: Readonly<Partial<Record<keyof MentionedRefs, string | undefined>>>;
}

/** Every kind of pipeline once. */
export function pipelineKinds(project: ProjectRefs): readonly PipelineCase[] {
  return casesOf(project, (kind) => [{ kind }]);
}

/** The same pipelines, told apart by the refs that conditions mention: one for each name and pattern, one for the rest. */
export function pipelineCases(project: ProjectRefs): readonly PipelineCase[] {
  return casesOf(project, (kind) => {
    if (kind === 'default-branch') return [{ kind, isOther: true }];
    const { names, patterns } = project.mentioned[whatOf(kind)];
    const isOther = (name: string): boolean => kind !== 'branch' || name !== project.defaultBranch;
    return [
      ...(kind === 'merge-request' ? [{ kind, isDefault: true } as const] : []),
      ...[...names].filter(isOther).map((name) => ({ kind, name })),
      ...[...patterns].filter((pattern) => namesOf(pattern) === undefined).map((pattern) => ({ kind, pattern })),
      { kind, isOther: true },
    ];
  });
}

function casesOf(project: ProjectRefs, refsOf: (kind: RefKind) => readonly Ref[]): readonly PipelineCase[] {
  const refsOfKind = (kind: RefKind): readonly Ref[] => {
    const name = project.given?.[whatOf(kind)];
    const isDefault = kind === 'default-branch' && project.defaultBranch !== undefined;
    return name === undefined || isDefault ? refsOf(kind) : [{ kind, name }];
  };
  return ALL_SOURCES.flatMap(([source, { refs }]) =>
    refs.flatMap((kind) => refsOfKind(kind).map((ref) => pipelineCase(source, ref, project))),
  );
}

function pipelineCase(source: PipelineSource, ref: Ref, project: ProjectRefs): PipelineCase {
  const refName = nameOf(ref, project);
  const { title, takesVariables } = SOURCES[source];
  const isPushToBranch = source === 'push' && ref.kind !== 'tag';
  return {
    source,
    ref,
    title: `${source === 'push' && ref.kind === 'tag' ? 'a push of' : title} ${titleOf(ref)}`.trim(),
    refName,
    comparesCommits: isPushToBranch || ref.kind === 'merge-request' || source === 'parent_pipeline',
    takesVariables,
    predefined: (name) => {
      if (name === 'CI_PIPELINE_SOURCE') return source;
      if (name === 'CI_DEFAULT_BRANCH') return project.defaultBranch ?? DEFAULT_BRANCH;
      if (REF_VARIABLES[ref.kind].includes(name)) return refName;
      const ofRef = OF_REF[ref.kind].get(name);
      if (ofRef !== undefined) return ofRef;
      const ofSource = OF_SOURCE[source].get(name);
      return ofSource === undefined ? ALWAYS.get(name) : ofSource;
    },
  };
}

const DEFAULT_BRANCH = { kind: 'open', present: true, identity: 'the default branch' } as const satisfies OpenValue;

function whatOf(kind: RefKind): 'branch' | 'tag' | 'target' {
  if (kind === 'tag') return 'tag';
  return kind === 'merge-request' ? 'target' : 'branch';
}

function nameOf(ref: Ref, { mentioned, defaultBranch }: ProjectRefs): Value {
  if (ref.name !== undefined) return ref.name;
  const isDefault = ref.kind === 'default-branch' || ref.isDefault;
  if (isDefault && defaultBranch !== undefined) return defaultBranch;
  const { names, patterns } = mentioned[whatOf(ref.kind)];
  return {
    kind: 'open',
    present: true,
    identity: isDefault ? DEFAULT_BRANCH.identity : 'the ref',
    isNot: [
      ...(ref.isOther ? names : []),
      // A tag could have the name of a branch that conditions mention, but nobody gives it that.
      ...(ref.kind === 'tag' ? mentioned.branch.names : []),
      ...(isDefault || (ref.kind === 'merge-request' && !ref.isOther)
        ? []
        : [defaultBranch ?? DEFAULT_BRANCH.identity]),
    ],
    matches: ref.pattern === undefined ? [] : [ref.pattern],
    matchesNot: ref.isOther ? [...patterns] : [],
  };
}

function titleOf({ kind, name, pattern, isDefault, isOther }: Ref): string {
  if (kind === 'default-branch') return 'the default branch';
  const what = kind === 'tag' ? 'tag' : 'branch';
  const prefix = kind === 'merge-request' ? 'a merge request' : '';
  if (isDefault) return `${prefix} to the default branch`;
  if (name !== undefined) return `${prefix && `${prefix} to `}the ${what} ${name}`;
  if (pattern !== undefined) return `${prefix && `${prefix} to `}a ${what} that matches ${pattern}`;
  if (prefix) return prefix;
  return kind === 'branch' && !isOther ? 'a branch that is not the default' : `a ${what}`;
}

/** The variables that hold the ref's name. */
const REF_VARIABLES: Readonly<Record<RefKind, readonly string[]>> = {
  'default-branch': ['CI_COMMIT_BRANCH', 'CI_COMMIT_REF_NAME'],
  branch: ['CI_COMMIT_BRANCH', 'CI_COMMIT_REF_NAME'],
  tag: ['CI_COMMIT_TAG', 'CI_COMMIT_REF_NAME'],
  'merge-request': ['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'],
};

/** Defined in every pipeline before its jobs are made, but for the last ones, which only a job that runs has. */
const ALWAYS = table([
  ['true', 'CI GITLAB_CI'],
  [
    SOME_TEXT,
    `CI_COMMIT_SHA CI_COMMIT_SHORT_SHA CI_COMMIT_REF_SLUG CI_COMMIT_REF_PROTECTED CI_COMMIT_MESSAGE CI_COMMIT_TITLE
    CI_COMMIT_AUTHOR CI_COMMIT_TIMESTAMP CI_PROJECT_ID CI_PROJECT_NAME CI_PROJECT_PATH CI_PROJECT_PATH_SLUG
    CI_PROJECT_NAMESPACE CI_PROJECT_ROOT_NAMESPACE CI_PROJECT_TITLE CI_PROJECT_URL CI_PROJECT_VISIBILITY CI_CONFIG_PATH
    CI_SERVER_HOST CI_SERVER_FQDN CI_SERVER_PORT CI_SERVER_PROTOCOL CI_SERVER_URL CI_SERVER_VERSION CI_API_V4_URL
    GITLAB_USER_LOGIN GITLAB_USER_ID`,
  ],
  // Those of registries and deploy tokens are missing here: projects define them with values of their own.
  [null, 'CI_JOB_ID CI_JOB_TOKEN CI_JOB_URL CI_PIPELINE_ID CI_PIPELINE_URL CI_REPOSITORY_URL'],
]);

const OF_MERGE_REQUESTS = `CI_MERGE_REQUEST_ID CI_MERGE_REQUEST_IID CI_MERGE_REQUEST_PROJECT_ID
  CI_MERGE_REQUEST_PROJECT_PATH CI_MERGE_REQUEST_PROJECT_URL CI_MERGE_REQUEST_REF_PATH CI_MERGE_REQUEST_SOURCE_PROJECT_ID
  CI_MERGE_REQUEST_SOURCE_PROJECT_PATH CI_MERGE_REQUEST_SOURCE_PROJECT_URL CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED
  CI_MERGE_REQUEST_TITLE CI_MERGE_REQUEST_EVENT_TYPE CI_MERGE_REQUEST_DIFF_ID CI_MERGE_REQUEST_DIFF_BASE_SHA
  CI_MERGE_REQUEST_DRAFT CI_MERGE_REQUEST_SQUASH_ON_MERGE`;
const OF_SOME_MERGE_REQUESTS = `CI_MERGE_REQUEST_APPROVED CI_MERGE_REQUEST_ASSIGNEES CI_MERGE_REQUEST_DESCRIPTION
  CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED CI_MERGE_REQUEST_LABELS CI_MERGE_REQUEST_MILESTONE
  CI_MERGE_REQUEST_SOURCE_BRANCH_SHA CI_MERGE_REQUEST_SOURCE_BRANCH_PROTECTED CI_MERGE_REQUEST_TARGET_BRANCH_SHA`;
const BRANCHES_OF_MERGE_REQUESTS = 'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME CI_MERGE_REQUEST_TARGET_BRANCH_NAME';

const SOURCE_BRANCH: OpenValue = { ...SOME_TEXT, identity: 'the source branch' };

const WITHOUT_MERGE_REQUEST = [
  [null, OF_MERGE_REQUESTS],
  [null, OF_SOME_MERGE_REQUESTS],
  [null, BRANCHES_OF_MERGE_REQUESTS],
] as const;
const OF_BRANCH = table([
  [null, 'CI_COMMIT_TAG CI_COMMIT_TAG_MESSAGE'],
  [UNKNOWN, 'CI_OPEN_MERGE_REQUESTS'],
  ...WITHOUT_MERGE_REQUEST,
]);

const OF_REF: Readonly<Record<RefKind, ReadonlyMap<string, Value>>> = {
  'default-branch': OF_BRANCH,
  branch: OF_BRANCH,
  tag: table([
    [null, 'CI_COMMIT_BRANCH CI_OPEN_MERGE_REQUESTS'],
    [UNKNOWN, 'CI_COMMIT_TAG_MESSAGE'],
    ...WITHOUT_MERGE_REQUEST,
  ]),
  'merge-request': table([
    [null, 'CI_COMMIT_BRANCH CI_COMMIT_TAG CI_COMMIT_TAG_MESSAGE'],
    [UNKNOWN, 'CI_OPEN_MERGE_REQUESTS'],
    [SOURCE_BRANCH, 'CI_COMMIT_REF_NAME CI_MERGE_REQUEST_SOURCE_BRANCH_NAME'],
    [SOME_TEXT, OF_MERGE_REQUESTS],
    [UNKNOWN, OF_SOME_MERGE_REQUESTS],
  ]),
};

const UNTRIGGERED = [null, 'CI_PIPELINE_TRIGGERED TRIGGER_PAYLOAD'] as const;
const UNSCHEDULED = [null, 'CI_PIPELINE_SCHEDULE_DESCRIPTION CI_EXTERNAL_PULL_REQUEST_IID'] as const;
const NOT_DOWNSTREAM = [null, 'CI_UPSTREAM_PROJECT_ID CI_UPSTREAM_PIPELINE_ID'] as const;
const OF_OTHER_SOURCES = table([UNTRIGGERED, UNSCHEDULED, NOT_DOWNSTREAM]);

const OF_SOURCE: Readonly<Record<PipelineSource, ReadonlyMap<string, Value>>> = {
  push: OF_OTHER_SOURCES,
  merge_request_event: OF_OTHER_SOURCES,
  schedule: table([UNTRIGGERED, NOT_DOWNSTREAM]),
  web: OF_OTHER_SOURCES,
  api: OF_OTHER_SOURCES,
  trigger: table([['true', 'CI_PIPELINE_TRIGGERED'], UNSCHEDULED, NOT_DOWNSTREAM]),
  pipeline: table([UNTRIGGERED, UNSCHEDULED]),
  parent_pipeline: table([UNTRIGGERED, UNSCHEDULED]),
};

function table(rows: readonly (readonly [Value, string])[]): ReadonlyMap<string, Value> {
  return new Map(rows.flatMap(([value, names]) => names.split(/\s+/).map((name) => [name, value] as const)));
}
