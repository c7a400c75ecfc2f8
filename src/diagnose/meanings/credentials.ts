/** Failures of the credential: GitLab does not know it, there is none, or it may not do this. */
import { after, type Details, grantCommand, type Meaning } from '../meaning.ts';

const LOGIN_COMMAND =
  'echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"';

export const CREDENTIALS = {
  'pair-not-recognised': {
    cause: 'pair-not-recognised',
    confidence: 'high',
    categories: ['login', 'auth-files', 'variables'],
    title: ({ host }) => `${host ?? 'The registry'} does not recognise this pair of user and password`,
    remedy:
      'The token is wrong, expired, revoked or of a job that has ended, or its user name is: the job token needs `gitlab-ci-token`, a deploy token its own user name, and a password does not work with two-factor authentication. For the own project log in with `$CI_REGISTRY_USER` and `$CI_REGISTRY_PASSWORD`; for another token make a new one and update both variables.',
    next: grantCommand,
  },
  'hub-pair': {
    cause: 'pair-not-recognised',
    confidence: 'high',
    categories: ['login'],
    title: 'Docker Hub does not recognise this pair of user and password',
    remedy:
      'Use the Docker Hub user name, not the mail address, with an access token that has not expired. If the login was meant for GitLab, name its registry: `docker login … "$CI_REGISTRY"`.',
    next: 'curl --silent --output /dev/null --write-out "%{http_code}\\n" --user "$DOCKERHUB_USER:$DOCKERHUB_TOKEN" "https://auth.docker.io/token?service=registry.docker.io"',
  },
  'login-failed': {
    cause: 'pair-not-recognised',
    confidence: 'low',
    categories: ['login'],
    title: ({ host }) => `The login${after('to', host)} failed`,
    remedy:
      'The end of the message says why: 401 is a pair that is not recognised, 403 a token without `read_registry` or `write_registry`, and a certificate or a host that is not found are no matter of credentials.',
    next: LOGIN_COMMAND,
  },
  anonymous: {
    cause: 'anonymous-or-no-scope',
    confidence: 'high',
    categories: ['login', 'auth-files', 'dependency-proxy'],
    title: ({ host, action }) =>
      `The ${action === 'pull' ? 'pull' : action === 'push' ? 'push' : 'request'}${after('to', host)} carried no credential`,
    remedy: ({ host }) =>
      `Log in to ${host ?? 'the registry'} in the same job, as the same user and with the same \`DOCKER_CONFIG\`, before this command: \`${LOGIN_COMMAND}\`. A login counts for one spelling of the host, with its port, and a job's own \`before_script\` replaces the default one.`,
    next: 'pipelint --rule registry-login-required=error',
  },
  'anonymous-elsewhere': {
    cause: 'anonymous-or-no-scope',
    confidence: 'high',
    categories: ['login', 'auth-files'],
    title: ({ host }) =>
      `Nothing is stored for ${host ?? 'this registry'}, which asks for a user and a password itself`,
    remedy:
      'This is not how GitLab answers: it is a registry such as ECR, Nexus or Artifactory. Log in to its host before the command (`aws ecr get-login-password | docker login --username AWS --password-stdin HOST` for ECR), or correct the host of the image.',
    next: 'cat "${DOCKER_CONFIG:-$HOME/.docker}/config.json" | jq ".auths | keys"',
  },
  'no-scope': {
    cause: 'anonymous-or-no-scope',
    confidence: 'high',
    categories: ['login'],
    title: ({ host }) => `GitLab knows this token but it has no right to the registry${after('at', host)}`,
    remedy:
      'Give the token the scopes: a deploy token needs `read_registry` and `write_registry` to push, an access token `read_registry` and `write_registry` or `api`. If the same token works elsewhere, a proxy between removes the `Authorization` header.',
    next: grantCommand,
  },
  'forbidden-after-login': {
    cause: 'anonymous-or-no-scope',
    confidence: 'medium',
    categories: ['login', 'auth-files', 'targets'],
    title: ({ host }) =>
      `A login succeeded, but the request${after('to', host)} came without a credential or without a scope`,
    remedy:
      'The login is stored for another spelling of the host, in another `HOME` or `DOCKER_CONFIG` (`sudo`, another container), or the token lacks `write_registry`, or the path is protected. Log in to exactly the host of the image, as the user that pushes, with a token that has `read_registry` and `write_registry`.',
    next: 'cat "${DOCKER_CONFIG:-$HOME/.docker}/config.json" | jq ".auths | keys"',
  },
  'proxy-login': {
    cause: 'anonymous-or-no-scope',
    confidence: 'high',
    categories: ['dependency-proxy', 'login'],
    title: 'The dependency proxy was asked without a login to its host',
    remedy:
      'Log in to it in the same job: `echo "$CI_DEPENDENCY_PROXY_PASSWORD" | docker login -u "$CI_DEPENDENCY_PROXY_USER" --password-stdin "$CI_DEPENDENCY_PROXY_SERVER"`. The host of the image must be spelled alike, with the port: use `$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX`. For `image:` and `services:` the runner does it by itself.',
    next: 'pipelint --rule dependency-proxy-login=error',
  },
  'not-allowed': {
    cause: 'not-allowed',
    confidence: 'high',
    categories: ['targets'],
    title: ({ repository, action }) =>
      `The login is valid, but it may not ${doing(action)} ${repository ?? 'this path'}`,
    remedy: ({ repository, action }) =>
      action === 'pull'
        ? `Let the project in: add it to the CI/CD job token allowlist of the project of ${repository ?? 'the image'} (Settings > CI/CD > Job token permissions); who started the pipeline must be able to read that project. Check the path as well: a project that does not exist answers alike.`
        : 'The job token writes only to its own project, `$CI_REGISTRY_IMAGE` and below. For another project log in with a deploy token or project access token of that project with `read_registry` and `write_registry`. If the path is the own one: check its spelling, that the container registry is enabled, and that the role of who started the pipeline is Developer at least.',
    next: grantCommand,
  },
  'token-not-allowed': {
    cause: 'not-allowed',
    confidence: 'high',
    categories: ['targets'],
    title: ({ repository, action }) =>
      `The login is valid, but it may not ${doing(action)} ${repository ?? 'this path'}`,
    remedy: ({ repository, password }) =>
      `The token in \`${password ?? 'the login'}\` needs \`read_registry\`, to push also \`write_registry\`, and has to belong to the project of ${repository ?? 'the image'} or to a group above it: the tokens of a project reach no other. Check the path as well: a project that does not exist answers alike.`,
    next: grantCommand,
  },
  'denied-without-login': {
    cause: 'not-allowed',
    confidence: 'medium',
    categories: ['targets', 'login'],
    title: ({ repository, action }) =>
      `The registry does not let this job ${doing(action)} ${repository ?? 'this path'}; the log shows no login`,
    remedy: ({ repository }) =>
      `If the job logs in, its token is not granted ${repository ?? 'this path'}: the job token writes only to its own project, and reads others only by their allowlist. If it does not, log in first: the project is public, so that GitLab answers an anonymous request in this way.`,
    next: grantCommand,
  },
  'other-project': {
    cause: 'not-allowed',
    confidence: 'high',
    categories: ['targets'],
    title: ({ repository, project }) =>
      `The job pushes to ${repository ?? 'another project'}, but its token may only write ${project ?? 'its own project'}`,
    remedy: ({ repository, project }) =>
      `Push below ${project === undefined ? '`$CI_REGISTRY_IMAGE`' : `${project} (\`$CI_REGISTRY_IMAGE\`)`}, or make a deploy token with \`read_registry\` and \`write_registry\` in the project of ${repository ?? 'the image'} and log in with it. No allowlist and no role lets the job token push to another project.`,
    next: grantCommand,
  },
  'not-allowed-elsewhere': {
    cause: 'not-allowed',
    confidence: 'high',
    categories: ['targets', 'login'],
    title: ({ host, repository, action }) =>
      `The login is valid${after('at', host)}, but it may not ${doing(action)} ${repository ?? 'this path'}`,
    remedy:
      'This is not how GitLab answers. Give the account or the token the right to it there: `write:packages` on ghcr.io, Artifact Registry Writer on Google Cloud, read and write for an access token of Docker Hub; and check the path.',
    next: 'cat "${DOCKER_CONFIG:-$HOME/.docker}/config.json" | jq ".auths | keys"',
  },
  'expired-elsewhere': {
    cause: 'token-expired',
    confidence: 'high',
    categories: ['login', 'auth-files'],
    title: ({ host }) => `The credential for ${host ?? 'this registry'} has expired`,
    remedy:
      'A password of ECR lives 12 hours: get one in the same job (`aws ecr get-login-password | docker login --username AWS --password-stdin HOST`) and store none in `DOCKER_AUTH_CONFIG` or on the runner.',
    next: 'aws sts get-caller-identity',
  },
  'token-expired': {
    cause: 'token-expired',
    confidence: 'medium',
    categories: [],
    title: 'The registry’s token expired while the push was running',
    remedy:
      'The token that GitLab gives for one push lives 5 minutes, 15 on GitLab.com. An administrator can make it longer (Admin > Settings > CI/CD > Container Registry); smaller layers, or a push of its own after the build, take less time.',
    next: 'docker image ls --no-trunc && docker history --no-trunc "$CI_REGISTRY_IMAGE"',
  },
  'kaniko-check': {
    cause: 'not-allowed',
    confidence: 'low',
    categories: ['auth-files', 'targets'],
    title: 'kaniko may not push to its destination',
    remedy:
      'The end of the message says why: `UNAUTHORIZED` is a path that is not granted or a missing credential, `DENIED: access forbidden` a request without a credential, `index.docker.io` a destination without a registry. kaniko reads /kaniko/.docker/config.json, and logs in to `$CI_REGISTRY` by itself.',
    next: 'cat /kaniko/.docker/config.json | tr "," "\\n" | grep -o "\\"[^\\"]*\\":{"',
  },
  'runner-pull': {
    cause: 'runner-pull',
    confidence: 'medium',
    categories: ['login', 'dependency-proxy', 'targets'],
    title: ({ image }) => `The runner could not pull ${image ?? 'an image of the job'} before the script began`,
    remedy:
      'No login of the script can help: `image:` and `services:` are pulled before it. Check that the image and its tag exist. For a private registry put its credential into the variable `DOCKER_AUTH_CONFIG`; for an image of another project add this project to its job token allowlist.',
    next: ({ image }) => `docker manifest inspect ${image ?? '"$IMAGE"'}`,
  },
  'runner-denied': {
    cause: 'runner-pull',
    confidence: 'high',
    categories: ['login', 'targets', 'dependency-proxy'],
    title: ({ image, source }) =>
      `The runner may not pull ${image ?? 'an image of the job'}${source === undefined ? '; the log names no credential for it' : `, with the credential from ${source}`}`,
    remedy: ({ source }) =>
      source?.includes('DOCKER_AUTH_CONFIG') === true
        ? 'The credential in `DOCKER_AUTH_CONFIG` wins over the job’s own and is not allowed to read this image: renew it, or remove its entry for this registry.'
        : source === undefined
          ? 'The runner has no credential for exactly this host and port, or one that is not let in: put one into the variable `DOCKER_AUTH_CONFIG`, add this project to the job token allowlist of the image’s project, or correct the name of the image. A login in the script comes too late for `image:` and `services:`.'
          : 'The job token is not let in: add this project to the CI/CD job token allowlist of the image’s project, where who started the pipeline needs to be a member. A login in the script comes too late for `image:` and `services:`.',
    next: ({ image }) => `docker manifest inspect ${image ?? '"$IMAGE"'}`,
  },
  'runner-pair': {
    cause: 'runner-pull',
    confidence: 'high',
    categories: ['login'],
    title: ({ image, source }) =>
      `The registry does not recognise the credential${after('from', source)} with which the runner pulls ${image ?? 'the image'}`,
    remedy: ({ source }) =>
      source?.includes('config.json') === true
        ? 'The credential in the runner’s own `config.json` is stale: whoever runs the runner has to log in again.'
        : 'Renew the credential in the CI/CD variable `DOCKER_AUTH_CONFIG`, which wins over the job’s own; its token is expired or revoked.',
    next: 'echo "$DOCKER_AUTH_CONFIG" | jq ".auths | keys"',
  },
} as const satisfies Readonly<Record<string, Meaning>>;

function doing(action: Details['action']): string {
  return action === 'pull' ? 'pull from' : action === 'push' ? 'push to' : 'use';
}
