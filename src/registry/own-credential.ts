/** Credentials that a push or pull brings on its own command line: `--creds USER:PASSWORD`, `--username U --password P`. */
import type { Word } from '../pipeline/commands.ts';
import type { Access, Credential } from '../pipeline/events.ts';
import type { SymbolicText } from '../pipeline/symbolic.ts';
import { inputOf, withoutLineEnd } from '../shell/output.ts';
import type { Place } from '../source/source-file.ts';
import { hasOption, valuesOf } from './arguments.ts';
import type { CredentialOptions } from './client.ts';
import { pairUp, readPassword, readUser, splitPair } from './credential.ts';
import type { ClientStep } from './step.ts';

/** Undefined where the command brings none and the store is asked. */
export function ownCredential({ command, invocation }: ClientStep, options: CredentialOptions): Access | undefined {
  const own = { positional: [], options: [...invocation.global.options, ...invocation.own.options] };
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

function readPair(word: Word): Credential | undefined {
  const pair = splitPair(word.value);
  const placeOf = (text: SymbolicText): Place => text.find((part) => part.kind === 'variable')?.place ?? word.place;
  return pair && pairUp(readUser(pair.user, placeOf(pair.user)), readPassword(pair.password, placeOf(pair.password)));
}
