/** Conditions that GitLab cannot read, found where they take effect in a pipeline file. */
import { expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { textAt } from '../../src/source/source-file.ts';

const ROOT = '.gitlab-ci.yml';

function faultsOf(text: string): string[] {
  const { problems } = buildPipeline(compose(new MemoryHost({ [ROOT]: text }), ROOT));
  return problems.map(({ rule, kind, place, data }) => `${rule} ${kind} ${data.keyword}: ${textAt(place)}`);
}

test.each<[string, string, readonly string[]]>([
  [
    'a rule of a job',
    'x:\n  script: s\n  rules:\n    - if: $A = b\n',
    ['config-schema expressionAssignment x:rules:if: ='],
  ],
  [
    'a rule in a nested list',
    'x: {script: s, rules: [[{if: $A}, {if: "$B &"}]]}\n',
    ['config-schema expressionSingleOperator x:rules:if: &'],
  ],
  [
    'a rule of the workflow',
    'workflow: {rules: [{if: $A == main}]}\nx: {script: s}\n',
    ['config-schema expressionBareWord workflow:rules:if: main'],
  ],
  [
    'variables of only',
    'x: {script: s, only: {variables: [$A, $B ==]}}\n',
    ['config-schema expressionNoOperand x:only:variables: =='],
  ],
  [
    'variables of except',
    'x: {script: s, except: {variables: ["(($A)"]}}\n',
    ['config-schema expressionUnmatched x:except:variables: ('],
  ],
  ['no string', 'x: {script: s, rules: [{if: true}]}\n', ['config-schema expressionNotString x:rules:if: true']],
  ['an empty string', 'x: {script: s, rules: [{if: ""}]}\n', ['config-schema expressionEmpty x:rules:if: ""']],
  ['null is not written', 'x: {script: s, rules: [{if: null}]}\n', []],
  ['a template is not read before a job uses it', '.x: {rules: [{if: $A = b}]}\ny: {script: s}\n', []],
  [
    'and then the template is at fault',
    '.x: {rules: [{if: $A = b}]}\ny: {extends: .x, script: s}\n',
    ['config-schema expressionAssignment y:rules:if: ='],
  ],
  ['an input that is not filled in', 'x: {script: s, rules: [{if: "$A $[[ inputs.more ]]"}]}\n', []],
])('%s', (_, text, expected) => {
  expect(faultsOf(text)).toEqual(expected);
});
