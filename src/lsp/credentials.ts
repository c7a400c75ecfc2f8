/** Which credential a command would use at a registry, and how that is known, in words. */
import type { Access, AuthFile, Credential, Login, MissingReason, Pull, Push } from '../pipeline/events.ts';
import type { Located } from '../pipeline/nodes.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';
import { maskSecrets } from '../report/secrets.ts';
import { showPlace } from '../rule.ts';

/** One line of Markdown; undefined for an event that asks no registry for anything. */
export function describeEvent(event: RegistryEvent): string | undefined {
  switch (event.type) {
    case 'Push':
    case 'Pull':
      return `${event.type === 'Push' ? 'Pushes' : 'Pulls'} ${reference(event)} ${describeAccess(event)}.`;
    case 'Login':
      return `Logs in to ${code(event.host.key)} with ${describeCredential(event.credential)}.`;
    case 'Logout':
      return `Logs out of ${code(event.host.key)}.`;
    case 'AuthFile':
      return event.entries
        ? `Writes ${code(event.file)} with a login for ${event.entries.map(({ host }) => code(host.key)).join(', ') || 'no registry'}.`
        : `Writes ${code(event.file)}, whose content cannot be told here.`;
    case 'Build':
      return undefined;
  }
}

function reference({ reference: { value } }: Push | Pull): string {
  return code(showText(value));
}

function describeAccess({ access, reference: { host } }: Push | Pull): string {
  switch (access.kind) {
    case 'held':
      return `${access.likely ? 'probably ' : ''}with ${describeCredential(access.credential)}, ${source(access.from)}`;
    case 'missing':
      return `without a login for ${code(host.key)}: ${WHY[access.because]}${near(access)}. The client looks in ${code(access.reads)}`;
    case 'unknown':
      return `with a credential that is not known here: ${access.reason}`;
  }
}

const WHY: Readonly<Record<MissingReason, string>> = {
  never: 'no command of the job logs in there',
  later: 'the job logs in only afterwards',
  replaced: 'the job’s own `before_script` replaces the default one that logs in',
  excluded: '`inherit` keeps out the default `before_script` that logs in',
  'other-job': 'only another job logs in, and jobs share no logins',
  'logged-out': 'the job logs out before',
  elsewhere: 'the login is stored where this client does not look',
  'not-encoded': 'the auth file has no `auth` for it, and this client reads nothing else',
  'other-host': 'the job logs in to another host only',
};

function near({ near: login }: Extract<Access, { kind: 'missing' }>): string {
  return login ? ` (${showPlace(login)})` : '';
}

const WHOSE: Readonly<Record<Credential['identity'], string>> = {
  'job-token': 'the job token',
  'deploy-token': 'the deploy token',
  custom: 'a credential of the project',
  mixed: 'a user and a password that do not belong together',
  unknown: 'a credential that is not known here',
};

function describeCredential({ identity, user, password }: Credential): string {
  // A password that is written out is nobody's business, whatever it looks like.
  const isWritten = password !== undefined && literalText(password.value) !== undefined;
  const pair = [user && showText(user.value), isWritten ? '***' : password && showText(password.value)]
    .map((shown) => shown && code(shown))
    .filter(Boolean);
  return `${WHOSE[identity]}${pair.length > 0 ? ` (${pair.join(', ')})` : ''}`;
}

function source(from: Extract<Access, { kind: 'held' }>['from']): string {
  const at = showPlace(from satisfies Located);
  const how: Readonly<Record<Login['type'] | AuthFile['type'] | 'Word' | 'Command', string>> = {
    Login: 'from the login',
    AuthFile: 'from the auth file written',
    Word: 'which the command brings itself',
    Command: 'which the environment holds since',
  };
  return `${how[from.type]} at ${at}`;
}

/** Text from a script: secrets masked, and no way out of the code span. */
function code(text: string): string {
  return `\`${maskSecrets(text).replace(/[`\s]+/g, ' ')}\``;
}
