/** Failures before any registry is asked: no Docker daemon answers, or client and daemon do not understand each other. */
import { after, type Meaning } from '../meaning.ts';

const SHOW_DAEMON = 'env | grep -E "^DOCKER_(HOST|TLS_VERIFY|CERT_PATH|TLS_CERTDIR)="; docker info';
const WITH_TLS =
  '`DOCKER_TLS_CERTDIR: "/certs"`, `DOCKER_HOST: tcp://docker:2376`, `DOCKER_TLS_VERIFY: "1"` and `DOCKER_CERT_PATH: /certs/client`';
const WITHOUT_TLS = '`DOCKER_TLS_CERTDIR: ""` and `DOCKER_HOST: tcp://docker:2375`';

const NO_DAEMON = { cause: 'no-daemon', confidence: 'high', categories: ['dind'], next: SHOW_DAEMON } as const;

export const DAEMON_MEANINGS = {
  'no-daemon': {
    ...NO_DAEMON,
    title: ({ endpoint }) => `No Docker daemon answers${after('at', endpoint)}`,
    remedy: `Start one as a service (\`services: [docker:dind]\`) and point the client at it: ${WITH_TLS}, or ${WITHOUT_TLS}. This is not about credentials: a login can succeed without any daemon.`,
  },
  'daemon-plain-port': {
    ...NO_DAEMON,
    title: ({ endpoint }) => `No Docker daemon answers${after('at', endpoint)}: that is the port without TLS`,
    remedy: `docker-in-docker listens there only with \`DOCKER_TLS_CERTDIR: ""\`; with TLS, its default, it is on 2376. Write ${WITHOUT_TLS}, or ${WITH_TLS}. If that is so already, the service did not start: the runner has to be privileged.`,
  },
  'daemon-tls-port': {
    ...NO_DAEMON,
    title: ({ endpoint }) => `No Docker daemon answers${after('at', endpoint)}: that is the port with TLS`,
    remedy: `docker-in-docker is on 2375 when \`DOCKER_TLS_CERTDIR\` is empty. Write ${WITH_TLS}, or ${WITHOUT_TLS}. If that is so already, the service was not ready yet or did not start: wait with \`until docker info; do sleep 1; done\`, and see that the runner is privileged.`,
  },
  'daemon-localhost': {
    ...NO_DAEMON,
    title: ({ endpoint }) => `No Docker daemon answers${after('at', endpoint)}: the service is another container`,
    remedy: `With the docker executor the service is at \`docker\`, not at \`localhost\`: write ${WITH_TLS}. Only on Kubernetes do they share \`localhost\`.`,
  },
  'daemon-socket': {
    ...NO_DAEMON,
    title: 'No Docker daemon answers at /var/run/docker.sock: nothing points the client at a service',
    remedy: `Add the service \`docker:dind\` and set ${WITH_TLS}. In an image without docker’s entrypoint, with \`entrypoint: [""]\` and on Kubernetes nobody sets \`DOCKER_HOST\` for you.`,
  },
  'daemon-permission': {
    ...NO_DAEMON,
    title: ({ endpoint }) => `The job’s user may not use the Docker daemon${after('at', endpoint)}`,
    remedy:
      'It is about the rights of a file, not about credentials of a registry. On a shell runner add the user to the group: `usermod -aG docker gitlab-runner`; in a container run as root or as a member of the group that owns the mounted socket.',
    next: 'id; ls -l /var/run/docker.sock',
  },
  'daemon-name': {
    ...NO_DAEMON,
    title: ({ host }) => `No service answers to the name ${host ?? 'docker'}`,
    remedy:
      'Add the service: `services: [docker:dind]`. An image with a registry or a group before its name, as from a dependency proxy, has another host name: give it `alias: docker`. If all that is there, the service died: look for its log above.',
  },
  'daemon-wants-tls': {
    ...NO_DAEMON,
    title: 'The daemon speaks TLS, the client does not',
    remedy: `Set ${WITH_TLS}, or take TLS from both: ${WITHOUT_TLS}. An image without docker’s entrypoint, and \`entrypoint: [""]\`, do not set it for you.`,
  },
  'daemon-without-tls': {
    ...NO_DAEMON,
    title: 'The client speaks TLS, the daemon does not',
    remedy: `Remove \`DOCKER_TLS_VERIFY\` (any value counts, even "0") for port 2375, or give both TLS: ${WITH_TLS}.`,
  },
  'daemon-certificates': {
    ...NO_DAEMON,
    title: 'The client’s certificates for the daemon are not there',
    remedy:
      'The service writes them to /certs/client, which both containers have to share: in the runner’s config.toml `volumes = ["/certs/client", "/cache"]`, and `DOCKER_TLS_CERTDIR: "/certs"` for the job. Without TLS remove `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH`.',
  },
  'daemon-other-name': {
    ...NO_DAEMON,
    title: ({ host }) => `The daemon’s certificate is not for the name ${host ?? 'that is used'}`,
    remedy:
      'It is for `docker` and `localhost`. Use `DOCKER_HOST: tcp://docker:2376` and `alias: docker`, or give the service the variable `DOCKER_TLS_SAN: DNS:<alias>`.',
  },
  'daemon-other-certificates': {
    ...NO_DAEMON,
    title: 'The client’s certificates belong to another daemon',
    remedy:
      'Jobs that run at the same time share one volume /certs, and each daemon writes its own there. Share only /certs/client, as a volume of each job: `volumes = ["/certs/client", "/cache"]` in the runner’s config.toml, without a host path.',
  },
  'not-privileged': {
    ...NO_DAEMON,
    title: 'docker-in-docker cannot start: the runner is not privileged',
    remedy:
      'Set `privileged = true` in the runner’s config.toml, choose a runner that has it with `tags:`, or build without a daemon (BuildKit rootless, buildah).',
  },
  'service-not-started': {
    ...NO_DAEMON,
    confidence: 'low',
    title: 'A service of the job may not have started',
    remedy:
      'Its log follows the warning. For docker-in-docker the runner has to be privileged; for other services the warning is often harmless.',
  },
  cgroups: {
    ...NO_DAEMON,
    title: 'This docker-in-docker is too old for its host',
    remedy: 'Use `docker:27-dind` or newer: releases before 20.10 do not know cgroups v2.',
  },
  'client-too-old': {
    cause: 'daemon-version',
    confidence: 'high',
    categories: ['dind'],
    title: 'The docker client is too old for the daemon',
    remedy:
      'Use the same release for both, pinned: `image: docker:29` with `services: [docker:29-dind]`. docker:29.0 to 29.2 refuse clients before 25; `docker:stable` is a client of 2020.',
    next: 'docker version',
  },
  'client-too-new': {
    cause: 'daemon-version',
    confidence: 'high',
    categories: ['dind'],
    title: 'The Docker daemon is too old for the client',
    remedy: 'Use the same release for both, pinned: `image: docker:29` with `services: [docker:29-dind]`.',
    next: 'docker version',
  },
  'buildx-context': {
    cause: 'no-daemon',
    confidence: 'high',
    categories: ['dind'],
    title: 'buildx does not take the daemon’s TLS settings from the environment',
    remedy: 'Make a context first: `docker context create tls` and `docker buildx create --use tls`.',
    next: 'docker context create tls && docker buildx create --use tls',
  },
} as const satisfies Readonly<Record<string, Meaning>>;
