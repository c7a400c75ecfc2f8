import type { DaemonSetup, DindService } from '../src/pipeline/daemon.ts';
import type { Job, Located } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { answerToDocker, connectToDocker } from '../src/registry/daemon-fixes.ts';
import { type Confidence, defineRule, enumerate, type Severity } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'dind-hostname',
      description: 'Require the docker-in-docker service to answer to the name that the docker client uses',
      category: 'dind',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'error during connect: Post "http://docker:2375/v1.50/build": dial tcp: lookup docker on 10.0.0.2:53: no such host',
        'x509: certificate is valid for docker, localhost, not dind',
      ],
    },
    messages: {
      nameNotFound:
        'DOCKER_HOST names `docker`, but no service answers to it: the names of {{image}} come from its whole path, so that it is {{names}} here. The client stops with `lookup docker on …: no such host`.',
      defaultNotFound:
        "DOCKER_HOST is not set, so docker's image looks for the daemon at `docker`, but no service answers to that name: the names of {{image}} come from its whole path, so that it is {{names}} here. The client stops with `lookup docker on …: no such host`.",
      notInCertificate:
        'DOCKER_HOST reaches the docker-in-docker service as `{{name}}` with TLS, but the certificate that the service makes for itself names `docker` and `localhost` only: `x509: certificate is valid for docker, localhost, not {{name}}`.',
    },
    help: {
      nameNotFound: 'Give the service the name: `alias: docker`.',
      defaultNotFound: 'Give the service the name: `alias: docker`.',
      notInCertificate:
        'Write DOCKER_HOST: "tcp://docker:2376", with `alias: docker` where the image is not plainly `docker`; or set DOCKER_TLS_SAN: "DNS:{{name}}" for the service.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Job(job) {
        const { daemon } = job;
        if (!daemon?.service || daemon.uncertain !== undefined || daemon.mayComeFrom.length > 0) return;
        const { service } = daemon;
        const verdict = judgeName(daemon, service) ?? judgeCertificate(daemon, service, job);
        if (!verdict) return;
        const needed = job.image && daemon.neededBy?.certain && !daemon.neededBy.forgiven;
        context.report({
          node: verdict.node,
          messageId: verdict.messageId,
          severity: verdict.severity ?? 'error',
          confidence: needed ? verdict.confidence : 'medium',
          data: {
            image: `\`${showText(service.node.name)}\``,
            names: service.names.length > 0 ? enumerate(service.names.map((name) => `\`${name}\``)) : 'another',
            name: daemon.endpoint?.name ?? '',
          },
          related: [{ place: service.node.place, message: 'the docker-in-docker service is here' }],
          suggest:
            verdict.messageId === 'notInCertificate' ? connectToDocker(daemon, service) : answerToDocker(service),
        });
      },
    };
  },
});

interface Verdict {
  readonly messageId: 'nameNotFound' | 'defaultNotFound' | 'notInCertificate';
  readonly node: Located;
  readonly confidence: Confidence;
  readonly severity?: Severity;
}

/** A name that is neither a service's nor `docker` is another machine's. */
function judgeName({ host, endpoint, client, neededBy }: DaemonSetup, service: DindService): Verdict | undefined {
  if (!service.namesKnown || service.names.includes('docker')) return undefined;
  if (host) {
    const confidence = service.isOfficial ? 'high' : 'medium';
    return endpoint?.name === 'docker' ? { messageId: 'nameNotFound', node: host, confidence } : undefined;
  }
  // Where the runner mounts a socket, the image's entrypoint takes that instead.
  return client.startsWith('official') && neededBy
    ? {
        messageId: 'defaultNotFound',
        node: service.node,
        confidence: 'medium',
        severity: service.isOfficial ? 'error' : 'warning',
      }
    : undefined;
}

/** Names in the certificate that the service makes (docker-library/docker `dockerd-entrypoint.sh`). */
const CERTIFIED: ReadonlySet<string> = new Set(['docker', 'localhost']);
/** The first version of the image that makes certificates is 19.03. */
const FIRST_TLS_VERSION = 19;

function judgeCertificate(daemon: DaemonSetup, service: DindService, { variables }: Job): Verdict | undefined {
  const { host, endpoint, tlsCertDir, tlsVerify, client } = daemon;
  if (!host || endpoint?.port !== 2376 || CERTIFIED.has(endpoint.name)) return undefined;
  if (!service.names.includes(endpoint.name) || service.daemonArguments === undefined) return undefined;
  if (service.version !== undefined && service.version < FIRST_TLS_VERSION) return undefined;
  if (tlsCertDir && !tlsCertDir.value) return undefined;
  if ([...variables, ...service.node.variables].some(({ name }) => name === 'DOCKER_TLS_SAN')) return undefined;
  if (tlsVerify?.value) return { messageId: 'notInCertificate', node: host, confidence: 'high' };
  // The entrypoint of docker's image turns TLS on when it finds the certificates.
  const finds = client.startsWith('official') && !tlsVerify;
  return finds ? { messageId: 'notInCertificate', node: host, confidence: 'medium' } : undefined;
}
