import type { Word } from '../src/pipeline/commands.ts';
import type { HostKind, Login, Misdirection } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { failsJobByLogin } from '../src/registry/fails-job.ts';
import { loginWords } from '../src/registry/login-line.ts';
import { type Confidence, defineRule } from '../src/rule.ts';
import { appendWord, isWrittenOut } from '../src/shell/rewrite.ts';
import type { TextEdit } from '../src/source/text-edit.ts';
import { rewriteText } from '../src/yaml/edit-scalar.ts';

type MessageId = 'dockerHub' | 'refused' | 'searchRegistry' | 'webHost' | 'withPath' | 'twoServers';

const MESSAGE_OF: Readonly<Record<Misdirection, MessageId>> = {
  'docker-hub': 'dockerHub',
  refused: 'refused',
  'search-registry': 'searchRegistry',
  'web-host': 'webHost',
  path: 'withPath',
};

export default defineRule<MessageId>({
  meta: {
    type: 'problem',
    docs: {
      name: 'login-server',
      description: 'Require a login with GitLab credentials to name the registry that the job uses',
      category: 'login',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
        'Error: please specify a registry to login to',
        'Error: no registries found in registries.conf, a registry must be provided',
        "docker: 'docker login' requires at most 1 argument",
      ],
    },
    messages: {
      dockerHub:
        'This login names no server, so {{client}} sends the GitLab credential to Docker Hub, which answers `Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password`.',
      refused: '`{{login}}` needs a registry and stops with {{log}}.',
      searchRegistry:
        'This login names no registry, so podman sends the GitLab credential to the first of its `unqualified-search-registries`, which answers `invalid username/password`; with none configured podman stops with `no registries found in registries.conf, a registry must be provided`.',
      withPath:
        '`{{login}}` takes a host, and this names a path behind it: it stops with `Error: invalid reference: invalid registry`.',
      twoServers:
        "A login is for one registry, and this names {{host}} behind another: it stops with `docker: 'docker login' requires at most 1 argument` or the like.",
      webHost:
        'This logs in to {{host}}, the GitLab server, but the job uses its registry $CI_REGISTRY, which has another host or port. Credentials are kept per `host:port`, so the registry gets none and answers `denied: access forbidden`.',
    },
    help: {
      dockerHub: 'Add the registry as the last argument: "$CI_REGISTRY".',
      refused: 'Add the registry as the last argument: "$CI_REGISTRY".',
      searchRegistry: 'Add the registry as the last argument: "$CI_REGISTRY".',
      withPath: 'Name the host alone: "$CI_REGISTRY".',
      twoServers: 'Write a login for each of them, or take the word away if it belongs to an option.',
      webHost: 'Log in to "$CI_REGISTRY" instead.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    return {
      Job(node) {
        job = node;
      },
      Login(login) {
        const [, second] = login.given.positional.filter(isServer);
        if (second) {
          const severity = failsJobByLogin(login, job) ? 'error' : 'warning';
          const confidence = login.certain ? 'high' : 'medium';
          context.report({
            node: second,
            messageId: 'twoServers',
            severity,
            confidence,
            data: { host: showText(second.value) },
          });
        }
        if (!login.misdirected) return;
        const edits = nameTheRegistry(login);
        context.report({
          node: login.misdirected === 'web-host' || login.misdirected === 'path' ? login.host : login,
          messageId: MESSAGE_OF[login.misdirected],
          severity: failsJobByLogin(login, job) ? 'error' : 'warning',
          confidence: confidenceOf(login, job),
          data: {
            client: login.client,
            host: login.host.key,
            login: loginWords(login.client) ?? login.client,
            log: REFUSALS[login.client] ?? '`Error: accepts 1 arg(s), received 0` or the like',
          },
          ...(edits && { suggest: [{ title: 'Log in to $CI_REGISTRY', edits }] }),
        });
      },
    };
  },
});

/** A word that certainly is one, and no option: others may be empty where the job runs. */
function isServer({ value, written }: Word): boolean {
  const isWhole = written.every(
    (part) => part.kind === 'literal' || (part.kind === 'variable' && REGISTRIES.has(part.name)),
  );
  return isWhole && showText(value) !== '';
}

const REGISTRIES: ReadonlySet<string> = new Set(['CI_REGISTRY', 'CI_REGISTRY_IMAGE', 'CI_DEPENDENCY_PROXY_SERVER']);

/** The machine's own configuration decides where podman goes; releases of helm differ. */
function confidenceOf(login: Login, job: Job | undefined): Confidence {
  if (login.misdirected === 'search-registry' || login.misdirected === 'path') return 'medium';
  return login.misdirected === 'docker-hub' && mayBeForDockerHub(login, job) ? 'medium' : 'high';
}

/** Some redefine $CI_REGISTRY_USER and $CI_REGISTRY_PASSWORD in the settings of the project, and push what they name there. */
function mayBeForDockerHub({ credential: { password } }: Login, job: Job | undefined): boolean {
  const pushes = job?.events.filter((event) => event.type === 'Push') ?? [];
  const isRedefinable = password !== undefined && showText(password.value) === '$CI_REGISTRY_PASSWORD';
  return isRedefinable && pushes.length > 0 && pushes.every(({ reference: { host } }) => !KNOWN_KINDS.has(host.kind));
}

const KNOWN_KINDS: ReadonlySet<HostKind> = new Set(['own', 'named']);

const REFUSALS: Readonly<Record<string, string>> = {
  buildah: '`Error: please specify a registry to login to`',
  skopeo: '`please provide a registry to log in to`',
};

/** In place of the server that is named, or behind all other words. */
function nameTheRegistry({ command, credential, server, given }: Login): readonly TextEdit[] | undefined {
  const isGitLabs = credential.identity === 'job-token' || credential.identity === 'deploy-token';
  // A word that is empty here may be the server elsewhere: a function's argument, a variable.
  const mayBeServer = command.words.some(({ value, written }) => value.length === 0 && written.length > 0);
  if (!isGitLabs || mayBeServer || !isWrittenOut(command)) return undefined;
  const [instead = given.positional.find(({ value }) => showText(value) === '')] = [server];
  return rewriteText([
    instead ? { place: instead.place, text: '"$CI_REGISTRY"' } : appendWord(command, '"$CI_REGISTRY"'),
  ]);
}
