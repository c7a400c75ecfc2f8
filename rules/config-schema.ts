import { EXPRESSION_FAULTS, type ExpressionKind } from '../src/compose/expression/problems.ts';
import { problemsOf, type SchemaKind } from '../src/pipeline/problems.ts';
import { writeInstead } from '../src/pipeline/write-instead.ts';
import { defineRule } from '../src/rule.ts';
import { textAt } from '../src/source/source-file.ts';

type MessageId = keyof typeof MESSAGES;
type Data = Readonly<Record<string, string>>;

const MESSAGES = {
  unknownKeyword:
    '{{what}} has no keyword `{{keyword}}`. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{gitlab}}".',
  missingKeyword:
    '{{what}} has no `{{keyword}}`, which GitLab requires here. It creates no pipeline: "This GitLab CI configuration is invalid: {{gitlab}}".',
  wrongType:
    '{{what}} must be {{expected}}, and this is {{found}}. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{gitlab}}".',
  exclusiveKeywords:
    '`{{job}}` has both `{{first}}` and `{{second}}`, which exclude each other. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{gitlab}}".',
  invalidExpression:
    'The condition of `{{keyword}}` cannot be read: {{reason}}. GitLab creates no pipeline: "This GitLab CI configuration is invalid: … invalid expression syntax".',
  emptyScript:
    'The script of `{{job}}` is empty. GitLab creates no pipeline: "This GitLab CI configuration is invalid: jobs:{{job}} script can\'t be blank".',
  emptyTemplate:
    '`{{job}}` holds nothing, which GitLab refuses even of a template that nobody uses: "This GitLab CI configuration is invalid: jobs:{{job}} config can\'t be blank".',
  notJob:
    '`{{job}}` is neither a keyword nor a job: it has no `script`, `run` or `trigger`. GitLab creates no pipeline: "This GitLab CI configuration is invalid: jobs {{job}} config should implement the script:, run:, or trigger: keyword".',
  needsOnly:
    '`{{job}}` waits for other jobs and does nothing itself: it has neither `script` nor `trigger`. GitLab creates no pipeline: "This GitLab CI configuration is invalid: jobs:{{job}} config should contain either a trigger or a needs:pipeline".',
  jobName:
    'YAML does not read this name as a string. GitLab creates no pipeline: "This GitLab CI configuration is invalid: jobs:{{job}} name should be a symbol".',
  reservedName:
    '`{{job}}` is a keyword of GitLab and cannot be the name of a job. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{gitlab}}".',
  conflictingDefault:
    '`{{keyword}}` stands both under `default:` and at the top level. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{keyword}} is defined in top-level and `default:` entry".',
  noVisibleJob:
    'The file defines no job that can run: every name begins with a dot. GitLab creates no pipeline: "This GitLab CI configuration is invalid: jobs config should contain at least one visible job".',
} as const;

export default defineRule<MessageId>({
  meta: {
    type: 'problem',
    docs: {
      name: 'config-schema',
      description: 'Require keywords that GitLab knows, with values of the types that it accepts',
      category: 'configuration',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'This GitLab CI configuration is invalid: jobs:build config contains unknown keys: imgae',
        'This GitLab CI configuration is invalid: jobs:build:script config should be a string or a nested array of strings up to 10 levels deep',
        'This GitLab CI configuration is invalid: jobs build config should implement the script:, run:, or trigger: keyword',
      ],
    },
    messages: MESSAGES,
    help: {
      unknownKeyword: '{{advice}}',
      missingKeyword: 'Write `{{keyword}}` as well.',
      wrongType: '{{advice}}',
      exclusiveKeywords: '{{advice}}',
      invalidExpression: '{{advice}}',
      emptyScript: 'Write at least one command; `script: ["true"]` does nothing and succeeds.',
      emptyTemplate: 'Write keywords into it, or remove it.',
      notJob: '{{advice}}',
      needsOnly: 'Give it a `script` or a `trigger`, or begin its name with a dot if other jobs extend it.',
      jobName: 'Put the name in quotes.',
      reservedName: 'Indent it below the job that it belongs to, or give the job another name.',
      conflictingDefault: 'Keep the one under `default:`.',
      noVisibleJob: 'Write a job whose name does not begin with a dot, or include this file in one that has jobs.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Pipeline(pipeline) {
        for (const { kind, place, data } of problemsOf(pipeline, 'config-schema')) {
          const node = { place };
          if (isOfExpression(kind)) {
            const fault = EXPRESSION_FAULTS[kind];
            const words = { reason: filled(fault.message, data), advice: filled(fault.help, data) };
            context.report({ node, messageId: 'invalidExpression', data: { ...data, ...words } });
          } else {
            const what = data.isItem === 'true' ? `An item of \`${data.path}\`` : `\`${data.path}\``;
            context.report({
              node,
              messageId: kind,
              data: { ...data, what, advice: adviceOn(kind, data, textAt(place)) },
              suggest: writeInstead(place, kind === 'notJob' ? data.job : data.keyword, data.near),
            });
          }
        }
      },
    };
  },
});

function isOfExpression(kind: SchemaKind): kind is ExpressionKind {
  return kind in EXPRESSION_FAULTS;
}

function filled(template: string, data: Data): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => data[name] ?? '');
}

function adviceOn(kind: MessageId, data: Data, written: string): string {
  const { near, keyword, first, second } = data;
  switch (kind) {
    case 'notJob':
      return near
        ? `Did you mean \`${near}\`?`
        : 'Give it a `script`, or begin its name with a dot if it only holds what other jobs use.';
    case 'exclusiveKeywords':
      return first === 'rules'
        ? `Remove one of the two; \`${second}: null\` removes what comes from \`extends\`.`
        : 'Remove one of the two.';
    case 'unknownKeyword':
      return near
        ? `Did you mean \`${near}\`?`
        : `Remove \`${keyword}\`, or move it to where it belongs: docs.gitlab.com lists the keywords of every level.`;
    default:
      return adviceOnType(data, written);
  }
}

function adviceOnType({ path = '', isItem, expected = '', found = '' }: Data, written: string): string {
  const isLine = isItem === 'true' && /(?:script|command)$/.test(path);
  const isText = expected.startsWith('a string') || expected === 'a list of strings';
  if (isLine && found === 'a hash') {
    return written.startsWith('{')
      ? 'Put the whole line in quotes: YAML makes a hash of what stands in braces.'
      : 'Put the whole line in quotes: YAML makes a hash of a colon with a blank behind it.';
  }
  if (isLine && found === 'a list') return 'GitLab flattens lists in lists, but no more than 10 levels.';
  if (isText && /^the (?:number|boolean)/.test(found)) return 'Put it in quotes.';
  if (isText && found === 'a list')
    return 'This list is not flattened: write its items without another list around them.';
  if (expected.startsWith('a list') && found.startsWith('the string')) return 'Write a list, even of one item.';
  return `Write ${expected}.`;
}
