/**
 * How a job reaches its Docker daemon (docker-library/docker: `docker-entrypoint.sh`, `dockerd-entrypoint.sh`;
 * gitlab-runner: `helpers/container/services/services.go`).
 */
import type { DaemonSetup, DindService, DockerImage, DockerRelease, Endpoint, Setting } from '../pipeline/daemon.ts';
import type { Image, Job, Service, Variable } from '../pipeline/nodes.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import { commandsOf, textsOf } from '../pipeline/tree.ts';
import { expand, type JobVariables, type Lookup } from '../shell/environment.ts';
import { createsBuilder, namesDaemon, needsDaemon } from './daemon-need.ts';
import { dockerRelease } from './docker-release.ts';
import { readReference } from './reference.ts';
import { serviceImage, serviceNames } from './service-names.ts';

/** The setup of a job after its commands are known; undefined when it has nothing to do with a Docker daemon. */
export function daemonSetup(job: Job, variables: JobVariables): DaemonSetup | undefined {
  // What fails in an after_script does not fail the job.
  const commands = commandsOf(job).filter(({ section }) => section !== 'after_script');
  const needs = commands.map(needsDaemon);
  const needing = commands.filter((_, index) => needs[index] === 'yes');
  const neededBy = needing.find((command) => command.certain && !command.forgiven) ?? needing[0];
  const builders = commands.filter(createsBuilder);
  const mayBeNeeded = neededBy !== undefined || needs.includes('maybe');
  if (!mayBeNeeded && builders.length === 0) return undefined;
  const { lookup } = variables;
  const services = job.services.map((each) => dindService(each, lookup)).filter((each) => each !== undefined);
  const service = services.find(({ isOfficial }) => isOfficial) ?? services[0];
  const setting = (name: string): Setting | undefined => settingOf(name, variables.definitions(name), lookup);
  const host = setting('DOCKER_HOST');
  return {
    service,
    mayComeFrom: job.services.filter((each) => each !== service?.node && mayBeDaemon(each, lookup)),
    client: clientImage(job, lookup),
    clientRelease: job.image && releaseOf(job.image, lookup),
    host,
    endpoint: endpointOf(host),
    tlsCertDir:
      (service && serviceSetting('DOCKER_TLS_CERTDIR', service.node, lookup)) ?? setting('DOCKER_TLS_CERTDIR'),
    tlsVerify: setting('DOCKER_TLS_VERIFY'),
    certPath: setting('DOCKER_CERT_PATH'),
    neededBy,
    builders,
    uncertain: whyUncertain(job, variables),
  };
}

/** Names of images on Docker Hub that bring neither a daemon nor docker's entrypoint. */
const PLAIN_IMAGES = new Set(
  `alpine amazonlinux archlinux bash busybox centos composer debian eclipse-temurin fedora golang gradle maven mcr node nginx
   openjdk perl php python rockylinux ruby rust ubuntu`.split(/\s+/),
);

/** docker's image, its tag, and what stands before its name. Tags may hold variables. */
const DOCKER_IMAGE = /^(.*\/)?docker(?::([^@/]*))?(?:@.*)?$/;
/** `registry.example.com/infra/dind:27`, `acme/factory-dind` */
const OWN_DIND_IMAGE = /^(?:.*\/)?(?:[\w.]+-)*dind(?::[^@/]*)?(?:@.*)?$/;
/** Where docker's own image comes from: Docker Hub, directly or through the dependency proxy. */
const DOCKER_HUB =
  /^((docker\.io\/)?(library\/)?|.*(\/dependency_proxy\/containers|_GROUP_IMAGE_PREFIX)\/(library\/)?)$/;

function clientImage(job: Job, lookup: Lookup): DockerImage {
  if (!job.image) return job.mayHave('image') ? 'custom' : 'none';
  const image = showText(expand(job.image.name, lookup));
  const match = DOCKER_IMAGE.exec(image);
  if (!match)
    return PLAIN_IMAGES.has(image.replace(/[:@].*$/, '').replace(/^(docker\.io\/)?library\//, '')) ? 'plain' : 'custom';
  if (replacesEntrypoint(job.image)) return DOCKER_HUB.test(match[1] ?? '') ? 'no-entrypoint' : 'custom';
  return match[2]?.includes('dind') ? 'official-dind' : 'official';
}

/** An empty list leaves the image's own entrypoint in place; `[""]` removes it. */
function replacesEntrypoint({ entrypoint = [] }: Image): boolean {
  return entrypoint.length > 0 && !entrypoint.some((word) => /docker-entrypoint\.sh$/.test(showText(word)));
}

function dindService(node: Service, lookup: Lookup): DindService | undefined {
  const image = serviceImage(node, lookup);
  const tag = DOCKER_IMAGE.exec(image)?.[2];
  const isOfficial = tag?.includes('dind') ?? false;
  if (!isOfficial && !OWN_DIND_IMAGE.test(image)) return undefined;
  const major = isOfficial ? /^(\d+)/.exec(tag ?? '')?.[1] : undefined;
  return {
    node,
    isOfficial,
    names: serviceNames(node, lookup),
    namesKnown: !hasOpenAlias(node, lookup),
    version: major === undefined ? undefined : Number(major),
    release: releaseOf(node, lookup),
    daemonArguments: isOfficial ? daemonArguments(node, lookup) : undefined,
  };
}

function releaseOf({ name, place }: Image | Service, lookup: Lookup): DockerRelease | undefined {
  const image = expand(name, lookup);
  return showText(image).includes('docker') ? dockerRelease(readReference(image, place, [], {})) : undefined;
}

function hasOpenAlias(service: Service, lookup: Lookup): boolean {
  return service.aliases.some((alias) => literalText(expand(alias, lookup)) === undefined);
}

/** Whether a service is a daemon as far as one can tell: it answers to `docker`, or its image or names are not known. */
function mayBeDaemon(service: Service, lookup: Lookup): boolean {
  const image = serviceImage(service, lookup);
  const isNamed = /(^|\/)[\w.-]+([:@].*)?$/.test(image);
  return (
    !isNamed ||
    hasOpenAlias(service, lookup) ||
    /docker|dind/.test(image) ||
    serviceNames(service, lookup).includes('docker')
  );
}

/**
 * What the image's entrypoint gets: with no arguments, or with arguments that start with a dash, it adds the host and TLS
 * options itself; another first word is a command of its own.
 */
function daemonArguments(node: Service, lookup: Lookup): readonly string[] | undefined {
  const words = [...(node.entrypoint ?? []), ...(node.command ?? [])].map((word) => literalText(expand(word, lookup)));
  const known = words.filter((word) => word !== undefined);
  if (known.length < words.length) return undefined;
  const entrypoint = known.findIndex((word) => word.endsWith('dockerd-entrypoint.sh'));
  if (node.entrypoint && entrypoint === -1) return undefined;
  const given = known.slice(entrypoint + 1);
  const own = given[0] !== undefined && !given[0].startsWith('-');
  return own || given.some((word) => /^(-H|--host)/.test(word)) ? undefined : given;
}

function endpointOf(host: Setting | undefined): Endpoint | undefined {
  const [, name, port] = /^tcp:\/\/([\w.-]+)(?::(\d+))?\/?$/.exec(host?.value ?? '') ?? [];
  return name === undefined
    ? undefined
    : { name: name.toLowerCase(), port: port === undefined ? undefined : Number(port) };
}

function settingOf(name: string, definitions: readonly Variable[], lookup: Lookup): Setting | undefined {
  const definition = definitions.at(-1);
  const value = lookup(name);
  if (!definition || !value) return undefined;
  return { name, value: literalText(value), place: definition.place };
}

function serviceSetting(name: string, service: Service, lookup: Lookup): Setting | undefined {
  const definition = service.variables.findLast((variable) => variable.name === name);
  const value = definition?.values[0];
  return definition && value && { name, value: literalText(expand(value, lookup)), place: definition.place };
}

/** Signs that the script chooses its daemon itself, or starts one. */
const OWN_ENDPOINT =
  /\b(DOCKER_HOST|DOCKER_TLS_VERIFY|DOCKER_TLS_CERTDIR|DOCKER_CERT_PATH|DOCKER_CONTEXT|BUILDX_BUILDER)\s*=|unset [^\n;]*DOCKER_|docker context use|docker context (create|update|import)[^\n]*--docker|dockerd|(service|systemctl start|rc-service) docker|--driver[= ](remote|kubernetes|cloud)|alias docker=|\bdocker\s*\(\)/;

/** Commands that may set any variable. */
const SETS_ANYTHING: ReadonlySet<string> = new Set(['source', '.', 'eval']);

function whyUncertain(job: Job, variables: JobVariables): string | undefined {
  if (job.hidden) return 'the job is a template';
  if (job.mayHave('variables') || job.mayHave('services') || job.mayHave('image'))
    return 'an include that could not be read may set it';
  if (variables.has('DOCKER_CONTEXT')) return 'DOCKER_CONTEXT is set';
  if (job.scripts.some((script) => script.opaque !== undefined)) return 'the script is written in another language';
  if (textsOf(job).some((text) => OWN_ENDPOINT.test(text))) return 'the script sets it';
  const commands = commandsOf(job);
  if (commands.some(({ words: [name], runs }) => name && !runs && SETS_ANYTHING.has(literalText(name.value) ?? '')))
    return 'the script may set it';
  return commands.some(namesDaemon) ? 'a command names its daemon itself' : undefined;
}
