import type { Job } from '../src/pipeline/nodes.ts';
import type { PartialOverride } from '../src/pipeline/registry-override.ts';
import { type Confidence, defineRule } from '../src/rule.ts';

export default defineRule<PartialOverride['kind']>({
  meta: {
    type: 'problem',
    docs: {
      name: 'no-partial-registry-override',
      description: 'Disallow to redefine only some of the variables of the container registry',
      category: 'variables',
      preset: 'recommended',
      severity: 'warning',
      logLines: [
        'denied: access forbidden',
        'Error response from daemon: Get "https://registry.example.com/v2/": unauthorized: HTTP Basic: Access denied',
      ],
    },
    messages: {
      registry:
        'This makes $CI_REGISTRY another registry, but {{keeps}}, which the job uses too, keeps the value that GitLab gives it and belongs to the registry of the project: the login or the push ends in `unauthorized` or `denied`, unless the settings of the project redefine {{keeps}}.',
      image:
        'This puts $CI_REGISTRY_IMAGE into another registry, but {{keeps}}, to which the job logs in, is still that of the project: the push is anonymous and ends in `denied`, unless the settings of the project redefine {{keeps}}.',
      user: 'This makes $CI_REGISTRY_USER another user, but {{keeps}} keeps the job token, which GitLab accepts with the user `gitlab-ci-token` only: the login ends in `unauthorized: HTTP Basic: Access denied`, unless the settings of the project redefine {{keeps}}.',
    },
    help: {
      registry: 'Give the other registry variables with names of their own, and leave those of GitLab alone.',
      image: 'Give the other image a variable with a name of its own, and log in to its registry.',
      user: 'Give the user a variable with a name of its own, and pair it with its own password.',
    },
    schema: [],
  },

  create(context) {
    return {
      Job(job) {
        const { partialOverride } = job;
        if (!partialOverride) return;
        const { variable, kind, keeps } = partialOverride;
        context.report({
          node: variable,
          messageId: kind,
          confidence: confidenceOf(partialOverride, job),
          data: { keeps: `$${keeps}` },
        });
      },
    };
  },
});

/** The settings of the project may have what is missing here, and so may a job that extends a template. */
function confidenceOf({ isOther }: PartialOverride, job: Job): Confidence {
  return isOther === 'maybe' || job.hidden || job.mayHave('variables') ? 'low' : 'medium';
}
