import { showText } from '../src/pipeline/symbolic.ts';
import { passPasswordInPipe } from '../src/registry/password-pipe.ts';
import { knownTokens } from '../src/registry/token-prefixes.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'suggestion',
    docs: {
      name: 'login-password-argv',
      description: 'Prefer `--password-stdin` to a password on the command line',
      category: 'login',
      preset: 'strict',
      severity: 'info',
      logLines: ['WARNING! Using --password via the CLI is insecure. Use --password-stdin.'],
    },
    messages: {
      onCommandLine:
        'The password stands on the command line of {{client}}, where other processes of the machine can read it; docker warns `Using --password via the CLI is insecure`.',
    },
    help: {
      onCommandLine: 'Put it into a pipe: `echo {{password}} | {{client}} login{{user}} --password-stdin{{server}}`.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Login(login) {
        const { given, client } = login;
        const { user, password, passwordStdin, positional } = given;
        // Of both options login-password-stdin speaks, of a token in the file no-secret-literal.
        if (!password || passwordStdin || knownTokens(showText(password.value)).length > 0) return;
        const [server] = positional;
        const edits = passPasswordInPipe(login);
        context.report({
          node: password,
          messageId: 'onCommandLine',
          data: {
            client,
            password: quoted(showText(password.written)),
            user: user ? ` -u ${quoted(showText(user.written))}` : '',
            server: server ? ` ${quoted(showText(server.written))}` : '',
          },
          ...(edits && { suggest: [{ title: 'Put the password into a pipe', edits }] }),
        });
      },
    };
  },
});

/** A word as the shell needs it: in quotes where it has a variable. */
function quoted(word: string): string {
  return word.includes('$') ? `"${word}"` : word;
}
