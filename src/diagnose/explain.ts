/** Says of a failure what the pipeline shows about it, beyond the log. */
import type { Credential, Login, Pull, Push } from '../pipeline/events.ts';
import { showText } from '../pipeline/symbolic.ts';
import type { Location } from './locate.ts';
import type { Details } from './meaning.ts';

const IDENTITIES: Readonly<Partial<Record<Credential['identity'], string>>> = {
  'job-token': 'the job token',
  'deploy-token': 'a deploy token',
};

/** `line 41 pushes to acme/shared/base; this job's token may only write acme/platform/api`. */
export function explanation({ place, event }: Location, details: Details): string | undefined {
  if (!event) return undefined;
  const line = `line ${place.file.position(place.range[0]).line}`;
  if (event.type === 'Login') return `${line} logs in to ${event.host.key} with ${credentialName(event)}`;
  const what = `${line} ${event.type === 'Push' ? 'pushes to' : 'pulls from'} ${showText(event.reference.path)}`;
  const why = accessOf(event, details);
  return why === undefined ? what : `${what}; ${why}`;
}

function accessOf({ type, access, reference }: Push | Pull, { project }: Details): string | undefined {
  const host = reference.host.key;
  if (access.kind === 'missing') return `nothing logs in to ${host} before it`;
  if (access.kind === 'unknown') return undefined;
  const { identity } = access.credential;
  if (identity !== 'job-token') return `it uses ${IDENTITIES[identity] ?? 'a credential of its own'} for ${host}`;
  if (type === 'Pull') return `it uses the job token for ${host}`;
  return `this job’s token may only write ${project ?? reference.ownPath ?? 'its own project'}`;
}

function credentialName({ credential: { identity, user, password } }: Login): string {
  const known = IDENTITIES[identity];
  if (known !== undefined) return known;
  const named = [user, password].flatMap((secret) => (secret ? showText(secret.value) : []));
  return named.length === 2 ? named.join(' and ') : 'a credential of its own';
}
