import type { Command } from './commands.ts';
import type { Located, Service } from './nodes.ts';

/**
 * Both sides of a job's connection to a Docker daemon: what the client is told, and what the docker-in-docker service
 * listens on. A setting that is undefined is set nowhere in the YAML, so that the image's default applies.
 */
export interface DaemonSetup {
  /** The first docker-in-docker service. */
  readonly service: DindService | undefined;
  readonly client: DockerImage;
  /** What the job's image holds; undefined when that is not docker's own or its tag does not tell. */
  readonly clientRelease: DockerRelease | undefined;
  /** `DOCKER_HOST` */
  readonly host: Setting | undefined;
  /** What `DOCKER_HOST` names; undefined when it is not set, no TCP address, or not known. */
  readonly endpoint: Endpoint | undefined;
  /** `DOCKER_TLS_CERTDIR` as the service sees it. */
  readonly tlsCertDir: Setting | undefined;
  /** `DOCKER_TLS_VERIFY` */
  readonly tlsVerify: Setting | undefined;
  /** `DOCKER_CERT_PATH` */
  readonly certPath: Setting | undefined;
  /** Other services that may be a daemon: one that answers to `docker`, or whose image is not known. */
  readonly mayComeFrom: readonly Service[];
  /** The first command of the job that needs the daemon. Undefined: only commands that cannot be seen into may need it. */
  readonly neededBy: Command | undefined;
  /** `docker buildx create` without a context or address, which takes the daemon from the environment. */
  readonly builders: readonly Command[];
  /** Why the settings above may not be the whole truth; undefined when they are. */
  readonly uncertain: string | undefined;
}

/** `tcp://docker:2376` */
export interface Endpoint {
  /** In lower case. */
  readonly name: string;
  /** Undefined: docker's default. */
  readonly port: number | undefined;
}

export interface Setting extends Located {
  readonly name: string;
  /** Undefined when the value is not known. */
  readonly value: string | undefined;
}

export interface DindService {
  readonly node: Service;
  /** False: an image of somebody's own, called `dind`, which may start its daemon in another way. */
  readonly isOfficial: boolean;
  /** Names under which it answers. */
  readonly names: readonly string[];
  /** False: it may answer to `docker` too, since a variable of unknown value holds an alias. */
  readonly namesKnown: boolean;
  /** Major version of the image; undefined for a floating tag. */
  readonly version: number | undefined;
  /** Undefined when the image is not docker's own or its tag does not tell. */
  readonly release: DockerRelease | undefined;
  /** Arguments of the daemon's entrypoint; undefined when the service starts the daemon in its own way. */
  readonly daemonArguments: readonly string[] | undefined;
}

/** A release of docker as a tag of its image names it. */
export interface DockerRelease {
  readonly tag: string;
  /** `newest`: a tag that moves, such as `latest` · `stable`: the tag that was left behind at 19.03. */
  readonly kind: 'pinned' | 'newest' | 'stable';
  /** It speaks the versions 1.`oldestApi` to 1.`newestApi` of docker's API. */
  readonly oldestApi: number;
  readonly newestApi: number;
}

/**
 * What runs the docker command line: `official` is docker's own image with its entrypoint, which chooses the endpoint;
 * `no-entrypoint` the same image with the entrypoint replaced; `plain` an image that is known to have no such entrypoint;
 * `custom` any other; `none` when the job names no image.
 */
export type DockerImage = 'official' | 'official-dind' | 'no-entrypoint' | 'plain' | 'custom' | 'none';
