/** What a job does on other machines: the scripts that it hands to `ssh`. */
import type { Command, Word } from '../pipeline/commands.ts';
import { literalText } from '../pipeline/symbolic.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';
import { foreignCommands } from '../shell/foreign.ts';
import { behindWrappers } from '../shell/wrappers.ts';
import { readArguments } from './arguments.ts';
import { interpretCommand } from './interpret.ts';
import type { JobContext } from './step.ts';
import { CredentialState } from './stores.ts';

/** Commands that run on one machine, in order, and what they do to registries. */
export interface Machine {
  readonly commands: readonly Command[];
  readonly events: readonly RegistryEvent[];
}

/** What a job's commands run over ssh, one after the other. Undefined for nothing, or when one of its scripts cannot be read. */
export function remoteMachine(ofJob: readonly Command[]): Machine | undefined {
  const commands: Command[] = [];
  for (const command of ofJob) {
    const words = mayRunSsh(command) ? wordsForSsh(command) : undefined;
    const script = words && foreignCommands(words, command);
    if (words && !script) return undefined;
    commands.push(...(script ?? []));
  }
  if (commands.length === 0) return undefined;
  const events: RegistryEvent[] = [];
  const context: JobContext = {
    facts: {},
    services: [],
    image: '',
    idle: false,
    events,
    readFile: () => ({ ok: false, reason: 'missing' }),
    mayHaveWritten: () => true,
    lacked: () => false,
  };
  const state = new CredentialState();
  for (const command of commands) interpretCommand(command, () => undefined, state, context);
  return { commands, events };
}

/** Options of ssh that take a value (OpenSSH 10, `ssh(1)`). */
const SSH_OPTIONS = [...'BbcDEeFIiJLlmOoPpQRSWw'].map((letter) => `-${letter}`);
/** Options of sshpass that take a value. */
const SSHPASS_OPTIONS = ['-p', '-f', '-d', '-P'];

function mayRunSsh({ words }: Command): boolean {
  const name = nameOf(behindWrappers(words)[0]);
  return name === 'ssh' || name === 'sshpass';
}

/** The words, or the here-document, of which the other machine's shell makes a script. Undefined: no ssh. */
function wordsForSsh({ words: all, stdin }: Command): readonly Word[] | undefined {
  const words = behindSshpass(behindWrappers(all));
  if (nameOf(words[0]) !== 'ssh') return undefined;
  const [host] = readArguments(words.slice(1), SSH_OPTIONS).positional;
  const given = host ? words.slice(words.indexOf(host) + 1) : [];
  const readsInput = given.length === 0 || /^(ba|da|a)?sh( -\w+)*( -)?$/.test(given.map(nameOf).join(' '));
  if (!readsInput || stdin.kind !== 'text') return given;
  const [first, last] = [stdin.text.at(0)?.place ?? stdin.place, stdin.text.at(-1)?.place ?? stdin.place];
  const place =
    first.file === last.file ? { file: first.file, range: [first.range[0], last.range[1]] as const } : first;
  return [{ type: 'Word', written: stdin.text, value: stdin.text, place }];
}

function behindSshpass(words: readonly Word[]): readonly Word[] {
  if (nameOf(words[0]) !== 'sshpass') return words;
  const [ssh] = readArguments(words.slice(1), SSHPASS_OPTIONS).positional;
  return ssh ? words.slice(words.indexOf(ssh)) : words;
}

function nameOf(word: Word | undefined): string | undefined {
  const name = word && literalText(word.value);
  return name?.includes('/') ? name.replace(/^.*\/(?=[^/]+$)/, '') : name;
}
