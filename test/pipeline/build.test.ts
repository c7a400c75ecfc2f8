/** The tree: what each job has in the end, where it comes from, and what cannot be known. */
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { type Job, OPEN_KEYWORDS, type Pipeline, type Variable } from '../../src/pipeline/nodes.ts';
import { showText } from '../../src/pipeline/symbolic.ts';
import { textAt } from '../../src/source/source-file.ts';

const ROOT = '.gitlab-ci.yml';

function build(text: string, files: Readonly<Record<string, string>> = {}): Pipeline {
  return buildPipeline(compose(new MemoryHost({ ...files, [ROOT]: text }), ROOT));
}

function job(pipeline: Pipeline, name: string): Job {
  const found = pipeline.jobs.find((one) => one.name === name);
  if (!found) throw new Error(`no job ${name}`);
  return found;
}

function showScripts({ scripts }: Job): string[] {
  return scripts.map(
    ({ section, owner, lines, opaque }) =>
      `${owner} ${section}: ${lines.map((line) => line.text.text).join('; ')}${opaque ? ` (${opaque})` : ''}`,
  );
}

function showVariable({ name, scope, values, raw }: Variable): string {
  return `${scope} ${name}=${values.map(showText).join('|')}${raw ? ' raw' : ''}`;
}

describe('keywords of a job', () => {
  const pipeline = build(`
image: alpine:$LEVEL
default:
  before_script: [prepare]
  services:
    - docker:28-dind
variables: {LEVEL: 3, KEPT: root}
.template:
  services: [redis]
inherits:
  script: make
replaces:
  extends: .template
  image: {name: node, entrypoint: ['']}
  before_script: []
  script: make
null-counts-as-nothing:
  extends: .template
  services: null
  script: make
refuses:
  inherit: {default: false, variables: false}
  script: make
chooses:
  inherit: {default: [image], variables: [KEPT]}
  script: make
triggers:
  trigger: acme/other
steps:
  run:
    - {name: one, script: make}
    - {name: two, script: make install}
`);

  test.each<[string, string | undefined, readonly string[], readonly string[], readonly string[]]>([
    [
      'inherits',
      'alpine:$LEVEL',
      ['docker:28-dind'],
      ['default before_script: prepare', 'job script: make'],
      ['LEVEL', 'KEPT'],
    ],
    ['replaces', 'node', ['redis'], ['job before_script: ', 'job script: make'], ['LEVEL', 'KEPT']],
    [
      'null-counts-as-nothing',
      'alpine:$LEVEL',
      ['docker:28-dind'],
      ['default before_script: prepare', 'job script: make'],
      ['LEVEL', 'KEPT'],
    ],
    ['refuses', undefined, [], ['job script: make'], []],
    ['chooses', 'alpine:$LEVEL', [], ['job script: make'], ['KEPT']],
    ['triggers', undefined, [], [], ['LEVEL', 'KEPT']],
    ['steps', 'alpine:$LEVEL', ['docker:28-dind'], ['job script: make; make install'], ['LEVEL', 'KEPT']],
    ['.template', undefined, ['redis'], [], ['LEVEL', 'KEPT']],
  ])('%s', (name, image, services, scripts, variables) => {
    const node = job(pipeline, name);
    expect(node.image && showText(node.image.name)).toBe(image);
    expect(node.services.map((service) => showText(service.name))).toEqual(services);
    expect(showScripts(node)).toEqual(scripts);
    expect(node.variables.map((variable) => variable.name)).toEqual(variables);
    expect(node.hidden).toBe(name.startsWith('.'));
  });

  test('say where they come from', () => {
    const node = job(pipeline, 'inherits');
    const trails = [node.image, ...node.services, ...node.scripts].map((part) =>
      part?.trail.map((step) => `${step.kind} ${step.name}: ${textAt(step.place)}`),
    );
    expect(trails).toEqual([
      ['global image: image'],
      ['default services: services'],
      ['default before_script: before_script'],
      [],
    ]);
    expect(textAt(node.place)).toBe('inherits');
    expect(node.scripts.map(({ keyPath }) => keyPath)).toEqual(['inherits.before_script', 'inherits.script']);
    expect(node.services.map(({ place, keyPath }) => `${keyPath} ${textAt(place)}`)).toEqual([
      'inherits.services[0] docker:28-dind',
    ]);
  });
});

test.each<[string, string, string]>([
  ['another program', '{name: a, step: gitlab.com/acme/steps/login@v1}', 'has a `run` step that is no script'],
  ['variables of its own', '{name: a, script: "echo $X", env: {X: x}}', 'has a `run` step with variables of its own'],
  ['expressions', '{name: a, script: "echo ${{ job.X }}"}', 'has a `run` step with expressions of the runner'],
])('a `run` step with %s makes the script opaque', (_, step, opaque) => {
  const { scripts } = job(build(`x:\n  run:\n    - {name: b, script: make}\n    - ${step}\n`), 'x');
  expect(scripts.map((script) => script.opaque)).toEqual([opaque]);
});

test('a service in all its forms', () => {
  const { services } = job(
    build(`
x:
  script: make
  services:
    - name: docker:$V-dind
      alias: docker, d1 $D2
      entrypoint: [dockerd-entrypoint.sh]
      command: --tls=false
      variables: {DOCKER_TLS_CERTDIR: ''}
    -
    - [redis, [postgres]]
`),
    'x',
  );
  expect(services.map(({ name }) => showText(name))).toEqual(['docker:$V-dind', 'redis', 'postgres']);
  const [dind] = services;
  expect(dind?.aliases.map(showText)).toEqual(['docker', 'd1', '$D2']);
  expect(dind?.entrypoint?.map(showText)).toEqual(['dockerd-entrypoint.sh']);
  expect(dind?.command?.map(showText)).toEqual(['--tls=false']);
  expect(dind?.variables.map(showVariable)).toEqual(['service DOCKER_TLS_CERTDIR=']);
  expect(dind?.aliases[2]?.map(({ place }) => textAt(place))).toEqual(['$D2']);
});

describe('variables', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'of the job win over those of the pipeline',
      'variables: {A: p, B: p}\nx: {variables: {A: j}, script: s}',
      ['pipeline B=p', 'job A=j'],
    ],
    [
      'as Ruby prints them',
      'x: {variables: {A: 1.10, B: yes, C: null, D: 012}, script: s}',
      ['job A=1.1', 'job B=true', 'job C=', 'job D=10'],
    ],
    [
      'with fields',
      'variables: {A: {value: $B, description: d}, C: {description: d}}\nx: {script: s}',
      ['pipeline A=$B', 'pipeline C='],
    ],
    ['that are not expanded', 'x: {variables: {A: {value: $B, expand: false}}, script: s}', ['job A=$B raw']],
    [
      'of rules may take part',
      'x: {script: s, variables: {A: j}, rules: [{if: $T, variables: {A: r}}, [{when: always, variables: {B: r}}]]}',
      ['job A=j', 'rules A=r', 'rules B=r'],
    ],
    [
      'of workflow rules yield to the job',
      'workflow: {rules: [{variables: {A: w, B: w}}]}\nvariables: {B: p}\nx: {variables: {A: j}, script: s}',
      ['pipeline B=p', 'rules B=w', 'job A=j'],
    ],
    [
      'of a matrix replace others where every copy has one',
      'x: {variables: {A: j, B: j}, script: s, parallel: {matrix: [{A: [1, 2], B: x}, {A: 3}]}}',
      ['job B=j', 'matrix A=1|2|3', 'matrix B=x'],
    ],
  ])('%s', (_, text, expected) => {
    expect(job(build(text), 'x').variables.map(showVariable)).toEqual(expected);
  });
});

test('stages and needs', () => {
  const pipeline = build(`
stages: [.post, one, [two]]
x:
  stage: one
  script: make
y:
  stage: two
  script: make
  needs: [x, {job: z, optional: true}, {project: acme/a, job: b, ref: main, artifacts: true}, [w]]
z: {stage: two, script: make, needs: []}
w: {stage: two, script: make}
`);
  expect(pipeline.stages).toEqual(['.pre', 'one', 'two', '.post']);
  expect(job(pipeline, 'x').needs).toBeUndefined();
  expect(job(pipeline, 'z').needs).toEqual([]);
  expect(job(pipeline, 'y').needs?.map(({ job, optional, place }) => [job, optional, textAt(place)])).toEqual([
    ['x', false, 'x'],
    ['z', true, 'z'],
    ['w', false, 'w'],
  ]);
  expect(pipeline.problems).toEqual([]);
});

describe('what cannot be known', () => {
  const REMOTE = 'include: {template: Docker.gitlab-ci.yml}\n';

  test('a value from an include that cannot be read is unknown text', () => {
    const node = job(
      build(`${REMOTE}x:
  image: !reference [.gone, image]
  services:
    - !reference [.gone, services]
  variables:
    A: !reference [.gone, variables, A]
  script:
    - !reference [.gone, script]
    - make
`),
      'x',
    );
    expect(node.image && showText(node.image.name)).toBe('…');
    expect(node.services.map(({ name }) => showText(name))).toEqual(['…']);
    expect(node.variables.map(showVariable)).toEqual(['job A=…']);
    expect(showScripts(node)).toEqual(['job script: make (takes lines from an include that cannot be read here)']);
  });

  test.each<[string, string, Readonly<Record<string, boolean>>]>([
    ['nothing is missing', 'x: {script: s}', { script: false, image: false, variables: false }],
    [
      'an include is missing',
      `${REMOTE}x: {script: s, variables: {A: a}}`,
      { script: false, image: true, variables: true },
    ],
    ['an include failed', 'include: gone.yml\nx: {script: s}', { script: false, image: true }],
    [
      'a parent is missing',
      `${REMOTE}.known: {image: i}\nx: {extends: [.known, .gone], script: s}`,
      { script: false, image: true },
    ],
    [
      'all parents are known',
      `${REMOTE}.known: {image: i}\nx: {extends: .known, script: s}`,
      { image: false, services: true },
    ],
    [
      'a parent of a parent is missing',
      `${REMOTE}.known: {extends: .gone, image: i}\nx: {extends: .known, script: s}`,
      { script: false, image: true },
    ],
    ['a default may be replaced', `${REMOTE}default: {image: i}\nx: {script: s}`, { image: true }],
  ])('%s', (_, text, expected) => {
    const node = job(build(text), 'x');
    const asked = OPEN_KEYWORDS.filter((keyword) => keyword in expected);
    expect(Object.fromEntries(asked.map((keyword) => [keyword, node.mayHave(keyword)]))).toEqual(expected);
  });
});

test('lists that grow without end are cut', () => {
  const level = (i: number): string => `.r${i}:\n  script:\n${`    - !reference [.r${i - 1}, script]\n`.repeat(10)}`;
  const text = `.r0:\n  script: [a]\n${[1, 2, 3, 4, 5, 6].map(level).join('')}x:\n  script: !reference [.r6, script]\n`;
  const [script] = job(build(text), 'x').scripts;
  expect(script?.opaque).toBe('has more lines than can be read');
});
