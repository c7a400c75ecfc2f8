import type { Command } from '../src/pipeline/commands.ts';
import type { AuthFile, Login, Pull, Push } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { literalText, type SymbolicText } from '../src/pipeline/symbolic.ts';
import { failsJob } from '../src/registry/fails-job.ts';
import { PREDEFINED } from '../src/registry/predefined-variables.ts';
import { defineRule, enumerate } from '../src/rule.ts';
import { inputOf } from '../src/shell/output.ts';
import { type Unexpanded, unexpandedIn } from '../src/shell/unexpanded.ts';
import type { TextEdit } from '../src/source/text-edit.ts';
import { readText, rewriteText, textBehind } from '../src/yaml/edit-scalar.ts';

type MessageId = 'login' | 'reference' | 'authFile' | 'hereDocument';

export default defineRule<MessageId>({
  meta: {
    type: 'problem',
    docs: {
      name: 'no-single-quoted-variable',
      description: 'Disallow variables inside single quotes in logins, image references and auth files',
      category: 'variables',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'Error response from daemon: Get "https://registry.example.com/v2/": unauthorized: HTTP Basic: Access denied',
        'invalid reference format: repository name (library/$CI_REGISTRY_IMAGE) must be lowercase',
      ],
    },
    messages: {
      login:
        'Inside single quotes the shell does not expand {{names}}: the login gets these very characters and ends in `unauthorized: HTTP Basic: Access denied` or `no such host`.',
      reference:
        'Inside single quotes the shell does not expand {{names}}: {{client}} takes these very characters for the image and stops with `invalid reference format`.',
      authFile:
        'Inside single quotes the shell does not expand {{names}}: the auth file gets these very characters, so that no credential is found or a wrong one is sent, and the registry answers `unauthorized` or `denied`.',
      hereDocument:
        'The delimiter of this here-document is quoted, so that the shell does not expand {{names}}: these very characters are taken for the values, and the registry answers `unauthorized` or `denied`.',
    },
    help: {
      login: 'Use double quotes.',
      reference: 'Use double quotes.',
      authFile: `Use double quotes, with \`\\"\` for those of the JSON, or end the single quotes around the variable: '…"'"$NAME"'"…'.`,
      hereDocument: 'Write the delimiter without quotes: `<<EOF`.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    /** Whether the job has a command that puts values in. */
    let replaced: boolean | undefined;
    const check = (text: SymbolicText, event: Login | Push | Pull | AuthFile, messageId: MessageId): void => {
      const { command, client, certain } = event;
      for (const found of unexpandedIn(text)) {
        const known = found.names.filter((name) => isDefined(name, job));
        if (known.length === 0 && !looksLikeVariable(found)) continue;
        const edits = found.by === 'here-document' ? openDelimiter(command) : openQuotes(found);
        context.report({
          node: found,
          messageId: found.by === 'here-document' ? 'hereDocument' : messageId,
          severity: failsJob(event) ? 'error' : 'warning',
          confidence: certain && known.length > 0 ? 'high' : 'medium',
          data: { names: enumerate((known.length > 0 ? known : found.names).map((name) => `$${name}`)), client },
          ...(edits && { suggest: [{ title: TITLES[found.by], edits }] }),
        });
      }
    };
    const checkReference = (event: Push | Pull): void => check(event.reference.value, event, 'reference');
    return {
      Job(node) {
        job = node;
        replaced = undefined;
      },
      Login(login) {
        const { words } = login.command;
        check([...words.flatMap((word) => word.value), ...(inputOf(login.command) ?? [])], login, 'login');
      },
      Push: checkReference,
      Pull: checkReference,
      AuthFile(file) {
        replaced ??= job?.scripts.some(({ commands }) => commands.some(replacesVariables)) ?? false;
        if (!replaced) {
          check(file.content ?? [], file, 'authFile');
        }
      },
    };
  },
});

/** A `$` may belong to a password or to the name of a robot account. */
function isDefined(name: string, job: Job | undefined): boolean {
  return PREDEFINED.has(name) || (job?.variables.some((variable) => variable.name === name) ?? false);
}

/** A name of which nothing else shows that it is a variable's: the settings of the project may define it. */
function looksLikeVariable({ names: [name], isWhole }: Unexpanded): boolean {
  return isWhole && /^[A-Z]+(_[A-Z\d]+)+$/.test(name ?? '');
}

/** Programs that put values into a file afterwards. */
const TEMPLATE_PROGRAMS = new Set(['envsubst', 'sed', 'perl', 'gomplate', 'eval', 'python', 'python3', 'awk']);

function replacesVariables({ words: [program] }: Command): boolean {
  return TEMPLATE_PROGRAMS.has((program && literalText(program.value)) ?? '');
}

const TITLES: Readonly<Record<Unexpanded['by'], string>> = {
  'single-quotes': 'Write double quotes',
  'here-document': 'Write the delimiter without quotes',
};

/** In double quotes, with a backslash before what would mean something there. */
function openQuotes({ names, quoted }: Unexpanded): readonly TextEdit[] | undefined {
  const [, inside] = /^'([^']*)'$/.exec(readText(quoted) ?? '') ?? [];
  if (inside === undefined) return undefined;
  const isVariable = new RegExp(`^(?:\\{(?:${names.join('|')})\\}|(?:${names.join('|')})(?!\\w))`);
  const text = inside.replace(/["\\`$]/g, (character, at: number) =>
    character === '$' && isVariable.test(inside.slice(at + 1)) ? character : `\\${character}`,
  );
  return rewriteText([{ place: quoted, text: `"${text}"` }]);
}

/** Not where the shell would find more in the text than variables. */
function openDelimiter({ stdin }: Command): readonly TextEdit[] | undefined {
  if (stdin.kind !== 'text' || stdin.hereString) return undefined;
  const { file, range } = stdin.place;
  const text = textBehind(file.place(range[0], range[0]));
  const [start, quote, delimiter = ''] = /^<<-?\s*(["'])(\w+)\1/.exec(text?.text ?? '') ?? [];
  if (!text || !start || !quote || stdin.text.some(holdsMoreThanVariables)) return undefined;
  const end = start.length;
  return rewriteText([{ place: text.place(end - delimiter.length - 2, end), text: delimiter }]);
}

function holdsMoreThanVariables(part: SymbolicText[number]): boolean {
  return part.kind !== 'literal' || /[`\\]|\$(?![A-Za-z_{])/.test(part.text);
}
