/** One command of a job, seen by the registries: which events it makes, and which credentials it stores or removes. */
import type { Command, Word } from '../pipeline/commands.ts';
import type { Access, ImageReference, LoginArguments, RegistryHost, Secret } from '../pipeline/events.ts';
import { literalText } from '../pipeline/symbolic.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';
import type { Lookup } from '../shell/environment.ts';
import { inputOf, withoutLineEnd } from '../shell/output.ts';
import { unwrap } from '../shell/wrappers.ts';
import type { FileContent } from '../source/host.ts';
import {
  type Arguments,
  hasOption,
  type Invocation,
  readArguments,
  readInvocation,
  valuesOf,
  withoutEmptyWords,
} from './arguments.ts';
import { readAuthJson } from './auth-json.ts';
import { asAuthPath, authPaths, mentionsAuthFolder } from './auth-path.ts';
import type { Client, LoginSyntax } from './client.ts';
import { clientOf } from './clients/index.ts';
import { pairUp, readPassword, readUser } from './credential.ts';
import { dockerHubHost, readHost } from './host.ts';
import { kanikoLogin } from './kaniko-login.ts';
import type { ProjectFacts } from './project.ts';
import { readReference, takeApart } from './reference.ts';
import { proxyArguments, referenceWords } from './reference-words.ts';
import type { CredentialState } from './stores.ts';
import { whyOpaque } from './transparent.ts';
import { writtenAuthFiles } from './written-file.ts';

/** What does not change within a job. */
export interface JobContext {
  readonly facts: ProjectFacts;
  /** Names under which the job's services answer. */
  readonly services: readonly string[];
  /** The job's image as text. */
  readonly image: string;
  /** A hidden job, whose children may log in differently, or one that its rules keep out of every pipeline. */
  readonly idle: boolean;
  readonly events: RegistryEvent[];
  /** Reads a file of the linted repository, by its path from the root. */
  readonly readFile: (path: string) => FileContent;
}

/** Updates the state by a command and adds its events. */
export function interpretCommand(command: Command, lookup: Lookup, state: CredentialState, job: JobContext): void {
  writeAuthFiles(command, lookup, state, job);
  if (command.words.length === 0) return;
  const { wrappers, start } = unwrap(command.words.map((word) => literalText(word.value)));
  const words = command.words.slice(start);
  const name = words[0] && literalText(words[0].value);
  const client = name === undefined ? undefined : clientOf(name);
  if (!client) {
    if ((name === 'cd' || name === 'pushd') && words.some((word) => mentionsAuthFolder(word.value)))
      state.opaque ??= 'it works in the folder of the auth file';
    const opaque = whyOpaque({ ...command, words }, name);
    if (opaque !== undefined) state.opaque ??= opaque;
    return;
  }
  const invocation = readInvocation(client, withoutEmptyWords(words.slice(1)));
  if (wrappers.includes('sudo') || wrappers.includes('doas')) state.opaque ??= 'it runs commands as another user';
  if (isSubcommandOpen(invocation, words))
    state.opaque ??= `it runs \`${client.name}\` with arguments that are not known`;
  if (asksOnly(invocation)) return;
  const login = invocation.verb?.login;
  if (invocation.verb?.does === 'login' && login) logIn(command, invocation, login, lookup, state, job);
  else if (invocation.verb?.does === 'logout' && login) logOut(command, invocation, login, lookup, state, job);
  else if (invocation.verb?.does === 'transfer') transfer(command, invocation, lookup, state, job);
  else if (invocation.verb?.does === 'load')
    job.events.push({ ...eventBase(command, client.name), type: 'Build', tags: [] });
}

/** `docker login --help`, `podman login --get-login`: nothing happens to a registry. */
function asksOnly({ verb, own }: Invocation): boolean {
  return hasOption(own, ['--help', '--get-login']) || (!verb?.valueOptions?.includes('-h') && hasOption(own, ['-h']));
}

/** `docker $OPTIONS login …`: what the client does cannot be told. */
function isSubcommandOpen({ client, verb }: Invocation, words: readonly Word[]): boolean {
  if (verb) return false;
  const [subcommand] = readArguments(words.slice(1), client.globalValueOptions).positional;
  return subcommand !== undefined && literalText(subcommand.value) === undefined;
}

function logIn(
  command: Command,
  invocation: Invocation,
  syntax: LoginSyntax,
  lookup: Lookup,
  state: CredentialState,
  job: JobContext,
): void {
  const { own, client } = invocation;
  const server = own.positional[syntax.server];
  const host = serverHost(command, server, syntax, job);
  const given = readLoginArguments(own, syntax);
  const user = given.user && readUser(given.user.value, given.user.place);
  const credential = pairUp(user, passwordOf(command, given));
  const event = {
    ...eventBase(command, client.name),
    type: 'Login',
    server,
    host,
    credential,
    given,
    misdirected: undefined,
  } as const;
  job.events.push(event);
  const [path] = authPaths(invocation, lookup, job.image);
  if (path !== undefined) state.store(path, { host, credential, from: event, maybe: false });
}

function readLoginArguments(own: Arguments, syntax: LoginSyntax): LoginArguments {
  return {
    user: valuesOf(own, syntax.user).at(-1),
    password: valuesOf(own, syntax.password).at(-1),
    passwordStdin: hasOption(own, syntax.passwordStdin)
      ? { value: valuesOf(own, syntax.passwordStdin).at(-1) }
      : undefined,
    positional: own.positional,
  };
}

function passwordOf(command: Command, { password, passwordStdin }: LoginArguments): Secret | undefined {
  if (password) return readPassword(password.value, password.place);
  if (!passwordStdin) return undefined;
  const input = inputOf(command);
  const place = input?.find((part) => part.kind === 'variable')?.place ?? command.place;
  return input ? readPassword(withoutLineEnd(input), place) : { value: [], place, means: 'unknown' };
}

function serverHost(command: Command, server: Word | undefined, syntax: LoginSyntax, job: JobContext): RegistryHost {
  if (server && literalText(server.value) !== '') return readHost(takeApart(server.value), server.place, job.services);
  if (syntax.defaultServer === 'docker-hub') return dockerHubHost(command.place);
  return { key: '…', kind: 'unknown', public: false, place: command.place };
}

function logOut(
  command: Command,
  invocation: Invocation,
  syntax: LoginSyntax,
  lookup: Lookup,
  state: CredentialState,
  job: JobContext,
): void {
  const host = serverHost(command, invocation.own.positional[syntax.server], syntax, job);
  job.events.push({ ...eventBase(command, invocation.client.name), type: 'Logout', host });
  const [path] = authPaths(invocation, lookup, job.image);
  if (path !== undefined) state.logOut(path, host);
}

function transfer(
  command: Command,
  invocation: Invocation,
  lookup: Lookup,
  state: CredentialState,
  job: JobContext,
): void {
  const { own, client, verb } = invocation;
  const base = eventBase(command, client.name);
  if (valuesOf(own, MOUNTS).some((word) => mentionsAuthFolder(word.value))) {
    state.opaque ??= 'it runs a container that can write the auth file';
  }
  const tags: ImageReference[] = [];
  const access = (reference: ImageReference): Access => accessFor(reference, invocation, command, lookup, state, job);
  for (const source of verb?.references ?? []) {
    if (source.when && !hasOption(own, source.when)) continue;
    if (source.unless && hasOption(own, source.unless)) continue;
    for (const word of referenceWords(own, source)) {
      const reference = readReference(word.value, word.place, job.services, job.facts);
      if (source.does === 'tag') tags.push(reference);
      else if (source.does === 'push') {
        job.events.push({
          ...base,
          place: word.place,
          type: 'Push',
          reference,
          role: source.role === 'base' ? 'image' : source.role,
          access: access(reference),
        });
      } else {
        const role = source.role === 'manifest' ? 'image' : source.role;
        job.events.push({ ...base, place: word.place, type: 'Pull', reference, role, access: access(reference) });
      }
    }
  }
  for (const word of proxyArguments(own)) {
    const reference = readReference(word.value, word.place, job.services, job.facts);
    job.events.push({ ...base, place: word.place, type: 'Pull', reference, role: 'base', access: access(reference) });
  }
  if (tags.length > 0) job.events.push({ ...base, type: 'Build', tags });
}

/** Options that share files with a container. */
const MOUNTS = ['-v', '--volume', '--mount'];

function accessFor(
  reference: ImageReference,
  invocation: Invocation,
  command: Command,
  lookup: Lookup,
  state: CredentialState,
  job: JobContext,
): Access {
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

function writeAuthFiles(command: Command, lookup: Lookup, state: CredentialState, job: JobContext): void {
  for (const { path, target, content } of writtenAuthFiles(command, (written) =>
    asAuthPath(written, lookup, job.image),
  )) {
    const json = content ? readAuthJson(content, target.place) : undefined;
    const base = eventBase(command, 'file');
    const event = {
      ...base,
      type: 'AuthFile',
      path: target.value,
      file: path,
      content,
      entries: json?.kind === 'entries' ? json.entries : undefined,
      malformed: json?.kind === 'malformed' ? json.reason : undefined,
    } as const;
    job.events.push(event);
    if (json?.kind === 'entries') {
      state.replace(
        path,
        json.entries.map((entry) => ({ host: entry.host, credential: entry.credential, from: event, maybe: false })),
      );
    } else {
      state.replace(path, []);
      state.opaque ??= 'it writes an auth file whose content is not known';
    }
  }
}

function eventBase(command: Command, client: string) {
  return {
    place: command.place,
    trail: command.trail,
    keyPath: command.keyPath,
    command,
    client,
    certain: command.certain,
  };
}
