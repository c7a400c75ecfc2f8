import type { VariableReference } from '../src/pipeline/commands.ts';
import { defineRule } from '../src/rule.ts';
import { asksForVariables } from '../src/shell/asks.ts';

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
      jsonWebToken:
        'GitLab {{version}} removed {{name}}, which is empty here{{unless}}. Whoever is to check the token gets none.',
    },
    help: {
      renamed: 'Write ${{replacement}}, which has the same value.',
      jsonWebToken: 'Declare a token of your own under `id_tokens`, with the `aud` that its receiver expects.',
    },
    schema: [],
  },

  create(context) {
    let suspects: VariableReference[] = [];
    let asked = new Set<string>();
    const reportSuspects = (): void => {
      for (const suspect of suspects) {
        const { removed, by } = suspect.definition;
        if (!removed || asked.has(suspect.name)) continue;
        context.report({
          node: suspect,
          messageId: removed.replacement === 'id_tokens' ? 'jsonWebToken' : 'renamed',
          confidence: by === 'nobody' ? 'high' : 'medium',
          data: {
            name: `$${suspect.name}`,
            version: removed.removedIn,
            replacement: removed.replacement,
            unless: by === 'nobody' ? '' : ', unless something defines it that cannot be read here',
          },
        });
      }
      suspects = [];
      asked = new Set();
    };
    return {
      Command(command) {
        for (const name of asksForVariables(command)) asked.add(name);
      },
      VariableReference(reference) {
        if (reference.definition.removed && !reference.hasFallback) suspects.push(reference);
      },
      Job: reportSuspects,
      'Job:exit': reportSuspects,
      'Pipeline:exit': reportSuspects,
    };
  },
});
