/** Credentials that a push or pull brings on its own command line: `--creds USER:PASSWORD`, `--username U --password P`. */
import type { Word } from '../pipeline/commands.ts';
import type { Access, Credential, Secret } from '../pipeline/events.ts';
import { inputOf, withoutLineEnd } from '../shell/output.ts';
import { hasOption, valuesOf } from './arguments.ts';
import type { CredentialOptions } from './client.ts';
import { pairUp, readPassword, readUser } from './credential.ts';
import { shapeOf, sliceText } from './field-list.ts';
import type { ClientStep } from './step.ts';

/** Undefined where the command brings none and the store is asked. */
export function ownCredential(
  { command, invocation: { own } }: ClientStep,
  options: CredentialOptions,
): Access | undefined {
  const last = (names: readonly string[] = []): Word | undefined => valuesOf(own, names).at(-1);
  const held = (credential: Credential, from: Word): Access => ({ kind: 'held', credential, from, likely: false });
  const pair = last(options.pair);
  if (pair) {
    const credential = readPair(pair);
    return credential ? held(credential, pair) : UNKNOWN;
  }
  const [user, password] = [last(options.user), last(options.password)];
  if (user) {
    const input = !password && hasOption(own, options.passwordStdin ?? []) ? inputOf(command) : undefined;
    const secret = password
      ? readPassword(password.value, password.place)
      : input && readPassword(withoutLineEnd(input), command.place);
    return secret ? held(pairUp(readUser(user.value, user.place), secret), user) : UNKNOWN;
  }
  return password || hasOption(own, options.other ?? []) ? UNKNOWN : undefined;
}

const UNKNOWN: Access = { kind: 'unknown', reason: 'the command brings a credential of its own' };

/** `USER:PASSWORD`, parted at the first colon; undefined where the password is missing or the colon is not in sight. */
function readPair(word: Word): Credential | undefined {
  const shape = shapeOf(word.value);
  const colon = shape.indexOf(':');
  if (colon <= 0 || colon === shape.length - 1) return undefined;
  const secretAt = (from: number, to: number, read: typeof readUser): Secret => {
    const value = sliceText(word.value, from, to);
    return read(value, value.find((part) => part.kind === 'variable')?.place ?? word.place);
  };
  return pairUp(secretAt(0, colon, readUser), secretAt(colon + 1, shape.length, readPassword));
}
