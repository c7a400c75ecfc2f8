import type { ImageReference, MissingReason, Pull } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import type { RegistryEvent } from '../src/pipeline/tree.ts';
import { failsJob } from '../src/registry/fails-job.ts';
import { logInToProxy } from '../src/registry/login-fixes.ts';
import { DEPENDENCY_PROXY, loginLine as loginCommand } from '../src/registry/login-line.ts';
import { loginPlace } from '../src/registry/login-place.ts';
import { defineRule, enumerate, showNamed, showPlace } from '../src/rule.ts';

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
        'This pulls through the dependency proxy at {{host}}{{named}}, but the job does not log in there. The proxy answers nobody without a login: the pull ends in `denied: access forbidden`.',
      otherHost:
        'This pulls through the dependency proxy at {{host}}{{named}}, but the job has a credential for {{other}} only ({{near}}). Credentials are kept by host and port, letter for letter, so the pull ends in `denied: access forbidden`.',
      loggedInLater:
        'This pulls through the dependency proxy at {{host}}{{named}}, but the job logs in there only afterwards ({{near}}). The proxy answers nobody without a login: the pull ends in `denied: access forbidden`.',
      loggedOut:
        'This pulls through the dependency proxy at {{host}}{{named}}, but the credential of the login at {{near}} was removed before by a logout. The proxy answers nobody without a login: the pull ends in `denied: access forbidden`.',
      storedElsewhere:
        'This pulls through the dependency proxy at {{host}}{{named}}, but the credential for it is kept in a file that this command does not read ({{near}}), so the pull ends in `denied: access forbidden`.',
    },
    help: {
      neverLoggedIn: '{{login}} (`image:` and `services:` need no login.)',
      otherHost: '{{login}}',
      loggedInLater: 'Move the login before the pull, best into `before_script`.',
      loggedOut: 'Log out after the last pull, or not at all: the container is thrown away with the job.',
      storedElsewhere:
        'Give both commands the same `--authfile`, `--config` or `DOCKER_CONFIG`, or none of them. kaniko reads /kaniko/.docker/config.json.',
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
      Pull(pull) {
        const { access, reference } = pull;
        // Of an entry that is not encoded `auth-config-encoding` speaks.
        if (!isProxied(reference) || access.kind !== 'missing' || access.because === 'not-encoded') return;
        const place = loginPlace(pull, job);
        if (!place) return;
        const near = job?.events.find((event) => event.place === access.near?.place);
        context.report({
          node: place.node,
          messageId: messageFor(access.because, near),
          severity: failsJob(pull) ? 'error' : 'warning',
          confidence: job?.image && pull.certain ? 'high' : 'medium',
          data: {
            host: reference.host.key,
            named: showNamed(place.named),
            other: hostsOf(near),
            near: near ? showPlace(near) : '',
            login: loginLine(pull),
          },
          suggest: logInToProxy(pull, access, job),
          related: [
            ...(near ? [{ place: near.place, message: 'the credential comes from here' }] : []),
            ...place.named.map((named) => ({ place: named.place, message: 'the image is named here' })),
          ],
        });
      },
    };
  },
});

function isProxied({ host, path, proxied }: ImageReference): boolean {
  return host.kind === 'dependency-proxy' ? path.length > 0 : proxied !== undefined;
}

function messageFor(
  because: MissingReason,
  near: RegistryEvent | undefined,
): 'neverLoggedIn' | 'loggedInLater' | 'otherHost' | 'loggedOut' | 'storedElsewhere' {
  if (!near) return 'neverLoggedIn';
  if (because === 'later') return 'loggedInLater';
  if (because === 'logged-out') return 'loggedOut';
  if (because === 'elsewhere') return 'storedElsewhere';
  return because === 'other-host' ? 'otherHost' : 'neverLoggedIn';
}

function hostsOf(event: RegistryEvent | undefined): string {
  if (event?.type === 'Login') return event.host.key;
  return event?.type === 'AuthFile' ? enumerate((event.entries ?? []).map((entry) => entry.host.key)) : '';
}

function loginLine({ client, reference }: Pull): string {
  const { host } = reference;
  const server = host.kind === 'dependency-proxy' ? DEPENDENCY_PROXY.server : host.key;
  const line = loginCommand(client, { ...DEPENDENCY_PROXY, server });
  if (line) return `Log in to the proxy before: \`${line}\`.`;
  const file = client === 'kaniko' ? '/kaniko/.docker/config.json' : '~/.docker/config.json';
  return `Write an entry for ${server} with ${DEPENDENCY_PROXY.user} and ${DEPENDENCY_PROXY.password} to ${file}.`;
}
