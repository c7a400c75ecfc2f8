import type { AuthFile, RegistryHost } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import type { RegistryEvent } from '../src/pipeline/tree.ts';
import { defineRule, type Fix } from '../src/rule.ts';
import type { Place } from '../src/source/source-file.ts';
import { readText, rewriteText, textBehind } from '../src/yaml/edit-scalar.ts';

const ONE_LINE = "Write `base64 | tr -d '\\n'`, which works with busybox too, or `base64 -w0`.";

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
        "The output of `base64` is broken into lines of 76 characters (of 64 with openssl), and the job token needs several: it is a JWT of hundreds of characters since GitLab 18.0. With a line break inside the `auth` for {{host}}, {{file}} is not JSON any more: `invalid character '\\n' in string literal`.",
      maybeWrapped:
        "The output of `base64` is broken into lines of 76 characters (of 64 with openssl). Where user and password need more than one, which depends on how long the password is, a line break stands inside the `auth` for {{host}}, and {{file}} is not JSON any more: `invalid character '\\n' in string literal`.",
    },
    help: {
      lineEnd: 'Write `printf \'%s:%s\' "$USER" "$PASSWORD" | base64 | tr -d \'\\n\'`.',
      wrapped: ONE_LINE,
      maybeWrapped: ONE_LINE,
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    return {
      Job(node) {
        job = node;
      },
      AuthFile(file) {
        if (job?.hidden) return;
        for (const { host, credential, encoded } of file.entries ?? []) {
          if (!encoded) continue;
          const data = { host: host.key, file: file.file };
          if (encoded.lineEnd) {
            context.report({
              node: { place: encoded.lineEnd },
              messageId: 'lineEnd',
              severity: isUsed(file, host, job) ? 'error' : 'warning',
              confidence: file.certain ? 'high' : 'medium',
              data,
              suggest: leaveOutLineEnd(encoded.lineEnd),
            });
          } else if (encoded.wrapped) {
            // GitLab docs: "CI/CD job token", "invalid character '\\n' in string literal error with base64 encoding".
            const isJobToken = credential.password?.means === 'job-token';
            context.report({
              node: encoded,
              messageId: isJobToken ? 'wrapped' : 'maybeWrapped',
              severity: 'warning',
              confidence: isJobToken ? 'medium' : 'low',
              data,
              suggest: writeOneLine(encoded.place),
            });
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

/** `echo` with `-n`, `printf` without its `\\n`. */
function leaveOutLineEnd(place: Place): readonly Fix[] {
  const written = readText(place) ?? '';
  const [echo] = /^echo(?= )/.exec(written) ?? [];
  const [upToLineEnd] = /^printf +(["'])(?:(?!\1)[^\\]|\\[^n])*(?=\\n\1)/.exec(written) ?? [];
  if (echo) return insertInto(place, echo.length, 0, ' -n', 'Leave out the line break');
  return upToLineEnd ? insertInto(place, upToLineEnd.length, 2, '', 'Leave out the line break') : [];
}

/** By another program, since not every `base64` has an option for it; openssl has one. */
function writeOneLine(place: Place): readonly Fix[] {
  const written = readText(place) ?? '';
  const [program, openssl] = /^(?:base64|(openssl (?:base64|enc -base64|enc -a)))(?: -)?$/.exec(written) ?? [];
  if (!program) return [];
  return insertInto(place, written.length, 0, openssl ? ' -A' : " | tr -d '\\n'", 'Write one line');
}

function insertInto({ file, range }: Place, at: number, length: number, text: string, title: string): readonly Fix[] {
  const written = textBehind(file.place(range[0], range[0]));
  const edits = written && rewriteText([{ place: written.place(at, at + length), text }]);
  return edits ? [{ title, edits }] : [];
}
