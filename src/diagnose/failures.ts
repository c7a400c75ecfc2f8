/** Collects the failures of a log, one for each meaning: the last is the one that ended the job. */
import type { Confidence } from '../rule.ts';
import { actionOf, credentialIn, groupDetails, isDockerHub, targetIn } from './details.ts';
import type { LogLine } from './log-line.ts';
import type { Details } from './meaning.ts';
import { MEANINGS, type MeaningId } from './meanings.ts';
import { type Moment, settle } from './settle.ts';
import { CERTAIN, VAGUE } from './signature.ts';
import { signaturesOf } from './signatures.ts';
import type { EchoedCommand, Phase, Story } from './story.ts';

export interface Failure {
  readonly meaning: MeaningId;
  readonly rank: number;
  readonly confidence: Confidence;
  readonly details: Details;
  readonly phase: Phase;
  /** The command that failed, when the log shows commands. */
  readonly command: EchoedCommand | undefined;
  /** The lines that tell of it, and those that its meaning rests on. */
  readonly lines: readonly LogLine[];
}

/** Full paths of a project. What the log says goes before what is only likely. */
export interface KnownProject {
  readonly certain?: string;
  readonly likely?: string;
}

/** Of more lines with the same words only these are shown. */
const MOST_LINES = 4;
const MOST_SEEN = 500;
/** What is only possible counts so much less than what is likely. */
const POSSIBLE = 25;

const BY_RUNNER =
  /^(?:WARNING|ERROR): .{0,80}failed to pull image|^(?:ERROR: )?Job failed.{0,80}(?:failed to pull image|image pull failed)/i;

export class Failures {
  readonly #story: Story;
  readonly #project: KnownProject;
  readonly #byMeaning = new Map<MeaningId, Failure>();
  /** Lines of the command that runs. */
  readonly #seen = new Set<string>();
  #seenIn: EchoedCommand | undefined;

  constructor(story: Story, project: KnownProject) {
    this.#story = story;
    this.#project = project;
  }

  get all(): readonly Failure[] {
    return [...this.#byMeaning.values()];
  }

  observe(line: LogLine): void {
    const matches = signaturesOf(line.text);
    if (matches.length === 0 || this.#isRepeated(line.text)) return;
    const [strongest = 0] = matches.map(({ signature }) => signature.rank);
    const moment = this.#momentOf(line, groupDetails(Object.assign({}, ...matches.map(({ groups }) => groups))));
    for (const { signature } of matches) {
      if (signature.rank < VAGUE && strongest >= VAGUE) continue;
      const [best, ...others] = settle(signature.means, moment);
      if (best === undefined) continue;
      // With another meaning beside it none is certain.
      this.#add(best, signature.rank, line, moment, others.length > 0);
      if (signature.rank < strongest) continue;
      for (const other of others) this.#add(other, strongest - POSSIBLE, line, moment, true);
    }
  }

  /** A command that tries again and again says the same again and again. */
  #isRepeated(text: string): boolean {
    if (this.#seenIn !== this.#story.command || this.#seen.size >= MOST_SEEN) this.#seen.clear();
    this.#seenIn = this.#story.command;
    if (this.#seen.has(text)) return true;
    this.#seen.add(text);
    return false;
  }

  #momentOf(line: LogLine, named: Details): Moment {
    const story = this.#story;
    const command = story.command?.text ?? '';
    const byRunner = story.phase === 'runner' || BY_RUNNER.test(line.text);
    const action = actionOf(line.text, story.command?.text) ?? (story.target ? 'push' : undefined);
    const inLine = { ...targetIn(line.text), ...named };
    const image = inLine.image ?? (byRunner ? story.image : undefined);
    const known = inLine.host || inLine.endpoint ? inLine : { ...(story.target ?? targetIn(command)), ...inLine };
    const { host, repository, endpoint } = known;
    const project = this.#project.certain ?? story.project ?? this.#project.likely;
    const logins = story.logins.filter(({ server }) => mayBe(server, host));
    const login = /\blogin\b/.test(command) ? command : logins.at(-1)?.command;
    const details: Details = {
      ...(host && { host }),
      ...(repository && { repository }),
      ...(endpoint && { endpoint }),
      ...(image && { image }),
      ...(project && { project }),
      ...(action && { action }),
      ...(byRunner && story.source && { source: story.source.name }),
      ...(login && credentialIn(login)),
      loggedIn: logins.length > 0,
    };
    return { text: line.text, details, command, byRunner, story };
  }

  #add(meaning: MeaningId, rank: number, line: LogLine, { details, byRunner }: Moment, isOpen: boolean): void {
    const { command, phase } = this.#story;
    const before = this.#byMeaning.get(meaning);
    const isSame = before !== undefined && before.command === command;
    const lines = isSame ? before.lines : this.#circumstances(byRunner);
    const isStronger = !isSame || rank > before.rank;
    this.#byMeaning.set(meaning, {
      meaning,
      rank: isStronger ? rank : before.rank,
      confidence: isStronger ? confidenceOf(meaning, rank, isOpen) : before.confidence,
      details: isStronger ? details : { ...details, ...before.details },
      phase: byRunner ? 'runner' : phase,
      command: byRunner ? undefined : command,
      lines: lines.length < MOST_LINES + 3 && lines.at(-1) !== line ? [...lines, line] : lines,
    });
  }

  /** What a failure's meaning rests on. */
  #circumstances(byRunner: boolean): LogLine[] {
    const { source, logins, command, target } = this.#story;
    if (byRunner) return source ? [source.line] : [];
    const lines = [logins.at(-1)?.line, command?.line, target?.line];
    return lines.filter((line) => line !== undefined).sort((a, b) => a.number - b.number);
  }
}

function confidenceOf(meaning: MeaningId, rank: number, isOpen: boolean): Confidence {
  if (rank < VAGUE) return 'low';
  const { confidence } = MEANINGS[meaning];
  return confidence === 'high' && (rank < CERTAIN || isOpen) ? 'medium' : confidence;
}

/** Whether a login was to this host, as far as its spelling tells. */
function mayBe(server: string | undefined, host: string | undefined): boolean {
  if (server === undefined || server.includes('$'))
    return host === undefined || !isDockerHub(host) || server === undefined;
  return (
    host === undefined || server.toLowerCase() === host.toLowerCase() || (isDockerHub(server) && isDockerHub(host))
  );
}
