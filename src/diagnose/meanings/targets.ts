/** Failures of what is named: a host, an image, a value that is empty, and rules of the project that forbid it. */
import { after, type Meaning } from '../meaning.ts';

const SHOW_CREDENTIAL = 'echo "user: ${#CI_REGISTRY_USER} characters, password: ${#CI_REGISTRY_PASSWORD} characters"';
const SHOW_TARGET = 'echo "CI_REGISTRY=[$CI_REGISTRY] CI_REGISTRY_IMAGE=[$CI_REGISTRY_IMAGE]"';

export const TARGETS = {
  'hub-login': {
    cause: 'wrong-host',
    confidence: 'high',
    categories: ['login'],
    title: 'The login went to Docker Hub instead of GitLab’s registry',
    remedy:
      'Name the registry as the last word of the login, in quotes: `docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"`. Without one, or with an unquoted password that is empty, docker takes Docker Hub.',
    next: SHOW_TARGET,
  },
  'reference-without-host': {
    cause: 'wrong-host',
    confidence: 'high',
    categories: ['targets'],
    title: ({ action, repository }) =>
      `The ${action === 'pull' ? 'pull' : 'push'}${after('of', repository)} went to Docker Hub, since the image names no registry`,
    remedy:
      'Tag and push the image under `$CI_REGISTRY_IMAGE`: `docker push "$CI_REGISTRY_IMAGE:latest"`. If the registry stands in a variable, that one is empty here: a protected variable is, in pipelines of unprotected branches.',
    next: SHOW_TARGET,
  },
  'no-registry-there': {
    cause: 'wrong-host',
    confidence: 'medium',
    categories: ['login'],
    title: ({ host }) => `There is no container registry at ${host ?? 'this host'}`,
    remedy:
      'Log in to `$CI_REGISTRY`, not to the GitLab server itself (`$CI_SERVER_HOST`). If that is the host: the container registry is switched off.',
    next: SHOW_TARGET,
  },
  'unknown-host': {
    cause: 'wrong-host',
    confidence: 'medium',
    categories: ['login', 'targets'],
    title: ({ host }) => `The host ${host ?? 'of the registry'} has no address`,
    remedy:
      'Check its spelling and the variable that it stands in. An internal host needs the DNS of the runner’s network.',
    next: ({ host }) => `getent hosts ${host ?? '"$CI_REGISTRY"'}`,
  },
  'login-path': {
    cause: 'wrong-host',
    confidence: 'high',
    categories: ['login'],
    title: 'The login names a path where this client takes only a host',
    remedy: 'Log in to the host alone: `helm registry login "$CI_REGISTRY"`, without the path of the project.',
    next: SHOW_TARGET,
  },
  'empty-credential': {
    cause: 'empty-variable',
    confidence: 'high',
    categories: ['variables', 'login'],
    title: 'The user name or the password of the login is empty',
    remedy:
      'A variable of the login has no value here: its name is misspelt, it is protected and the branch is not, or it belongs to another environment. For GitLab’s own registry use `$CI_REGISTRY_USER` and `$CI_REGISTRY_PASSWORD`; `$CI_DEPLOY_USER` and `$CI_DEPLOY_PASSWORD` need a deploy token named `gitlab-deploy-token`.',
    next: SHOW_CREDENTIAL,
  },
  'empty-username': {
    cause: 'empty-variable',
    confidence: 'high',
    categories: ['variables', 'login'],
    title: 'The login has no user name beside `--password-stdin`',
    remedy:
      'Write `-u "$CI_REGISTRY_USER"`, in quotes. If it is there, its variable is empty: misspelt, or protected while the branch is not.',
    next: SHOW_CREDENTIAL,
  },
  'empty-server': {
    cause: 'empty-variable',
    confidence: 'high',
    categories: ['variables', 'login'],
    title: 'The login names no registry, or a variable that is empty',
    remedy: 'Give the registry: `"$CI_REGISTRY"`. It is empty where the project’s container registry is disabled.',
    next: SHOW_TARGET,
  },
  'empty-destination': {
    cause: 'empty-variable',
    confidence: 'high',
    categories: ['targets'],
    title: 'kaniko was given no destination',
    remedy:
      'Give it `--destination "$CI_REGISTRY_IMAGE:$CI_COMMIT_SHORT_SHA"`, or `--no-push`. If a variable holds it, that one is empty here.',
    next: SHOW_TARGET,
  },
  'empty-argument': {
    cause: 'empty-variable',
    confidence: 'high',
    categories: ['dependency-proxy', 'targets'],
    title: 'A variable in `FROM` of the Dockerfile is empty',
    remedy:
      'A Dockerfile sees no CI/CD variables: declare `ARG NAME` before `FROM` and pass it with `--build-arg NAME`. `CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX` is also empty for a project outside a group.',
    next: 'grep -nE "^(ARG|FROM)" Dockerfile',
  },
  'empty-reference': {
    cause: 'empty-variable',
    confidence: 'high',
    categories: ['targets', 'variables'],
    title: 'A part of the image’s name is an empty variable',
    remedy:
      '`$CI_REGISTRY_IMAGE` is empty where the container registry is disabled, `$CI_COMMIT_TAG` in pipelines of branches, `$CI_COMMIT_BRANCH` in those of tags and merge requests.',
    next: 'echo "[$CI_REGISTRY_IMAGE] [$CI_COMMIT_TAG] [$CI_COMMIT_BRANCH]"',
  },
  uppercase: {
    cause: 'invalid-reference',
    confidence: 'high',
    categories: ['targets'],
    title: 'The image’s name has capital letters',
    remedy:
      'Use `$CI_REGISTRY_IMAGE`, which GitLab writes in small letters, in place of `$CI_PROJECT_PATH`, `$CI_PROJECT_NAME` or `$CI_PROJECT_NAMESPACE`.',
    next: SHOW_TARGET,
  },
  'invalid-reference': {
    cause: 'invalid-reference',
    confidence: 'high',
    categories: ['targets', 'variables'],
    title: 'The text is no name of an image',
    remedy:
      'A tag has no `/`, `:`, `+` and no blanks: use `$CI_COMMIT_REF_SLUG` for a branch and `$CI_COMMIT_SHORT_SHA` for a commit. A part that is missing is a variable that is empty here.',
    next: 'echo "[$CI_REGISTRY_IMAGE] [$CI_COMMIT_REF_SLUG] [$CI_COMMIT_TAG]"',
  },
  'protected-repository': {
    cause: 'policy',
    confidence: 'high',
    categories: [],
    title: ({ repository }) => `A protection rule forbids to push to ${repository ?? 'this repository'}`,
    remedy:
      'Have somebody of the required role start the pipeline, or change the rule under Settings > Packages and registries > Container registry. A deploy token can never push to a protected repository.',
    next: 'curl --silent --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$CI_API_V4_URL/projects/$CI_PROJECT_ID/registry/protection/repository/rules"',
  },
  'protected-tag': {
    cause: 'policy',
    confidence: 'high',
    categories: [],
    title: 'The tag is protected, and the role of who started the pipeline is too low',
    remedy:
      'Push another tag, have somebody of the required role start the pipeline, or change the rule under Settings > Packages and registries > Container registry.',
    next: 'curl --silent --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$CI_API_V4_URL/projects/$CI_PROJECT_ID/registry/protection/tag/rules"',
  },
  'immutable-tag': {
    cause: 'policy',
    confidence: 'high',
    categories: [],
    title: 'The tag is immutable and exists already',
    remedy:
      'Push a tag that is new each time, such as `$CI_COMMIT_SHORT_SHA`. Nobody can overwrite an immutable tag, whatever the role.',
    next: 'docker push "$CI_REGISTRY_IMAGE:$CI_COMMIT_SHORT_SHA"',
  },
  renaming: {
    cause: 'policy',
    confidence: 'high',
    categories: [],
    title: 'The project’s path is being renamed, and its registry takes no writes until that is done',
    remedy: 'Wait until the rename or transfer is through, and run the job again.',
    next: 'curl --silent --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$CI_API_V4_URL/projects/$CI_PROJECT_ID" | jq .path_with_namespace',
  },
  'not-found': {
    cause: 'image-not-found',
    confidence: 'medium',
    categories: ['targets'],
    title: ({ repository, image }) => `The tag${after('of', image ?? repository)} does not exist`,
    remedy:
      'This is not about credentials: the registry was read and has no such tag. Check its spelling, and whether the job that pushes it ran before, for the same branch.',
    next: ({ image }) => `docker manifest inspect ${image ?? '"$IMAGE"'}`,
  },
  'repository-unknown': {
    cause: 'image-not-found',
    confidence: 'high',
    categories: ['targets'],
    title: ({ repository, host }) => `There is no repository ${repository ?? 'of this name'}${after('at', host)}`,
    remedy:
      'Check its spelling. GitLab makes a repository with the first push; ECR and some others do not, and want it made before (`aws ecr create-repository`).',
    next: ({ host, repository }) =>
      `docker manifest inspect ${host && repository ? `${host}/${repository}` : '"$IMAGE"'}`,
  },
  platform: {
    cause: 'image-not-found',
    confidence: 'high',
    categories: [],
    title: 'The image has no variant for the platform of this runner',
    remedy:
      'Choose a runner of another architecture with `tags:`, or build the image for this one (`docker buildx build --platform`).',
    next: 'docker manifest inspect "$IMAGE" | jq ".manifests[].platform"',
  },
  'not-tagged': {
    cause: 'image-not-found',
    confidence: 'high',
    categories: ['targets'],
    title: 'The image to push has not been built or tagged under this name in this job',
    remedy:
      'Build it with `docker build -t NAME`, or give it the name with `docker tag`. Another job’s images are gone: each job has its own daemon.',
    next: 'docker image ls',
  },
  'blob-unknown': {
    cause: 'image-not-found',
    confidence: 'high',
    categories: [],
    title: 'The manifest lists images that are in another repository',
    remedy:
      'Push all images of a manifest list to the repository of the list, under tags of their own. It is not about credentials.',
    next: 'docker manifest inspect "$CI_REGISTRY_IMAGE"',
  },
} as const satisfies Readonly<Record<string, Meaning>>;
