import { problemsOf } from '../src/pipeline/problems.ts';
import { writeInstead } from '../src/pipeline/write-instead.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'config-stage',
      description: 'Require the stage of every job to be declared',
      category: 'configuration',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'This GitLab CI configuration is invalid: lint job: chosen stage check does not exist; available stages are .pre, build, test, deploy, .post',
      ],
    },
    messages: {
      unknownStage:
        'The stage `{{stage}}` of `{{job}}` is not declared. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}} job: chosen stage {{stage}} does not exist; available stages are {{stages}}".',
      noTestStage:
        '`{{job}}` names no stage, so it is in `{{stage}}`, which is not declared. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}} job: chosen stage {{stage}} does not exist; available stages are {{stages}}".',
      emptyStages:
        'The list of stages is empty, so that no job has one. GitLab creates no pipeline: "This GitLab CI configuration is invalid: … chosen stage … does not exist; available stages are ".',
    },
    help: {
      unknownStage: '{{advice}}',
      noTestStage: 'Give the job a `stage`, or add `{{stage}}` to `stages`.',
      emptyStages: 'Name the stages, or remove `stages` to have build, test and deploy.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Pipeline(pipeline) {
        for (const { kind, place, data } of problemsOf(pipeline, 'config-stage')) {
          const advice = data.near ? `Did you mean \`${data.near}\`?` : `Add \`${data.stage}\` to \`stages\`.`;
          context.report({
            node: { place },
            messageId: kind,
            data: { ...data, advice },
            suggest: writeInstead(place, data.stage, data.near),
          });
        }
      },
    };
  },
});
