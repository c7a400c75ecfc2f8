import { EXPRESSION_FAULTS, type ExpressionKind } from '../src/compose/expression/problems.ts';
import type { IncludeKind } from '../src/compose/problems.ts';
import { problemsOf } from '../src/pipeline/problems.ts';
import { writeInstead } from '../src/pipeline/write-instead.ts';
import { defineRule } from '../src/rule.ts';

/** What GitLab says to an `include` of the wrong form, and what to write. */
const WRONG_FORMS: Readonly<Partial<Record<IncludeKind, { readonly gitlab: string; readonly advice: string }>>> = {
  notStringOrHash: {
    gitlab: 'Each include must be a hash or a string',
    advice: 'Write a path, or a hash such as `local: /ci/build.yml`; lists cannot hold lists here.',
  },
  notString: {
    gitlab: 'Included file needs to be a string',
    advice: 'Write one path or address; only `file` of a `project` may be a list.',
  },
  noKind: {
    gitlab: 'does not have a valid subkey for include',
    advice: 'Say what is included: `local`, `project` with `file`, `remote`, `template` or `component`.',
  },
  severalKinds: {
    gitlab: 'Each include must use only one of: `local`, `project`, `remote`, `template`, `artifact`, `component`',
    advice: 'Make an entry of its own for each file.',
  },
  blank: {
    gitlab: 'Included file `{{path}}` is empty or does not exist!',
    advice: 'Write keywords into the file, or remove the `include`.',
  },
  noProject: {
    gitlab: 'Local file `{{path}}` does not have project!',
    advice: 'A remote file and a template belong to no project: include the file by its address, or by `project`.',
  },
  noProjectForComponent: {
    gitlab: 'Unable to use components outside of a project context',
    advice: 'A remote file and a template cannot include components: include it where the file itself is included.',
  },
  notTemplate: {
    gitlab: 'Template file `{{path}}` is not a valid location!',
    advice: 'The names of templates end in `.gitlab-ci.yml`.',
  },
  badAddress: {
    gitlab: 'Remote file `{{path}}` does not have a valid address!',
    advice: 'Write an address that begins with `https://`.',
  },
  badComponent: {
    gitlab: "Component '{{path}}' - the component path is not supported",
    advice: 'Write the server, the project, the component and its version: `$CI_SERVER_FQDN/group/project/name@1.0`.',
  },
  noInputsFile: {
    gitlab: 'does not have a valid subkey for header include. Valid subkeys are: `local`, `remote`, `project`',
    advice: 'Take the definitions of inputs from a file: `local`, `remote`, or `project` with `file`.',
  },
  artifactOutside: {
    gitlab: 'Including configs from artifacts is only allowed when triggering child pipelines',
    advice: 'Write the `include` under the `trigger` of a job.',
  },
  rulesNotList: {
    gitlab: 'include:rules config should be a array',
    advice: 'Write a list of rules with `if`, `exists` or `changes`.',
  },
  rulesBlank: {
    gitlab: "include:rules config can't be blank",
    advice: 'Write a rule with `if`, `exists` or `changes`, or remove `rules`.',
  },
  ruleNotHash: {
    gitlab: 'include:rule config should be a hash',
    advice: 'Write a hash with `if`, `exists` or `changes`.',
  },
  ruleKey: {
    gitlab: 'include:rule config contains unknown keys: {{key}}',
    advice: 'The rules of an include know only `if`, `exists`, `changes` and `when`.',
  },
  ruleWhen: {
    gitlab: 'include:rule when unknown value: {{when}}',
    advice: 'An include is taken `always` or `never`.',
  },
};

/** What GitLab says to a file that is not there, by the kind of include and the reason. */
const NOT_THERE: Readonly<Record<string, string>> = {
  'local no-file': 'Local file `{{target}}` does not exist!',
  'project no-file': 'Project `{{project}}` file `{{file}}` does not exist!',
  'project no-ref': 'Project `{{project}}` reference `{{ref}}` does not exist!',
  'component no-file': "Component '{{target}}' - content not found",
  'component no-version': "Component '{{target}}' - content not found",
  'template no-file': 'Included file `{{target}}` is empty or does not exist!',
};

const BAD_CONDITION = 'include:rule if invalid expression syntax';
const NOT_THERE_ADVICE = 'Correct the name, or the version beside it. The server was asked, and has no such file.';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'config-include',
      description: 'Require every `include` to be one that GitLab can follow',
      category: 'configuration',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'This GitLab CI configuration is invalid: Local file `ci/build.yml` does not exist!',
        'This GitLab CI configuration is invalid: Maximum of 150 nested includes are allowed!',
      ],
    },
    messages: {
      missing:
        'The file `{{path}}` does not exist. GitLab creates no pipeline: "This GitLab CI configuration is invalid: Local file `{{path}}` does not exist!".',
      unreadable: 'The file `{{path}}` {{reason}}, so it cannot be part of a pipeline.',
      empty:
        'The file `{{path}}` is empty. GitLab creates no pipeline: "This GitLab CI configuration is invalid: Local file `{{path}}` is empty!".',
      nothing:
        'The file `{{path}}` holds no keywords, only comments or blanks. GitLab creates no pipeline: "This GitLab CI configuration is invalid: Included file `{{path}}` does not have valid YAML syntax!".',
      notYaml:
        'The name `{{path}}` does not end in `.yml` or `.yaml`. GitLab creates no pipeline: "This GitLab CI configuration is invalid: Included file `{{path}}` does not have YAML extension!".',
      cycle:
        '`{{path}}` includes itself: {{chain}}. GitLab goes round until its limit and creates no pipeline: "This GitLab CI configuration is invalid: Maximum of 150 nested includes are allowed!".',
      tooMany:
        'This is include number {{next}}, counting nested and repeated ones. GitLab creates no pipeline: "This GitLab CI configuration is invalid: Maximum of {{limit}} nested includes are allowed!".',
      wrongForm:
        'This is no `include` that GitLab accepts. It creates no pipeline: "This GitLab CI configuration is invalid: {{gitlab}}".',
      unresolved: '`{{target}}` {{reason}}. What it defines is not known here.',
    },
    help: {
      missing: '{{advice}}',
      unreadable: 'Include a text file of this repository in UTF-8.',
      empty: 'Write keywords into the file, or remove the `include`.',
      nothing: 'Write keywords into the file, or remove the `include`.',
      notYaml: 'Rename the file.',
      cycle: 'Remove this `include`: the file is already there.',
      tooMany: 'Merge small files, and include each only once.',
      wrongForm: '{{advice}}',
      unresolved: 'Nothing needs to be done: what rests on it is left out of the findings.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Pipeline(pipeline) {
        for (const { kind, place, data } of problemsOf(pipeline, 'config-include')) {
          const node = { place };
          const form = WRONG_FORMS[kind];
          if (form) {
            context.report({ node, messageId: 'wrongForm', data: { ...form, gitlab: fill(form.gitlab, data) } });
          } else if (kind === 'ruleCondition') {
            const advice = fill(EXPRESSION_FAULTS[data.fault as ExpressionKind].help, data);
            context.report({ node, messageId: 'wrongForm', data: { gitlab: BAD_CONDITION, advice } });
          } else if (kind === 'notThere') {
            const gitlab = fill(NOT_THERE[`${data.kind} ${data.reason}`] ?? '', { ...data, ref: data.ref || 'HEAD' });
            context.report({ node, messageId: 'wrongForm', data: { gitlab, advice: NOT_THERE_ADVICE } });
          } else if (isOfFile(kind)) {
            const advice = data.near
              ? `Did you mean \`${data.near}\`? Paths count from the repository root.`
              : 'Paths count from the repository root, not from the file that includes; `./` does not work.';
            context.report({
              node,
              messageId: kind,
              data: { ...data, advice, next: `${Number(data.limit) + 1}` },
              suggest: writeInstead(place, data.path, data.near),
            });
          }
        }
        const reported = new Set(pipeline.problems.map(({ place }) => place));
        for (const { kind, place, target, reason } of pipeline.composition.unresolved) {
          // Reports that list findings alone have no other place for it, so it stays one, of severity info.
          // What a job makes for a child pipeline is known nowhere before.
          if (kind === 'artifact' || reported.has(place)) continue;
          context.report({ node: { place }, messageId: 'unresolved', severity: 'info', data: { target, reason } });
        }
      },
    };
  },
});

type FileKind = 'missing' | 'unreadable' | 'empty' | 'nothing' | 'notYaml' | 'cycle' | 'tooMany';

function isOfFile(kind: IncludeKind): kind is FileKind {
  return !(kind in WRONG_FORMS) && kind !== 'notThere' && kind !== 'ruleCondition';
}

function fill(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => data[name] ?? '');
}
