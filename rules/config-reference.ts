import { problemsOf } from '../src/pipeline/problems.ts';
import { writeInstead } from '../src/pipeline/write-instead.ts';
import { defineRule } from '../src/rule.ts';
import { type Place, textAt } from '../src/source/source-file.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'config-reference',
      description: 'Require every `!reference` to name a value that exists',
      category: 'configuration',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'This GitLab CI configuration is invalid: !reference [".login", "before_script"] could not be found',
        'This GitLab CI configuration is invalid: !reference [".a", "script"] is part of a circular chain',
      ],
    },
    messages: {
      missing:
        '`!reference [{{path}}]` names nothing: {{where}}. GitLab creates no pipeline, even when only an unused template refers to it: "This GitLab CI configuration is invalid: !reference [{{path}}] could not be found".',
      invalid:
        'A `!reference` takes a list of names, and `{{text}}` is none. GitLab creates no pipeline: "This GitLab CI configuration is invalid: !reference {{text}} is not valid".',
      circular:
        '`!reference [{{path}}]` leads back to itself: {{chain}}. GitLab creates no pipeline: "This GitLab CI configuration is invalid: !reference [{{path}}] is part of a circular chain".',
    },
    help: {
      missing: '{{advice}}',
      invalid:
        'Write the names on the way to the value: `!reference [.template, script]`. Items of a list have no names.',
      circular: 'Write the shared lines into one template that refers to nothing.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Pipeline(pipeline) {
        for (const { kind, place, data } of problemsOf(pipeline, 'config-reference')) {
          const owner = data.parent ? `\`${data.parent}\`` : 'the configuration';
          const where = `${owner} has no \`${data.key}\` with a value`;
          const advice = data.near
            ? `Did you mean \`${data.near}\`?`
            : `Give ${owner} a value for \`${data.key}\`, or remove the \`!reference\`. Null and false count as nothing.`;
          context.report({
            node: { place },
            messageId: kind,
            data: { ...data, where, advice },
            suggest: writeInstead(placeOfName(place, data.key), data.key, data.near),
          });
        }
      },
    };
  },
});

/** The name among those of the list, when it is there once. */
function placeOfName(list: Place, name = ''): Place {
  const text = textAt(list);
  const at = text.lastIndexOf(name);
  if (at !== text.indexOf(name)) return list;
  const start = list.range[0] + Math.max(at, 0);
  return list.file.place(start, start + name.length);
}
