/**
 * How kaniko logs in by itself, without an auth file (kaniko: `pkg/creds/creds.go`): to `$CI_REGISTRY` with the job token
 * from the environment, from 1.9.0 on, and to the registries of clouds with what their own environment offers.
 */
import type { Command } from '../pipeline/commands.ts';
import type { Access, RegistryHost } from '../pipeline/events.ts';
import type { SymbolicText } from '../pipeline/symbolic.ts';
import { isCloudRegistry } from './cloud-login.ts';
import { pairUp, readPassword, readUser } from './credential.ts';
import { isOwnRegistry } from './host.ts';
import type { ProjectFacts } from './project.ts';

/** Images of kaniko and of its forks, also when a mirror serves them. */
const KANIKO_IMAGE = /(^|\/)(kaniko-project|osscontainertools|martizih|chainguard-forks)\/(executor|kaniko)(?=[:@]|$)/;

/** `v1.8.1-debug`; before 1.0 also `debug-v0.24.0`. */
const VERSION = /:(?:debug-)?v?(\d+)\.(\d+)/;

/** Whether a job's image is kaniko's own, whose environment is known. */
export function isKanikoImage(image: string): boolean {
  return KANIKO_IMAGE.test(image);
}

/** What kaniko uses for a host that no auth file has; undefined when it has nothing. */
export function kanikoLogin(
  host: RegistryHost,
  command: Command,
  image: string,
  facts: ProjectFacts,
): Access | undefined {
  if (isCloudRegistry(host)) return { kind: 'unknown', reason: 'kaniko may log in with the credentials of a cloud' };
  const own = isOwnRegistry(host, facts);
  if (own === 'no' || isBeforeOwnLogin(image)) return undefined;
  if (own === 'maybe') return { kind: 'unknown', reason: 'kaniko logs in to $CI_REGISTRY by itself' };
  const secret = (name: string): SymbolicText => [
    { kind: 'variable', name, quote: 'none', operation: undefined, place: command.place },
  ];
  const credential = pairUp(
    readUser(secret('CI_REGISTRY_USER'), command.place),
    readPassword(secret('CI_REGISTRY_PASSWORD'), command.place),
  );
  return { kind: 'held', credential, from: command, likely: false };
}

/** Older than 1.9.0. The tags of other images count their own versions. */
function isBeforeOwnLogin(image: string): boolean {
  const [, major, minor] = (isKanikoImage(image) && VERSION.exec(image)) || [];
  return major !== undefined && (Number(major) === 0 || (Number(major) === 1 && Number(minor) < 9));
}
