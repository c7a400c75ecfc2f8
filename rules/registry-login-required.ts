import type {
  Access,
  HostKind,
  ImageReference,
  MissingReason,
  Pull,
  Push,
  RegistryHost,
} from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { failsJob } from '../src/registry/fails-job.ts';
import { GITLAB_COM_REGISTRY } from '../src/registry/host.ts';
import { logInToRegistry } from '../src/registry/login-fixes.ts';
import { loginLine as loginCommand, OWN_REGISTRY } from '../src/registry/login-line.ts';
import { loginPlace } from '../src/registry/login-place.ts';
import { type Confidence, defineRule, type Severity, showNamed, showPlace } from '../src/rule.ts';

type Missing = Extract<Access, { kind: 'missing' }>;

const MESSAGE_OF: Readonly<Record<Exclude<MissingReason, 'not-encoded'>, MessageId>> = {
  never: 'neverLoggedIn',
  later: 'loggedInLater',
  'other-host': 'otherHost',
  replaced: 'beforeScriptReplaced',
  excluded: 'defaultExcluded',
  'other-job': 'otherJob',
  'logged-out': 'loggedOut',
  elsewhere: 'storedElsewhere',
};

type MessageId =
  | 'neverLoggedIn'
  | 'loggedInLater'
  | 'otherHost'
  | 'beforeScriptReplaced'
  | 'defaultExcluded'
  | 'otherJob'
  | 'loggedOut'
  | 'storedElsewhere'
  | 'pullNotLoggedIn';

export default defineRule<MessageId>({
  meta: {
    type: 'problem',
    docs: {
      name: 'registry-login-required',
      description: 'Require a login before a job pushes to a registry or pulls from a private one',
      category: 'login',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'denied: access forbidden',
        'denied: requested access to the resource is denied',
        'no basic auth credentials',
      ],
    },
    messages: {
      neverLoggedIn:
        'This pushes to {{host}}{{named}}, but no command of the job logs in there, so the push is anonymous and ends in {{log}}.',
      loggedInLater:
        'This pushes to {{host}}{{named}}, but the job logs in there only afterwards ({{near}}), so the push is anonymous and ends in {{log}}.',
      otherHost:
        'This pushes to {{host}}{{named}}, but the job logs in only to {{other}} ({{near}}); credentials are kept per host, so the push is anonymous and ends in {{log}}.',
      beforeScriptReplaced:
        'This pushes to {{host}}{{named}} without a login: the login at {{near}} is in the default `before_script`, which the job replaces with its own (GitLab never merges the two). The push ends in {{log}}.',
      defaultExcluded:
        'This pushes to {{host}}{{named}} without a login: the login at {{near}} is in the default `before_script`, which the job does not inherit. The push ends in {{log}}.',
      otherJob:
        'This pushes to {{host}}{{named}}, but only another job logs in there ({{near}}). A login does not outlive its job: the next one starts in a fresh container, and a job token ends with its job. The push ends in {{log}}.',
      loggedOut:
        'This pushes to {{host}}{{named}} after the job removed its credential; the login was at {{near}}. The push ends in {{log}}.',
      storedElsewhere:
        'This pushes to {{host}}{{named}}, but the login at {{near}} stored its credential in another file than the one this command reads, so the push is anonymous and ends in {{log}}.',
      pullNotLoggedIn:
        'This pulls from {{host}}{{named}}, but the job has not logged in there before. Unless the project is public, the pull ends in {{log}}.',
    },
    help: {
      neverLoggedIn: 'Log in before the push: {{login}}',
      loggedInLater: 'Move the login before the push, best into `before_script`.',
      otherHost: 'Log in to the host of the reference, spelled the same way: {{login}}',
      beforeScriptReplaced:
        'Keep the default commands in the job: write `- !reference [default, before_script]` as the first line of its `before_script`.',
      defaultExcluded: 'Add `before_script` to `inherit: default:`, or log in in the job itself.',
      otherJob:
        'Log in in this job as well, best in a `before_script` under `default:` or in a template that both jobs extend.',
      loggedOut: 'Log out after the last push, or not at all: the container is thrown away with the job.',
      storedElsewhere:
        'Give both commands the same `--authfile`, `--config` or `DOCKER_CONFIG`, or none of them, and run both with `sudo` or both without.',
      pullNotLoggedIn: 'Log in before the pull: {{login}}',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    /** `login-server` explains the same failure better. */
    let misdirected = false;
    const report = (event: Push | Pull, missing: Missing, messageId: MessageId, severity: Severity): void => {
      const { host } = event.reference;
      const place = loginPlace(event, job);
      if (!place) return;
      context.report({
        node: place.node,
        messageId,
        severity,
        confidence: confidenceOf(missing, event, job),
        data: {
          host: host.key,
          named: showNamed(place.named),
          other: hostOf(missing.near),
          near: missing.near ? showPlace(missing.near) : '',
          log: logLine(host),
          login: loginLine(event.client, host),
        },
        suggest: logInToRegistry(event, missing, job),
        related: [
          ...(missing.near ? [{ place: missing.near.place, message: 'the login is here' }] : []),
          ...place.named.map((named) => ({ place: named.place, message: 'the image is named here' })),
        ],
      });
    };
    return {
      Job(node) {
        job = node;
        misdirected = node.events.some((event) => event.type === 'Login' && event.misdirected !== undefined);
      },
      Push(push) {
        const { access, client, reference } = push;
        // Nobody may push to the dependency proxy, see `dependency-proxy-read-only`.
        if (access.kind !== 'missing' || client === 'kaniko' || reference.proxied) return;
        if (misdirected || access.because === 'not-encoded' || isWrittenElsewhere(access)) return;
        const severity = severityFor(push, job);
        if (severity) report(push, access, MESSAGE_OF[access.because], severity);
      },
      Pull(pull) {
        if (pull.access.kind !== 'missing' || !isOwn(pull.reference) || misdirected) return;
        // The login that the push lacks is the one that the pull lacks.
        if (job?.events.some((event) => event.type === 'Push' && lacksSame(event, pull))) return;
        if (wasBuiltHere(job, pull) || pull.access.because === 'not-encoded' || isWrittenElsewhere(pull.access)) return;
        report(pull, pull.access, 'pullNotLoggedIn', 'warning');
      },
    };
  },
});

function lacksSame({ access, client, reference }: Push, pull: Pull): boolean {
  return access.kind === 'missing' && client === pull.client && reference.host.key === pull.reference.host.key;
}

/** Undefined where `push-registry-host` speaks. */
function severityFor(push: Push, job: Job | undefined): Severity | undefined {
  const { client, reference } = push;
  const { host, namesHost } = reference;
  if (!namesHost) return undefined;
  if (!failsJob(push)) return 'warning';
  if (GITLABS.has(host.kind) || host.key === GITLAB_COM_REGISTRY) return 'error';
  // From 28.3 on docker reads DOCKER_AUTH_CONFIG, which may be set in the project's settings.
  return client === 'docker' && isOldDocker(job) ? 'error' : 'warning';
}

const GITLABS: ReadonlySet<HostKind> = new Set(['own', 'dependency-proxy', 'gitlab-web']);

/** Images of docker and of the clients' own projects, which hold no credential. */
const BARE_IMAGE =
  /^((docker\.io\/)?((library\/)?docker|moby\/buildkit|alpine\/helm)|quay\.io\/(podman|buildah|skopeo|containers)\/\w+|gcr\.io\/go-containerregistry\/g?crane|ghcr\.io\/(oras-project\/oras|regclient\/regctl))(:|@|$)/;

/**
 * A job without an image may run on a machine where somebody logged in by hand, and an image of one's own may bring a
 * credential. A registry of one's own may take pushes from anybody.
 */
function confidenceOf(
  { because, near }: Missing,
  { certain, reference: { host } }: Push | Pull,
  job: Job | undefined,
): Confidence {
  const image = job?.image && showText(job.image.name);
  // The login of an earlier job stays on such a machine, and works if its credential outlives that job. Whoever set it up
  // may have logged in to a registry of their own as well.
  const isTheirs = host.kind === 'named' && !host.public && because === 'never';
  if (image === undefined && (isTheirs || (because === 'other-job' && !isJobToken(near)))) return 'low';
  const isBare = image !== undefined && BARE_IMAGE.test(image);
  return certain && isBare && (host.kind !== 'named' || host.public) ? 'high' : 'medium';
}

function isJobToken(near: Missing['near']): boolean {
  return near?.type === 'Login' && near.credential.identity === 'job-token';
}

/** Whether the job's docker is pinned to a release before 28.3. */
function isOldDocker(job: Job | undefined): boolean {
  const [, major, minor] = /(?:^|\/)docker:(\d+)(?:\.(\d+))?/.exec(job?.image ? showText(job.image.name) : '') ?? [];
  return major !== undefined && (Number(major) < 28 || (major === '28' && minor !== undefined && Number(minor) < 3));
}

/** `auth-config-path` explains the same failure better, and `auth-config-encoding` what is not encoded. */
function isWrittenElsewhere({ because, near }: Missing): boolean {
  return because === 'elsewhere' && near?.type === 'AuthFile';
}

/** Also by its name: `registry.example.com/acme/app/base` in the project `acme/app`. */
function isOwn({ host, ownership }: ImageReference): boolean {
  return host.kind === 'own' || ownership === 'own';
}

/** `docker run` of an image that the job has built or loaded pulls nothing. What a build starts from is never its result. */
function wasBuiltHere(job: Job | undefined, { reference }: Pull): boolean {
  const { key } = reference.host;
  return (
    reference.trail?.at(-1)?.kind !== 'dockerfile' &&
    (job?.events.some(
      (event) => event.type === 'Build' && (event.tags.length === 0 || event.tags.some((tag) => tag.host.key === key)),
    ) ??
      false)
  );
}

function hostOf(near: Missing['near']): string {
  return near?.type === 'Login' ? near.host.key : 'another host';
}

/** What public registries answer to an anonymous push. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^registry\.gitlab\.com$/, 'denied: access forbidden'],
  [/\.amazonaws\.com(\.cn)?$/, 'no basic auth credentials'],
  [/^quay\.io$/, 'unauthorized: access to the requested resource is not authorized'],
  [/\.azurecr\.io$/, 'unauthorized: authentication required'],
];

/** As code; of a registry that is not known only that it refuses. */
function logLine({ key, kind }: RegistryHost): string {
  const [, answer] = ANSWERS.find(([host]) => host.test(key)) ?? [];
  if (answer) return `\`${answer}\``;
  if (kind === 'docker-hub') return '`denied: requested access to the resource is denied`';
  return kind === 'named' ? '`unauthorized` or `denied`' : '`denied: access forbidden`';
}

function loginLine(client: string, { kind, key }: RegistryHost): string {
  const isOwn = kind === 'own';
  const variables = isOwn ? OWN_REGISTRY : { user: '$REGISTRY_USER', password: '$REGISTRY_PASSWORD', server: key };
  const line = loginCommand(client, variables);
  if (!line) return `\`docker login\`, or an entry for ${key} in ~/.docker/config.json, which ${client} reads.`;
  return isOwn ? `\`${line}\`.` : `\`${line}\`, with the variables of your own credential.`;
}
