/** `login` and `logout`: whose credential is stored for which host, or removed. */
import type { Command, Word } from '../pipeline/commands.ts';
import type { LoginArguments, RegistryHost, Secret } from '../pipeline/events.ts';
import { literalText } from '../pipeline/symbolic.ts';
import { inputOf, withoutLineEnd } from '../shell/output.ts';
import { type Arguments, hasOption, valuesOf } from './arguments.ts';
import { authPaths } from './auth-path.ts';
import type { LoginSyntax } from './client.ts';
import { pairUp, readPassword, readUser } from './credential.ts';
import { dockerHubHost, isElsewhere, readHost } from './host.ts';
import { takeApart } from './reference.ts';
import { type ClientStep, eventBase, type JobContext } from './step.ts';

export function logIn(step: ClientStep, syntax: LoginSyntax): void {
  const { command, invocation, state, job } = step;
  const { own, client } = invocation;
  const server = own.positional[syntax.server] ?? placeholder(command, own);
  const host = serverHost(command, server, syntax, job);
  const given = readLoginArguments(own, syntax);
  const user = given.user && readUser(given.user.value, given.user.place);
  const credential = pairUp(user, passwordOf(command, given));
  const event = {
    type: 'Login',
    server,
    host,
    credential,
    given,
    misdirected: undefined,
    leavesGitLab: isElsewhere(host, job.facts),
    ...eventBase(command, client.name),
  } as const;
  job.events.push(event);
  const [path] = authPaths(step).reads;
  if (path !== undefined) state.store(path, { host, credential, from: event, maybe: false });
}

export function logOut(step: ClientStep, syntax: LoginSyntax): void {
  const { command, invocation, state, job } = step;
  const host = serverHost(command, invocation.own.positional[syntax.server], syntax, job);
  job.events.push({ type: 'Logout', host, ...eventBase(command, invocation.client.name) });
  const [path] = authPaths(step).reads;
  if (path !== undefined) state.logOut(path, host);
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

/** A server that the pipeline leaves empty, `REGISTRY: ""`, for the settings of the project to fill. */
function placeholder({ words }: Command, own: Arguments): Word | undefined {
  return words.find((word) => isPlaceholder(word) && !own.options.some(({ value }) => value === word));
}

/** An argument of a function, `$3`, is not for others to fill. */
function isPlaceholder({ value, written }: Word): boolean {
  return literalText(value) === '' && written.some((part) => part.kind === 'variable' && !/^\d/.test(part.name));
}

function serverHost(command: Command, server: Word | undefined, syntax: LoginSyntax, job: JobContext): RegistryHost {
  if (server && literalText(server.value) !== '')
    return readHost(takeApart(server.value), server.place, job.services, job.facts.registry);
  if (syntax.defaultServer === 'docker-hub' && !(server && isPlaceholder(server))) return dockerHubHost(command.place);
  return { key: '…', kind: 'unknown', public: false, place: command.place };
}
