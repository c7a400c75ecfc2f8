import type { DaemonSetup, DindService, Setting } from '../src/pipeline/daemon.ts';
import type { Located } from '../src/pipeline/nodes.ts';
import { type Confidence, defineRule, type Severity, showPlace } from '../src/rule.ts';

const MATCHING_SET =
  'For TLS write DOCKER_HOST: "tcp://docker:2376", DOCKER_TLS_CERTDIR: "/certs", DOCKER_TLS_VERIFY: "1" and DOCKER_CERT_PATH: "/certs/client"; without TLS write DOCKER_HOST: "tcp://docker:2375" and DOCKER_TLS_CERTDIR: "".';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'dind-endpoint',
      description: 'Require the docker client and the docker-in-docker service to agree on port and TLS',
      category: 'dind',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'Cannot connect to the Docker daemon at tcp://docker:2375. Is the docker daemon running?',
        'Client sent an HTTP request to an HTTPS server.',
      ],
    },
    messages: {
      plainPortWithTls:
        'DOCKER_HOST names port 2375, but with DOCKER_TLS_CERTDIR {{certDir}} the docker-in-docker service listens with TLS on 2376 only: `Cannot connect to the Docker daemon at {{host}}. Is the docker daemon running?`',
      tlsFlagIgnored:
        'DOCKER_HOST names port 2375, but `--tls=false` does not switch TLS off while DOCKER_TLS_CERTDIR is {{certDir}}: the service still listens on 2376 only and the job stops with `Cannot connect to the Docker daemon at {{host}}`.',
      tlsPortWithoutTls:
        'DOCKER_HOST names port 2376, but with DOCKER_TLS_CERTDIR empty the docker-in-docker service listens without TLS on 2375 only: `Cannot connect to the Docker daemon at {{host}}. Is the docker daemon running?`',
      noClientCertificates:
        'DOCKER_HOST names the TLS port 2376, but {{why}}, and DOCKER_TLS_VERIFY and DOCKER_CERT_PATH are not set, so the client speaks plain HTTP: `Client sent an HTTP request to an HTTPS server.`',
      tlsVerifyOnPlainPort:
        'DOCKER_TLS_VERIFY makes the client speak TLS (any value but the empty one does, "0" as well), while the service listens without TLS on 2375: `server gave HTTP response to HTTPS client`.',
      socketInstead:
        "The image {{image}} has no docker entrypoint that would find the service, and DOCKER_HOST is not set: docker looks for a socket that is not there, `Cannot connect to the Docker daemon at unix:///var/run/docker.sock`, unless the runner mounts the host's.",
      noService:
        "DOCKER_HOST points at {{host}}, but the job has no docker-in-docker service, so the name is not known: `dial tcp: lookup docker: no such host`, unless the runner's configuration adds the service.",
      daemonNotStarted:
        "The job's image is docker-in-docker itself, but GitLab runs the script instead of the daemon, and no service starts one: `Cannot connect to the Docker daemon`, unless the runner mounts the host's socket.",
    },
    help: {
      plainPortWithTls: MATCHING_SET,
      tlsFlagIgnored: 'Set DOCKER_TLS_CERTDIR: "" to switch TLS off, or use port 2376 with TLS.',
      tlsPortWithoutTls: MATCHING_SET,
      noClientCertificates: 'Set DOCKER_TLS_VERIFY: "1" and DOCKER_CERT_PATH: "/certs/client".',
      tlsVerifyOnPlainPort:
        'Remove DOCKER_TLS_VERIFY, or use TLS throughout: port 2376 and DOCKER_TLS_CERTDIR: "/certs".',
      socketInstead: MATCHING_SET,
      noService: 'Add the service: `services: [docker:29-dind]`, with the same version as the client.',
      daemonNotStarted: 'Use `image: docker:29` with `services: [docker:29-dind]`.',
    },
    schema: [],
  },

  create(context) {
    return {
      Job(job) {
        const { daemon } = job;
        if (!daemon || daemon.uncertain !== undefined) return;
        const verdict = judge(daemon);
        if (!verdict) return;
        context.report({
          node: verdict.node ?? job,
          messageId: verdict.messageId,
          severity: verdict.severity,
          confidence: verdict.confidence ?? 'high',
          data: {
            host: daemon.host?.value ?? '',
            certDir: describe(daemon.tlsCertDir),
            why: verdict.why ?? '',
            image: job.image ? `\`${job.image.place.file.text.slice(...job.image.place.range).split('\n')[0]}\`` : '',
          },
          related: verdict.service
            ? [{ place: verdict.service.node.place, message: 'the docker-in-docker service is here' }]
            : [],
        });
      },
    };
  },
});

interface Verdict {
  readonly messageId:
    | 'plainPortWithTls'
    | 'tlsFlagIgnored'
    | 'tlsPortWithoutTls'
    | 'noClientCertificates'
    | 'tlsVerifyOnPlainPort'
    | 'socketInstead'
    | 'noService'
    | 'daemonNotStarted';
  readonly severity: Severity;
  readonly confidence?: Confidence;
  readonly node: Located | undefined;
  readonly service?: DindService;
  readonly why?: string;
}

/** The image's own default, when the YAML sets nothing (docker-library/docker: `ENV DOCKER_TLS_CERTDIR=/certs`). */
const CERT_DIR_DEFAULT = '/certs';
/** The first version of the image that speaks TLS unless told otherwise is 19.03. */
const FIRST_TLS_VERSION = 19;

function judge(daemon: DaemonSetup): Verdict | undefined {
  return daemon.service ? judgeService(daemon, daemon.service) : judgeWithoutService(daemon);
}

function judgeService(daemon: DaemonSetup, service: DindService): Verdict | undefined {
  if (service.version !== undefined && service.version < FIRST_TLS_VERSION) return undefined;
  if (service.daemonArguments === undefined) return undefined;
  if (!daemon.host) return judgeUnsetHost(daemon, service);
  const port = portOf(daemon.host, service);
  if (port === undefined || (daemon.tlsCertDir && daemon.tlsCertDir.value === undefined)) return undefined;
  const usesTls = (daemon.tlsCertDir?.value ?? CERT_DIR_DEFAULT) !== '';
  const stated = daemon.tlsCertDir !== undefined;
  if (port === 2375 && usesTls) {
    const messageId = service.daemonArguments.includes('--tls=false') ? 'tlsFlagIgnored' : 'plainPortWithTls';
    return { messageId, severity: stated ? 'error' : 'warning', node: daemon.host, service };
  }
  if (port === 2375 && daemon.tlsVerify?.value) {
    return { messageId: 'tlsVerifyOnPlainPort', severity: 'error', node: daemon.tlsVerify, service };
  }
  if (port === 2376 && !usesTls)
    return { messageId: 'tlsPortWithoutTls', severity: 'error', node: daemon.host, service };
  if (port === 2376 && !daemon.tlsVerify && !daemon.certPath) return judgeCertificates(daemon, service, daemon.host);
  return undefined;
}

/** Docker's own entrypoint finds the certificates; without it nobody tells the client about them. */
function judgeCertificates(daemon: DaemonSetup, service: DindService, node: Setting): Verdict | undefined {
  if (daemon.client === 'no-entrypoint') {
    const why = 'the `entrypoint` of the image is replaced, which would have found the certificates';
    return { messageId: 'noClientCertificates', severity: 'error', node, service, why };
  }
  if (daemon.client !== 'plain' && daemon.client !== 'custom') return undefined;
  const why = "the job's image has no docker entrypoint that would find the certificates";
  const confidence = daemon.client === 'plain' ? 'high' : 'low';
  return { messageId: 'noClientCertificates', severity: 'warning', confidence, node, service, why };
}

function judgeUnsetHost(daemon: DaemonSetup, service: DindService): Verdict | undefined {
  if (!daemon.neededBy || (daemon.client !== 'plain' && daemon.client !== 'custom')) return undefined;
  const confidence = daemon.client === 'plain' ? 'medium' : 'low';
  return { messageId: 'socketInstead', severity: 'warning', confidence, node: daemon.neededBy, service };
}

function judgeWithoutService(daemon: DaemonSetup): Verdict | undefined {
  if (!daemon.neededBy) return undefined;
  if (daemon.host) {
    const isDind = /^tcp:\/\/docker(:\d+)?\/?$/.test(daemon.host.value ?? '');
    return isDind
      ? { messageId: 'noService', severity: 'warning', confidence: 'medium', node: daemon.host }
      : undefined;
  }
  if (daemon.client !== 'official-dind') return undefined;
  return { messageId: 'daemonNotStarted', severity: 'warning', confidence: 'medium', node: daemon.neededBy };
}

/** The port of a host that the service answers to. */
function portOf(host: Setting, service: DindService): number | undefined {
  const match = /^tcp:\/\/([\w.-]+):(\d+)\/?$/.exec(host.value ?? '');
  const name = match?.[1]?.toLowerCase();
  return match && name !== undefined && service.names.includes(name) ? Number(match[2]) : undefined;
}

function describe(certDir: Setting | undefined): string {
  return certDir ? `"${certDir.value}" (${showPlace(certDir)})` : "unset (the image's default is /certs)";
}
