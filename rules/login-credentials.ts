import type { Credential, Login, RegistryHost, Secret } from '../src/pipeline/events.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { defineRule } from '../src/rule.ts';

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
        'GitLab accepts the job token only for the user `gitlab-ci-token`; with {{user}} the login ends in `unauthorized: HTTP Basic: Access denied`.',
      deployTokenUser:
        'GitLab accepts a deploy token only for its own user name; with {{user}} the login ends in `unauthorized: HTTP Basic: Access denied`.',
      foreignRegistry:
        'This sends the job token of GitLab to {{host}}, which does not know it: the login ends in `unauthorized`. (It works only if the project redefines these variables in its settings.)',
    },
    help: {
      jobTokenUser: 'Use `-u "$CI_REGISTRY_USER"` with the job token, or the password that belongs to {{user}}.',
      deployTokenUser:
        'Use `-u "$CI_DEPLOY_USER"` with `$CI_DEPLOY_PASSWORD`, or `-u "$CI_REGISTRY_USER"` with `$CI_REGISTRY_PASSWORD`.',
      foreignRegistry: 'Log in with a credential of {{host}} that you keep in CI/CD variables with names of your own.',
    },
    schema: [],
  },

  create(context) {
    const checkPair = (credential: Credential, fallback: Login | undefined): void => {
      const { user, password, identity } = credential;
      if (identity !== 'mixed' || !user || !password) return;
      context.report({
        node: user,
        messageId: password.means === 'job-token' ? 'jobTokenUser' : 'deployTokenUser',
        data: { user: show(user) },
        related: fallback ? [{ place: password.place, message: 'the password is here' }] : [],
      });
    };
    return {
      Login(login) {
        checkPair(login.credential, login);
        if (login.server && isForeign(login.host) && login.credential.identity === 'job-token') {
          context.report({
            node: login.host,
            messageId: 'foreignRegistry',
            severity: 'warning',
            data: { host: login.host.key },
          });
        }
      },
      AuthFile(file) {
        // kaniko's own file is the matter of kaniko-auth.
        if (file.file.startsWith('/kaniko/')) return;
        for (const entry of file.entries ?? []) checkPair(entry.credential, undefined);
      },
    };
  },
});

/** A registry that certainly is no GitLab. */
function isForeign(host: RegistryHost): boolean {
  return host.kind === 'docker-hub' || host.public;
}

function show(secret: Secret): string {
  return `\`${showText(secret.value)}\``;
}
