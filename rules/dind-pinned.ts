import type { Image, Job, Service } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { defineRule } from '../src/rule.ts';

/** Tags of docker's image that move with every release; `stable` does not any more. */
const MOVING: ReadonlySet<string> = new Set(['latest', 'cli', 'git', 'dind', 'dind-rootless']);

export default defineRule({
  meta: {
    type: 'suggestion',
    docs: {
      name: 'dind-pinned',
      description: "Require a version in the tag of docker's images",
      category: 'dind',
      preset: 'strict',
      severity: 'info',
      logLines: [],
    },
    messages: {
      moving:
        '`{{image}}` is another release of docker whenever one comes out, so that the job can fail without a change of the project, and client and service can drift apart.',
    },
    help: {
      moving: 'Name a version, the same for image and service: `docker:29` and `docker:29-dind`.',
    },
    schema: [],
  },

  create(context) {
    let job: Job | undefined;
    const check = (container: Image | Service): void => {
      const { reference } = container;
      if (reference?.hubName !== 'docker' || reference.digest || job?.hidden) return;
      if (!MOVING.has(reference.tag ? showText(reference.tag) : 'latest')) return;
      context.report({ node: container, messageId: 'moving', data: { image: showText(reference.value) } });
    };
    return {
      Job(node) {
        job = node;
      },
      Image: check,
      Service: check,
    };
  },
});
