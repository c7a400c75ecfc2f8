/** Credentials that a job hands to something that outlives it: a cluster's secret, a release's values, a swarm, a machine. */
import type { Command, Word } from '../pipeline/commands.ts';
import type { Credential } from '../pipeline/events.ts';
import type { Job, Located } from '../pipeline/nodes.ts';
import { literalText, type Part, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import { commandsOf } from '../pipeline/tree.ts';
import { inputOf } from '../shell/output.ts';
import { behindWrappers } from '../shell/wrappers.ts';
import type { Place } from '../source/source-file.ts';
import { type Arguments, hasOption, readArguments, valuesOf } from './arguments.ts';
import { pairUp, readPassword, readUser } from './credential.ts';
import {
  APPLYING,
  CLUSTERS_OF_THE_JOB,
  KEEPING_BY_PROGRAM,
  type Keeper,
  type KeepingCommand,
  REMOVING,
} from './keeping-commands.ts';
import { type Machine, remoteMachine } from './remote-machine.ts';

export interface KeptSecret extends Located {
  readonly keeper: Keeper;
  readonly credential: Credential;
  readonly command: Command;
  /** `setting`: under a name of the author's choice · `stored`: it comes from a login before. */
  readonly given: 'directly' | 'setting' | 'stored';
  /** The name of the setting. */
  readonly key: string;
}

/** What the job's commands, here and on other machines, keep of its credentials. */
export function keptSecrets(job: Job): readonly KeptSecret[] {
  const commands = commandsOf(job);
  const remote = remoteMachine(commands);
  const kept = [
    ...keptOn({ commands, events: job.events }),
    ...(remote ? [...keptOn(remote), ...keptLogins(remote)] : []),
  ];
  if (kept.length === 0) return kept;
  const programs = [...commands.map(programOf), ...job.services.map(({ name }) => showText(name))];
  const hasOwnCluster = programs.some((name) => CLUSTERS_OF_THE_JOB.test(name ?? ''));
  return hasOwnCluster ? kept.filter(({ keeper }) => keeper === 'swarm' || keeper === 'machine') : kept;
}

function keptOn(machine: Machine): readonly KeptSecret[] {
  const { commands } = machine;
  const left: KeptSecret[] = [];
  for (const [index, command] of commands.entries()) {
    const program = programOf(command) ?? '';
    const kept: KeptSecret[] = [];
    for (const row of KEEPING_BY_PROGRAM.get(program) ?? []) kept.push(...keptBy(row, command, machine));
    kept.push(...keptInManifest(command));
    if (kept.length === 0) continue;
    const later = commands.slice(index + 1);
    left.push(...kept.filter(({ keeper }) => !later.some((other) => REMOVING[keeper].test(showCommand(other)))));
  }
  return left;
}

/** What a command of the row's programs keeps, if the row describes it. */
function keptBy(row: KeepingCommand, command: Command, machine: Machine): readonly KeptSecret[] {
  const words = wordsOf(command);
  if (!row.words.every((word) => words.some((each) => textOf(each) === word))) return [];
  const given = readArguments(words.slice(1), row.valueOptions);
  if (!row.words.every((word, at) => textOf(given.positional[at]) === word)) return [];
  if (isTrial(given) && !isApplied(command, machine.commands)) return [];
  const keep = (place: Place, credential: Credential, how: KeptSecret['given'], key = ''): KeptSecret => ({
    keeper: row.keeper,
    command,
    credential,
    given: how,
    key,
    place,
  });
  const [password] = valuesOf(given, row.password ?? []);
  const [user] = valuesOf(given, row.user ?? []);
  const settings = valuesOf(given, row.settings ?? []).flatMap(settingsIn);
  const userSetting = settings.find(({ key }) => USER_KEY.test(key));
  const sending = words.find((word) => row.sendsStored?.test(showText(word.value)));
  const stored = sending && storedBefore(command, machine);
  return [
    ...(password ? [keep(placeOf(password, command), credentialOf(user, password), 'directly')] : []),
    ...settings
      .filter(({ key }) => SECRET_KEY.test(key))
      .map((setting) => keep(placeOf(setting, command), credentialOf(userSetting, setting), 'setting', setting.key)),
    ...(sending && stored ? [keep(sending.place, stored, 'stored')] : []),
  ];
}

/** Names of values that hold a user or a secret: `imageCredentials.password`, `registryToken`. */
const USER_KEY = /user(name)?$/i;
const SECRET_KEY = /(password|passwd|pwd|token|secret|auth|configjson)["'\])]*$/i;

type Value = Pick<Word, 'value' | 'place'>;

function credentialOf(user: Value | undefined, password: Value): Credential {
  return pairUp(user && readUser(user.value, user.place), readPassword(password.value, password.place));
}

/** The variable itself where it is written in the command. */
function placeOf({ value, place }: Value, command: Command): Place {
  const { file, range } = command.place;
  const isInside = (part: Part): boolean =>
    part.place.file === file && part.place.range[0] >= range[0] && part.place.range[1] <= range[1];
  return value.find((part) => part.kind === 'variable' && isInside(part))?.place ?? place;
}

/** What the logins before a command have stored, if all of them log in as one and the same. */
function storedBefore(command: Command, { commands, events }: Machine): Credential | undefined {
  const before = new Set(commands.slice(0, commands.indexOf(command)));
  const earlier = events.filter((event) => before.has(event.command));
  if (earlier.some(({ type }) => type === 'Logout')) return undefined;
  const credentials = earlier.flatMap((event) => {
    if (event.type === 'Login') return [event.credential];
    return event.type === 'AuthFile' ? (event.entries ?? []).map(({ credential }) => credential) : [];
  });
  const [first] = credentials;
  return credentials.every(({ identity }) => identity === first?.identity) ? first : undefined;
}

/** `--set a=b,imageCredentials.password=$PASSWORD` */
function settingsIn(word: Word): readonly (Value & { readonly key: string })[] {
  return splitAtCommas(word.value).flatMap(([first, ...rest]) => {
    const equals = first?.kind === 'literal' ? first.text.indexOf('=') : -1;
    if (first?.kind !== 'literal' || equals === -1) return [];
    const start = first.text.slice(equals + 1);
    const value = start === '' ? rest : [{ ...first, text: start }, ...rest];
    return [{ key: first.text.slice(0, equals), value, place: word.place }];
  });
}

function splitAtCommas(text: SymbolicText): SymbolicText[] {
  const pieces: Part[][] = [[]];
  for (const part of text) {
    const cut = part.kind === 'literal' ? part.text.split(',').map((each) => ({ ...part, text: each })) : [part];
    cut.forEach((piece, index) => {
      if (index > 0) pieces.push([]);
      pieces.at(-1)?.push(piece);
    });
  }
  return pieces.map((piece) => piece.filter((part) => part.kind !== 'literal' || part.text !== ''));
}

/** A manifest of a pull secret that the script writes itself: `cat <<EOF | kubectl apply -f -`. */
function keptInManifest(command: Command): readonly KeptSecret[] {
  const text = isApplying(command) ? inputOf(command) : undefined;
  const shown = text ? showText(text) : '';
  if (!/^ *kind: *["']?Secret["']?\s*$/m.test(shown) || !/dockerconfigjson|dockercfg/.test(shown)) return [];
  const variables = (text ?? []).filter((part) => part.kind === 'variable');
  return variables.map((part) => ({
    keeper: 'pull-secret',
    command,
    credential: credentialOf(undefined, { value: [part], place: part.place }),
    given: 'directly',
    key: '',
    place: part.place,
  }));
}

/** `--dry-run`: the command prints what it would keep. */
function isTrial(given: Arguments): boolean {
  const [how] = valuesOf(given, ['--dry-run']);
  return hasOption(given, ['--dry-run']) && textOf(how) !== 'none';
}

/** Whether what a command prints is given to the cluster by another. */
function isApplied(command: Command, commands: readonly Command[]): boolean {
  const files = command.redirects.flatMap(({ target }) => (target ? [showText(target.value)] : []));
  const readsFile = ({ words }: Command): boolean => words.some(({ value }) => files.includes(showText(value)));
  return commands.some((other) => isApplying(other) && (readsFrom(other, command) || readsFile(other)));
}

function isApplying(command: Command): boolean {
  if (!APPLYING.programs.includes(programOf(command) ?? '')) return false;
  const [verb] = readArguments(wordsOf(command).slice(1), APPLYING.valueOptions).positional;
  return APPLYING.verbs.includes(textOf(verb) ?? '');
}

function readsFrom({ stdin }: Command, source: Command): boolean {
  return stdin.kind === 'pipe' && stdin.from !== undefined && (stdin.from === source || readsFrom(stdin.from, source));
}

/**
 * Logins on another machine, which stay there. A login for an immediate pull has served its purpose, and whatever else runs
 * there may pull as well.
 */
function keptLogins({ commands, events }: Machine): readonly KeptSecret[] {
  const logins = events.filter((event) => event.type === 'Login');
  const pullsNothing = (command: Command): boolean => {
    const name = programOf(command);
    const isLogin = logins.some((login) => login.command === command);
    return isLogin || command.words.length === 0 || (name !== undefined && PULLS_NOTHING.has(name));
  };
  if (!commands.every(pullsNothing)) return [];
  return logins.map(({ command, credential }) => ({
    keeper: 'machine',
    command,
    credential,
    given: 'directly',
    key: '',
    place: placeOf({ value: credential.password?.value ?? [], place: command.place }, command),
  }));
}

const PULLS_NOTHING: ReadonlySet<string> = new Set([
  '[',
  'cd',
  'chmod',
  'chown',
  'cp',
  'echo',
  'exit',
  'export',
  'mkdir',
  'mv',
  'printf',
  'rm',
  'set',
  'test',
  'true',
]);

function wordsOf({ words }: Command): readonly Word[] {
  return behindWrappers(words);
}

function programOf(command: Command): string | undefined {
  const name = textOf(wordsOf(command)[0]);
  return name?.includes('/') ? name.replace(/^.*\//, '') : name;
}

function showCommand(command: Command): string {
  return wordsOf(command)
    .map(({ value }) => showText(value))
    .join(' ');
}

function textOf(word: Word | undefined): string | undefined {
  return word && literalText(word.value);
}
