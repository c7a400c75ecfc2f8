/**
 * Programs of clouds that make docker able to log in to the registries of that cloud: they store a credential, or set up a
 * helper that answers when docker asks. Which account it is cannot be told, but every other registry is left alone.
 */
import type { Word } from '../pipeline/commands.ts';
import type { RegistryHost } from '../pipeline/events.ts';
import { literalText } from '../pipeline/symbolic.ts';
import { textAt } from '../source/source-file.ts';

interface CloudLogin {
  /** The program and its subcommand. */
  readonly words: readonly string[];
  /** The registries that it can be about. */
  readonly hosts: RegExp;
}

const AMAZON = /(^|\.)(amazonaws\.com(\.cn)?|public\.ecr\.aws)$/;
const AZURE = /\.azurecr\.(io|cn|us|de)$/;
const GOOGLE = /(^|\.)gcr\.io$|\.pkg\.dev$/;

/** Registries of Amazon, Azure and Google, to which some programs log in with what the environment of the job offers. */
export function isCloudRegistry({ key }: RegistryHost): boolean {
  return [AMAZON, AZURE, GOOGLE].some((hosts) => hosts.test(key));
}

const row = (words: string, hosts: RegExp): CloudLogin => ({ words: words.split(' '), hosts });

const CLOUD_LOGINS: readonly CloudLogin[] = [
  row('aws ecr get-login', AMAZON),
  row('az acr login', AZURE),
  row('gcloud auth configure-docker', GOOGLE),
  // The older way: `gcloud docker -- push …`, `gcloud docker --authorize-only`.
  row('gcloud docker', GOOGLE),
  row('docker-credential-gcr configure-docker', GOOGLE),
  row('docker-credential-gcloud configure-docker', GOOGLE),
  row('doctl registry login', /^registry\.digitalocean\.com$/),
  row('heroku container:login', /^registry\.heroku\.com$/),
  row('ibmcloud cr login', /(^|\.)icr\.io$/),
  row('scw registry login', /^rg\.[\w-]+\.scw\.cloud$/),
  row('yc container registry configure-docker', /^cr\.yandex$/),
];

const CLOUD_PROGRAMS: ReadonlySet<string | undefined> = new Set(CLOUD_LOGINS.map(({ words: [program] }) => program));

/** The registries for which a command logs in; undefined for any other command. `words` start with the program. */
export function cloudRegistries(words: readonly Word[]): RegExp | undefined {
  const [first] = words;
  const name = first && literalText(first.value)?.replace(/^.*\/(?=[\w-]+$)/, '');
  if (name === undefined || !CLOUD_PROGRAMS.has(name)) return undefined;
  const given = words.flatMap(({ value }) => {
    const text = literalText(value);
    return text === undefined || text.startsWith('-') ? [] : [text.replace(/^.*\/(?=[\w-]+$)/, '')];
  });
  return CLOUD_LOGINS.find(({ words: [program, ...subcommand] }) => {
    const at = given.indexOf(subcommand[0] ?? '', 1);
    return given[0] === program && at > 0 && subcommand.every((word, index) => given[at + index] === word);
  })?.hosts;
}

/** `$(aws ecr get-login …)` prints a `docker login` for the registries of Amazon, and runs it. */
export function runsPrintedLogin([first]: readonly Word[]): RegExp | undefined {
  const [part] = first?.written ?? [];
  return part?.kind === 'unknown' && /^"?(\$\(|`)\s*aws\s[^|;&]*\becr\s+get-login\s/.test(textAt(part.place))
    ? AMAZON
    : undefined;
}
