import type { Job } from '../src/pipeline/nodes.ts';
import { defineRule, showPlace } from '../src/rule.ts';
import type { Place } from '../src/source/source-file.ts';
import type { TextEdit } from '../src/source/text-edit.ts';
import { rewriteText, textBehind } from '../src/yaml/edit-scalar.ts';

export default defineRule({
  meta: {
    type: 'suggestion',
    docs: {
      name: 'no-ignored-login-failure',
      description: 'Disallow to ignore the failure of a login whose credential a push needs',
      category: 'login',
      preset: 'strict',
      severity: 'info',
      logLines: ['denied: access forbidden'],
    },
    messages: {
      ignored:
        'When this login fails, the script goes on all the same, and the job ends later and with another message, in the push at {{push}}: `denied: access forbidden`. The cause stands further up in the log.',
    },
    help: { ignored: 'Drop what stands behind `||`, so that the job ends here.' },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Job({ events }: Job) {
        for (const login of events) {
          if (login.type !== 'Login' || !login.command.ignored) continue;
          const push = events.find(
            (event) =>
              event.type === 'Push' &&
              !event.command.forgiven &&
              event.access.kind === 'held' &&
              event.access.from.place === login.place,
          );
          if (!push) continue;
          const edits = dropAlternative(login.command.place);
          context.report({
            node: login,
            messageId: 'ignored',
            data: { push: showPlace(push) },
            related: [{ place: push.place, message: 'the push is here' }],
            ...(edits && { suggest: [{ title: 'Let the job end when the login fails', edits }] }),
          });
        }
      },
    };
  },
});

/** What does nothing but succeed, up to the end of its line. */
const ALTERNATIVE =
  /^[ \t]*\|\|[ \t]*(?:true|:|(?:echo|printf)[ \t]+(?:"[^"$`\n]*"|'[^'\n]*'|[\w .,-]+))[ \t]*(?=\n|$)/;

function dropAlternative({ file, range: [, end] }: Place): readonly TextEdit[] | undefined {
  const rest = textBehind(file.place(end, end));
  const [alternative] = ALTERNATIVE.exec(rest?.text ?? '') ?? [];
  if (!rest || !alternative) return undefined;
  return rewriteText([{ place: rest.place(0, alternative.length), text: '' }]);
}
