import type { VariableReference } from '../src/pipeline/commands.ts';
import { defineRule } from '../src/rule.ts';
import { asksForVariables } from '../src/shell/asks.ts';
import { renameVariable } from '../src/shell/rewrite.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'no-removed-variable',
      description: 'Disallow predefined variables that GitLab has removed',
      category: 'variables',
      preset: 'recommended',
      severity: 'error',
      logLines: ['password is empty', 'Error: Cannot perform an interactive login from a non TTY device'],
    },
    messages: {
      renamed:
        'GitLab {{version}} removed {{name}}, which is empty here{{unless}}. A login that takes it ends in `password is empty`, an image reference has a hole.',
      condition:
        'GitLab {{version}} removed {{name}}, which is empty here{{unless}}: GitLab compares nothing with what is written, and the job or file is left out, or comes in, when it should not.',
      jsonWebToken:
        'GitLab {{version}} removed {{name}}, which is empty here{{unless}}. Whoever is to check the token gets none.',
    },
    help: {
      renamed: 'Write ${{replacement}}, which has the same value.',
      condition: 'Write ${{replacement}}, which has the same value.',
      jsonWebToken: 'Declare a token of your own under `id_tokens`, with the `aud` that its receiver expects.',
    },
    schema: [],
    fixable: 'code',
    hasSuggestions: true,
  },

  create(context) {
    let suspects: VariableReference[] = [];
    let asked = new Set<string>();
    let inConditions = new Set<string>();
    /** `$CI_BUILD_TAG || $CI_COMMIT_TAG` is for old servers and new ones. */
    const hasBoth = ({ keyPath, atCreation }: VariableReference, replacement: string): boolean =>
      atCreation !== undefined && inConditions.has(`${keyPath} ${replacement}`);
    const reportSuspects = (): void => {
      for (const suspect of suspects) {
        const { removed, by } = suspect.definition;
        if (!removed || asked.has(suspect.name) || hasBoth(suspect, removed.replacement)) continue;
        const edits = removed.replacement === 'id_tokens' ? undefined : renameVariable(suspect, removed.replacement);
        const fix = edits && { title: `Write $${removed.replacement}`, edits };
        context.report({
          node: suspect,
          messageId:
            removed.replacement === 'id_tokens' ? 'jsonWebToken' : suspect.atCreation ? 'condition' : 'renamed',
          confidence: by === 'nobody' ? 'high' : 'medium',
          data: {
            name: `$${suspect.name}`,
            version: removed.removedIn,
            replacement: removed.replacement,
            unless: by === 'nobody' ? '' : ', unless something defines it that cannot be read here',
          },
          ...(fix && (by === 'nobody' && !suspect.atCreation ? { fix } : { suggest: [fix] })),
        });
      }
      suspects = [];
      asked = new Set();
      inConditions = new Set();
    };
    return {
      Command(command) {
        for (const name of asksForVariables(command)) asked.add(name);
      },
      VariableReference(reference) {
        if (reference.atCreation) inConditions.add(`${reference.keyPath} ${reference.name}`);
        if (reference.definition.removed && !reference.hasFallback) suspects.push(reference);
      },
      Job: reportSuspects,
      'Job:exit': reportSuspects,
      'Pipeline:exit': reportSuspects,
    };
  },
});
