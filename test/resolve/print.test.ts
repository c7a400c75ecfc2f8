/** The effective configuration as people and programs read it. */
import { expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { resolveConfiguration } from '../../src/resolve/configuration.ts';
import { PRINTERS } from '../../src/resolve/print.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { loadYaml } from '../../src/yaml/load.ts';
import { plainValue as plain } from '../yaml/plain-value.ts';

const ROOT = '.gitlab-ci.yml';

function print(format: keyof typeof PRINTERS, text: string, files: Readonly<Record<string, string>> = {}): string {
  const pipeline = buildPipeline(compose(new MemoryHost({ ...files, [ROOT]: text }), ROOT));
  return PRINTERS[format](resolveConfiguration(pipeline));
}

const FILES = {
  'ci/base.yml': `.docker:
  image: docker:27
  variables: {CERTS: /certs}
.login:
  script: [docker login]
default:
  before_script: [echo hi]
`,
};

const TEXT = `include: ci/base.yml
variables: {A: 012}
workflow: {rules: [[{if: $A}]]}
build:
  extends: .docker
  script:
    - !reference [.login, script]
    - make
  parallel: {matrix: [{OS: [linux, arm]}]}
lint:
  stage: test
  script: make lint
  needs: [build]
`;

test('YAML tells of every keyword where it is written and how it came', () => {
  expect(print('yaml', TEXT, FILES)).toMatchInlineSnapshot(`
    "stages:
      - .pre
      - build
      - test
      - deploy
      - .post
    workflow:
      # from .gitlab-ci.yml:3
      rules:
        - if: $A
    variables:
      A: "10" # from .gitlab-ci.yml:2
    jobs:
      "build: [linux]":
        # from .gitlab-ci.yml:4
        stage: test
        image:
          # from ci/base.yml:2, extended as \`.docker\` at .gitlab-ci.yml:5, included at .gitlab-ci.yml:1
          name: docker:27
        before_script:
          # from ci/base.yml:7, taken from default \`before_script\` at ci/base.yml:7, included at .gitlab-ci.yml:1
          - echo hi
        script:
          # from .gitlab-ci.yml:6
          - docker login # from ci/base.yml:5, referenced as \`.login, script\` at .gitlab-ci.yml:7, included at .gitlab-ci.yml:1
          - make
        parallel:
          # from .gitlab-ci.yml:9
          matrix:
            - OS:
                - linux
                - arm
          total: 2
        variables:
          A: "10" # from .gitlab-ci.yml:2
          CERTS: /certs # from ci/base.yml:3, extended as \`.docker\` at .gitlab-ci.yml:5, included at .gitlab-ci.yml:1
          OS: linux # from .gitlab-ci.yml:9
      "build: [arm]":
        # from .gitlab-ci.yml:4
        stage: test
        image:
          # from ci/base.yml:2, extended as \`.docker\` at .gitlab-ci.yml:5, included at .gitlab-ci.yml:1
          name: docker:27
        before_script:
          # from ci/base.yml:7, taken from default \`before_script\` at ci/base.yml:7, included at .gitlab-ci.yml:1
          - echo hi
        script:
          # from .gitlab-ci.yml:6
          - docker login # from ci/base.yml:5, referenced as \`.login, script\` at .gitlab-ci.yml:7, included at .gitlab-ci.yml:1
          - make
        parallel:
          # from .gitlab-ci.yml:9
          matrix:
            - OS:
                - linux
                - arm
          total: 2
        variables:
          A: "10" # from .gitlab-ci.yml:2
          CERTS: /certs # from ci/base.yml:3, extended as \`.docker\` at .gitlab-ci.yml:5, included at .gitlab-ci.yml:1
          OS: arm # from .gitlab-ci.yml:9
      lint:
        # from .gitlab-ci.yml:10
        stage: test # from .gitlab-ci.yml:11
        before_script:
          # from ci/base.yml:7, taken from default \`before_script\` at ci/base.yml:7, included at .gitlab-ci.yml:1
          - echo hi
        script:
          # from .gitlab-ci.yml:12
          - make lint
        needs:
          # from .gitlab-ci.yml:13
          job:
            - name: "build: [linux]"
              artifacts: true
              optional: false
            - name: "build: [arm]"
              artifacts: true
              optional: false
        variables:
          A: "10" # from .gitlab-ci.yml:2
    "
  `);
});

test.each<[string, string]>([
  [
    'texts that are no texts without quotes',
    'x: {script: ["yes", "012", "1:30", "2020-01-01", "~", "<<", "1_000", "=", ":a", ""]}',
  ],
  ['white space', 'x: {script: ["a\\n", "a", "a\\n\\n", "\\na", " a\\n b", "a\\t", "a\\n  b\\n", "\\n"]}'],
  [
    'marks of YAML',
    'x: {script: ["- a", "a: b", "a #b", "#b", "&a", "*a", "!a", "{a", "[a", "|", ">", "%a", "@a", "`a"]}',
  ],
  ['keys', 'x: {script: a, variables: {"yes": b, "012": c, "a b": d, "#": e}}'],
  [
    'numbers and nothing',
    'x: {script: a, retry: 1, timeout: 1h, coverage: "/x/", artifacts: {expose_as: ~, paths: []}}',
  ],
  ['long lines', `x: {script: ["${'word '.repeat(60)}end"]}`],
  ['control characters', 'x: {script: ["\\e[31m", "\\u202e", "\\U0001f600", "\\0", "a\\e\\nb"]}'],
])('GitLab reads the YAML back as it was: %s', (_, text) => {
  const { jobs } = JSON.parse(print('json', text));
  const read = plain(loadYaml(new SourceFile('printed.yml', print('yaml', text))).content) as { jobs: unknown };
  expect(read.jobs).toEqual(jobs);
});

test('nothing reaches the terminal as it is, and no secret at all', () => {
  const text = 'include: {local: "a\\e.yml", rules: [{if: $A}]}\nx: {script: ["\\e[31m glpat-abcdefghijklmnop"]}\n';
  for (const format of ['yaml', 'json'] as const) {
    const printed = print(format, text);
    expect(printed).not.toContain('\u001b');
    expect(printed).not.toContain('abcdefghijklmnop');
    expect(printed).toContain('****');
  }
});

test('an include under conditions is told as one', () => {
  const text = 'include: {local: a.yml, rules: [{if: $A}]}\nx: {script: s}\n';
  expect(print('yaml', text, { 'a.yml': 'variables: {B: b}\n' })).toContain(
    'B: b # from a.yml:1, included under conditions at .gitlab-ci.yml:1',
  );
});

test('JSON has the keys that programs rely on', () => {
  const printed = JSON.parse(print('json', TEXT, FILES));
  expect(Object.keys(printed)).toEqual(['jobs', 'stages', 'workflow', 'variables', 'unresolved']);
  expect(Object.keys(printed.jobs)).toEqual(['build: [linux]', 'build: [arm]', 'lint']);
  expect(printed.jobs['build: [arm]'].variables).toEqual({ A: '10', CERTS: '/certs', OS: 'arm' });
  expect(printed.workflow).toEqual({ rules: [{ if: '$A' }] });
});

test('what is not known is named', () => {
  const text = 'include: {template: Docker.gitlab-ci.yml}\nx: {script: s}\n';
  expect(JSON.parse(print('json', text)).unresolved).toMatchObject([
    { kind: 'template', target: 'Docker.gitlab-ci.yml', file: ROOT, start: { line: 1, column: 21 } },
  ]);
  expect(print('yaml', text)).toMatch(/^# not known here: template Docker\.gitlab-ci\.yml .*\(\.gitlab-ci\.yml:1\)\n/);
});
