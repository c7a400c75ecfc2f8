/** One command of a job, seen by the registries: which events it makes, and which credentials it stores or removes. */
import type { Command, Word } from '../pipeline/commands.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import type { Lookup } from '../shell/environment.ts';
import { behindWrappers } from '../shell/wrappers.ts';
import { hasOption, type Invocation, readArguments, readInvocation, withoutEmptyWords } from './arguments.ts';
import { mentionsAuthFolder } from './auth-path.ts';
import { clientOf } from './clients/index.ts';
import { cloudRegistries, runsPrintedLogin } from './cloud-login.ts';
import { logIn, logOut } from './log-in.ts';
import { isNamed } from './project.ts';
import { runsAs } from './run-as.ts';
import type { JobContext } from './step.ts';
import type { CredentialState } from './stores.ts';
import { transfer } from './transfer.ts';
import { whyOpaque } from './transparent.ts';
import { writeAuthFiles } from './write-auth-file.ts';

/** Updates the state by a command and adds its events. */
export function interpretCommand(command: Command, lookup: Lookup, state: CredentialState, job: JobContext): void {
  writeAuthFiles({ command, lookup, state, job });
  if (command.words.length === 0) return;
  const words = behindWrappers(command.words);
  const start = command.words.length - words.length;
  const name = words[0] && literalText(words[0].value);
  if (logsInUnseen(words, job)) state.opaque ??= 'it runs a command that logs in, as the settings say';
  const client = name === undefined ? undefined : clientOf(name);
  if (!client) {
    if ((name === 'cd' || name === 'pushd') && words.some((word) => mentionsAuthFolder(word.value)))
      state.opaque ??= 'it works in the folder of the auth file';
    const registries = cloudRegistries(words) ?? runsPrintedLogin(words);
    const opaque = registries ? undefined : whyOpaque(words, name);
    if (registries) state.help(registries);
    else if (opaque !== undefined) state.opaque ??= opaque;
    return;
  }
  const invocation = readInvocation(client, withoutEmptyWords(words.slice(1)));
  const before = command.words.slice(0, start).map(({ value }) => showText(value));
  const user = start === 0 ? 'caller' : runsAs(before.join(' '));
  if (user === 'another') state.opaque ??= 'it runs commands as another user';
  if (client.runsProject) state.opaque ??= `it runs \`${name}\``;
  if (isSubcommandOpen(invocation, words))
    state.opaque ??= `it runs \`${client.name}\` with arguments that are not known`;
  if (asksOnly(invocation)) return;
  const step = { command, lookup, state, job, invocation, runsAs: user };
  const login = invocation.verb?.login;
  if (invocation.verb?.does === 'login' && login) logIn(step, login);
  else if (invocation.verb?.does === 'logout' && login) logOut(step, login);
  else if (invocation.verb) transfer(step);
}

/** The whole command, or its program, is one of those that the settings name. */
function logsInUnseen(words: readonly Word[], { facts: { loginCommands } }: JobContext): boolean {
  if (!loginCommands) return false;
  const [program = '', ...rest] = words.map(({ value }) => showText(value));
  return isNamed(program, loginCommands) || isNamed([program, ...rest].join(' '), loginCommands);
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
