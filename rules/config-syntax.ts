import type { LoadKind } from '../src/compose/problems.ts';
import { problemsOf } from '../src/pipeline/problems.ts';
import { defineRule } from '../src/rule.ts';
import type { Problem } from '../src/source/problem.ts';

type MessageId = keyof typeof MESSAGES;

const MESSAGES = {
  syntaxError:
    'This is not valid YAML: {{reason}}. GitLab creates no pipeline: "This GitLab CI configuration is invalid: (<unknown>): …".',
  tabIndent:
    'A tab stands where YAML wants spaces. GitLab creates no pipeline: "This GitLab CI configuration is invalid: (<unknown>): found character that cannot start any token".',
  unknownAlias:
    'The alias `*{{name}}` has no anchor `&{{name}}` before it in this file; anchors do not reach other files. GitLab creates no pipeline: "This GitLab CI configuration is invalid: Unknown alias: {{name}}".',
  recursiveAlias:
    'The alias `*{{name}}` stands inside what `&{{name}}` names, which would never end. GitLab creates no pipeline.',
  dateValue:
    'YAML reads `{{text}}` as a date, which GitLab refuses to load: "This GitLab CI configuration is invalid: Tried to load unspecified class: {{class}}".',
  forbiddenTag: 'The tag `{{tag}}` asks for an object that GitLab refuses to load, so it creates no pipeline.',
  notMapping:
    'The file holds a {{found}} where GitLab wants a mapping of keywords and jobs: "This GitLab CI configuration is invalid: Invalid configuration format".',
  blank: 'The file is empty: "This GitLab CI configuration is invalid: Please provide content of .gitlab-ci.yml".',
  overLimit: 'The file {{excess}}. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{gitlab}}".',
} as const;

/** GitLab's limits: what goes beyond them, and what GitLab says. */
const LIMITS: Readonly<Partial<Record<LoadKind, { readonly excess: string; readonly gitlab: string }>>> = {
  tooBig: { excess: 'has more than the {{limit}} bytes that GitLab reads', gitlab: 'The provided YAML is too big' },
  parsedTooBig: {
    excess:
      'becomes larger than the {{limit}} bytes that GitLab accepts once it is parsed and its aliases are expanded',
    gitlab: 'The parsed YAML is too big',
  },
  tooDeep: {
    excess: 'nests deeper than the {{limit}} levels that GitLab accepts',
    gitlab: 'The parsed YAML is too big',
  },
};

export default defineRule<MessageId>({
  meta: {
    type: 'problem',
    docs: {
      name: 'config-syntax',
      description: 'Require YAML that GitLab can load',
      category: 'configuration',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'This GitLab CI configuration is invalid: (<unknown>): did not find expected key while parsing a block mapping at line 4 column 3',
        'This GitLab CI configuration is invalid: Unknown alias: defaults',
      ],
    },
    messages: MESSAGES,
    help: {
      syntaxError: '{{advice}}',
      tabIndent: 'Indent with spaces.',
      unknownAlias: 'Define the anchor above, or use `extends` or `!reference`, which work across files.',
      recursiveAlias: 'Write what is repeated into a template of its own.',
      dateValue: 'Put it in quotes.',
      forbiddenTag: 'Remove the tag.',
      notMapping: 'Begin with a keyword or the name of a job: `build:`.',
      blank: 'Write at least one job with a `script`.',
      overLimit: 'Split the file and use `include`, or repeat less.',
    },
    schema: [],
  },

  create(context) {
    return {
      Pipeline(pipeline) {
        for (const problem of problemsOf(pipeline, 'config-syntax')) {
          const { kind, place, data } = problem;
          const limit = LIMITS[kind];
          const excess = limit?.excess.replace('{{limit}}', data.limit ?? '') ?? '';
          context.report({
            node: { place },
            messageId: messageOf(kind),
            data: {
              ...data,
              excess,
              gitlab: limit?.gitlab ?? '',
              reason: reasonOf(problem),
              advice: adviceOf(problem),
            },
          });
        }
      },
    };
  },
});

function messageOf(kind: LoadKind): MessageId {
  if (kind === 'tooBig' || kind === 'parsedTooBig' || kind === 'tooDeep') return 'overLimit';
  return kind === 'unreadable' || kind === 'controlCharacter' ? 'syntaxError' : kind;
}

function reasonOf({ kind, data }: Problem): string {
  if (kind === 'controlCharacter') return `the character ${data.code} is not allowed`;
  return kind === 'unreadable' ? `the file ${data.reason}` : (data.reason ?? '');
}

function adviceOf({ data }: Problem): string {
  return data.hint ? `${data.hint.charAt(0).toUpperCase()}${data.hint.slice(1)}.` : 'Correct the YAML here.';
}
