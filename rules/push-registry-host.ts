import type { Access, Push } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { failsJob } from '../src/registry/fails-job.ts';
import { nameOwnRegistry } from '../src/registry/rename-image.ts';
import { type Confidence, defineRule, type Severity, showPlace } from '../src/rule.ts';

type Missing = Extract<Access, { kind: 'missing' }>;

/** Clients for which a reference without a registry means Docker Hub. Podman and buildah look it up in their own settings. */
const HUB_CLIENTS: ReadonlySet<string> = new Set(['docker', 'nerdctl', 'crane', 'buildctl', 'pack', 'regctl']);

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'push-registry-host',
      description: 'Require a pushed image to name its registry unless the job logs in to Docker Hub',
      category: 'targets',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'The push refers to repository [docker.io/library/api]',
        'denied: requested access to the resource is denied',
      ],
    },
    messages: {
      library:
        '`{{image}}` names no registry, so this pushes to docker.io/library/{{path}}, where only the official images of Docker Hub are{{login}}: `denied: requested access to the resource is denied`.',
      account:
        '`{{image}}` names no registry, so this pushes to docker.io/{{path}}, and the job does not log in to Docker Hub{{login}}: `denied: requested access to the resource is denied`.',
    },
    help: {
      library: 'Tag and push the image as "$CI_REGISTRY_IMAGE:…".',
      account:
        'Tag and push the image as "$CI_REGISTRY_IMAGE:…", or log in to Docker Hub first if that is what is meant.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    /** To the own registry. */
    let logsIn = false;
    return {
      Job(node) {
        job = node;
        logsIn = node.events.some((event) => event.type === 'Login' && event.host.kind === 'own');
      },
      Push(push) {
        const { reference, access, client, certain } = push;
        const isHub = reference.host.kind === 'docker-hub' && !reference.namesHost;
        if (!isHub || access.kind !== 'missing' || !HUB_CLIENTS.has(client)) return;
        const path = showText(reference.path);
        const isLibrary = !path.includes('/');
        const edits = logsIn ? nameOwnRegistry(reference, job) : undefined;
        context.report({
          node: reference,
          messageId: isLibrary ? 'library' : 'account',
          severity: severityOf(push, access, isLibrary),
          confidence: certain ? confidenceIn(job, isLibrary) : 'medium',
          data: { image: showText(reference.value), path, login: loginElsewhere(access) },
          related: access.near ? [{ place: access.near.place, message: 'the login is here' }] : [],
          ...(edits && { suggest: [{ title: 'Write $CI_REGISTRY_IMAGE/ before the name', edits }] }),
        });
      },
    };
  },
});

/** Nobody pushes to `library`. To an account the credential may come from DOCKER_AUTH_CONFIG in the project's settings. */
function severityOf(push: Push, { because }: Missing, isLibrary: boolean): Severity {
  if (!failsJob(push)) return 'warning';
  return isLibrary || because === 'other-host' ? 'error' : 'warning';
}

/** A job without an image runs on a machine where somebody may have logged in by hand. */
function confidenceIn(job: Job | undefined, isLibrary: boolean): Confidence {
  return isLibrary && job?.image !== undefined ? 'high' : 'medium';
}

function loginElsewhere({ because, near }: Missing): string {
  return because === 'other-host' && near ? ` (the login at ${showPlace(near)} is for another registry)` : '';
}
