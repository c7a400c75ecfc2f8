import type { Client } from '../client.ts';
import { buildctl } from './buildkit.ts';
import { buildah, podman } from './containers.ts';
import { cosign } from './cosign.ts';
import { crane } from './crane.ts';
import { ctr } from './ctr.ts';
import { docker, dockerCompose, nerdctl } from './docker.ts';
import { helm } from './helm.ts';
import { gradle, maven } from './jib.ts';
import { kaniko } from './kaniko.ts';
import { ko } from './ko.ts';
import { oras } from './oras.ts';
import { pack } from './pack.ts';
import { regctl } from './regctl.ts';
import { skopeo } from './skopeo.ts';

const CLIENTS: readonly Client[] = [
  docker,
  dockerCompose,
  nerdctl,
  ctr,
  podman,
  buildah,
  skopeo,
  kaniko,
  buildctl,
  crane,
  ko,
  cosign,
  pack,
  oras,
  helm,
  regctl,
  maven,
  gradle,
];

const byProgram = new Map(CLIENTS.flatMap((client) => client.programs.map((program) => [program, client] as const)));

/** The client that a program name stands for; the name may carry a path. */
export function clientOf(program: string): Client | undefined {
  return byProgram.get(program.includes('/') ? program.replace(/^.*\//, '') : program);
}

const byName = new Map(CLIENTS.map((client) => [client.name, client] as const));

/** The client of an event. */
export function clientNamed(name: string): Client | undefined {
  return byName.get(name);
}
