import type { Push } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'kaniko-auth',
      description: 'Require a credential that kaniko finds for every registry it pushes to',
      category: 'auth-files',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'error checking push permissions -- make sure you entered the correct tag name, and that you are authenticated correctly, and try again',
      ],
    },
    messages: {
      noEntry:
        'kaniko pushes to {{host}}, for which the job writes no credential to /kaniko/.docker/config.json. kaniko logs in by itself to $CI_REGISTRY only, so it stops before the build with `error checking push permissions`.',
      cacheNoEntry:
        'kaniko keeps its cache at {{host}}, for which the job writes no credential to /kaniko/.docker/config.json, so that writing the cache fails with `UNAUTHORIZED`.',
      oldVersion:
        'This kaniko is older than 1.9.0, which was the first to log in to $CI_REGISTRY by itself, and the job writes no /kaniko/.docker/config.json: it stops with `error checking push permissions`.',
      storedElsewhere:
        'kaniko pushes to {{host}}, whose credential is written to a file kaniko does not read: its image sets DOCKER_CONFIG=/kaniko/.docker. It stops with `error checking push permissions`.',
      mismatch:
        'The entry for {{host}} pairs the user `{{user}}` with a token that belongs to another user. kaniko prefers this entry to its own login and stops with `error checking push permissions … UNAUTHORIZED`.',
      malformed:
        'What is written to {{path}} is not JSON ({{reason}}), so kaniko finds no credential in it and stops with `error checking push permissions`.',
    },
    help: {
      noEntry:
        'Write an entry for {{host}} to /kaniko/.docker/config.json before the executor runs: `{"auths":{"{{host}}":{"username":"…","password":"…"}}}`.',
      cacheNoEntry:
        'Write an entry for {{host}} to /kaniko/.docker/config.json, or keep the cache below $CI_REGISTRY_IMAGE.',
      oldVersion: 'Use a newer executor, or write an entry for "$CI_REGISTRY" to /kaniko/.docker/config.json.',
      storedElsewhere: 'Write the file to /kaniko/.docker/config.json.',
      mismatch:
        'Pair $CI_REGISTRY_USER with $CI_REGISTRY_PASSWORD, or drop the entry for $CI_REGISTRY: kaniko needs none.',
      malformed: 'Check quotes, commas and braces of the text that is written.',
    },
    schema: [],
  },

  create(context) {
    let job: Job | undefined;
    return {
      Job(node) {
        job = node;
      },
      Push(push) {
        if (push.client !== 'kaniko' || push.access.kind !== 'missing' || hasMalformedFile(job)) return;
        const { host } = push.reference;
        const isFinal = push.role === 'image' || checksCache(push);
        context.report({
          node: push.reference,
          messageId: messageFor(push, push.access.because),
          severity: isFinal ? 'error' : 'warning',
          data: { host: host.key },
          related: push.access.near ? [{ place: push.access.near.place, message: 'a credential is written here' }] : [],
        });
      },
      AuthFile(file) {
        if (!usesKaniko(job)) return;
        if (file.malformed !== undefined) {
          context.report({ node: file, messageId: 'malformed', data: { path: file.file, reason: file.malformed } });
        }
        for (const entry of file.entries ?? []) {
          const { identity, user } = entry.credential;
          if (identity !== 'mixed' || !user || !file.file.startsWith('/kaniko/')) continue;
          context.report({
            node: user,
            messageId: 'mismatch',
            data: { host: entry.host.key, user: showText(user.value) },
          });
        }
      },
    };
  },
});

function messageFor(push: Push, because: string): 'noEntry' | 'cacheNoEntry' | 'oldVersion' | 'storedElsewhere' {
  if (because === 'elsewhere') return 'storedElsewhere';
  if (push.reference.host.kind === 'own') return 'oldVersion';
  return push.role === 'image' || checksCache(push) ? 'noEntry' : 'cacheNoEntry';
}

/** With `--no-push` the push check before the build is made for the cache repository. */
function checksCache(push: Push): boolean {
  return push.command.words.some((word) => showText(word.value) === '--no-push');
}

function usesKaniko(job: Job | undefined): boolean {
  return job?.events.some((event) => event.client === 'kaniko') ?? false;
}

function hasMalformedFile(job: Job | undefined): boolean {
  return job?.events.some((event) => event.type === 'AuthFile' && event.malformed !== undefined) ?? false;
}
