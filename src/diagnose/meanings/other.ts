/** Failures on the way to the registry and of what is written around it. */
import { after, type Meaning } from '../meaning.ts';

export const OTHER = {
  'rate-limit': {
    cause: 'rate-limit',
    confidence: 'high',
    categories: ['dependency-proxy'],
    title: 'Docker Hub’s limit of pulls is reached',
    remedy:
      'Pull through the dependency proxy (`${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/alpine:3`), or log in to Docker Hub: for `image:` and `services:` in `DOCKER_AUTH_CONFIG`, in the script with `docker login`.',
    next: 'curl --silent --head --header "Authorization: Bearer $(curl --silent "https://auth.docker.io/token?service=registry.docker.io&scope=repository:ratelimitpreview/test:pull" | jq -r .token)" https://registry-1.docker.io/v2/ratelimitpreview/test/manifests/latest | grep -i ratelimit',
  },
  'proxy-not-found': {
    cause: 'dependency-proxy',
    confidence: 'high',
    categories: ['dependency-proxy'],
    title: 'The dependency proxy does not hand out this image to this job',
    remedy:
      'It answers “not found” when who started the pipeline is not a member of the group (Guest at least), when the proxy is off (Settings > Packages and registries of the group), for a personal namespace, which has none, and for an image that is not on Docker Hub.',
    next: 'curl --silent --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$CI_API_V4_URL/groups/$CI_PROJECT_ROOT_NAMESPACE" | jq .id',
  },
  'registry-disabled': {
    cause: 'registry-disabled',
    confidence: 'high',
    categories: [],
    title: 'The container registry is not switched on',
    remedy:
      'For the project: Settings > General > Visibility, project features, permissions > Container registry. For the whole server an administrator has to configure it.',
    next: 'curl --silent --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$CI_API_V4_URL/projects/$CI_PROJECT_ID" | jq .container_registry_access_level',
  },
  certificate: {
    cause: 'certificate',
    confidence: 'high',
    categories: [],
    title: ({ host }) => `The certificate${after('of', host)} is not trusted here`,
    remedy:
      'Give the daemon the authority: /etc/docker/certs.d/HOST/ca.crt in the docker-in-docker service (mounted in the runner’s config.toml); for clients without a daemon the system’s store or `SSL_CERT_FILE`. It is not about credentials.',
    next: ({ host }) => `openssl s_client -connect ${host ?? '$CI_REGISTRY'}:443 -showcerts </dev/null`,
  },
  'certificate-expired': {
    cause: 'certificate',
    confidence: 'high',
    categories: [],
    title: ({ host }) => `The certificate of the registry${after('at', host)} has expired, or the clock here is wrong`,
    remedy: 'Whoever runs the registry has to renew it. It is not about credentials.',
    next: ({ host }) =>
      `date; openssl s_client -connect ${host ?? '$CI_REGISTRY'}:443 </dev/null | openssl x509 -noout -dates`,
  },
  'runner-certificate': {
    cause: 'certificate',
    confidence: 'high',
    categories: [],
    title: ({ host }) => `The runner’s daemon does not trust the certificate of the registry${after('at', host)}`,
    remedy:
      'Nothing in the pipeline can mend it: whoever runs the runner has to give its Docker daemon, or the nodes of its cluster, the authority: /etc/docker/certs.d/HOST/ca.crt. It is not about credentials.',
    next: ({ host }) => `openssl s_client -connect ${host ?? '$CI_REGISTRY'}:443 -showcerts </dev/null`,
  },
  unreachable: {
    cause: 'registry-unreachable',
    confidence: 'high',
    categories: [],
    title: ({ host }) => `The registry${after('at', host)} cannot be reached from here`,
    remedy:
      'No credential was looked at. If it was a passing fault, `retry:` runs the job again. Else see whether a firewall stands between, whether the registry is up, and which `HTTPS_PROXY` and `NO_PROXY` the daemon has that pulls and pushes: those of the job are not its own.',
    next: ({ host }) => `curl --silent --show-error --include --max-time 10 https://${host ?? '$CI_REGISTRY'}/v2/`,
  },
  'disk-full': {
    cause: 'disk-full',
    confidence: 'high',
    categories: [],
    title: 'There is no space left where the job runs',
    remedy:
      'It is not about credentials. Take a runner with a larger disk (`tags:`), build in fewer and smaller layers, or have whoever runs the runner remove unused images (`docker system prune`).',
    next: 'df -h; docker system df',
  },
  'client-missing': {
    cause: 'client-missing',
    confidence: 'high',
    categories: [],
    title: 'The image of the job does not have the client that the script calls',
    remedy:
      'Take an image that has it: `image: docker:29` for docker, `quay.io/skopeo/stable`, `quay.io/buildah/stable`, `quay.io/podman/stable`, `alpine/helm`. A service brings a daemon and no client.',
    next: 'command -v docker podman buildah skopeo helm crane oras',
  },
  'too-large': {
    cause: 'registry-error',
    confidence: 'high',
    categories: [],
    title: ({ host }) => `A layer is too large for what stands before the registry${after('at', host)} (413)`,
    remedy:
      'The credentials are fine. Whoever runs the proxy has to allow larger requests (`client_max_body_size 0;` in nginx, `proxy-body-size: "0"` for its ingress); until then make smaller layers.',
    next: 'docker history "$CI_REGISTRY_IMAGE"',
  },
  'plain-registry': {
    cause: 'certificate',
    confidence: 'high',
    categories: [],
    title: ({ host }) => `The registry${after('at', host)} speaks HTTP, and the client asks with HTTPS`,
    remedy:
      'Use the port with TLS. For a registry inside the job allow it: `command: ["--insecure-registry=HOST:PORT"]` of the docker-in-docker service, `--tls-verify=false` for podman, buildah and skopeo, `--insecure` for kaniko and crane.',
    next: ({ host }) => `curl --silent --include http://${host ?? '$CI_REGISTRY'}/v2/`,
  },
  'auth-config-broken': {
    cause: 'auth-config',
    confidence: 'high',
    categories: ['auth-files'],
    title: 'The credentials in `DOCKER_AUTH_CONFIG` or in an auth file cannot be read',
    remedy:
      'It has to be JSON: `{"auths":{"registry.example.com":{"auth":"<base64 of user:password>"}}}`, without line breaks in the base64 text, and with no helper that the image lacks.',
    next: 'echo "$DOCKER_AUTH_CONFIG" | jq ".auths | keys"',
  },
  'credential-helper': {
    cause: 'auth-config',
    confidence: 'high',
    categories: ['auth-files'],
    title: 'The auth file names a credential helper that is not installed',
    remedy:
      'Remove `credsStore` and `credHelpers` from the auth file or from `DOCKER_AUTH_CONFIG`, or install the helper in the image (for `image:` beside the runner).',
    next: 'cat "${DOCKER_CONFIG:-$HOME/.docker}/config.json" | jq "{credsStore, credHelpers}"',
  },
  'auth-config-wins': {
    cause: 'auth-config',
    confidence: 'low',
    categories: ['auth-files'],
    title: '`DOCKER_AUTH_CONFIG` is set, and docker takes it before what a login stores',
    remedy:
      'If it has an entry for this registry, that one is sent, however fresh the login: renew it, or `unset DOCKER_AUTH_CONFIG` before the login.',
    next: 'echo "$DOCKER_AUTH_CONFIG" | jq ".auths | keys"',
  },
  'password-twice': {
    cause: 'login-arguments',
    confidence: 'high',
    categories: ['login'],
    title: 'The login has both a password and `--password-stdin`',
    remedy:
      'Keep one: `echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"`.',
    next: 'pipelint --rule login-password-stdin=error',
  },
  'login-email': {
    cause: 'login-arguments',
    confidence: 'high',
    categories: ['login'],
    title: 'docker login has no option `-e` any more',
    remedy: 'Remove `-e` and the mail address behind it.',
    next: 'docker login --help',
  },
  'login-arguments': {
    cause: 'login-arguments',
    confidence: 'high',
    categories: ['login'],
    title: 'docker login was given more than one server',
    remedy: 'Put the values in quotes: one with a blank in it becomes two words. `--password-stdin` takes no value.',
    next: 'pipelint --preset strict',
  },
  'here-string': {
    cause: 'shell-syntax',
    confidence: 'high',
    categories: ['login'],
    title: 'The shell of this image does not know `<<<`',
    remedy:
      'Write a pipe: `echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"`. `docker:*` and `alpine` have no bash.',
    next: 'pipelint --rule login-password-stdin=error',
  },
  'server-error': {
    cause: 'registry-error',
    confidence: 'medium',
    categories: [],
    title: ({ host }) => `The registry${after('at', host)} failed itself (5xx)`,
    remedy:
      'Run the job again; `retry:` does it for you. If it stays so, look at the status page of the server or at the registry’s log. The credentials are fine.',
    next: ({ host }) => `curl --silent --include https://${host ?? '$CI_REGISTRY'}/v2/`,
  },
  'proxy-strips-body': {
    cause: 'registry-error',
    confidence: 'medium',
    categories: [],
    title: 'Something between the job and the registry removed the text of its answer',
    remedy:
      'A proxy or load balancer answers in the registry’s place, or cuts its answers off. The status in the message still counts: 401 is a pair that is not recognised, 403 a missing right, 404 a wrong path.',
    next: ({ host }) => `curl --silent --include https://${host ?? '$CI_REGISTRY'}/v2/`,
  },
  'too-many-attempts': {
    cause: 'too-many-attempts',
    confidence: 'high',
    categories: ['login'],
    title: 'GitLab blocks logins after too many that failed',
    remedy:
      'Find the job that keeps logging in with a stale token and mend it; the block ends by itself. Until then the right pair is refused as well.',
    next: 'pipelint --preset strict',
  },
  'pull-policy': {
    cause: 'runner-pull',
    confidence: 'high',
    categories: [],
    title: 'The runner does not allow the pull policy of this image',
    remedy:
      'Remove `pull_policy` from `image:` or use one that `allowed_pull_policies` in the runner’s config.toml has.',
    next: 'pipelint resolve',
  },
} as const satisfies Readonly<Record<string, Meaning>>;
