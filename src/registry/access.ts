/** Which credential a client would send with a push or pull. */
import type { Access, ImageReference, RegistryHost } from '../pipeline/events.ts';
import { literalText } from '../pipeline/symbolic.ts';
import { readAuthJson } from './auth-json.ts';
import { authPaths, isFresh } from './auth-path.ts';
import type { Client, ReferenceSource } from './client.ts';
import { isCloudRegistry } from './cloud-login.ts';
import { dockerRelease } from './docker-release.ts';
import { type Answer, resolvedKey, sameHost } from './host.ts';
import { kanikoLogin } from './kaniko-login.ts';
import { ownCredential } from './own-credential.ts';
import { isNamed, type ProjectFacts } from './project.ts';
import { readReference } from './reference.ts';
import type { ClientStep } from './step.ts';

/** `source` is the table row that the reference comes from, if one names it. */
export function accessFor(reference: ImageReference, step: ClientStep, source?: ReferenceSource): Access {
  const access = credentialFor(reference, step, source);
  if (access.kind !== 'missing' || !isOpen(reference.host, step.job.facts)) return access;
  return { kind: 'unknown', reason: 'the registry needs no login here, as the settings say' };
}

function isOpen(host: RegistryHost, facts: ProjectFacts): boolean {
  return isNamed(host.key, facts.openRegistries) || isNamed(resolvedKey(host, facts), facts.openRegistries);
}

function credentialFor(reference: ImageReference, step: ClientStep, source?: ReferenceSource): Access {
  const { command, invocation, state, job } = step;
  const { client, verb } = invocation;
  const { host } = reference;
  if (job.idle) return { kind: 'unknown', reason: 'the job never runs' };
  const options = source?.credential ?? verb?.credential;
  const own = (options && ownCredential(step, options)) ?? fromVariable(host, step);
  if (own) return own;
  if (client.store === 'none') return { kind: 'unknown', reason: `it is not known where ${client.name} looks` };
  const access = state.access(authPaths(step, source), host, job.facts, (path) => isFresh(path, step));
  if (mayBePodman(client, access, job.image)) return { kind: 'unknown', reason: 'docker may be podman here' };
  if (access.kind !== 'missing') return access;
  // What uses the keychain of go-containerregistry often adds those of the clouds to it (sigstore/cosign, ko-build/ko).
  if (client.store === 'keychain' && isCloudRegistry(host))
    return { kind: 'unknown', reason: `${client.name} may log in with the credentials of a cloud` };
  if (client.store !== 'kaniko') return access;
  return kanikoLogin(host, command, job.image, job.facts) ?? access;
}

/**
 * What DOCKER_AUTH_CONFIG has for a host. docker from 28.3 on prefers it to what a login has stored (docker/cli
 * `cli/config/configfile`), and so does what is built with its code.
 */
function fromVariable(host: RegistryHost, { command, invocation, lookup, job }: ClientStep): Access | undefined {
  const value = lookup('DOCKER_AUTH_CONFIG');
  if (!value || literalText(value) === '') return undefined;
  const json = readAuthJson(value, command.place);
  if (json.kind !== 'entries') return { kind: 'unknown', reason: 'DOCKER_AUTH_CONFIG is set' };
  const entryThat = (answer: Answer) => json.entries.find((entry) => sameHost(entry.host, host, job.facts) === answer);
  const same = entryThat('yes');
  if (same && invocation.client.name === 'docker' && readsVariable(job.image, command.place))
    return { kind: 'held', credential: same.credential, from: command, likely: false };
  return same || entryThat('maybe')
    ? { kind: 'unknown', reason: 'DOCKER_AUTH_CONFIG may have a credential for it' }
    : undefined;
}

/** Whether a job's image has a docker that reads DOCKER_AUTH_CONFIG: API 1.51 came with 28.3. */
function readsVariable(image: string, place: ImageReference['place']): boolean {
  const name = [{ kind: 'literal', text: image, quote: 'none', place } as const];
  return (dockerRelease(readReference(name, place, [], {}))?.newestApi ?? 0) >= 51;
}

/** Where podman is at home, `docker` may be its other name (package `podman-docker`), with podman's auth file. */
function mayBePodman(client: Client, access: Access, image: string): boolean {
  if (client.name !== 'docker' || access.kind !== 'missing' || access.because !== 'elsewhere') return false;
  const { near } = access;
  return near !== undefined && near.client !== 'docker' && !/(^|\/)docker(:|$)/.test(image);
}
