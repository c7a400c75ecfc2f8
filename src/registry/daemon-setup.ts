/**
 * How a job reaches its Docker daemon (docker-library/docker: `docker-entrypoint.sh`, `dockerd-entrypoint.sh`;
 * gitlab-runner: `helpers/container/services/services.go`).
 */
import type { Command } from '../pipeline/commands.ts';
import type { DaemonSetup, DindService, DockerImage, Setting } from '../pipeline/daemon.ts';
import type { Job, Service, Variable } from '../pipeline/nodes.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import { expand, type JobVariables, type Lookup } from '../shell/environment.ts';
import { unwrap } from '../shell/wrappers.ts';
import { readArguments } from './arguments.ts';
import { docker } from './clients/docker.ts';
import { serviceImage, serviceNames } from './service-names.ts';

/** The setup of a job after its commands are known; undefined when it has nothing to do with a Docker daemon. */
export function daemonSetup(job: Job, variables: JobVariables): DaemonSetup | undefined {
  const { lookup } = variables;
  const service = job.services.map((each) => dindService(each, lookup)).find((each) => each !== undefined);
  const setting = (name: string): Setting | undefined => settingOf(name, variables.definitions(name), lookup);
  const host = setting('DOCKER_HOST');
  const commands = job.scripts.flatMap((script) => script.commands);
  const neededBy = commands.find(needsDaemon);
  if (!service && !host && !neededBy) return undefined;
  return {
    service,
    client: clientImage(job, lookup),
    host,
    tlsCertDir:
      (service && serviceSetting('DOCKER_TLS_CERTDIR', service.node, lookup)) ?? setting('DOCKER_TLS_CERTDIR'),
    tlsVerify: setting('DOCKER_TLS_VERIFY'),
    certPath: setting('DOCKER_CERT_PATH'),
    neededBy,
    uncertain: whyUncertain(job, variables),
  };
}

/** Names of images on Docker Hub that bring neither a daemon nor docker's entrypoint. */
const PLAIN_IMAGES = new Set(
  `alpine amazonlinux archlinux bash busybox centos composer debian eclipse-temurin fedora golang gradle maven mcr node nginx
   openjdk perl php python rockylinux ruby rust ubuntu`.split(/\s+/),
);

const DOCKER_IMAGE = /^(?:(?:docker\.io\/)?(?:library\/)?|.*\/)docker(?::([\w.-]+))?(?:@.*)?$/;

function clientImage(job: Job, lookup: Lookup): DockerImage {
  if (!job.image) return job.mayHave('image') ? 'custom' : 'none';
  const image = showText(expand(job.image.name, lookup));
  const match = DOCKER_IMAGE.exec(image);
  if (!match)
    return PLAIN_IMAGES.has(image.replace(/[:@].*$/, '').replace(/^(docker\.io\/)?library\//, '')) ? 'plain' : 'custom';
  if (job.image.entrypoint) return 'no-entrypoint';
  return match[1]?.includes('dind') ? 'official-dind' : 'official';
}

function dindService(node: Service, lookup: Lookup): DindService | undefined {
  const tag = DOCKER_IMAGE.exec(serviceImage(node, lookup))?.[1];
  if (!tag?.includes('dind')) return undefined;
  const major = /^(\d+)/.exec(tag)?.[1];
  return {
    node,
    names: serviceNames(node, lookup),
    version: major === undefined ? undefined : Number(major),
    daemonArguments: daemonArguments(node, lookup),
  };
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

const CLIENT_ONLY = new Set([
  'login',
  'logout',
  'version',
  '--version',
  '-v',
  'context',
  'help',
  '--help',
  'manifest',
  'config',
  'compose',
]);

function needsDaemon(command: Command): boolean {
  const { start } = unwrap(command.words.map((word) => literalText(word.value)));
  const words = command.words.slice(start);
  const name = words[0] && literalText(words[0].value);
  if (name !== 'docker' || words.some((word) => /^(-H|--host|--context|--tls)/.test(literalText(word.value) ?? '')))
    return false;
  const [verb] = readArguments(words.slice(1), docker.globalValueOptions).positional;
  const text = verb && literalText(verb.value);
  return text !== undefined && !CLIENT_ONLY.has(text) && text !== 'buildx';
}

const ENDPOINT_VARIABLES =
  /\b(DOCKER_HOST|DOCKER_TLS_VERIFY|DOCKER_TLS_CERTDIR|DOCKER_CERT_PATH|DOCKER_CONTEXT)=|unset [^\n;]*DOCKER_|docker context (use|create)|dockerd/;

function whyUncertain(job: Job, variables: JobVariables): string | undefined {
  if (job.hidden) return 'the job is a template';
  if (job.mayHave('variables') || job.mayHave('services') || job.mayHave('image'))
    return 'an include that could not be read may set it';
  if (variables.has('DOCKER_CONTEXT')) return 'DOCKER_CONTEXT is set';
  const lines = job.scripts.flatMap((script) => script.lines);
  if (lines.some((line) => ENDPOINT_VARIABLES.test(line.text.text))) return 'the script sets it';
  return undefined;
}
