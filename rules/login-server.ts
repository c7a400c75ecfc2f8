import type { Misdirection } from '../src/pipeline/events.ts';
import { defineRule } from '../src/rule.ts';

type MessageId = 'dockerHub' | 'refused' | 'searchRegistry' | 'webHost';

const MESSAGE_OF: Readonly<Record<Misdirection, MessageId>> = {
  'docker-hub': 'dockerHub',
  refused: 'refused',
  'search-registry': 'searchRegistry',
  'web-host': 'webHost',
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
        'Error: please provide a registry to log in to',
      ],
    },
    messages: {
      dockerHub:
        'This login names no server, so {{client}} sends the GitLab credential to Docker Hub, which answers `Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password`.',
      refused: '`{{client}} login` needs a registry and stops with `Error: please provide a registry to log in to`.',
      searchRegistry:
        'This login names no registry, so podman sends the GitLab credential to the first of its `unqualified-search-registries`, which answers `invalid username/password`; with none configured podman stops with `please provide a registry to log in to`.',
      webHost:
        'This logs in to {{host}}, the GitLab server, but the job uses its registry $CI_REGISTRY, which has another host or port. Credentials are kept per `host:port`, so the registry gets none and answers `denied: access forbidden`.',
    },
    help: {
      dockerHub: 'Add the registry as the last argument: "$CI_REGISTRY".',
      refused: 'Add the registry as the last argument: "$CI_REGISTRY".',
      searchRegistry: 'Add the registry as the last argument: "$CI_REGISTRY".',
      webHost: 'Log in to "$CI_REGISTRY" instead.',
    },
    schema: [],
  },

  create(context) {
    return {
      Login(login) {
        if (!login.misdirected) return;
        context.report({
          node: login.misdirected === 'web-host' ? login.host : login,
          messageId: MESSAGE_OF[login.misdirected],
          // The machine's own configuration decides where podman goes.
          confidence: login.misdirected === 'search-registry' ? 'medium' : 'high',
          data: { client: login.client, host: login.host.key },
        });
      },
    };
  },
});
