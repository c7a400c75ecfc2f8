import { problemsOf } from '../src/pipeline/problems.ts';
import { writeInstead } from '../src/pipeline/write-instead.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'config-extends',
      description: 'Require `extends` to name mappings that exist, without circles and not too deep',
      category: 'configuration',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'This GitLab CI configuration is invalid: build: unknown keys in `extends` (.docker)',
        'This GitLab CI configuration is invalid: build: circular dependency detected in `extends`',
      ],
    },
    messages: {
      unknownParent:
        '`{{job}}` extends `{{parent}}`, which no file of this configuration defines. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}}: unknown keys in `extends` ({{parent}})".',
      notMapping:
        '`{{job}}` extends `{{parent}}`, which is not a mapping of keywords. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}}: invalid base hashes in `extends` ({{parent}})".',
      reference:
        '`extends` of `{{job}}` holds a `!reference`, which GitLab resolves only after `extends`, so that it names nothing yet: "This GitLab CI configuration is invalid: {{job}}: unknown keys in `extends`".',
      notName:
        '`extends` of `{{job}}` holds something that is not a name. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}}: unknown keys in `extends`".',
      circular:
        '`{{job}}` extends itself: {{chain}}. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{job}}: circular dependency detected in `extends`".',
      tooDeep:
        '`{{job}}` has more than {{limit}} levels of parents above it. GitLab follows no more and creates no pipeline: "This GitLab CI configuration is invalid: … nesting too deep in `extends`".',
    },
    help: {
      unknownParent: '{{advice}}',
      notMapping: 'Give `{{parent}}` keywords, such as `script:`, or extend something else.',
      reference: 'Write the name of the template itself.',
      notName: 'Write the name of a job or template, or a list of names.',
      circular: 'Move what the jobs share into a template that extends neither of them.',
      tooDeep: 'Extend a template further up directly. Three levels are as deep as a reader can follow.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Pipeline(pipeline) {
        for (const { kind, place, data } of problemsOf(pipeline, 'config-extends')) {
          const advice = data.near
            ? `Did you mean \`${data.near}\`?`
            : `Define \`${data.parent}\` in this file, or include the file that does.`;
          context.report({
            node: { place },
            messageId: kind,
            data: { ...data, advice },
            suggest: writeInstead(place, data.parent, data.near),
          });
        }
      },
    };
  },
});
