/** Rewrites a login so that its password comes through a pipe: `echo "$PASSWORD" | docker login … --password-stdin`. */
import type { Word } from '../pipeline/commands.ts';
import type { Login } from '../pipeline/events.ts';
import { showText } from '../pipeline/symbolic.ts';
import { inDoubleQuotes, isWrittenOut, pipeInto, removeWords, textOfWords } from '../shell/rewrite.ts';
import type { TextEdit } from '../source/text-edit.ts';
import { readText, rewriteText } from '../yaml/edit-scalar.ts';
import { loginSyntax, OWN_REGISTRY } from './login-line.ts';

type Edits = readonly TextEdit[] | undefined;

/** The option with the password becomes the client's for a password on standard input. */
export function passPasswordInPipe(login: Login): Edits {
  const option = passwordOption(login);
  const [stdinOption] = loginSyntax(login.client)?.passwordStdin ?? [];
  if (!option || !stdinOption || login.command.stdin.kind !== 'inherited') return undefined;
  const { file } = option.first.place;
  const place = file.place(option.first.place.range[0], option.last.place.range[1]);
  return rewriteText([pipeInto(login.command, option.password), { place, text: stdinOption }]);
}

/** Without `--password`, whose value goes into a pipe where there is none yet. */
export function dropPassword(login: Login): Edits {
  const option = passwordOption(login);
  if (!option) return undefined;
  const { command } = login;
  const pipe = command.stdin.kind === 'inherited' ? [pipeInto(command, option.password)] : [];
  return rewriteText([...pipe, removeWords(command, option.first, option.last)]);
}

/** What follows `--password-stdin` goes into a pipe. */
export function pipeMisplacedPassword({ command }: Login, value: Word): Edits {
  if (!isWrittenOut(command) || command.stdin.kind !== 'inherited') return undefined;
  const written = readText(wordAt(command.words, value).place) ?? '';
  const [, option = '', password = ''] = /^(--password-stdin=)?(.+)$/s.exec(written) ?? [];
  if (password === '') return undefined;
  const pipe = pipeInto(command, inDoubleQuotes(password));
  if (option === '') return rewriteText([pipe, removeWords(command, wordAt(command.words, value))]);
  return rewriteText([pipe, { place: wordAt(command.words, value).place, text: '--password-stdin' }]);
}

/** The password that belongs to the user, where GitLab gives it to the job. */
export function pipePasswordOf({ command, credential }: Login): Edits {
  const means = credential.user?.means;
  if (!isWrittenOut(command) || command.stdin.kind !== 'inherited') return undefined;
  if (means === 'job-token') return rewriteText([pipeInto(command, `"${OWN_REGISTRY.password}"`)]);
  return means === 'deploy-token' ? rewriteText([pipeInto(command, '"$CI_DEPLOY_PASSWORD"')]) : undefined;
}

/** The user to whom the password belongs. */
export function writeUserOf({ command, credential, given }: Login): Edits {
  const user = credential.password?.means === 'job-token' ? OWN_REGISTRY.user : undefined;
  const option = command.words.find(({ value }) => showText(value) === '--password-stdin');
  if (!user || given.user || !option || !isWrittenOut(command)) return undefined;
  const [start] = option.place.range;
  return rewriteText([{ place: option.place.file.place(start, start), text: `-u "${user}" ` }]);
}

/** `<<< "$PASSWORD"` as a pipe. */
export function pipeHereString({ command }: Login): Edits {
  const { stdin } = command;
  if (stdin.kind !== 'text' || !isWrittenOut(command)) return undefined;
  const last = command.words.at(-1);
  const [, password] = /^<<<\s*(.+)$/s.exec(readText(stdin.place) ?? '') ?? [];
  if (!last || password === undefined || stdin.place.range[0] < last.place.range[1]) return undefined;
  const place = stdin.place.file.place(last.place.range[1], stdin.place.range[1]);
  return rewriteText([pipeInto(command, inDoubleQuotes(password)), { place, text: '' }]);
}

interface PasswordOption {
  readonly first: Word;
  readonly last: Word;
  /** As the shell is to have it. */
  readonly password: string;
}

/** `-p X`, `-pX`, `--password X`, `--password=X` as it is written. */
function passwordOption({ client, command, given }: Login): PasswordOption | undefined {
  if (!given.password || !isWrittenOut(command)) return undefined;
  const last = wordAt(command.words, given.password);
  const before = command.words[command.words.indexOf(last) - 1];
  for (const first of before ? [last, before] : [last]) {
    const written = textOfWords(first, last) ?? '';
    const name = loginSyntax(client)?.password.find((option) => written.startsWith(option));
    const [, password] = (name && /^(?:=|\s*)([^\s=].*)$/s.exec(written.slice(name.length))) || [];
    if (password !== undefined) return { first, last, password: inDoubleQuotes(password) };
  }
  return undefined;
}

/** The command's own word for one that stands for a part of it. */
function wordAt(words: readonly Word[], part: Word): Word {
  return (
    words.find(({ place }) => place.range[0] <= part.place.range[0] && part.place.range[1] <= place.range[1]) ?? part
  );
}
