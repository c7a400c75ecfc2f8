import type { DaemonSetup, DindService, Setting } from '../src/pipeline/daemon.ts';
import type { Image, Job, Located } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { doWithoutTls, nameCertificates, useTls } from '../src/registry/daemon-fixes.ts';
import { type Confidence, defineRule, type Fix, type Severity, showPlace } from '../src/rule.ts';

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
        'DOCKER_HOST names port 2375, but `--tls=false` does not switch TLS off while DOCKER_TLS_CERTDIR is {{certDir}}: the service still listens on 2376 only, so `Cannot connect to the Docker daemon at {{host}}. Is the docker daemon running?`',
      tlsPortWithoutTls:
        'DOCKER_HOST names port 2376, but with DOCKER_TLS_CERTDIR empty ({{certDirPlace}}) the docker-in-docker service listens without TLS on 2375 only: {{log}}',
      noClientCertificates:
        'DOCKER_HOST names the TLS port 2376, but {{why}}, and DOCKER_TLS_VERIFY and DOCKER_CERT_PATH are not set, so the client speaks plain HTTP: `Client sent an HTTP request to an HTTPS server.`',
      tlsVerifyOnPlainPort:
        'DOCKER_TLS_VERIFY makes the client speak TLS (any value but the empty one does, "0" as well), but with DOCKER_TLS_CERTDIR empty ({{certDirPlace}}) the service makes no certificates and listens without TLS on 2375: {{log}}',
      socketInstead:
        'DOCKER_HOST is not set and {{why}}, so docker looks for a socket instead of the service: `Cannot connect to the Docker daemon at unix:///var/run/docker.sock`, unless the runner mounts the socket of its host.',
      noService:
        "DOCKER_HOST points at {{host}}, but the job has no docker-in-docker service, so that nothing answers to the name `docker`: `lookup docker on …: no such host`, unless the runner's configuration adds the service.",
      settingWithoutService:
        'DOCKER_TLS_CERTDIR is a setting of the docker-in-docker service, but the job has no such service, and DOCKER_HOST names no other daemon. The client looks for one called `docker`: `lookup docker on …: no such host`, unless the runner mounts the socket of its host or adds the service.',
      daemonNotStarted:
        "The job's image {{image}} holds a Docker daemon, but GitLab runs the script instead of starting it, and no service starts one: `Cannot connect to the Docker daemon`, unless the runner mounts the socket of its host.",
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
      settingWithoutService:
        'Add the service: `services: [docker:29-dind]`, with the same version as the client; or remove DOCKER_TLS_CERTDIR where the runner mounts the socket.',
      daemonNotStarted: 'Use `image: docker:29` with `services: [docker:29-dind]`.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Job(job) {
        const { daemon } = job;
        if (!daemon || daemon.uncertain !== undefined) return;
        const verdict = judge(daemon);
        if (!verdict) return;
        context.report({
          node: verdict.node,
          messageId: verdict.messageId,
          severity: verdict.severity,
          confidence: leastOf(verdict.confidence ?? 'high', confidenceIn(job, daemon)),
          data: {
            host: daemon.host?.value ?? '',
            certDir: describe(daemon.tlsCertDir),
            certDirPlace: daemon.tlsCertDir ? showPlace(daemon.tlsCertDir) : '',
            why: verdict.why ?? '',
            log: logLine(daemon),
            image: showImage(job.image),
          },
          related: verdict.service
            ? [{ place: verdict.service.node.place, message: 'the docker-in-docker service is here' }]
            : [],
          suggest: fixesFor(verdict, daemon),
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
    | 'settingWithoutService'
    | 'daemonNotStarted';
  readonly severity: Severity;
  readonly confidence?: Confidence;
  readonly node: Located;
  readonly service?: DindService;
  readonly why?: string;
}

/** The best first: what is meant shows in what is written out. */
function fixesFor({ messageId }: Verdict, daemon: DaemonSetup): readonly Fix[] {
  switch (messageId) {
    case 'plainPortWithTls':
      return daemon.tlsCertDir
        ? [...useTls(daemon), ...doWithoutTls(daemon)]
        : [...doWithoutTls(daemon), ...useTls(daemon)];
    case 'tlsPortWithoutTls':
      return daemon.tlsVerify?.value
        ? [...useTls(daemon), ...doWithoutTls(daemon)]
        : [...doWithoutTls(daemon), ...useTls(daemon)];
    case 'tlsVerifyOnPlainPort':
    case 'tlsFlagIgnored':
      return doWithoutTls(daemon);
    case 'noClientCertificates':
      return nameCertificates(daemon);
    default:
      return [];
  }
}

/** The image's own default, when the YAML sets nothing (docker-library/docker: `ENV DOCKER_TLS_CERTDIR=/certs`). */
const CERT_DIR_DEFAULT = '/certs';
/** The first version of the image that speaks TLS unless told otherwise is 19.03. */
const FIRST_TLS_VERSION = 19;

function judge(daemon: DaemonSetup): Verdict | undefined {
  if (daemon.service) return judgeService(daemon, daemon.service);
  return daemon.mayComeFrom.length > 0 ? undefined : judgeWithoutService(daemon);
}

function judgeService(daemon: DaemonSetup, service: DindService): Verdict | undefined {
  if (service.version !== undefined && service.version < FIRST_TLS_VERSION) return undefined;
  if (service.daemonArguments === undefined) return undefined;
  if (!daemon.host) return judgeUnsetHost(daemon, service);
  const port = portOf(daemon, service);
  if (port === undefined || (daemon.tlsCertDir && daemon.tlsCertDir.value === undefined)) return undefined;
  const usesTls = (daemon.tlsCertDir?.value ?? CERT_DIR_DEFAULT) !== '';
  if (port === 2375 && usesTls) {
    const messageId = service.daemonArguments.includes('--tls=false') ? 'tlsFlagIgnored' : 'plainPortWithTls';
    const stated = daemon.tlsCertDir !== undefined;
    return {
      messageId,
      severity: stated ? 'error' : 'warning',
      confidence: stated ? 'high' : 'medium',
      node: daemon.host,
      service,
    };
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
    const why = "the image's `entrypoint`, which would find the certificates, is replaced";
    return { messageId: 'noClientCertificates', severity: 'error', node, service, why };
  }
  if (daemon.client !== 'plain' && daemon.client !== 'custom') return undefined;
  const why = "the job's image has no docker entrypoint that would find the certificates";
  const confidence = daemon.client === 'plain' ? 'high' : 'low';
  return { messageId: 'noClientCertificates', severity: 'warning', confidence, node, service, why };
}

function judgeUnsetHost(daemon: DaemonSetup, service: DindService): Verdict | undefined {
  const { client, neededBy, tlsVerify, tlsCertDir } = daemon;
  if (!neededBy || client === 'none') return undefined;
  // Told to verify, the image's entrypoint takes the port with TLS.
  if (client === 'official' && tlsVerify?.value && tlsCertDir?.value === '')
    return { messageId: 'tlsVerifyOnPlainPort', severity: 'error', node: tlsVerify, service };
  if (client.startsWith('official')) return undefined;
  const why =
    client === 'no-entrypoint'
      ? "the image's `entrypoint`, which would find the service, is replaced"
      : "the job's image has no docker entrypoint that would find the service";
  const confidence = client === 'custom' ? 'low' : 'medium';
  return { messageId: 'socketInstead', severity: 'warning', confidence, node: neededBy, service, why };
}

function judgeWithoutService(daemon: DaemonSetup): Verdict | undefined {
  if (!daemon.neededBy) return undefined;
  if (daemon.host) {
    return daemon.endpoint?.name === 'docker'
      ? { messageId: 'noService', severity: 'warning', confidence: 'medium', node: daemon.host }
      : undefined;
  }
  if (daemon.client === 'official' && daemon.tlsCertDir) {
    return { messageId: 'settingWithoutService', severity: 'warning', confidence: 'medium', node: daemon.tlsCertDir };
  }
  if (daemon.client !== 'official-dind') return undefined;
  return { messageId: 'daemonNotStarted', severity: 'warning', confidence: 'medium', node: daemon.neededBy };
}

/** The port of a host that the service answers to. */
function portOf({ endpoint }: DaemonSetup, service: DindService): number | undefined {
  return endpoint && service.names.includes(endpoint.name) ? endpoint.port : undefined;
}

/** A job without an image may run on a machine of its own; one whose commands hide their needs may need no daemon. */
function confidenceIn({ image }: Job, { neededBy }: DaemonSetup): Confidence {
  return image && neededBy?.certain && !neededBy.forgiven ? 'high' : 'medium';
}

function leastOf(a: Confidence, b: Confidence): Confidence {
  const order: readonly Confidence[] = ['low', 'medium', 'high'];
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

/** What docker says about a service without TLS: it reads the certificates before it connects. */
function logLine({ host, tlsVerify, certPath }: DaemonSetup): string {
  return tlsVerify?.value
    ? `\`unable to resolve docker endpoint: open ${certPath?.value ?? '…/.docker'}/ca.pem: no such file or directory\``
    : `\`Cannot connect to the Docker daemon at ${host?.value ?? ''}. Is the docker daemon running?\``;
}

function describe(certDir: Setting | undefined): string {
  return certDir
    ? `"${certDir.value}" (${showPlace(certDir)})`
    : "unset (the image's default is /certs, unless the runner's configuration sets another)";
}

function showImage(image: Image | undefined): string {
  return image ? `\`${showText(image.name)}\`` : '';
}
