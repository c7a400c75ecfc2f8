import type { Push } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { failsJob } from '../src/registry/fails-job.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'dependency-proxy-read-only',
      description: 'Disallow pushes to the dependency proxy, which only hands out images',
      category: 'dependency-proxy',
      preset: 'recommended',
      severity: 'error',
      logLines: ['denied: requested access to the resource is denied'],
    },
    messages: {
      push: 'This pushes to the dependency proxy, which only hands out images of Docker Hub and takes none, whoever logs in: the push of `{{reference}}` is denied.',
      cache:
        'This keeps a build cache in the dependency proxy, which only hands out images of Docker Hub and takes none, whoever logs in: writing to `{{reference}}` is denied.',
    },
    help: {
      push: 'Push to the registry of the project: "$CI_REGISTRY_IMAGE".',
      cache: 'Keep the cache in the registry of the project: "$CI_REGISTRY_IMAGE/cache".',
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
        const { reference, role, certain } = push;
        if (!reference.proxied || job?.hidden) return;
        context.report({
          node: reference,
          messageId: role === 'cache' ? 'cache' : 'push',
          severity: endsJob(push) ? 'error' : 'warning',
          confidence: certain ? 'high' : 'medium',
          data: { reference: showText(reference.value) },
        });
      },
    };
  },
});

/** kaniko and the buildah family go on when they cannot write a cache. */
function endsJob(push: Push): boolean {
  const goesOn = push.role === 'cache' && push.client !== 'docker';
  return !goesOn && failsJob(push);
}
