/** Which credential a client would send with a push or pull. */
import type { Access, ImageReference } from '../pipeline/events.ts';
import { hasOption } from './arguments.ts';
import { authPaths } from './auth-path.ts';
import type { Client } from './client.ts';
import { kanikoLogin } from './kaniko-login.ts';
import type { ClientStep } from './step.ts';

export function accessFor(reference: ImageReference, step: ClientStep): Access {
  const { command, invocation, lookup, state, job } = step;
  const inline = invocation.verb?.inlineCredentials;
  if (inline && hasOption(invocation.own, inline)) {
    return { kind: 'unknown', reason: 'the command brings a credential of its own' };
  }
  if (job.idle) return { kind: 'unknown', reason: 'the job never runs' };
  // docker from 28.3 on prefers it to what a login has stored (docker/cli `cli/config/configfile`).
  if (lookup('DOCKER_AUTH_CONFIG')) return { kind: 'unknown', reason: 'DOCKER_AUTH_CONFIG is set' };
  const access = state.access(authPaths(invocation, lookup, job.image), reference.host, job.facts);
  if (mayBePodman(invocation.client, access, job.image))
    return { kind: 'unknown', reason: 'docker may be podman here' };
  if (invocation.client.store !== 'kaniko' || access.kind !== 'missing') return access;
  return kanikoLogin(reference.host, command, job.image, job.facts) ?? access;
}

/** Where podman is at home, `docker` may be its other name (package `podman-docker`), with podman's auth file. */
function mayBePodman(client: Client, access: Access, image: string): boolean {
  if (client.name !== 'docker' || access.kind !== 'missing' || access.because !== 'elsewhere') return false;
  const { near } = access;
  return near !== undefined && near.client !== 'docker' && !/(^|\/)docker(:|$)/.test(image);
}
