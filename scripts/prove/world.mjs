/** The GitLab of the lab: its hosts, its projects, who may do what, and what it sets for a job. Everything is invented. */
import { randomBytes } from 'node:crypto';

export const REGISTRY = 'registry.example.com';
export const GITLAB = 'gitlab.example.com';
export const DOCKER_HUB = ['registry-1.docker.io', 'index.docker.io', 'auth.docker.io'];
/** Registries that have nothing to do with GitLab and know one user, `robot`. */
export const OTHER_REGISTRIES = ['quay.io', 'ghcr.io', 'registry.example.net', 'images.example.com'];
/** The docker-in-docker service as jobs name it, and an alias that its certificate does not name. */
export const SERVICE_NAMES = ['docker', 'dind'];
export const SERVICE_CERTIFICATE = ['docker', 'localhost'];

/** Addresses that are nobody's (RFC 5737). On loopback ones the docker client forgives registries a missing TLS. */
export const ADDRESS = {
  servers: '192.0.2.1',
  /** A service with DOCKER_TLS_CERTDIR: port 2376, with TLS. */
  tls: '192.0.2.2',
  /** One without: port 2375. */
  plain: '192.0.2.3',
};

const OWN = 'acme/platform/api';

/** `pull`: what the token of a job of acme/platform/api may pull from there · `registry`: switched on in the project. */
const PROJECTS = {
  [OWN]: { pull: 'own', registry: true },
  'acme/public': { pull: 'everybody', registry: true },
  'acme/listed': { pull: 'allowlist', registry: true },
  'acme/platform/web': { pull: 'nobody', registry: true },
  'acme/mirror/api': { pull: 'nobody', registry: true },
  'acme/disabled': { pull: 'own', registry: false },
};

/** Long as GitLab's are since 18.0: a job token is a JWT of hundreds of characters. */
const secret = (prefix, bytes) => prefix + randomBytes(bytes).toString('hex');

export const SECRETS = {
  job: secret('lab-job-', 120),
  deploy: secret('lab-deploy-', 12),
  personal: secret('lab-personal-', 12),
  robot: secret('lab-robot-', 12),
  seed: secret('lab-seed-', 12),
};

const DEPLOY_USER = 'gitlab+deploy-token-7';

/**
 * Who a pair belongs to, as `lib/gitlab/auth.rb` decides it: the job token with `gitlab-ci-token` only, a deploy token
 * with its own user name only, a personal access token with any user name.
 */
export function actorOf(user, password) {
  if (user === '' || password === '') return undefined;
  if (password === SECRETS.job) return user === 'gitlab-ci-token' ? 'job' : undefined;
  if (password === SECRETS.deploy) return user === DEPLOY_USER ? 'deploy' : undefined;
  if (password === SECRETS.personal) return 'personal';
  return password === SECRETS.seed && user === 'seed' ? 'seed' : undefined;
}

/**
 * The actions that are granted of those wanted, as `ContainerRegistryAuthenticationService` does it: a job pushes to
 * its own project only (`requested_project == project`) and pulls from it, from public ones and where it is listed.
 *
 * @param actor undefined for a request without a credential
 */
export function granted(actor, path, wanted) {
  if (actor === 'seed') return wanted;
  const project = PROJECTS[projectOf(path)];
  if (!project?.registry) return [];
  const member = actor !== undefined && project.pull === 'own';
  const listed = actor === 'job' && project.pull === 'allowlist';
  const mayPull = member || listed || project.pull === 'everybody';
  return wanted.filter((action) => (action === 'pull' ? mayPull : action === 'push' && member));
}

/** The longest beginning of the path that is a project: repositories lie below projects, not beside them. */
function projectOf(path) {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, names.length - index).join('/')).find((name) => name in PROJECTS) ?? '';
}

/** What GitLab sets for a job of acme/platform/api on the branch main. */
export function predefinedVariables(job, folder) {
  const proxy = `${GITLAB}:443`;
  return {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_SERVER_HOST: GITLAB,
    CI_SERVER_FQDN: GITLAB,
    CI_SERVER_URL: `https://${GITLAB}`,
    CI_REGISTRY: REGISTRY,
    CI_REGISTRY_IMAGE: `${REGISTRY}/${OWN}`,
    CI_REGISTRY_USER: 'gitlab-ci-token',
    CI_REGISTRY_PASSWORD: SECRETS.job,
    CI_JOB_TOKEN: SECRETS.job,
    CI_DEPLOY_USER: DEPLOY_USER,
    CI_DEPLOY_PASSWORD: SECRETS.deploy,
    CI_DEPENDENCY_PROXY_SERVER: proxy,
    CI_DEPENDENCY_PROXY_USER: 'gitlab-ci-token',
    CI_DEPENDENCY_PROXY_PASSWORD: SECRETS.job,
    CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX: `${proxy}/acme/dependency_proxy/containers`,
    CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX: `${proxy}/acme/platform/dependency_proxy/containers`,
    CI_PROJECT_PATH: OWN,
    CI_PROJECT_PATH_SLUG: OWN.replaceAll('/', '-'),
    CI_PROJECT_NAMESPACE: 'acme/platform',
    CI_PROJECT_ROOT_NAMESPACE: 'acme',
    CI_PROJECT_NAME: 'api',
    CI_PROJECT_DIR: folder,
    CI_COMMIT_SHA: '6f1d2c3b4a5968778695a4b3c2d1e0f916273849',
    CI_COMMIT_SHORT_SHA: '6f1d2c3b',
    CI_COMMIT_REF_NAME: 'main',
    CI_COMMIT_REF_SLUG: 'main',
    CI_COMMIT_BRANCH: 'main',
    CI_DEFAULT_BRANCH: 'main',
    CI_COMMIT_TITLE: 'Serve pictures',
    CI_COMMIT_TIMESTAMP: '2026-01-02T03:04:05+00:00',
    CI_JOB_STARTED_AT: '2026-01-02T03:04:05Z',
    CI_JOB_STARTED_AT_SLUG: '2026-01-02t03-04-05z',
    CI_PIPELINE_ID: '1207',
    CI_PIPELINE_SOURCE: 'push',
    CI_JOB_STAGE: job.stage,
    CI_JOB_NAME: job.name,
    GITLAB_USER_LOGIN: 'wren',
    QUAY_USER: 'robot',
    QUAY_TOKEN: SECRETS.robot,
    QUAY_PASSWORD: SECRETS.robot,
    ROBOT_TOKEN: SECRETS.robot,
  };
}
