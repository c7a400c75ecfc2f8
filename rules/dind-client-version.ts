import type { DaemonSetup, DindService, DockerRelease } from '../src/pipeline/daemon.ts';
import type { Job, Located } from '../src/pipeline/nodes.ts';
import { type Confidence, defineRule, type Severity, showPlace } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'dind-client-version',
      description: 'Require a docker client and a docker-in-docker service whose versions understand each other',
      category: 'dind',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'Error response from daemon: client version 1.43 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version',
      ],
    },
    messages: {
      clientTooOld:
        'The client of docker:{{client}} speaks at most version 1.{{newest}} of the API, but the service docker:{{daemon}} ({{service}}) asks for 1.{{oldest}}: `client version 1.{{newest}} is too old. Minimum supported API version is 1.{{oldest}}`.',
      daemonTooOld:
        'The service docker:{{daemon}} speaks at most version 1.{{newest}} of the API, but the client of docker:{{client}} ({{image}}) needs 1.{{oldest}}: it stops because this API version `is not supported by this client`.',
      frozenTag:
        'The tag `stable` of docker was left behind at 19.03, while the service docker:{{daemon}} ({{service}}) is the newest release. The client works only as long as that still takes API version 1.40; docker 29.0 to 29.2 did not: `client version 1.40 is too old`.',
      composeImage:
        "The image docker/compose is obsolete: it is not built any more, and its client stays as old as it is. Compose is a part of docker's own image as `docker compose`.",
    },
    help: {
      clientTooOld:
        'Give the image and the service the same version: `image: docker:29` with `services: [docker:29-dind]`.',
      daemonTooOld:
        'Give the image and the service the same version: `image: docker:29` with `services: [docker:29-dind]`.',
      frozenTag:
        'Give the image and the service the same version: `image: docker:29` with `services: [docker:29-dind]`.',
      composeImage: 'Use `image: docker:29` and write `docker compose` instead of `docker-compose`.',
    },
    schema: [],
  },

  create(context) {
    return {
      Job(job) {
        const { image, daemon } = job;
        if (!image || job.hidden || job.mayHave('image')) return;
        if (image.reference?.hubName === 'docker/compose')
          context.report({ node: image, messageId: 'composeImage', severity: 'warning' });
        const release = daemon?.clientRelease;
        if (!daemon?.service?.release || !release || !meet(daemon, daemon.service)) return;
        const verdict = judge(release, daemon.service, daemon.service.release, job);
        if (!verdict) return;
        context.report({
          ...verdict,
          node: verdict.messageId === 'daemonTooOld' ? daemon.service.node : image,
          confidence: daemon.neededBy?.certain && !daemon.neededBy.forgiven ? verdict.confidence : 'medium',
          data: {
            client: release.tag,
            daemon: daemon.service.release.tag,
            image: showPlace(image),
            service: showPlace(daemon.service.node),
            ...verdict.data,
          },
          related: [other(verdict.messageId, image, daemon.service.node)],
        });
      },
    };
  },
});

interface Verdict {
  readonly messageId: 'clientTooOld' | 'daemonTooOld' | 'frozenTag';
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly data?: Readonly<Record<'newest' | 'oldest', string>>;
}

/** Whether the client talks to this service and to no other daemon. */
function meet({ uncertain, mayComeFrom, host, endpoint }: DaemonSetup, service: DindService): boolean {
  if (uncertain !== undefined || mayComeFrom.length > 0) return false;
  return host ? endpoint !== undefined && service.names.includes(endpoint.name) : service.names.includes('docker');
}

function judge(
  client: DockerRelease,
  { node, daemonArguments }: DindService,
  daemon: DockerRelease,
  { variables }: Job,
): Verdict | undefined {
  const pinned = client.kind !== 'newest' && daemon.kind !== 'newest';
  const confidence = pinned ? 'high' : 'medium';
  if (client.newestApi < daemon.oldestApi) {
    // The daemon can be told to take older clients.
    const isLowered = [...variables, ...node.variables].some(({ name }) => name === 'DOCKER_MIN_API_VERSION');
    if (isLowered || daemonArguments === undefined) return undefined;
    const data = { newest: String(client.newestApi), oldest: String(daemon.oldestApi) };
    return { messageId: 'clientTooOld', severity: pinned ? 'error' : 'warning', confidence, data };
  }
  if (daemon.newestApi < client.oldestApi) {
    const data = { newest: String(daemon.newestApi), oldest: String(client.oldestApi) };
    return { messageId: 'daemonTooOld', severity: 'warning', confidence, data };
  }
  const isFrozen = client.kind === 'stable' && daemon.kind === 'newest';
  return isFrozen ? { messageId: 'frozenTag', severity: 'warning', confidence } : undefined;
}

function other(messageId: Verdict['messageId'], image: Located, service: Located) {
  return messageId === 'daemonTooOld'
    ? { place: image.place, message: 'the client comes from here' }
    : { place: service.place, message: 'the docker-in-docker service is here' };
}
