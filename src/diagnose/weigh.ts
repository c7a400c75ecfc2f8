/** From the failures of a log to its causes, the best first. */
import type { Confidence } from '../rule.ts';
import type { Failure } from './failures.ts';
import { type CauseId, sayText } from './meaning.ts';
import { MEANINGS } from './meanings.ts';
import { VAGUE } from './signature.ts';
import type { Story } from './story.ts';

export interface Cause {
  readonly id: CauseId;
  readonly title: string;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  readonly remedy: string;
  readonly next: string;
  readonly failure: Failure;
}

/** A line of the log, as it stands there but for colours. */
export interface Evidence {
  readonly line: number;
  readonly text: string;
}

/** So many causes are told; with more the log says nothing. */
const MOST_CAUSES = 5;

/** Of a failed login all that comes after it is a consequence. */
const LOGIN_CAUSES: ReadonlySet<CauseId> = new Set<CauseId>([
  'pair-not-recognised',
  'empty-variable',
  'wrong-host',
  'login-arguments',
  'shell-syntax',
  'auth-config',
  'certificate',
  'anonymous-or-no-scope',
]);
const REFUSALS: ReadonlySet<CauseId> = new Set<CauseId>([
  'anonymous-or-no-scope',
  'not-allowed',
  'pair-not-recognised',
  'wrong-host',
]);

/** Says only that something failed, where another line of the same command says why. */
const GENERAL: ReadonlySet<string> = new Set(['kaniko-check', 'login-failed', 'runner-pull', 'service-not-started']);

interface Weighed {
  readonly failure: Failure;
  readonly id: CauseId;
  readonly score: number;
  readonly confidence: Confidence;
}

/** The causes of a log's failures, one an id. With vague ones only, nothing better was found. */
export function weigh(failures: readonly Failure[], story: Story): readonly Cause[] {
  const clear = failures.filter(({ rank }) => rank >= VAGUE);
  const considered = clear.length > 0 ? clear : failures;
  const weighed = considered
    .filter((failure) => !GENERAL.has(failure.meaning) || !considered.some((other) => saysMore(other, failure)))
    .map((failure) => weighOne(failure, considered, story))
    .sort((a, b) => b.score - a.score);
  const best = new Map<CauseId, Weighed>();
  for (const each of weighed) if (!best.has(each.id)) best.set(each.id, each);
  return [...best.values()].slice(0, MOST_CAUSES).map((each) => causeOf(each, story));
}

function saysMore(other: Failure, general: Failure): boolean {
  return !GENERAL.has(other.meaning) && other.phase === general.phase && other.command === general.command;
}

function weighOne(failure: Failure, all: readonly Failure[], story: Story): Weighed {
  const id = MEANINGS[failure.meaning].cause;
  const explains = isFailedLogin(failure, story) && all.some((other) => isConsequence(other, failure));
  const isPast = !explains && (failure.phase === 'after' || isSurvived(failure, story));
  const confidence = isPast || story.ending?.succeeded === true ? 'low' : failure.confidence;
  const score = failure.rank + (explains ? 30 : 0) - (isPast ? 60 : 0);
  return { failure, id, score, confidence };
}

function isFailedLogin({ meaning, details, command }: Failure, { logins }: Story): boolean {
  if (!LOGIN_CAUSES.has(MEANINGS[meaning].cause) || command === undefined) return false;
  const isLogin = details.action === 'login' || /\blogin\b/.test(command.text);
  return isLogin && !logins.some(({ line }) => line.number > command.line.number);
}

function isConsequence(other: Failure, login: Failure): boolean {
  const begins = login.command?.index ?? 0;
  return REFUSALS.has(MEANINGS[other.meaning].cause) && (other.command?.index ?? -1) > begins;
}

/** The script went on behind it, so that something else ended the job. */
function isSurvived({ command, phase }: Failure, { commands }: Story): boolean {
  const last = commands.at(-1);
  if (phase === 'runner') return last !== undefined;
  return command !== undefined && last !== undefined && command.index < last.index;
}

function causeOf({ failure, id, confidence }: Weighed, story: Story): Cause {
  const { title, remedy, next } = MEANINGS[failure.meaning];
  const ending = story.ending && !story.ending.succeeded ? [story.ending.line] : [];
  const lines = new Map([...failure.lines, ...ending].map((line) => [line.number, line]));
  return {
    id,
    title: sayText(title, failure.details),
    confidence,
    evidence: [...lines.values()]
      .sort((a, b) => a.number - b.number)
      .map(({ number, text }) => ({ line: number, text: text.trimEnd() })),
    remedy: sayText(remedy, failure.details),
    next: sayText(next, failure.details),
    failure,
  };
}
