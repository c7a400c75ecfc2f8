import type { ImageReference } from '../src/pipeline/events.ts';
import type { Image } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { type Confidence, defineRule, type Fix } from '../src/rule.ts';
import { readText, rewriteText } from '../src/yaml/edit-scalar.ts';
import { expandName } from '../src/yaml/edit-structure.ts';

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
    hasSuggestions: true,
  },

  create(context) {
    return {
      Job(job) {
        const { image, hidden, scripts } = job;
        if (!image?.reference || !image.kaniko || hidden || scripts.length === 0) return;
        const data = { image: showText(image.reference.value) };
        if (image.kaniko.hasShell === false) {
          const confidence = job.mayHave('image') ? 'medium' : trustIn(image.reference);
          context.report({ node: image, messageId: 'noShell', confidence, data, suggest: useDebugTag(image) });
        } else if (image.kaniko.hasShell && !image.entrypoint?.length) {
          const edits = removeEntrypoint(image);
          context.report({
            node: image,
            messageId: 'entrypoint',
            severity: 'warning',
            confidence: 'medium',
            data,
            ...(edits && { suggest: [{ title: REMOVE_ENTRYPOINT, edits }] }),
          });
        }
      },
    };
  },
});

/** What another registry has under kaniko's name may have been built anew. */
function trustIn({ host, proxied }: ImageReference): Confidence {
  return host.public || proxied ? 'high' : 'medium';
}

const REMOVE_ENTRYPOINT = "Remove the image's entrypoint";

function removeEntrypoint({ place, entrypoint }: Image): Fix['edits'] | undefined {
  if (entrypoint) return undefined;
  return expandName(place, ['entrypoint: [""]']);
}

/** `v1.23.2` becomes `v1.23.2-debug`, `latest` or no tag becomes `debug`; the entrypoint has to go as well. */
function useDebugTag(image: Image): readonly Fix[] {
  const last = image.name.at(-1);
  const written = last?.kind === 'literal' ? readText(last.place) : undefined;
  const [, tag] = /(?:^|[^/]):([\w.-]+)$|$/.exec(written ?? '') ?? [];
  if (!last || written === undefined || written.includes('@')) return [];
  const { file, range } = last.place;
  const change =
    tag === 'latest'
      ? { place: file.place(range[1] - tag.length, range[1]), text: 'debug' }
      : { place: file.place(range[1], range[1]), text: tag === undefined ? ':debug' : '-debug' };
  const debug = rewriteText([change]);
  const entrypoint = image.entrypoint?.length ? [] : removeEntrypoint(image);
  return debug && entrypoint ? [{ title: 'Use the tag with a shell', edits: [...debug, ...entrypoint] }] : [];
}
