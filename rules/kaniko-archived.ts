import { showText } from '../src/pipeline/symbolic.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'suggestion',
    docs: {
      name: 'kaniko-archived',
      description: "Disallow Google's image of kaniko, which is no longer maintained",
      category: 'auth-files',
      preset: 'strict',
      severity: 'info',
      logLines: [],
    },
    messages: {
      archived:
        '`{{image}}` is no longer maintained: the repository of kaniko is archived since June 2025, and v1.24.0 is its last release. Faults, those of security too, stay in it.',
    },
    help: {
      archived:
        'Build with buildah or with BuildKit in its rootless image, or take a fork that is maintained: `ghcr.io/osscontainertools/kaniko`.',
    },
    schema: [],
  },

  create(context) {
    return {
      Job({ image, hidden }) {
        if (hidden || !image?.kaniko?.archived || !image.reference) return;
        context.report({ node: image, messageId: 'archived', data: { image: showText(image.reference.value) } });
      },
    };
  },
});
