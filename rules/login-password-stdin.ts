import type { Login } from '../src/pipeline/events.ts';
import type { Job, Located } from '../src/pipeline/nodes.ts';
import { literalText, type Part, type SymbolicText, showText } from '../src/pipeline/symbolic.ts';
import { readPassword } from '../src/registry/credential.ts';
import { dockerRelease } from '../src/registry/docker-release.ts';
import { failsJob } from '../src/registry/fails-job.ts';
import { whyNoBash } from '../src/registry/image-shell.ts';
import {
  dropPassword,
  pipeHereString,
  pipeMisplacedPassword,
  pipePasswordOf,
  writeUserOf,
} from '../src/registry/password-pipe.ts';
import { type Confidence, defineRule } from '../src/rule.ts';
import { textAt } from '../src/source/source-file.ts';
import type { TextEdit } from '../src/source/text-edit.ts';

type MessageId = 'value' | 'noInput' | 'noUser' | 'twoPasswords' | 'turnedOff' | 'hereString';

/** Clients that refuse `--password-stdin` beside `--password`, and without `--username`. */
const STRICT_CLIENTS: ReadonlySet<string> = new Set(['docker', 'nerdctl', 'podman', 'buildah', 'skopeo']);

export default defineRule<MessageId>({
  meta: {
    type: 'problem',
    docs: {
      name: 'login-password-stdin',
      description: 'Require `--password-stdin` to be given the password on standard input, and a user beside it',
      category: 'login',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'Error: Cannot perform an interactive login from a non TTY device',
        'password is empty',
        'the --password-stdin option requires --username to be set',
        'conflicting options: cannot specify both --password and --password-stdin',
        'syntax error: unexpected redirection',
        "docker: 'docker login' requires at most 1 argument",
      ],
    },
    messages: {
      value:
        '`--password-stdin` takes no value: {{client}} takes `{{value}}` for the name of the server, finds no password on its standard input and stops.',
      noInput:
        '`--password-stdin` reads the password from standard input, where nothing is: {{client}} stops with `password is empty` or `Cannot perform an interactive login from a non TTY device`.',
      noUser:
        '`--password-stdin` needs a user name beside it: {{client}} stops with `the --password-stdin option requires --username to be set`.',
      twoPasswords:
        'A login takes its password from `--password` or from `--password-stdin`: with both {{client}} stops with `conflicting options: cannot specify both --password and --password-stdin`.',
      turnedOff:
        'Since 28.2 docker refuses `--password` beside `--password-stdin`, also where that is turned off: `conflicting options: cannot specify both --password and --password-stdin`.',
      hereString:
        '`<<<` is understood by bash only, and the image `{{image}}` {{why}}: the script stops with `syntax error: unexpected redirection`.',
    },
    help: {
      value: 'Put the password into a pipe: `echo "{{value}}" | {{client}} login … --password-stdin …`.',
      noInput: 'Put the password into a pipe: `echo "$PASSWORD" | {{client}} login … --password-stdin …`.',
      noUser: 'Add the user: `-u "$CI_REGISTRY_USER"` for the job token.',
      twoPasswords: 'Leave out `--password`.',
      turnedOff: 'Leave out `--password-stdin=false`.',
      hereString: 'Use a pipe: `echo "$PASSWORD" | {{client}} login … --password-stdin …`.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    const report = (login: Login, node: Located, messageId: MessageId, more: Finding = {}): void => {
      const { client, certain } = login;
      context.report({
        node,
        messageId,
        severity: failsJob(login) ? 'error' : 'warning',
        confidence: certain ? (more.confidence ?? 'high') : 'medium',
        data: { client, ...more.data },
        ...(more.edits && { suggest: [{ title: TITLES[messageId], edits: more.edits }] }),
      });
    };
    return {
      Job(node) {
        job = node;
      },
      Login(login) {
        const { given, command, client } = login;
        const { stdin } = command;
        const image = job?.image && showText(job.image.name);
        const noBash = image === undefined ? undefined : whyNoBash(image);
        if (stdin.kind === 'text' && stdin.hereString && image && noBash && isWritten(stdin, '<<<')) {
          const edits = pipeHereString(login);
          report(login, stdin, 'hereString', {
            confidence: noBash.confidence,
            data: { image, why: noBash.why },
            edits,
          });
        }
        const option = command.words.find((word) => showText(word.value).startsWith('--password-stdin')) ?? login;
        if (!given.passwordStdin) {
          if (option !== login && given.password && client === 'docker' && refusesBoth(job))
            report(login, option, 'turnedOff');
          return;
        }
        const value = misplacedPassword(login);
        if (value) {
          const confidence = isGitLabPassword(value.value) ? 'high' : 'medium';
          const data = { value: showText(value.value) };
          report(login, value, 'value', { confidence, data, edits: pipeMisplacedPassword(login, value) });
          return;
        }
        if (given.password && STRICT_CLIENTS.has(client)) {
          report(login, option, 'twoPasswords', { edits: dropPassword(login) });
        } else if (stdin.kind === 'inherited') {
          report(login, option, 'noInput', { edits: pipePasswordOf(login) });
        } else if (!given.user && STRICT_CLIENTS.has(client) && !mayHoldOptions(login)) {
          report(login, option, 'noUser', { edits: writeUserOf(login) });
        }
      },
    };
  },
});

interface Finding {
  readonly confidence?: Confidence;
  readonly data?: Readonly<Record<string, string>>;
  readonly edits?: readonly TextEdit[] | undefined;
}

const TITLES: Readonly<Record<MessageId, string>> = {
  value: 'Put the password into a pipe',
  noInput: 'Put the password into a pipe',
  noUser: 'Add the user',
  twoPasswords: 'Leave out --password',
  turnedOff: 'Leave out --password-stdin=false',
  hereString: 'Put the password into a pipe',
};

/** docker from 28.2 on looks at what is given, not at its value (docker/cli `command/registry/login.go`); its API is 1.50. */
function refusesBoth(job: Job | undefined): boolean {
  const reference = job?.image?.reference;
  return reference !== undefined && (dockerRelease(reference)?.newestApi ?? 0) >= 50;
}

/** The word that was meant to be the value of `--password-stdin`. */
function misplacedPassword({ given: { passwordStdin, positional } }: Login) {
  if (passwordStdin?.value) return literalText(passwordStdin.value.value) === 'true' ? undefined : passwordStdin.value;
  return positional.find(({ value }) => isGitLabPassword(value) || isNamedLikePassword(value));
}

function isGitLabPassword(value: SymbolicText): boolean {
  const [part] = value;
  if (part?.kind !== 'variable') return false;
  const { means } = readPassword(value, part.place);
  return means === 'job-token' || means === 'deploy-token';
}

function isNamedLikePassword(value: SymbolicText): boolean {
  const [part] = value;
  return (
    value.length === 1 && part?.kind === 'variable' && /(^|_)(PASS|PASSWORD|PASSWD|PWD|TOKEN|SECRET)$/.test(part.name)
  );
}

/** An unquoted variable may bring options: `docker login $OPTIONS --password-stdin`. */
function mayHoldOptions({ given: { positional } }: Login): boolean {
  return (
    positional.length > 1 ||
    positional.some(({ written }) => written.some((part) => part.quote === 'none' && !isSettled(part)))
  );
}

/** What is written out, and the variables of GitLab's own that name a registry. */
function isSettled(part: Part): boolean {
  return part.kind === 'literal' || (part.kind === 'variable' && REGISTRIES.has(part.name));
}

const REGISTRIES: ReadonlySet<string> = new Set(['CI_REGISTRY', 'CI_REGISTRY_IMAGE', 'CI_DEPENDENCY_PROXY_SERVER']);

/** Whether the place is that of the text itself, not of a longer text that another shell runs. */
function isWritten(located: Located, start: string): boolean {
  return textAt(located.place).startsWith(start);
}
