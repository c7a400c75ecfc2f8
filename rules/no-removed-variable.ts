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
      keyword:
        'GitLab {{version}} removed {{name}}, which is empty here{{unless}}: a rule that asks for it never holds, or always does, and a name or key has a hole.',
      jsonWebToken:
        'GitLab {{version}} removed {{name}}, which is empty here{{unless}}. Whoever is to check the token gets none.',
    },
    help: {
      renamed: 'Write ${{replacement}}, which has the same value.',
      keyword: 'Write ${{replacement}}, which has the same value.',
      jsonWebToken: 'Declare a token of your own under `id_tokens`, with the `aud` that its receiver expects.',
    },
    schema: [],
    fixable: 'code',
    hasSuggestions: true,
  },

  create(context) {
    let suspects: VariableReference[] = [];
    let asked = new Set<string>();
    let inKeywords: ReadonlySet<VariableReference> = new Set();
    let inConditions = new Set<string>();
    /** `$CI_BUILD_TAG || $CI_COMMIT_TAG` is for old servers and new ones. */
    const hasBoth = ({ keyPath, atCreation }: VariableReference, replacement: string): boolean =>
      atCreation !== undefined && inConditions.has(`${keyPath} ${replacement}`);
    const reportSuspects = (): void => {
      for (const suspect of suspects) {
        const { removed, by } = suspect.definition;
        if (!removed || asked.has(suspect.name) || hasBoth(suspect, removed.replacement)) continue;
        // A pipeline may work with a rule that never holds, or with one cache for all branches.
        const isInKeyword = inKeywords.has(suspect);
        const edits = removed.replacement === 'id_tokens' ? undefined : renameVariable(suspect, removed.replacement);
        const fix = edits && { title: `Write $${removed.replacement}`, edits };
        context.report({
          node: suspect,
          messageId: removed.replacement === 'id_tokens' ? 'jsonWebToken' : isInKeyword ? 'keyword' : 'renamed',
          confidence: by === 'nobody' ? 'high' : 'medium',
          data: {
            name: `$${suspect.name}`,
            version: removed.removedIn,
            replacement: removed.replacement,
            unless: by === 'nobody' ? '' : ', unless something defines it that cannot be read here',
          },
          ...(fix && (by === 'nobody' && !isInKeyword ? { fix } : { suggest: [fix] })),
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
      Pipeline({ references }) {
        inKeywords = new Set(references);
      },
      Job({ references }) {
        reportSuspects();
        inKeywords = new Set(references);
      },
      'Job:exit': reportSuspects,
      'Pipeline:exit': reportSuspects,
    };
  },
});
