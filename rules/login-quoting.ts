import type { Command, Word } from '../src/pipeline/commands.ts';
import { type Part, showText } from '../src/pipeline/symbolic.ts';
import { PREDEFINED } from '../src/registry/predefined-variables.ts';
import { defineRule } from '../src/rule.ts';
import { textAt } from '../src/source/source-file.ts';
import { readText, rewriteText } from '../src/yaml/edit-scalar.ts';

export default defineRule({
  meta: {
    type: 'suggestion',
    docs: {
      name: 'login-quoting',
      description: 'Require quotes around the user and the password of a login',
      category: 'login',
      preset: 'strict',
      severity: 'info',
      logLines: [
        'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
      ],
    },
    messages: {
      unquoted:
        'Without quotes {{value}} is no argument at all when it is empty: `{{option}}` then takes the next word for its value, and {{client}} logs in to another registry or with another user than meant. Blanks and `*` in the value split or change it.',
      last: 'Without quotes {{value}} is no argument at all when it is empty: {{client}} stops with `flag needs an argument`, and says nothing of the variable. Blanks and `*` in the value split or change it.',
    },
    help: { unquoted: 'Write "{{value}}".', last: 'Write "{{value}}".' },
    schema: [],
    fixable: 'code',
    hasSuggestions: true,
  },

  create(context) {
    return {
      Login({ given, command, client }) {
        for (const word of [given.user, given.password]) {
          if (!word || !isUnquoted(word)) continue;
          const option = optionBefore(word, command);
          if (option === undefined) continue;
          const edits = rewriteText([{ place: word.place, text: `"${readText(word.place)}"` }]);
          const fix = edits && { title: 'Write double quotes', edits };
          context.report({
            node: word,
            messageId: isLast(word, command) ? 'last' : 'unquoted',
            data: { value: showText(word.written), option, client },
            ...(fix && (isPlainWord(word) ? { fix } : { suggest: [fix] })),
          });
        }
      },
    };
  },
});

/** A word that may turn out to be nothing: all of it are variables without quotes and without a fallback. */
function isUnquoted({ written, value, place }: Word): boolean {
  if (value.some(isNeverEmpty)) return false;
  const isOpen = written.every(
    (part) => part.kind === 'variable' && part.quote === 'none' && !/^:[-?]$/.test(part.operation?.operator ?? ''),
  );
  // What another shell runs has the place of the whole text, whose quotes are not those of the word.
  return isOpen && written.length > 0 && textAt(place).startsWith('$');
}

/** A text without blanks that the pipeline or the script gives the variable, or what GitLab always defines: the job token. */
function isNeverEmpty(part: Part): boolean {
  if (part.kind === 'literal') return /^\S+$/.test(part.text);
  return part.kind === 'variable' && !part.operation && PREDEFINED.get(part.name)?.conditional === false;
}

/** Credentials of GitLab's hold neither blanks nor `*`, so that quotes change nothing where the login works. */
const PLAIN_WORDS: ReadonlySet<string> = new Set([
  'CI_REGISTRY_USER',
  'CI_REGISTRY_PASSWORD',
  'CI_DEPENDENCY_PROXY_USER',
  'CI_DEPENDENCY_PROXY_PASSWORD',
  'CI_JOB_TOKEN',
]);

function isPlainWord({ written: [part, ...more], value }: Word): boolean {
  const [only] = value;
  return (
    part?.kind === 'variable' &&
    only?.kind === 'variable' &&
    more.length === 0 &&
    value.length === 1 &&
    part.operation === undefined &&
    PLAIN_WORDS.has(part.name) &&
    only.name === part.name
  );
}

function isLast({ place }: Word, { words }: Command): boolean {
  return words.at(-1)?.place.range[0] === place.range[0];
}

/** The option whose value the word is, as a word of its own; `-p$TOKEN` cannot take the next word. */
function optionBefore(word: Word, { words }: Command): string | undefined {
  const same = words.filter(({ place }) => place.file === word.place.file && place.range[0] === word.place.range[0]);
  // A variable that holds several words is meant to be split.
  if (same.length !== 1) return undefined;
  const [only] = same;
  const before = only && words[words.indexOf(only) - 1];
  const option = before && showText(before.value);
  return option?.startsWith('-') ? option : undefined;
}
