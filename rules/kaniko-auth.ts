import type { AuthFile, MissingReason, Push } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { failsJob } from '../src/registry/fails-job.ts';
import { placeOfContent } from '../src/registry/written-file.ts';
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
        'kaniko keeps its cache at {{host}}, for which the job writes no credential to /kaniko/.docker/config.json. Every write to the cache fails with `UNAUTHORIZED`; the build goes on without it.',
      oldVersion:
        'This kaniko is older than 1.9.0, which was the first to log in to $CI_REGISTRY by itself, and the job writes no credential for it to /kaniko/.docker/config.json: it stops with `error checking push permissions`.',
      storedElsewhere:
        'kaniko pushes to {{host}}, whose credential is written to {{file}}. kaniko does not read that file, since its image sets DOCKER_CONFIG=/kaniko/.docker, and stops with `error checking push permissions`.',
      mismatch:
        'The entry for {{host}} pairs the user `{{user}}` with a token that belongs to another user. kaniko prefers this entry to its own login and stops with `error checking push permissions … UNAUTHORIZED`.',
      malformed:
        'What is written to {{file}} is not JSON ({{reason}}). kaniko cannot read it and stops with `error checking push permissions`.',
    },
    help: {
      noEntry:
        'Write an entry for {{host}} to /kaniko/.docker/config.json before the executor runs: `{"auths":{"{{key}}":{"username":"…","password":"…"}}}`.',
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
        // Nobody may push to the dependency proxy, see `dependency-proxy-read-only`.
        if (push.client !== 'kaniko' || push.reference.proxied) return;
        const { access, reference } = push;
        const confidence = push.certain && !mayReadVariable(job) ? 'high' : 'medium';
        const severity = stopsBuild(push) && failsJob(push) ? 'error' : 'warning';
        const { host } = reference;
        if (access.kind === 'missing') {
          const file = job?.events.find((event) => event.place === access.near?.place);
          context.report({
            node: reference,
            messageId: messageFor(push, access.because),
            severity,
            confidence,
            data: {
              host: host.key,
              key: host.kind === 'docker-hub' ? 'https://index.docker.io/v1/' : host.key,
              file: file?.type === 'AuthFile' ? file.file : 'another file',
            },
            related: file ? [{ place: file.place, message: 'a credential is written here' }] : [],
          });
        }
        if (access.kind === 'held' && access.credential.identity === 'mixed' && access.credential.user) {
          const { user } = access.credential;
          const data = { host: host.key, user: showText(user.value) };
          context.report({ node: user, messageId: 'mismatch', severity, confidence, data });
        }
      },
      AuthFile(file) {
        if (file.malformed === undefined || !isReadByKaniko(file, job)) return;
        context.report({
          node: placeOfContent(file),
          messageId: 'malformed',
          severity: job?.events.some((event) => event.client === 'kaniko' && failsJob(event)) ? 'error' : 'warning',
          confidence: file.certain ? 'high' : 'medium',
          data: { file: file.file, reason: file.malformed },
        });
      },
    };
  },
});

/** A push that fails stops the build, but for that of a cache layer. */
function stopsBuild(push: Push): boolean {
  return push.role !== 'cache' || checksCache(push);
}

function messageFor(push: Push, because: MissingReason): 'noEntry' | 'cacheNoEntry' | 'oldVersion' | 'storedElsewhere' {
  if (!stopsBuild(push)) return 'cacheNoEntry';
  if (because === 'elsewhere') return 'storedElsewhere';
  return push.reference.host.kind === 'own' ? 'oldVersion' : 'noEntry';
}

/** With `--no-push` the push check before the build is made for the cache repository. */
function checksCache(push: Push): boolean {
  return push.command.words.some((word) => /^--no-push(=true)?$/.test(showText(word.value)));
}

/** The forks read DOCKER_AUTH_CONFIG too, which may be set in the project's settings. */
function mayReadVariable(job: Job | undefined): boolean {
  return !job?.image || !showText(job.image.name).includes('kaniko-project/executor');
}

function isReadByKaniko({ file }: AuthFile, job: Job | undefined): boolean {
  return file.startsWith('/kaniko/') && (job?.events.some((event) => event.client === 'kaniko') ?? false);
}
