import type { InputsKind } from '../src/compose/inputs/problems.ts';
import { problemsOf } from '../src/pipeline/problems.ts';
import { writeInstead } from '../src/pipeline/write-instead.ts';
import { defineRule } from '../src/rule.ts';

type MessageId = 'header' | 'required' | 'value' | 'unknownInput' | 'block' | 'function';

interface Words {
  readonly messageId: MessageId;
  /** What is wrong, as a sentence without its full stop. */
  readonly what: string;
  /** GitLab's own words. */
  readonly gitlab: string;
  readonly advice: string;
}

/** By kind of fault. `{{name}}` takes from the problem's data; `{{near}}` a suggestion or nothing. */
const WORDS: Readonly<Record<InputsKind, Words>> = {
  unknownKey: {
    messageId: 'header',
    what: '`{{path}}` has no keyword `{{key}}`',
    gitlab: '{{path}} config contains unknown keys: {{key}}',
    advice: '{{near}}The keywords are {{keys}}.',
  },
  wrongForm: {
    messageId: 'header',
    what: '`{{path}}` is of the wrong form',
    gitlab: '{{path}} config should be a {{expected}}',
    advice: 'Write a value of the form: {{expected}}.',
  },
  unknownType: {
    messageId: 'header',
    what: 'The input `{{input}}` has the type `{{type}}`, which GitLab does not know',
    gitlab: 'header:spec:inputs:{{input}} input type unknown value: {{type}}',
    advice: '{{near}}The types are {{types}}.',
  },
  tooManyOptions: {
    messageId: 'header',
    what: 'The input `{{input}}` has more than {{limit}} options',
    gitlab: 'header:spec:inputs:{{input}} config cannot define more than {{limit}} options',
    advice: 'Describe what is allowed with a `regex`.',
  },
  nullOption: {
    messageId: 'header',
    what: 'An option of the input `{{input}}` is null',
    gitlab: 'header:spec:inputs:{{input}} config options array cannot contain null values',
    advice: "Write `''` for an empty text, or remove the option.",
  },
  exclusiveKeys: {
    messageId: 'header',
    what: 'The input `{{input}}` has `rules` and `{{other}}`',
    gitlab: 'header:spec:inputs:{{input}} config these keys cannot be used together: rules, {{other}}',
    advice: 'Move `{{other}}` into the rules; a rule without `if` is for all other cases.',
  },
  ruleWithoutDefault: {
    messageId: 'header',
    what: 'A rule of the input `{{input}}` has no `default`',
    gitlab: "`{{input}}` input: rule must define 'options' with at least one value and a 'default'",
    advice: 'Give the rule a `default`.',
  },
  ruleDefault: {
    messageId: 'header',
    what: 'The default `{{value}}` of the input `{{input}}` is none of the options beside it',
    gitlab: "`{{input}}` input: default '{{value}}' must be one of the options",
    advice: 'Choose one of the options, or add it to them.',
  },
  ruleCondition: {
    messageId: 'header',
    what: 'A rule of the input `{{input}}` has a condition that GitLab cannot read: `{{text}}`',
    gitlab: '`{{input}}` input: if invalid expression syntax',
    advice: "Compare an input with a text: `$[[ inputs.name ]] == 'text'`.",
  },
  duplicateInput: {
    messageId: 'header',
    what: 'The input `{{input}}` is defined twice, here and in a file under `spec:include`',
    gitlab:
      'Duplicate input keys found: {{input}}. Input keys must be unique across all included files and inline specifications.',
    advice: 'Remove one of the definitions.',
  },
  componentInclude: {
    messageId: 'header',
    what: 'A component cannot take the definitions of its inputs from other files',
    gitlab: 'Component cannot use `spec:include`. This keyword is not supported in components',
    advice: 'Write the inputs into the component itself.',
  },
  includedKey: {
    messageId: 'header',
    what: 'The file `{{path}}` stands under `spec:include`, and holds `{{key}}`',
    gitlab: 'Header include file `{{path}}` contains unknown keys: [:{{key}}]',
    advice: 'Such a file holds `inputs` and nothing else.',
  },
  notForType: {
    messageId: 'header',
    what: 'The input `{{input}}` of the type {{type}} has `{{keyword}}`',
    gitlab: '`{{input}}` input: {{keyword}} can only be used with other types of inputs',
    advice: '`options` are for strings and numbers, `regex` is for strings.',
  },
  badRegex: {
    messageId: 'header',
    what: 'The `regex` of the input `{{input}}` is none that GitLab can read: `{{regex}}`',
    gitlab: '`{{input}}` input: invalid regular expression',
    advice: 'GitLab reads expressions of RE2, which have no look-around and no references back.',
  },
  required: {
    messageId: 'required',
    what: '`{{file}}` requires the input `{{input}}`, and it is not given',
    gitlab: '`{{input}}` input: required value has not been provided',
    advice: 'Give `{{input}}` under `inputs:` of the include, or a `default` where it is defined.',
  },
  wrongType: {
    messageId: 'value',
    what: 'The input `{{input}}` is of the type {{type}}, which `{{text}}` is not',
    gitlab: '`{{input}}` input: {{owner}} value is not a {{type}}',
    advice: 'Write a value of the type {{type}}. Variables are not replaced here.',
  },
  notOption: {
    messageId: 'value',
    what: '`{{text}}` is none of the options of the input `{{input}}`',
    gitlab: '`{{input}}` input: `{{text}}` cannot be used because it is not in the list of allowed options',
    advice: '{{near}}The options are {{options}}. Variables are not replaced here.',
  },
  noMatch: {
    messageId: 'value',
    what: '`{{text}}` does not match `{{regex}}`, as the input `{{input}}` requires',
    gitlab: '`{{input}}` input: {{owner}} value does not match required RegEx pattern',
    advice: 'Write a value that matches. Variables are not replaced here.',
  },
  unknownInput: {
    messageId: 'unknownInput',
    what: '`{{file}}` has no input `{{input}}`',
    gitlab: 'unknown input arguments: {{input}}',
    advice: '{{near}}The file has these inputs: {{inputs}}.',
  },
  noSpec: {
    messageId: 'unknownInput',
    what: '`{{file}}` has no inputs at all',
    gitlab: 'Given inputs not defined in the `spec` section of the included configuration file',
    advice: 'Remove `inputs`, or define them in a header: `spec:` with `inputs:`, and a line `---` after it.',
  },
  notHash: {
    messageId: 'unknownInput',
    what: '`inputs` is no hash of names and values',
    gitlab: 'Given inputs must be a hash',
    advice: 'Write `name: value` for each input.',
  },
  unknownAccess: {
    messageId: 'block',
    what: '`{{access}}` names nothing: there is no `{{key}}`',
    gitlab: 'unknown interpolation provided: `{{key}}` in `{{access}}`',
    advice: '{{near}}Define it in the header of the file, under `spec:inputs` or `spec:component`.',
  },
  badAccess: {
    messageId: 'block',
    what: '`{{access}}` is not the name of an input',
    gitlab: 'invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]',
    advice: 'Write `$[[ inputs.name ]]`.',
  },
  badIndex: {
    messageId: 'block',
    what: '`{{access}}` leads to no item of an array',
    gitlab: '{{index}} in `{{access}}`',
    advice: 'Count the items of an array from 0: `$[[ inputs.name[0] ]]`.',
  },
  tooManyBlocks: {
    messageId: 'block',
    what: 'The file has more than {{limit}} different blocks',
    gitlab: 'too many interpolation blocks',
    advice: 'Split the file.',
  },
  unknownFunction: {
    messageId: 'function',
    what: 'There is no function that is written `{{function}}`',
    gitlab: 'no function matching `{{function}}`: check that the function name, arguments, and types are correct',
    advice: "{{near}}The functions are `expand_vars`, `truncate(0, 8)`, `posix_escape` and `split(',')`.",
  },
  tooManyFunctions: {
    messageId: 'function',
    what: 'A block can have {{limit}} functions',
    gitlab: 'too many functions in interpolation block',
    advice: 'Leave some of them out.',
  },
  functionType: {
    messageId: 'function',
    what: '`{{function}}` is given something else than a string',
    gitlab: 'error in `{{function}}` function: invalid input type: {{function}} can only be used with string inputs',
    advice: 'Use it on an input of the type string, before a `split`.',
  },
  functionArgument: {
    messageId: 'function',
    what: '`{{function}}` has an empty separator',
    gitlab: 'error in `{{function}}` function: invalid argument: separator cannot be empty',
    advice: "Write what stands between the parts: `split(',')`.",
  },
};

/** Which of the data is the name for which another is near. */
const WRONG_NAME: Readonly<Partial<Record<InputsKind, string>>> = {
  unknownKey: 'key',
  unknownType: 'type',
  notOption: 'text',
  unknownInput: 'input',
};

/** Of an index that leads nowhere. */
const INDEX_FAULTS: Readonly<Record<string, string>> = {
  syntax: 'invalid array index',
  notList: 'cannot index into non-array value',
  outside: 'array index out of bounds',
  tooDeep: 'too many array indices',
};

const MESSAGE = '{{what}}. GitLab creates no pipeline: "This GitLab CI configuration is invalid: {{gitlab}}".';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'config-inputs',
      description: 'Require the inputs of included files to be defined, given and used as GitLab accepts them',
      category: 'configuration',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'This GitLab CI configuration is invalid: `ci/deploy.yml`: `environment` input: required value has not been provided',
        'This GitLab CI configuration is invalid: `ci/deploy.yml`: unknown interpolation provided: `registy` in `inputs.registy`',
      ],
    },
    messages: {
      header: MESSAGE,
      required: MESSAGE,
      value: MESSAGE,
      unknownInput: MESSAGE,
      block: MESSAGE,
      function: MESSAGE,
    },
    help: {
      header: '{{advice}}',
      required: '{{advice}}',
      value: '{{advice}}',
      unknownInput: '{{advice}}',
      block: '{{advice}}',
      function: '{{advice}}',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Pipeline(pipeline) {
        for (const { kind, place, data } of problemsOf(pipeline, 'config-inputs')) {
          const { messageId, ...words } = WORDS[kind];
          const near = data.near ? `Did you mean \`${data.near}\`? ` : '';
          const values = { ...data, near, index: INDEX_FAULTS[data.fault ?? ''] ?? '' };
          const what = fill(words.what, values);
          const gitlab = fill(words.gitlab, values);
          context.report({
            node: { place },
            messageId,
            data: { what, gitlab, advice: fill(words.advice, values) },
            suggest: writeInstead(place, data[WRONG_NAME[kind] ?? ''], data.near),
          });
        }
      },
    };
  },
});

function fill(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => data[name] ?? '');
}
