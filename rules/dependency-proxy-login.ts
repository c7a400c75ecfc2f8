import type { Pull } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { defineRule, showPlace } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'dependency-proxy-login',
      description: 'Require a login to the dependency proxy before a script pulls through it',
      category: 'dependency-proxy',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'denied: access forbidden',
        'failed to fetch anonymous token: unexpected status from GET request to https://gitlab.example.com/jwt/auth: 403 Forbidden',
      ],
    },
    messages: {
      neverLoggedIn:
        'This pulls through the dependency proxy at {{host}}, but the job does not log in there. The proxy answers nobody without a login: the pull ends in `denied: access forbidden`.',
      otherHost:
        'This pulls through the dependency proxy at {{host}}, but the job logs in to {{other}} only ({{near}}). Credentials are kept per host and port, letter for letter, so the pull ends in `denied: access forbidden`.',
    },
    help: {
      neverLoggedIn:
        'Log in first: `echo "$CI_DEPENDENCY_PROXY_PASSWORD" | {{client}} login -u "$CI_DEPENDENCY_PROXY_USER" --password-stdin "$CI_DEPENDENCY_PROXY_SERVER"`. (`image:` and `services:` need no login.)',
      otherHost:
        'Log in to the proxy as well: `echo "$CI_DEPENDENCY_PROXY_PASSWORD" | {{client}} login -u "$CI_DEPENDENCY_PROXY_USER" --password-stdin {{server}}`.',
    },
    schema: [],
  },

  create(context) {
    let job: Job | undefined;
    return {
      Job(node) {
        job = node;
      },
      Pull(pull) {
        const { access, reference } = pull;
        if (!isProxied(pull) || access.kind !== 'missing') return;
        const other = access.because === 'other-host' ? otherHost(job) : undefined;
        context.report({
          node: reference,
          messageId: other ? 'otherHost' : 'neverLoggedIn',
          confidence: job?.image ? 'high' : 'medium',
          data: {
            host: reference.host.key,
            client: pull.client === 'kaniko' ? 'docker' : pull.client,
            other: other?.host ?? '',
            near: other?.near ?? '',
            server: reference.host.kind === 'dependency-proxy' ? '"$CI_DEPENDENCY_PROXY_SERVER"' : reference.host.key,
          },
          related: access.near ? [{ place: access.near.place, message: 'the login is here' }] : [],
        });
      },
    };
  },
});

function isProxied({ reference }: Pull): boolean {
  if (reference.host.kind === 'dependency-proxy') return reference.path.length > 0;
  return reference.path.some((part) => part.kind === 'literal' && part.text.includes('/dependency_proxy/containers'));
}

function otherHost(job: Job | undefined): { host: string; near: string } | undefined {
  const login = job?.events.find((event) => event.type === 'Login');
  return login?.type === 'Login' ? { host: login.host.key, near: showPlace(login) } : undefined;
}
