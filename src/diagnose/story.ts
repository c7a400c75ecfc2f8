/** What a log tells beside its failures: which command runs, who is logged in, whose job it is, how it ended. */
import { referenceTarget } from './details.ts';
import type { LogLine } from './log-line.ts';
import type { Details } from './meaning.ts';

/** A command of the script, as the runner prints it before it runs. */
export interface EchoedCommand {
  readonly line: LogLine;
  readonly text: string;
  /** Its number in the script, from 0. */
  readonly index: number;
}

/** `runner`: before the script · `script`: it runs, or the log does not say · `after`: `after_script` and what the runner tidies up. */
export type Phase = 'runner' | 'script' | 'after';

interface SucceededLogin {
  readonly line: LogLine;
  readonly command: string | undefined;
  /** As the command has it: a host, a variable; undefined for Docker Hub's own login and where the command is not known. */
  readonly server: string | undefined;
}

/** Of more commands and logins a log is not read for. */
const MOST_COMMANDS = 1000;
const MOST_LOGINS = 50;

const PHASES: readonly { readonly phase: Phase; readonly section: RegExp; readonly text: RegExp }[] = [
  {
    phase: 'after',
    section: /^(?:after_script|archive_cache\w*|upload_artifacts\w*|cleanup_\w+)$/,
    text: /^(?:Running after_script|Running after script\.\.\.|Cleaning up project directory)/,
  },
  {
    phase: 'script',
    section: /^(?:step_|build_|release)script$|^step_\w+$/,
    text: /^Executing "(?:step_|build_)\w+" stage/,
  },
  {
    phase: 'runner',
    section: /^(?:resolve_secrets|prepare_executor|prepare_script|get_sources|restore_cache|download_artifacts)$/,
    text: /^(?:Preparing the "[\w+-]+" executor|Preparing environment|Running with gitlab-runner )/,
  },
];

const PROJECT_SOURCES: readonly RegExp[] = [
  /\bCI_PROJECT_PATH=["']?(?<path>[\w.-]+(?:\/[\w.-]+)+)/,
  /\bCI_REGISTRY_IMAGE=["']?[\w.-]+(?::\d+)?\/(?<path>[\w.-]+(?:\/[\w.-]+)+)/,
  /Git repository in \S{0,200}?\/builds\/(?:[\w-]{5,}\/\d+\/)?(?<path>[\w.-]+(?:\/[\w.-]+)+)\/\.git\/?$/,
];

/** One look tells whether a line is of interest here. */
const SIGNAL =
  /^\$ |^Login Succeeded|^Authenticating with credentials from |^The push refers to repository \[|: (?:Preparing|Waiting|Pushed|Layer already exists)$|^(?:ERROR: )?Job (?:failed|succeeded)|Git repository in |\bCI_(?:PROJECT_PATH|REGISTRY_IMAGE|JOB_NAME)=|^Executing "|^Running after|^Cleaning up|^Preparing |^Using \w+ executor with image |^Pulling docker image |^Running with gitlab-runner|logged in via |"auths"|\bfailed to pull image "/i;

export class Story {
  phase: Phase = 'script';
  command: EchoedCommand | undefined;
  /** The commands of the script, as far as they are kept. */
  readonly commands: EchoedCommand[] = [];
  readonly logins: SucceededLogin[] = [];
  /** What docker says that it pushes to, in the command that runs. */
  target: (Pick<Details, 'host' | 'repository'> & { readonly line: LogLine }) | undefined;
  /** Layers of the push are on their way. */
  isPushing = false;
  /** Where the runner takes its credential from. */
  source: { readonly name: string; readonly line: LogLine } | undefined;
  /** The image that the runner prepares. */
  image: string | undefined;
  jobName: string | undefined;
  ending: { readonly line: LogLine; readonly succeeded: boolean } | undefined;
  #project: { readonly path: string; readonly rank: number } | undefined;
  #count = 0;
  #areEchoesPainted = false;

  /** The full path of the project, as far as the log tells it. */
  get project(): string | undefined {
    return this.#project?.path;
  }

  /** Whether a command of the script has a credential in its hands. */
  get showsCredential(): boolean {
    return this.commands.some(({ text }) => /\blogin\b|config\.json|auth\.json|--creds\b|--dest-creds\b/.test(text));
  }

  /** Whether that is the job token. */
  get showsJobToken(): boolean {
    return this.commands.some(({ text }) =>
      /\bCI_(?:REGISTRY_PASSWORD|JOB_TOKEN|REGISTRY_USER)\b|gitlab-ci-token/.test(text),
    );
  }

  observe(line: LogLine): void {
    const { text, section } = line;
    if (section !== undefined) this.#enter(PHASES.find((each) => each.section.test(section))?.phase);
    if (!SIGNAL.test(text)) return;
    if (section === undefined) this.#enter(PHASES.find((each) => each.text.test(text))?.phase);
    if (text.startsWith('$ ')) this.#echo(line);
    else this.#signal(line);
  }

  #enter(phase: Phase | undefined): void {
    if (phase === undefined || phase === this.phase) return;
    this.phase = phase;
    if (phase === 'after') this.command = undefined;
  }

  /** Where the runner paints its echoes, a `$ ` without paint is output. */
  #echo(line: LogLine): void {
    if (line.painted && !this.#areEchoesPainted) {
      this.#areEchoesPainted = true;
      this.commands.length = 0;
    }
    if (this.#areEchoesPainted && !line.painted) return;
    if (this.phase === 'runner') this.phase = 'script';
    const text = line.text
      .slice('$ '.length)
      .replace(/ # collapsed multi-line command$/, '')
      .trim();
    this.command = { line, text, index: this.#count };
    this.target = undefined;
    this.isPushing = false;
    if (this.phase === 'after') return;
    this.#count += 1;
    if (this.commands.length < MOST_COMMANDS) this.commands.push(this.command);
  }

  #signal(line: LogLine): void {
    const { text } = line;
    const [, source] = /^Authenticating with credentials from ([\w $./()-]{1,80})$/i.exec(text) ?? [];
    const [, pushed] = /^The push refers to repository \[([^\]]+)\]/.exec(text) ?? [];
    const [, ending] = /^(?:ERROR: )?Job (failed|succeeded)/.exec(text) ?? [];
    const [, jobName] = /\bCI_JOB_NAME=["']?([^"'\s]+)/.exec(text) ?? [];
    const [, image] = /^(?:Using \w+ executor with|Pulling docker) image ([\w./:@-]+)/.exec(text) ?? [];
    if (source !== undefined) this.source = { name: source, line };
    if (pushed !== undefined) this.target = { ...referenceTarget(pushed), line };
    if (/: (?:Preparing|Waiting|Pushed|Layer already exists)$/.test(text)) this.isPushing = true;
    if (ending !== undefined) this.ending = { line, succeeded: ending === 'succeeded' };
    if (jobName !== undefined) this.jobName = jobName;
    if (image !== undefined) this.image = image;
    if (/^Login Succeeded|logged in via /i.test(text) && this.logins.length < MOST_LOGINS) {
      const command = this.command?.text;
      this.logins.push({ line, command, server: command === undefined ? undefined : serverOf(command) });
    }
    this.#learnProject(text);
  }

  #learnProject(text: string): void {
    PROJECT_SOURCES.forEach((pattern, rank) => {
      const path = pattern.exec(text)?.groups?.path;
      if (path !== undefined && (this.#project === undefined || rank <= this.#project.rank))
        this.#project = { path, rank };
    });
  }
}

/** The last word of a login that is no option: `registry.example.com`, `$CI_REGISTRY`. */
function serverOf(command: string): string | undefined {
  const [, rest = ''] = /\blogin\b([^|;&]*)/.exec(command) ?? [];
  const words = rest.trim().split(/\s+/);
  const last = words.at(-1)?.replace(/["']/g, '') ?? '';
  const before = words.at(-2) ?? '';
  const isValue = /^(?:-[up]|--username|--password)$/.test(before);
  return last === '' || last.startsWith('-') || isValue
    ? undefined
    : last.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}
