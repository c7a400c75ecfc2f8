/**
 * The variables that GitLab and the runner define themselves (GitLab docs: "Predefined CI/CD variables reference", read up
 * to 19.3), the removed ones, and names that never existed although pipelines keep using them.
 */

import { nearestName } from '../compose/nearest.ts';
import type { Definition, RemovedVariable } from '../pipeline/commands.ts';

/**
 * When a variable has its value: `pre-pipeline` before the pipeline exists, so also in `include` and `rules`; `pipeline`
 * once it exists; `job-only` only in the scripts and images of a running job.
 */
export type Availability = 'pre-pipeline' | 'pipeline' | 'job-only';

export interface PredefinedVariable {
  readonly availability: Availability;
  /** It exists only in some pipelines: of merge requests, of tags, with an integration switched on. */
  readonly conditional: boolean;
}

/** Names by availability; a name followed by `?` is conditional. */
const NAMES: Readonly<Record<Availability, string>> = {
  'pre-pipeline': `
    AUTO_DEVOPS_EXPLICITLY_ENABLED? CI CI_API_GRAPHQL_URL CI_API_V4_URL CI_COMMIT_AUTHOR CI_COMMIT_BEFORE_SHA?
    CI_COMMIT_BRANCH? CI_COMMIT_DEFAULT_BRANCH_BASE_SHA? CI_COMMIT_DESCRIPTION CI_COMMIT_MESSAGE
    CI_COMMIT_MESSAGE_IS_TRUNCATED CI_COMMIT_REF_NAME CI_COMMIT_REF_PROTECTED CI_COMMIT_REF_SLUG CI_COMMIT_SHA
    CI_COMMIT_SHORT_SHA CI_COMMIT_TAG? CI_COMMIT_TAG_MESSAGE? CI_COMMIT_TIMESTAMP CI_COMMIT_TITLE
    CI_COMMIT_USER_LOGIN? CI_CONFIG_PATH CI_DEFAULT_BRANCH CI_DEFAULT_BRANCH_SLUG
    CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX? CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX?
    CI_DEPENDENCY_PROXY_SERVER? CI_DEPLOY_FREEZE? CI_EXTERNAL_PULL_REQUEST_IID?
    CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME? CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA?
    CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY? CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME?
    CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA? CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY? CI_GITLAB_FIPS_MODE?
    CI_KUBERNETES_ACTIVE? CI_MERGE_REQUEST_APPROVED? CI_MERGE_REQUEST_ASSIGNEES? CI_MERGE_REQUEST_DESCRIPTION?
    CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED? CI_MERGE_REQUEST_DIFF_BASE_SHA? CI_MERGE_REQUEST_DIFF_ID?
    CI_MERGE_REQUEST_DRAFT? CI_MERGE_REQUEST_EVENT_TYPE? CI_MERGE_REQUEST_ID? CI_MERGE_REQUEST_IID?
    CI_MERGE_REQUEST_LABELS? CI_MERGE_REQUEST_MILESTONE? CI_MERGE_REQUEST_PROJECT_ID?
    CI_MERGE_REQUEST_PROJECT_PATH? CI_MERGE_REQUEST_PROJECT_URL? CI_MERGE_REQUEST_REF_PATH?
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME? CI_MERGE_REQUEST_SOURCE_BRANCH_PROTECTED?
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA? CI_MERGE_REQUEST_SOURCE_PROJECT_ID?
    CI_MERGE_REQUEST_SOURCE_PROJECT_PATH? CI_MERGE_REQUEST_SOURCE_PROJECT_URL? CI_MERGE_REQUEST_SQUASH_ON_MERGE?
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME? CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED?
    CI_MERGE_REQUEST_TARGET_BRANCH_SHA? CI_MERGE_REQUEST_TITLE? CI_OPEN_MERGE_REQUESTS? CI_PAGES_DOMAIN?
    CI_PIPELINE_NAME? CI_PIPELINE_SCHEDULE_DESCRIPTION? CI_PIPELINE_SOURCE CI_PROJECT_CLASSIFICATION_LABEL
    CI_PROJECT_DESCRIPTION CI_PROJECT_ID CI_PROJECT_NAME CI_PROJECT_NAMESPACE CI_PROJECT_NAMESPACE_ID
    CI_PROJECT_NAMESPACE_SLUG CI_PROJECT_PATH CI_PROJECT_PATH_SLUG CI_PROJECT_REPOSITORY_LANGUAGES
    CI_PROJECT_ROOT_NAMESPACE CI_PROJECT_ROOT_NAMESPACE_SLUG CI_PROJECT_TITLE CI_PROJECT_TOPICS CI_PROJECT_URL
    CI_PROJECT_VISIBILITY CI_REGISTRY? CI_REGISTRY_IMAGE? CI_SERVER_FQDN CI_SERVER_HOST CI_SERVER_NAME
    CI_SERVER_PORT CI_SERVER_PROTOCOL CI_SERVER_REVISION CI_SERVER_SHELL_SSH_HOST CI_SERVER_SHELL_SSH_PORT
    CI_SERVER_URL CI_SERVER_VERSION CI_SERVER_VERSION_MAJOR CI_SERVER_VERSION_MINOR CI_SERVER_VERSION_PATCH
    CI_TEMPLATE_REGISTRY_HOST CI_UPSTREAM_JOB_ID? CI_UPSTREAM_PIPELINE_ID? CI_UPSTREAM_PROJECT_ID? GITLAB_CI
    GITLAB_FEATURES INCREMENTAL_ROLLOUT_ENABLED? INCREMENTAL_ROLLOUT_MODE? STAGING_ENABLED?
  `,
  pipeline: `
    CHAT_CHANNEL? CHAT_INPUT? CHAT_USER_ID? CI_CONFIG_REF_URI? CI_DEBUG_SERVICES? CI_DEBUG_TRACE?
    CI_DEPENDENCY_PROXY_PASSWORD? CI_DEPENDENCY_PROXY_USER? CI_DISPOSABLE_ENVIRONMENT? CI_ENVIRONMENT_ACTION?
    CI_ENVIRONMENT_ID? CI_ENVIRONMENT_NAME? CI_ENVIRONMENT_SLUG? CI_ENVIRONMENT_TIER? CI_ENVIRONMENT_URL?
    CI_HAS_OPEN_REQUIREMENTS? CI_JOB_GROUP_NAME CI_JOB_MANUAL? CI_JOB_NAME CI_JOB_NAME_SLUG CI_JOB_STAGE
    CI_NODE_INDEX? CI_NODE_TOTAL CI_PIPELINE_IID CI_PIPELINE_TRIGGERED? CI_RELEASE_DESCRIPTION?
    CI_SERVER_TLS_CA_FILE? CI_SERVER_TLS_CERT_FILE? CI_SERVER_TLS_KEY_FILE? CI_SHARED_ENVIRONMENT?
    GITLAB_USER_EMAIL GITLAB_USER_ID GITLAB_USER_LOGIN GITLAB_USER_NAME KUBECONFIG? TRIGGER_PAYLOAD?
  `,
  'job-only': `
    APP_STORE_CONNECT_API_KEY_ISSUER_ID? APP_STORE_CONNECT_API_KEY_IS_KEY_CONTENT_BASE64?
    APP_STORE_CONNECT_API_KEY_KEY? APP_STORE_CONNECT_API_KEY_KEY_ID? CI_BUILDS_DIR CI_BUILD_NETWORK_NAME?
    CI_CONCURRENT_ID CI_CONCURRENT_PROJECT_ID CI_DEPLOY_PASSWORD? CI_DEPLOY_USER? CI_JOB_ID CI_JOB_IMAGE?
    CI_JOB_RETRY_COUNT CI_JOB_STARTED_AT CI_JOB_STARTED_AT_SLUG CI_JOB_STATUS CI_JOB_TAGS CI_JOB_TIMEOUT?
    CI_JOB_TOKEN CI_JOB_URL CI_PAGES_HOSTNAME? CI_PAGES_URL? CI_PIPELINE_CREATED_AT CI_PIPELINE_ID
    CI_PIPELINE_URL CI_PROJECT_DIR CI_REGISTRY_PASSWORD? CI_REGISTRY_USER? CI_REPOSITORY_URL
    CI_RUNNER_DESCRIPTION CI_RUNNER_EXECUTABLE_ARCH CI_RUNNER_ID CI_RUNNER_REVISION CI_RUNNER_SHORT_TOKEN
    CI_RUNNER_TAGS CI_RUNNER_VERSION CI_SERVER CI_TRACEPARENT CI_TRACESTATE CI_TRIGGER_SHORT_TOKEN?
    DIFFBLUE_ACCESS_TOKEN? DIFFBLUE_ACCESS_TOKEN_NAME? DIFFBLUE_LICENSE_KEY? HARBOR_HOST? HARBOR_OCI?
    HARBOR_PASSWORD? HARBOR_PROJECT? HARBOR_URL? HARBOR_USERNAME? KUBE_CA_PEM? KUBE_CA_PEM_FILE?
    KUBE_INGRESS_BASE_DOMAIN? KUBE_NAMESPACE? KUBE_TOKEN? KUBE_URL? SUPPLY_JSON_KEY_DATA? SUPPLY_PACKAGE_NAME?
  `,
};

function readNames(): Map<string, PredefinedVariable> {
  const variables = new Map<string, PredefinedVariable>();
  for (const availability of ['pre-pipeline', 'pipeline', 'job-only'] as const) {
    for (const entry of NAMES[availability].trim().split(/\s+/)) {
      variables.set(entry.replace('?', ''), { availability, conditional: entry.endsWith('?') });
    }
  }
  return variables;
}

export const PREDEFINED: ReadonlyMap<string, PredefinedVariable> = readNames();

/**
 * Said to be job-only, and yet among those that GitLab reads conditions with, or nearly so, if rarely of use there
 * (lib/gitlab/ci/variables/builder.rb, `scoped_variables_for_pipeline_seed`).
 */
const AT_CREATION: ReadonlySet<string> = new Set([
  'CI_PAGES_HOSTNAME',
  'CI_PAGES_URL',
  'CI_PIPELINE_CREATED_AT',
  'CI_TRIGGER_SHORT_TOKEN',
]);

/** The pipeline is there when a trigger job passes its variables on (app/models/ci/bridge.rb, `persisted_variables`). */
const IN_TRIGGER_JOBS: ReadonlySet<string> = new Set(['CI_PIPELINE_ID', 'CI_PIPELINE_URL']);

/**
 * Whether a predefined variable of GitLab's own has no value where no job is running: while the pipeline is made, or in what
 * a trigger job passes on. Those of integrations have names that projects use themselves, and are left out.
 */
export function isJobOnly(name: string, where: 'creation' | 'trigger'): boolean {
  if (!name.startsWith('CI_') || AT_CREATION.has(name)) return false;
  return PREDEFINED.get(name)?.availability === 'job-only' && !(where === 'trigger' && IN_TRIGGER_JOBS.has(name));
}

/** Removed variables with what took their place, and the GitLab version that removed them. */
const REMOVED: Readonly<Record<string, RemovedVariable>> = {
  CI_BUILD_BEFORE_SHA: { replacement: 'CI_COMMIT_BEFORE_SHA', removedIn: '16.0' },
  CI_BUILD_ID: { replacement: 'CI_JOB_ID', removedIn: '16.0' },
  CI_BUILD_MANUAL: { replacement: 'CI_JOB_MANUAL', removedIn: '16.0' },
  CI_BUILD_NAME: { replacement: 'CI_JOB_NAME', removedIn: '16.0' },
  CI_BUILD_REF: { replacement: 'CI_COMMIT_SHA', removedIn: '16.0' },
  CI_BUILD_REF_NAME: { replacement: 'CI_COMMIT_REF_NAME', removedIn: '16.0' },
  CI_BUILD_REF_SLUG: { replacement: 'CI_COMMIT_REF_SLUG', removedIn: '16.0' },
  CI_BUILD_REPO: { replacement: 'CI_REPOSITORY_URL', removedIn: '16.0' },
  CI_BUILD_STAGE: { replacement: 'CI_JOB_STAGE', removedIn: '16.0' },
  CI_BUILD_TAG: { replacement: 'CI_COMMIT_TAG', removedIn: '16.0' },
  CI_BUILD_TOKEN: { replacement: 'CI_JOB_TOKEN', removedIn: '16.0' },
  CI_BUILD_TRIGGERED: { replacement: 'CI_PIPELINE_TRIGGERED', removedIn: '16.0' },
  CI_JOB_JWT: { replacement: 'id_tokens', removedIn: '17.0' },
  CI_JOB_JWT_V1: { replacement: 'id_tokens', removedIn: '17.0' },
  CI_JOB_JWT_V2: { replacement: 'id_tokens', removedIn: '17.0' },
};

/**
 * Names that no GitLab version ever defined, with the variable that people mean. `GITLAB_TOKEN` is not among them: projects
 * define it themselves.
 */
const NEVER_EXISTED: Readonly<Record<string, string>> = {
  CI_JOB_USER: 'CI_REGISTRY_USER',
  CI_REGISTRY_TOKEN: 'CI_REGISTRY_PASSWORD',
  CI_REGISTRY_PASS: 'CI_REGISTRY_PASSWORD',
  CI_REGISTRY_PWD: 'CI_REGISTRY_PASSWORD',
  CI_REGISTRY_USERNAME: 'CI_REGISTRY_USER',
  CI_REGISTRY_URL: 'CI_REGISTRY',
  CI_REGISTRY_HOST: 'CI_REGISTRY',
  CI_REGISTRY_SERVER: 'CI_REGISTRY',
  CI_REGISTRY_IMAGE_NAME: 'CI_REGISTRY_IMAGE',
  CI_REGISTRY_IMAGE_TAG: 'CI_COMMIT_SHORT_SHA',
  CI_IMAGE: 'CI_REGISTRY_IMAGE',
  CI_DEPLOY_TOKEN: 'CI_DEPLOY_PASSWORD',
  CI_DEPLOY_USERNAME: 'CI_DEPLOY_USER',
  CI_DEPENDENCY_PROXY_URL: 'CI_DEPENDENCY_PROXY_SERVER',
  CI_DEPENDENCY_PROXY_HOST: 'CI_DEPENDENCY_PROXY_SERVER',
  CI_DEPENDENCY_PROXY_PREFIX: 'CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX',
  CI_DEPENDENCY_PROXY_TOKEN: 'CI_DEPENDENCY_PROXY_PASSWORD',
  CI_COMMIT_TAG_NAME: 'CI_COMMIT_TAG',
  CI_COMMIT_BRANCH_SLUG: 'CI_COMMIT_REF_SLUG',
  CI_COMMIT_REF: 'CI_COMMIT_REF_NAME',
  CI_BRANCH: 'CI_COMMIT_BRANCH',
  CI_TAG: 'CI_COMMIT_TAG',
  CI_SHA: 'CI_COMMIT_SHA',
  CI_COMMIT_SHA_SHORT: 'CI_COMMIT_SHORT_SHA',
  CI_COMMIT_SHORT_SHA256: 'CI_COMMIT_SHORT_SHA',
  CI_PROJECT_SLUG: 'CI_PROJECT_PATH_SLUG',
};

/** What became of a variable that GitLab once defined; undefined for any other name. */
export function removedVariable(name: string): RemovedVariable | undefined {
  return Object.hasOwn(REMOVED, name) ? REMOVED[name] : undefined;
}

/** Close to a predefined name, and yet names that projects define for themselves: the login that goes with a token. */
const OFTEN_DEFINED: ReadonlySet<string> = new Set(['GITLAB_USERNAME']);

/**
 * Variables that other text is put behind in names of images, with text that no name of a variable has by itself: those of
 * projects go on in capitals, `CI_REGISTRY_IMAGE_DEV`.
 */
const RUN_ON =
  /^(CI_REGISTRY_IMAGE|CI_PROJECT_PATH|CI_COMMIT_SHA|CI_COMMIT_SHORT_SHA|CI_COMMIT_REF_SLUG|CI_COMMIT_TAG)_([a-z]\w*)?$/;

/** The predefined variable that a name stands for which is none itself: a well-known mistake, one or two letters off, or run on. */
export function predefinedInstead(name: string): Definition['instead'] {
  const known = Object.hasOwn(NEVER_EXISTED, name) ? NEVER_EXISTED[name] : undefined;
  if (known) return { name: known, because: 'never-existed' };
  const [, start] = RUN_ON.exec(name) ?? [];
  if (start !== undefined) return { name: start, because: 'run-on' };
  if (!/^(CI|GITLAB)_/.test(name) || OFTEN_DEFINED.has(name)) return undefined;
  const near = nearestName(name, PREDEFINED.keys(), 2);
  return near !== undefined && isSlip(name, near) ? { name: near, because: 'misspelled' } : undefined;
}

/** A slip of the keyboard leaves each word of the name recognisable; `CI_BOT_TOKEN` and `CI_REGISTRY_2` are names of their own. */
function isSlip(name: string, near: string): boolean {
  const [words, others] = [name.split('_'), near.split('_')];
  if (words.length !== others.length) return !/_\d+$/.test(name);
  return words.every((word, index) => {
    const other = others[index] ?? '';
    if (word === other) return true;
    const isNumbered = word.replace(/\d+$/, '') === other.replace(/\d+$/, '');
    return !isNumbered && nearestName(word, [other], 2) !== undefined;
  });
}
