import type { ImageReference } from '../src/pipeline/events.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { type Confidence, defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'kaniko-shell',
      description: "Require a kaniko image with a shell and without the image's own entrypoint",
      category: 'auth-files',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'exec: "sh": executable file not found in $PATH: unknown',
        'Error: unknown command "sh" for "executor"',
      ],
    },
    messages: {
      noShell:
        'The image `{{image}}` has no shell, and GitLab cannot run the script without one: `exec: "sh": executable file not found in $PATH`. Only kaniko\'s tags with `debug` have a shell.',
      entrypoint:
        'The image\'s entrypoint is `/kaniko/executor`, which gets the script\'s shell as an argument: `Error: unknown command "sh" for "executor"`. It works on the Kubernetes executor only, which passes over entrypoints.',
    },
    help: {
      noShell: 'Use a tag with `debug`, such as `v1.23.2-debug`, and `entrypoint: [""]`.',
      entrypoint: 'Write the image as `name: {{image}}` with `entrypoint: [""]`.',
    },
    schema: [],
  },

  create(context) {
    return {
      Job(job) {
        const { image, hidden, scripts } = job;
        if (!image?.reference || !image.kaniko || hidden || scripts.length === 0) return;
        const data = { image: showText(image.reference.value) };
        if (image.kaniko.hasShell === false) {
          const confidence = job.mayHave('image') ? 'medium' : trustIn(image.reference);
          context.report({ node: image, messageId: 'noShell', confidence, data });
        } else if (image.kaniko.hasShell && !image.entrypoint?.length) {
          context.report({ node: image, messageId: 'entrypoint', severity: 'warning', confidence: 'medium', data });
        }
      },
    };
  },
});

/** What another registry has under kaniko's name may have been built anew. */
function trustIn({ host, proxied }: ImageReference): Confidence {
  return host.public || proxied ? 'high' : 'medium';
}
