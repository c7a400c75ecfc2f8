/** The JSON of an auth file, read although its values are variables. */
import type { AuthEntry } from '../pipeline/events.ts';
import { type Base64Text, literalText, type Part, type SymbolicText, type UnknownPart } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';
import { type Pair, pairUp, readPassword, readUser, splitPair } from './credential.ts';
import { readHost } from './host.ts';
import { isExample } from './token-prefixes.ts';

export type AuthJson =
  | { readonly kind: 'entries'; readonly entries: readonly AuthEntry[] }
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Reads `{"auths":{HOST:{"username":…,"password":…}}}` (docker/cli `config/configfile`). Variables may stand inside strings.
 * A host of `credHelpers` has a credential that nobody knows. `credsStore` makes any host possible, so that the content
 * counts as unknown.
 */
export function readAuthJson(text: SymbolicText, place: Place): AuthJson {
  const hidden: Part[] = [];
  let source = '';
  for (const part of text) {
    if (part.kind === 'literal') {
      if (/\$\{?[A-Za-z_]/.test(part.text)) {
        return { kind: 'unknown', reason: 'its variables are not expanded by the shell' };
      }
      source += part.text;
    } else {
      source += `\uE000${hidden.length}\uE001`;
      hidden.push(part);
    }
  }
  if (source.trim() === '' || /^\s*\uE000\d+\uE001\s*$/.test(source))
    return { kind: 'unknown', reason: 'a variable holds the file' };
  const parsed = parseJson(source);
  if ('reason' in parsed) {
    return bringsSyntax(source)
      ? { kind: 'unknown', reason: 'a variable holds a part of its JSON' }
      : { kind: 'malformed', reason: parsed.reason };
  }
  const { value } = parsed;
  if (!isObject(value)) return { kind: 'malformed', reason: 'it is not an object' };
  if ('credsStore' in value) return { kind: 'unknown', reason: 'it names a credential helper' };
  if ('hosts' in value) return { kind: 'unknown', reason: 'it is in the format of regctl' };
  const show = (shown: string): SymbolicText => reveal(shown, hidden, place);
  const read = ([host, entry]: [string, unknown]): AuthEntry =>
    readEntry(show(host), isObject(entry) ? entry : {}, show, place);
  const entries = [value.credHelpers, value.auths].flatMap((hosts) =>
    isObject(hosts) ? Object.entries(hosts).map(read) : [],
  );
  return { kind: 'entries', entries };
}

function readEntry(
  host: SymbolicText,
  entry: Readonly<Record<string, unknown>>,
  show: (text: string) => SymbolicText,
  place: Place,
): AuthEntry {
  const stringOf = (key: string): string | undefined => (typeof entry[key] === 'string' ? entry[key] : undefined);
  const secret = (key: string): SymbolicText | undefined => {
    const shown = stringOf(key);
    return shown === undefined ? undefined : show(shown);
  };
  // docker takes `auth` before the other two (docker/cli `config/configfile`).
  const auth = stringOf('auth') ? secret('auth') : undefined;
  const { user, password } = auth
    ? (decodePair(auth, place) ?? {})
    : { user: secret('username'), password: secret('password') };
  return {
    host: readHost(host, host.find((part) => part.kind !== 'literal')?.place ?? place),
    credential: pairUp(
      user && readUser(user, placeOf(user, place)),
      password && readPassword(password, placeOf(password, place)),
    ),
    encoded: encodedIn(auth),
    isPlain: !auth && !stringOf('identitytoken') && user !== undefined,
    place,
  };
}

/** A secret that an auth file's JSON has in plain sight, as it is written there. */
export interface LiteralSecret {
  readonly host: string;
  readonly written: string;
  /** The text in which it stands. */
  readonly place: Place;
}

/** The passwords that stand in an auth file's JSON instead of coming from variables. */
export function literalSecrets(text: SymbolicText, place: Place): LiteralSecret[] {
  const json = readAuthJson(text, place);
  if (json.kind !== 'entries') return [];
  return json.entries.flatMap(({ host, credential: { user, password } }) => {
    const secret = password && literalText(password.value);
    // A name without a dot is that of a service, or of a machine on a private network.
    const isLocal = host.kind === 'local' || (host.kind === 'named' && !host.key.includes('.'));
    if (!secret || isLocal || secret.includes('$') || secret.length < 8 || isExample(secret)) return [];
    const name = user && literalText(user.value);
    const encoded = name === undefined ? undefined : encodePair(name, secret);
    const holds = (wanted: string | undefined) =>
      text.find((part) => part.kind === 'literal' && wanted !== undefined && part.text.includes(wanted));
    const written = encoded !== undefined && holds(encoded) ? encoded : secret;
    return [{ host: host.key, written, place: holds(written)?.place ?? place }];
  });
}

/** `auth`: base64 of `user:password`. Undefined for anything else. */
function decodePair(auth: SymbolicText, place: Place): Pair | undefined {
  const text = literalText(auth);
  if (text === undefined) return splitPair(soleEncoded(auth)?.base64.encoded ?? []);
  if (!/^[A-Za-z\d+/]{4,}={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const decoded = atob(text);
  return /^[\x20-\x7e]+$/.test(decoded)
    ? splitPair([{ kind: 'literal', text: decoded, quote: 'double', place }])
    : undefined;
}

function encodePair(user: string, password: string): string | undefined {
  return /^[\x20-\x7e]*$/.test(user + password) ? btoa(`${user}:${password}`) : undefined;
}

function encodedIn(auth: SymbolicText | undefined): AuthEntry['encoded'] {
  const part = soleEncoded(auth ?? []);
  return part && { ...part.base64, place: part.place };
}

/** The output of `base64`, when the text is nothing else. */
function soleEncoded(text: SymbolicText): (UnknownPart & { readonly base64: Base64Text }) | undefined {
  const [part, ...others] = text;
  return part?.kind === 'unknown' && part.base64 && others.length === 0 ? { ...part, base64: part.base64 } : undefined;
}

function placeOf(text: SymbolicText, fallback: Place): Place {
  return text.find((part) => part.kind === 'variable')?.place ?? fallback;
}

/**
 * Whether the fault begins at a variable outside of strings, such as `{"auths":$AUTHS}`: before that variable the text is
 * the beginning of a JSON text.
 */
function bringsSyntax(source: string): boolean {
  const beforeVariable = /^(?:[^"\uE000]|"(?:[^"\\]|\\.)*")*(?=\uE000)/s.exec(source)?.[0];
  if (beforeVariable === undefined) return false;
  const start = parseJson(beforeVariable);
  return 'reason' in start && start.at >= beforeVariable.length;
}

/** The value, or what the parser says and where it stopped. */
function parseJson(source: string): { readonly value: unknown } | { readonly reason: string; readonly at: number } {
  try {
    return { value: JSON.parse(source) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /at position (\d+)/.exec(message)?.[1];
    // The parser counts each variable as one character, which would not help the user.
    const reason = message.replace(/\uE000\d+\uE001/g, '…').replace(/,? (in JSON )?at position .*|, ".*/s, '');
    return { reason, at: at === undefined ? stopOf(message, source) : Number(at) };
  }
}

/** For messages without a position: `Unexpected token 'a', "{auths" is not valid JSON`, `Unexpected end of JSON input`. */
function stopOf(message: string, source: string): number {
  return /end of JSON/i.test(message) ? source.length : 0;
}

function reveal(text: string, hidden: readonly Part[], place: Place): SymbolicText {
  return text
    .split(/(\uE000\d+\uE001)/)
    .filter((piece) => piece !== '')
    .map((piece): Part => {
      const part = piece.startsWith('\uE000') ? hidden[Number(piece.slice(1, -1))] : undefined;
      return part ?? { kind: 'literal', text: piece, quote: 'double', place };
    });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
