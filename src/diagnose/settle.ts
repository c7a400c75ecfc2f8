/** What a line means in the place where it stands: the same words tell of different causes before and after a login. */
import { isDockerHub } from './details.ts';
import type { Details } from './meaning.ts';
import type { MeaningId } from './meanings.ts';
import type { Question } from './signature.ts';
import type { Story } from './story.ts';

/** The moment of a failure. */
export interface Moment {
  readonly text: string;
  readonly details: Details;
  /** The command that runs, as the log shows it. */
  readonly command: string;
  /** The runner itself pulls, before the script. */
  readonly byRunner: boolean;
  readonly story: Story;
}

/** Nothing: the words are those of something else. */
type Answer = readonly MeaningId[];

const ANSWERS: Readonly<Record<Question, (moment: Moment) => Answer>> = {
  'denied?': denied,
  'forbidden?': forbidden,
  'unauthorized?': unauthorized,
  'hub-login?': hubLogin,
  'endpoint?': ({ details }) => [endpoint(details.endpoint ?? '')],
  'name?': unknownName,
  'reference?': invalidReference,
  'plain-http?': ({ text }) => [isAboutDaemon(text) ? 'daemon-without-tls' : 'plain-registry'],
  'other-name?': ({ text }) => [isAboutDaemon(text) ? 'daemon-other-name' : 'certificate'],
  'flag?': ({ command }) => (/\blogin\b/.test(command) ? ['login-email'] : []),
  'no-body?': (moment) => [asksProxy(moment) ? 'proxy-not-found' : 'proxy-strips-body'],
};

/** What the same failure is called when the runner has it. */
const BY_RUNNER: Readonly<Partial<Record<MeaningId, MeaningId>>> = {
  'pair-not-recognised': 'runner-pair',
  'hub-pair': 'runner-pair',
  'hub-login': 'runner-pair',
  anonymous: 'runner-denied',
  'anonymous-elsewhere': 'runner-denied',
  'no-scope': 'runner-denied',
  'not-allowed-elsewhere': 'runner-denied',
  'expired-elsewhere': 'runner-pair',
  certificate: 'runner-certificate',
};

/** The meaning of a signature at a moment, the likeliest first. With several none is certain. */
export function settle(means: MeaningId | Question, moment: Moment): Answer {
  const answer = isQuestion(means) ? ANSWERS[means](moment) : [means];
  return moment.byRunner ? answer.slice(0, 1).map((meaning) => BY_RUNNER[meaning] ?? meaning) : answer;
}

function isQuestion(means: MeaningId | Question): means is Question {
  return means in ANSWERS;
}

function denied(moment: Moment): Answer {
  const { details, story, byRunner } = moment;
  if (byRunner) return ['runner-denied'];
  if (isDockerHub(details.host) && !usesDockerHub(moment)) return ['reference-without-host'];
  if (isOtherProject(details) && usesJobToken(moment)) return ['other-project'];
  return [details.loggedIn || story.showsCredential ? notAllowed(details) : 'denied-without-login'];
}

function forbidden(moment: Moment): Answer {
  const { details, story, byRunner } = moment;
  if (byRunner) return ['runner-denied'];
  if (details.action === 'login') return ['no-scope'];
  if (asksProxy(moment)) return ['proxy-login'];
  // Without the commands nobody can see that none of them logs in.
  if (!details.loggedIn) return story.commands.length > 0 ? ['anonymous'] : ['anonymous', 'no-scope'];
  // GitLab's source says otherwise, and people still report it so.
  if (isOtherProject(details) && usesJobToken(moment)) return ['other-project', 'forbidden-after-login'];
  return ['forbidden-after-login', notAllowed(details)];
}

/** kaniko takes the job token for the project's own registry, without a login. */
const LOGS_IN_ITSELF = /\bkaniko\b/;

function unauthorized(moment: Moment): Answer {
  const { command, details, story, byRunner } = moment;
  if (byRunner) return story.source ? ['runner-pair'] : ['runner-denied'];
  if (details.action === 'login') return ['pair-not-recognised'];
  if (asksProxy(moment)) return ['proxy-login'];
  if (story.isPushing) return ['token-expired', notAllowed(details)];
  const isKaniko = LOGS_IN_ITSELF.test(command);
  if (isOtherProject(details) && (usesJobToken(moment) || isKaniko)) return ['other-project'];
  if (details.loggedIn || story.showsCredential || isKaniko) return [notAllowed(details), 'anonymous'];
  return ['anonymous', 'denied-without-login'];
}

function hubLogin({ command }: Moment): Answer {
  if (/\bCI_(?:REGISTRY|JOB|DEPLOY|BUILD)|gitlab/i.test(command)) return ['hub-login'];
  return /docker\.io|HUB|\bDOCKER_/i.test(command) ? ['hub-pair'] : ['hub-login', 'hub-pair'];
}

function endpoint(address: string): MeaningId {
  if (address.startsWith('unix:')) return 'daemon-socket';
  if (/\/\/(?:localhost|127\.)/.test(address)) return 'daemon-localhost';
  if (address.endsWith(':2375')) return 'daemon-plain-port';
  return address.endsWith(':2376') ? 'daemon-tls-port' : 'no-daemon';
}

/** The daemon's name, a registry's, or that of something else, which jobs connect to as well. */
function unknownName({ text, details, command }: Moment): Answer {
  if (isAboutDaemon(text) || details.host === 'docker') return ['daemon-name'];
  const isRegistry = /https?:\/\/[^/\s"]+\/v2\b/.test(text) || CLIENT.test(command);
  return [isRegistry ? 'unknown-host' : 'unknown-name'];
}

const CLIENT = /\b(?:docker|podman|buildah|skopeo|kaniko|buildctl|crane|ko|cosign|oras|helm)\b/;

/** An empty part shows: `:latest`, `image:`, `registry//name`. */
function invalidReference({ text }: Moment): Answer {
  const [, quoted] =
    /(?:invalid tag|parse(?: stage name)?|reference:?) "([^"]*)"|"([^"]*)": invalid reference/.exec(text) ?? [];
  const hasEmptyPart = quoted !== undefined && (quoted === '' || /^[:/]|[:/@]$|[^:]\/\/|\/:/.test(quoted));
  return [hasEmptyPart ? 'empty-reference' : 'invalid-reference'];
}

function isAboutDaemon(text: string): boolean {
  return /docker API|docker daemon|error during connect|:237[56]\b|\/_ping|dial tcp: lookup docker\b/i.test(text);
}

function asksProxy({ text, details, command }: Moment): boolean {
  return /dependency_proxy|DEPENDENCY_PROXY/.test(`${text} ${details.repository ?? ''} ${command}`);
}

/** The job token, as far as the log tells: the login to this host, else any mention of it. */
function usesJobToken({ details: { password }, story }: Moment): boolean {
  return password === undefined ? story.showsJobToken : JOB_TOKEN.test(password);
}

const JOB_TOKEN = /^\$CI_(?:REGISTRY_PASSWORD|JOB_TOKEN)$/;

function notAllowed({ password }: Details): MeaningId {
  return password === undefined || JOB_TOKEN.test(password) ? 'not-allowed' : 'token-not-allowed';
}

function isOtherProject({ project, repository, action, host }: Details): boolean {
  if (project === undefined || repository === undefined || action !== 'push' || isDockerHub(host)) return false;
  const own = project.toLowerCase();
  const path = repository.toLowerCase();
  return path !== own && !path.startsWith(`${own}/`);
}

/** A user name before the image's, and a login that is not GitLab's: somebody means Docker Hub. */
function usesDockerHub({ details, story }: Moment): boolean {
  if (details.repository?.startsWith('library/') === true || !details.repository?.includes('/')) return false;
  return story.logins.some(({ server, command = '' }) =>
    server === undefined ? !/CI_REGISTRY|CI_JOB_TOKEN/.test(command) : isDockerHub(server),
  );
}
