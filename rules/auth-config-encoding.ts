import type { Access, AuthFile, Pull, Push } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import type { RegistryEvent } from '../src/pipeline/tree.ts';
import { failsJob, failsJobByFile } from '../src/registry/fails-job.ts';
import { placeOfContent } from '../src/registry/written-file.ts';
import { type Confidence, defineRule, type Fix, type Severity, showPlace } from '../src/rule.ts';
import type { Place } from '../src/source/source-file.ts';
import { readText, rewriteText, textBehind } from '../src/yaml/edit-scalar.ts';

const ONE_LINE = "Write `base64 | tr -d '\\n'`, which works with busybox too, or `base64 -w0`.";

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'auth-config-encoding',
      description:
        'Require an auth file to be JSON, and its `auth` to be the base64 text of user and password and nothing else',
      category: 'auth-files',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'unauthorized: HTTP Basic: Access denied',
        'denied: access forbidden',
        "invalid character '\\n' in string literal",
        "WARNING: Error parsing config file (…/.docker/config.json): invalid character '}' after object key",
        'getting username and password: 1 error occurred: * reading JSON file "…/.docker/config.json"',
      ],
    },
    messages: {
      lineEnd:
        'What is encoded as the `auth` for {{host}} ends with a line break, which becomes the last character of the password. The registry answers `unauthorized: HTTP Basic: Access denied`.',
      wrapped:
        "The output of `base64` is broken into lines of 76 characters (of 64 with openssl), and the job token needs several: it is a JWT of hundreds of characters since GitLab 18.0. With a line break inside the `auth` for {{host}}, {{file}} is not JSON any more: `invalid character '\\n' in string literal`.",
      maybeWrapped:
        "The output of `base64` is broken into lines of 76 characters (of 64 with openssl). Where user and password need more than one, which depends on how long the password is, a line break stands inside the `auth` for {{host}}, and {{file}} is not JSON any more: `invalid character '\\n' in string literal`.",
      notEncoded:
        'The entry for {{host}} in {{file}} has `username` and `password`, which docker and kaniko read, but {{client}} ({{place}}) reads `auth` only. It passes over the entry and goes on without a credential: `denied: access forbidden`.',
      notJson: 'What is written to {{file}} is not JSON ({{reason}}). {{outcome}}',
    },
    help: {
      lineEnd: 'Write `printf \'%s:%s\' "$USER" "$PASSWORD" | base64 | tr -d \'\\n\'`.',
      wrapped: ONE_LINE,
      maybeWrapped: ONE_LINE,
      notEncoded:
        'Write `"auth":"$AUTH"` into the entry instead of the two, with `AUTH=$(printf \'%s:%s\' "$USER" "$PASSWORD" | base64 | tr -d \'\\n\')`, or log in with `{{client}} login`.',
      notJson: 'Check quotes, commas and braces of the text that is written.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    let passedOver: readonly Missing[] | undefined;
    const checkJson = (file: AuthFile): void => {
      const uses = (job?.events ?? []).filter((event) => isBrokenFor(event, file));
      const use = uses.find((each) => severityOf(each) === 'error') ?? uses.find(severityOf);
      const severity = use && severityOf(use);
      if (!severity) return;
      context.report({
        node: placeOfContent(file),
        messageId: 'notJson',
        severity,
        confidence: confidenceOf(file, use),
        data: { file: file.file, reason: file.malformed ?? '', outcome: outcomeOf(use) },
        related: [{ place: use.reference.place, message: 'the credential is needed here' }],
      });
    };
    const checkPlainEntries = (file: AuthFile): void => {
      if (!file.entries?.some(({ isPlain }) => isPlain)) return;
      passedOver ??= (job?.events ?? []).filter(passesOver);
      const uses = passedOver.filter(({ access }) => access.near === file);
      const use = uses.find(failsJob) ?? uses[0];
      if (!use) return;
      const { client, reference, certain, access } = use;
      context.report({
        node: placeOfContent(file),
        messageId: 'notEncoded',
        severity: failsJob(use) && (use.type === 'Push' || reference.proxied) ? 'error' : 'warning',
        confidence: file.certain && certain ? 'high' : 'medium',
        data: { host: reference.host.key, file: access.reads, client, place: showPlace(use) },
        related: [{ place: reference.place, message: 'the credential is needed here' }],
      });
    };
    return {
      Job(node) {
        job = node;
        passedOver = undefined;
      },
      AuthFile(file) {
        if (job?.hidden) return;
        if (file.malformed !== undefined) checkJson(file);
        checkPlainEntries(file);
        for (const { host, credential, encoded } of file.entries ?? []) {
          if (!encoded) continue;
          const data = { host: host.key, file: file.file };
          if (encoded.lineEnd) {
            context.report({
              node: { place: encoded.lineEnd },
              messageId: 'lineEnd',
              severity: failsJobByFile(file, job) ? 'error' : 'warning',
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

/** Whether the file is what a push or pull would take its credential from. kaniko's own is the matter of kaniko-auth. */
function isBrokenFor(event: RegistryEvent, file: AuthFile): event is Push | Pull {
  if ((event.type !== 'Push' && event.type !== 'Pull') || event.client === 'kaniko') return false;
  return event.access.kind === 'unknown' && event.access.broken === file;
}

type Missing = (Push | Pull) & { readonly access: Extract<Access, { kind: 'missing' }> };

/** Whether a push or pull has no credential for the form of the file's entry. Of another registry an image may come without one. */
function passesOver(event: RegistryEvent): event is Missing {
  if ((event.type !== 'Push' && event.type !== 'Pull') || event.access.kind !== 'missing') return false;
  if (event.type === 'Pull' && event.reference.host.kind !== 'own' && !event.reference.proxied) return false;
  return event.access.because === 'not-encoded';
}

/** Clients that fail with a file that they cannot read, and those that warn and go on without it. */
const STOPPING: ReadonlySet<string> = new Set(['podman', 'buildah', 'skopeo']);
const WARNING: ReadonlySet<string> = new Set(['docker', 'docker-compose', 'buildctl']);

/** Undefined: an image may come without a credential. */
function severityOf(use: Push | Pull): Severity | undefined {
  const { client, type, reference } = use;
  if (STOPPING.has(client)) return failsJob(use) ? 'error' : 'warning';
  const isOwn = reference.host.kind === 'own';
  if (type === 'Pull') return isOwn ? 'warning' : undefined;
  // From 28.3 on docker reads DOCKER_AUTH_CONFIG too, which may be set in the project's settings.
  return isOwn && failsJob(use) ? 'error' : 'warning';
}

function confidenceOf(file: AuthFile, { certain, reference: { host } }: Push | Pull): Confidence {
  const isKnown = host.kind === 'own' || host.public;
  return file.certain && certain && isKnown ? 'high' : 'medium';
}

function outcomeOf({ client, type }: Push | Pull): string {
  const act = type === 'Push' ? 'push' : 'pull';
  if (STOPPING.has(client)) return `${client} stops with \`getting username and password: … reading JSON file\`.`;
  if (!WARNING.has(client)) return `${client} cannot read it, so that the ${act} has no credential.`;
  return `${client} says \`WARNING: Error parsing config file\` and goes on without a credential: the ${act} is anonymous and ends in \`denied\` or \`unauthorized\`.`;
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
