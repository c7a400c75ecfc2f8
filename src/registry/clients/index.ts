import type { Client } from '../client.ts';
import { buildah, podman, skopeo } from './containers.ts';
import { docker, dockerCompose, nerdctl } from './docker.ts';
import { kaniko } from './kaniko.ts';

const CLIENTS: readonly Client[] = [docker, dockerCompose, nerdctl, podman, buildah, skopeo, kaniko];

const byProgram = new Map(CLIENTS.flatMap((client) => client.programs.map((program) => [program, client] as const)));

/** The client that a program name stands for; the name may carry a path. */
export function clientOf(program: string): Client | undefined {
  return byProgram.get(program.replace(/^.*\//, ''));
}
