/** A login where one is missing, as changes to the job's scripts. */
import type { Access, Login, Pull, Push } from '../pipeline/events.ts';
import type { Job } from '../pipeline/nodes.ts';
import { showText } from '../pipeline/symbolic.ts';
import { insertCommandBefore } from '../shell/rewrite.ts';
import type { Fix } from '../source/text-edit.ts';
import { replaceName } from '../yaml/edit-scalar.ts';
import { insertYamlBefore } from '../yaml/edit-structure.ts';
import { DEPENDENCY_PROXY, loginLine, OWN_REGISTRY } from './login-line.ts';

type Missing = Extract<Access, { kind: 'missing' }>;

/** The credential is kept elsewhere or otherwise, or was removed: it is there. */
const KEPT: ReadonlySet<Missing['because']> = new Set(['logged-out', 'elsewhere', 'not-encoded']);

/** For the own registry. Other causes than a login that is not there are for the author to remove. */
export function logInToRegistry(event: Push | Pull, { because, near }: Missing, job: Job | undefined): readonly Fix[] {
  if (KEPT.has(because) || because === 'excluded') return [];
  if (because === 'replaced' && near?.keyPath.startsWith('default.before_script')) return keepDefault(job);
  const { host } = event.reference;
  if (because === 'other-host' && near?.type === 'Login') {
    const alike = spellServer(near, host.key, job);
    if (alike.length > 0) return alike;
  }
  if (host.kind !== 'own') return [];
  return logInBefore(event, job, { to: OWN_REGISTRY.server, line: loginLine(event.client, OWN_REGISTRY) });
}

/** For a pull through the dependency proxy. */
export function logInToProxy(pull: Pull, { because }: Missing, job: Job | undefined): readonly Fix[] {
  if (KEPT.has(because)) return [];
  const { host } = pull.reference;
  const server = host.kind === 'dependency-proxy' ? DEPENDENCY_PROXY.server : host.key;
  const line = loginLine(pull.client, { ...DEPENDENCY_PROXY, server });
  return logInBefore(pull, job, { to: 'the dependency proxy', line });
}

/** Before the first command that needs the credential, so that those behind it have it too. */
function logInBefore(
  { client, reference, command }: Push | Pull,
  job: Job | undefined,
  login: { readonly to: string; readonly line: string | undefined },
): readonly Fix[] {
  if (namesAuthFile(command)) return [];
  const first = job?.events.find(
    (event) =>
      (event.type === 'Push' || event.type === 'Pull') &&
      event.client === client &&
      event.access.kind === 'missing' &&
      event.reference.host.key === reference.host.key,
  );
  const edits = login.line && insertCommandBefore((first?.command ?? command).place, login.line);
  return edits ? [{ title: `Log in to ${login.to} before`, edits }] : [];
}

/** A login would have to name the same file. */
function namesAuthFile({ words }: Push['command']): boolean {
  return words.some(({ value }) => /^--((src|dest)-)?(authfile|config|registry-config)(=|$)/.test(showText(value)));
}

/** The job's own `before_script` begins with the one that it replaces. */
function keepDefault(job: Job | undefined): readonly Fix[] {
  const line = job?.scripts.find(({ section }) => section === 'before_script')?.lines[0];
  const edits = line && insertYamlBefore(line.place, '!reference [default, before_script]');
  return edits ? [{ title: 'Run the default before_script first', edits }] : [];
}

/** The server of the job's own login, when it is the host of the reference but for its port. */
function spellServer({ place, server, host }: Login, key: string, job: Job | undefined): readonly Fix[] {
  const withoutPort = (name: string): string => name.replace(/:\d+$/, '');
  const isOwn = job?.events.some((event) => event.place === place) ?? false;
  if (!isOwn || !server || withoutPort(host.key) !== withoutPort(key)) return [];
  const edits = replaceName(server.place, host.key, key);
  return edits ? [{ title: `Log in to ${key}`, edits }] : [];
}
