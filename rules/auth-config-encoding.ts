import type { AuthFile, RegistryHost } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import type { RegistryEvent } from '../src/pipeline/tree.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'auth-config-encoding',
      description: 'Require the `auth` of an auth file to be the base64 text of user and password and nothing else',
      category: 'auth-files',
      preset: 'recommended',
      severity: 'error',
      logLines: ['unauthorized: HTTP Basic: Access denied', "invalid character '\\n' in string literal"],
    },
    messages: {
      lineEnd:
        'What is encoded as the `auth` for {{host}} ends with a line break, which becomes the last character of the password. The registry answers `unauthorized: HTTP Basic: Access denied`.',
      wrapped:
        "The output of `base64` is broken into lines of 76 characters (of 64 with openssl). As soon as user and password need more than one, a line break stands inside the `auth` for {{host}}, and {{file}} is not JSON any more: `invalid character '\\n' in string literal`.",
    },
    help: {
      lineEnd: 'Write `printf \'%s:%s\' "$USER" "$PASSWORD" | base64 | tr -d \'\\n\'`.',
      wrapped: "Write `base64 | tr -d '\\n'`, which works with busybox too, or `base64 -w0`.",
    },
    schema: [],
  },

  create(context) {
    let job: Job | undefined;
    return {
      Job(node) {
        job = node;
      },
      AuthFile(file) {
        if (job?.hidden) return;
        for (const { host, encoded } of file.entries ?? []) {
          if (!encoded) continue;
          const data = { host: host.key, file: file.file };
          if (encoded.lineEnd) {
            context.report({
              node: { place: encoded.lineEnd },
              messageId: 'lineEnd',
              severity: isUsed(file, host, job) ? 'error' : 'warning',
              confidence: file.certain ? 'high' : 'medium',
              data,
            });
          } else if (encoded.wrapped) {
            // It depends on the length of a password that is not known here.
            context.report({ node: encoded, messageId: 'wrapped', severity: 'warning', confidence: 'medium', data });
          }
        }
      },
    };
  },
});

/** Whether the job fails for it: something sends the credential. */
function isUsed(file: AuthFile, host: RegistryHost, job: Job | undefined): boolean {
  const sends = (event: RegistryEvent): boolean =>
    (event.type === 'Push' || event.type === 'Pull') &&
    event.reference.host.key === host.key &&
    !event.command.forgiven &&
    event.command.section !== 'after_script';
  return !file.command.forgiven && (job?.events.some(sends) ?? false);
}
