import type { Word } from '../src/pipeline/commands.ts';
import type { Credential, Login, Pull, Push, RegistryHost, Secret } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { failsJob, failsJobByFile, failsJobByLogin } from '../src/registry/fails-job.ts';
import { OWN_REGISTRY } from '../src/registry/login-line.ts';
import { type Confidence, defineRule, type Fix, type Severity } from '../src/rule.ts';
import { readText, rewriteText } from '../src/yaml/edit-scalar.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'login-credentials',
      description: 'Require a user name and a password that belong together',
      category: 'login',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'Error response from daemon: Get "https://registry.example.com/v2/": unauthorized: HTTP Basic: Access denied',
      ],
    },
    messages: {
      jobTokenUser:
        'GitLab accepts the job token only with the user name `gitlab-ci-token`; with {{user}} the login ends in `unauthorized: HTTP Basic: Access denied`.',
      deployTokenUser:
        'GitLab accepts a deploy token only with its own user name; with {{user}} the login ends in `unauthorized: HTTP Basic: Access denied`.',
      foreignRegistry:
        'This sends the job token of GitLab to {{host}}, which does not know it: the login ends in `unauthorized`, unless the settings of the project redefine {{password}}.',
    },
    help: {
      jobTokenUser: 'Write `-u "$CI_REGISTRY_USER"` with the job token, or give the password that belongs to {{user}}.',
      deployTokenUser:
        'Write `-u "$CI_DEPLOY_USER"` with `$CI_DEPLOY_PASSWORD`, or `-u "$CI_REGISTRY_USER"` with `$CI_REGISTRY_PASSWORD`.',
      foreignRegistry: 'Log in with a credential of {{host}} that you keep in CI/CD variables with names of your own.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    const checkPair = (
      { user, password, identity }: Credential,
      host: RegistryHost,
      isWord: boolean,
      severity: Severity,
    ): void => {
      if (identity !== 'mixed' || !user || !password) return;
      context.report({
        node: user,
        messageId: password.means === 'job-token' ? 'jobTokenUser' : 'deployTokenUser',
        severity,
        confidence: confidenceAt(host),
        data: { user: show(user) },
        related: [{ place: password.place, message: 'the password is here' }],
        suggest: [
          ...replaceSecret(user, USER_OF[password.means], isWord),
          ...replaceSecret(password, PASSWORD_OF[user.means], isWord),
        ],
      });
    };
    const checkForeign = (login: Login): void => {
      const { host, server, misdirected, credential } = login;
      const { password, identity } = credential;
      // Without a server `login-server` speaks, unless the pair could be no credential of GitLab's.
      if (!sendsJobToken(login) || misdirected || (!server && identity !== 'mixed')) return;
      context.report({
        node: host,
        messageId: 'foreignRegistry',
        severity: 'warning',
        confidence: 'medium',
        data: { host: host.key, password: password ? show(password) : '' },
      });
    };
    const seen = new Set<Word>();
    /** A pair that the command brings itself. Others are seen where they are stored. */
    const checkOwn = (event: Push | Pull): void => {
      const {
        access,
        reference: { host },
      } = event;
      if (access.kind !== 'held' || access.from.type !== 'Word' || isForeign(host) || seen.has(access.from)) return;
      seen.add(access.from);
      checkPair(access.credential, host, false, failsJob(event) ? 'error' : 'warning');
    };
    let job: Job | undefined;
    return {
      Job(node) {
        job = node;
      },
      Login(login) {
        if (isForeign(login.host) || (login.leavesGitLab && sendsJobToken(login))) checkForeign(login);
        else checkPair(login.credential, login.host, true, failsJobByLogin(login, job) ? 'error' : 'warning');
      },
      Push: checkOwn,
      Pull: checkOwn,
      AuthFile(file) {
        // kaniko's own file is the matter of kaniko-auth.
        if (file.file.startsWith('/kaniko/')) return;
        for (const { host, credential } of file.entries ?? []) {
          if (!isForeign(host)) checkPair(credential, host, false, failsJobByFile(file, job) ? 'error' : 'warning');
        }
      },
    };
  },
});

type BySecret = Readonly<Partial<Record<Secret['means'], string>>>;

const USER_OF: BySecret = { 'job-token': OWN_REGISTRY.user, 'deploy-token': '$CI_DEPLOY_USER' };
const PASSWORD_OF: BySecret = { 'job-token': OWN_REGISTRY.password, 'deploy-token': '$CI_DEPLOY_PASSWORD' };

/** A word with or without quotes; in other text than a word, as in JSON, what is around it stays. */
const SECRET = /^(["']?)(?:\$\w+|\$\{\w+\}|[\w.+-]+)\1$/;

/** @param isWord a word of a command, which needs quotes of its own; in JSON the quotes are around it */
function replaceSecret({ place }: Secret, instead: string | undefined, isWord: boolean): readonly Fix[] {
  const [, quote] = SECRET.exec(readText(place) ?? '') ?? [];
  if (!instead || quote === undefined) return [];
  const edits = rewriteText([{ place, text: isWord || quote !== '' ? `"${instead}"` : instead }]);
  return edits ? [{ title: `Write ${instead}`, edits }] : [];
}

function sendsJobToken({ credential: { password } }: Login): boolean {
  return password?.means === 'job-token';
}

/** A registry that certainly is no GitLab. */
function isForeign(host: RegistryHost): boolean {
  return host.kind === 'docker-hub' || host.public;
}

/** Any host may be another registry, with variables that the settings of the project redefine for it. */
function confidenceAt(host: RegistryHost): Confidence {
  return host.kind === 'own' || host.kind === 'gitlab-web' || host.kind === 'dependency-proxy' ? 'high' : 'medium';
}

function show(secret: Secret): string {
  return `\`${showText(secret.value)}\``;
}
