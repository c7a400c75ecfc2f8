import { literalSecrets } from '../src/registry/auth-json.ts';
import { knownTokens } from '../src/registry/token-prefixes.ts';
import { defineRule } from '../src/rule.ts';
import { type Place, type SourceFile, textAt } from '../src/source/source-file.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'no-secret-literal',
      description: 'Disallow tokens and registry passwords that are written out in the file',
      category: 'login',
      preset: 'recommended',
      severity: 'error',
      logLines: [],
    },
    messages: {
      token:
        'This is {{kind}}, written out: everyone who can read the repository, its history or a fork of it can use it.',
      authFile:
        'This is the password for {{host}}, written out (base64 hides nothing): everyone who can read the repository, its history or a fork of it can use it.',
    },
    help: {
      token: 'Revoke it, since the history keeps it, and put a new one into a masked CI/CD variable.',
      authFile:
        'Change the password, since the history keeps it, and put the new one, or the whole JSON as DOCKER_AUTH_CONFIG, into a masked CI/CD variable.',
    },
    schema: [],
  },

  create(context) {
    const found: Place[] = [];
    const searched = new Set<SourceFile>();
    const isNew = (place: Place): boolean => {
      const { file, range } = place;
      const overlaps = found.some(
        (other) => other.file === file && other.range[0] < range[1] && range[0] < other.range[1],
      );
      if (!overlaps) found.push(place);
      return !overlaps;
    };
    const search = (file: SourceFile): void => {
      if (searched.has(file)) return;
      searched.add(file);
      for (const { kind, text, at } of knownTokens(file.text)) {
        const place = file.place(at, at + text.length);
        if (isNew(place)) context.report({ node: { place }, messageId: 'token', data: { kind } });
      }
    };
    return {
      Pipeline({ composition }) {
        for (const file of composition.files) search(file);
      },
      // Scripts of the repository that jobs call.
      Command({ place }) {
        search(place.file);
      },
      Variable(variable) {
        const [value] = variable.values;
        if (variable.name !== 'DOCKER_AUTH_CONFIG' || !value || !variable.text) return;
        const { text } = variable;
        for (const { host, written } of literalSecrets(value, variable.place)) {
          const at = text.text.indexOf(written);
          const place = at === -1 ? variable.place : text.place(at, at + written.length);
          context.report({ node: { place }, messageId: 'authFile', data: { host } });
        }
      },
      AuthFile({ content, command }) {
        for (const { host, written, place } of literalSecrets(content ?? [], command.place)) {
          context.report({ node: { place: within(place, written) }, messageId: 'authFile', data: { host } });
        }
      },
    };
  },
});

/** Where a text is written in a place; the whole place where its characters are escaped. */
function within(place: Place, text: string): Place {
  const at = textAt(place).indexOf(text);
  if (at === -1) return place;
  const start = place.range[0] + at;
  return place.file.place(start, start + text.length);
}
