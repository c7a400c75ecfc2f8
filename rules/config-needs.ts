import { problemsOf } from '../src/pipeline/problems.ts';
import { writeInstead } from '../src/pipeline/write-instead.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'config-needs',
      description: 'Require `needs` and `dependencies` to name jobs that exist and run before, without circles',
      category: 'configuration',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'This GitLab CI configuration is invalid: deploy job: undefined need: biuld',
        'This GitLab CI configuration is invalid: test job: need deploy is not defined in current or prior stages',
        'This GitLab CI configuration is invalid: The pipeline has circular dependencies: topological sort failed: ["a", "b"]',
      ],
    },
    messages: {
      undefinedNeed:
        '`{{job}}` needs `{{need}}`, and no job has that name. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}} job: undefined need: {{need}}".',
      undefinedDependency:
        '`{{job}}` wants the artifacts of `{{need}}`, and no job has that name. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}} job: undefined dependency: {{need}}".',
      laterNeed:
        '`{{job}}` in stage `{{stage}}` needs `{{need}}`, whose stage `{{needStage}}` comes later. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}} job: need {{need}} is not defined in current or prior stages".',
      laterDependency:
        '`{{job}}` in stage `{{stage}}` wants the artifacts of `{{need}}`, whose stage `{{needStage}}` comes later. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}} job: dependency {{need}} is not defined in current or prior stages".',
      dependencyNotNeeded:
        '`{{job}}` wants the artifacts of `{{need}}` and does not wait for it: with `needs`, every one of `dependencies` must be among them. GitLab creates no pipeline: "This GitLab CI configuration is invalid: jobs:{{job}} dependencies the {{need}} should be part of needs".',
      duplicateNeed:
        '`{{job}}` needs `{{need}}` twice. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}} has the following needs duplicated: {{need}}.".',
      tooManyNeeds:
        '`{{job}}` needs {{count}} jobs, where {{limit}} are allowed and each copy of a parallel job counts. GitLab creates no pipeline: "{{job}}: one job can only need {{limit}} others, but you have listed {{count}}".',
      circularNeeds:
        '`{{job}}` waits for itself: {{chain}}. GitLab creates no pipeline: "This GitLab CI configuration is invalid: The pipeline has circular dependencies: …".',
    },
    help: {
      undefinedNeed: '{{advice}}',
      undefinedDependency: '{{advice}}',
      laterNeed: 'Move `{{need}}` to stage `{{stage}}` or before it, or `{{job}}` to a later one.',
      laterDependency: 'Move `{{need}}` to stage `{{stage}}` or before it, or `{{job}}` to a later one.',
      dependencyNotNeeded: 'Add `{{need}}` to `needs`, which brings its artifacts, and drop `dependencies`.',
      duplicateNeed: 'Keep one of them.',
      tooManyNeeds: 'Let the job wait for whole stages instead, or need one job that gathers the others.',
      circularNeeds: 'Remove one need of the circle.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Pipeline(pipeline) {
        for (const { kind, place, data } of problemsOf(pipeline, 'config-needs')) {
          const advice = data.near
            ? `Did you mean \`${data.near}\`?`
            : kind === 'undefinedNeed'
              ? `Define \`${data.need}\`, or write \`optional: true\` beside a need that may be missing.`
              : `Define \`${data.need}\`, or remove it from \`dependencies\`.`;
          context.report({
            node: { place },
            messageId: kind,
            data: { ...data, advice },
            suggest: writeInstead(place, data.need, data.near),
          });
        }
      },
    };
  },
});
