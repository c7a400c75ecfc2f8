/** What is drawn of a pipeline, and that text of the pipeline stays text in every form. */
import { describe, expect, test } from 'vitest';
import { DRAWINGS } from '../../src/graph/formats.ts';
import { type Graph, graphOf } from '../../src/graph/graph.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { analyse } from '../../src/lint/analyse.ts';

const ROOT = '.gitlab-ci.yml';

function graph(text: string, files: Readonly<Record<string, string>> = {}): Graph {
  return graphOf(analyse(new MemoryHost({ ...files, [ROOT]: text }), ROOT, {}).ast);
}

const TEXT = `image: docker:27
base:
  stage: build
  script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"
    - docker push "$CI_REGISTRY_IMAGE/base:latest"
api:
  stage: test
  needs: [base, {job: lint, optional: true}]
  parallel: {matrix: [{ARCH: [amd64, arm64]}]}
  script: docker pull "$CI_REGISTRY_IMAGE/base:$ARCH"
lint: {stage: test, needs: [], script: make lint}
images: {stage: deploy, trigger: {include: child.yml}}
other: {stage: deploy, trigger: acme/other}
.template: {script: make}
`;
const FILES = { 'child.yml': 'build: {script: make}\n' };

test('stages, jobs, needs, copies, children and registries', () => {
  expect(JSON.parse(DRAWINGS.json(graph(TEXT, FILES)))).toEqual({
    name: ROOT,
    stages: [
      {
        name: 'build',
        jobs: [
          {
            name: 'base',
            copies: 1,
            starts: null,
            needs: null,
            registry: [
              { does: 'login', target: '$CI_REGISTRY', access: 'held' },
              { does: 'push', target: '$CI_REGISTRY_IMAGE/base:latest', access: 'held' },
            ],
          },
        ],
      },
      {
        name: 'test',
        jobs: [
          {
            name: 'api',
            copies: 2,
            starts: null,
            needs: [
              { job: 'base', optional: false },
              { job: 'lint', optional: true },
            ],
            registry: [
              { does: 'pull', target: '$CI_REGISTRY_IMAGE/base:amd64', access: 'missing' },
              { does: 'pull', target: '$CI_REGISTRY_IMAGE/base:arm64', access: 'missing' },
            ],
          },
          { name: 'lint', copies: 1, starts: null, needs: [], registry: [] },
        ],
      },
      {
        name: 'deploy',
        jobs: [
          { name: 'images', copies: 1, starts: 'child.yml', needs: null, registry: [] },
          { name: 'other', copies: 1, starts: 'acme/other', needs: null, registry: [] },
        ],
      },
    ],
    children: [
      {
        startedBy: ['images'],
        pipeline: {
          name: 'child.yml',
          stages: [{ name: 'test', jobs: [{ name: 'build', copies: 1, starts: null, needs: null, registry: [] }] }],
          children: [],
          unresolved: [],
        },
      },
    ],
    unresolved: [],
  });
});

test.each<[string, string, readonly string[] | null]>([
  ['of a copy', 'a: {script: s, parallel: 2}\nb: {script: s, needs: [a 1/2]}\n', ['a']],
  ['of several copies, once', 'a: {script: s, parallel: 2}\nb: {script: s, needs: [a 1/2, a 2/2]}\n', ['a']],
  ['of a job that may be missing', 'b: {script: s, needs: [{job: a, optional: true}]}\n', []],
  ['that nobody writes', 'b: {script: s}\n', null],
])('a need %s', (_, text, expected) => {
  const jobs = graph(text).stages.flatMap((stage) => stage.jobs);
  const needs = jobs.find(({ name }) => name === 'b')?.needs;
  expect(needs?.map(({ job }) => job) ?? null).toEqual(expected);
});

test('Mermaid', () => {
  expect(DRAWINGS.mermaid(graph(TEXT, FILES))).toMatchInlineSnapshot(`
    "flowchart LR
      subgraph ps0["build"]
        pj0["base<br/>login $CI_REGISTRY<br/>push $CI_REGISTRY_IMAGE/base"]
      end
      subgraph ps1["test"]
        pj1["api ×2<br/>pull $CI_REGISTRY_IMAGE/base (no login)"]
        pj2["lint"]
      end
      subgraph ps2["deploy"]
        pj3["images<br/>starts child.yml"]
        pj4["other<br/>starts acme/other"]
      end
      ps1 -.-> ps2
      pj0 --> pj1
      pj2 -.-> pj1
      subgraph pc0["child.yml"]
        subgraph pc0s0["test"]
          pc0j0["build"]
        end
      end
      pj3 ==> pc0
    "
  `);
});

test('Graphviz', () => {
  expect(DRAWINGS.dot(graph(TEXT, FILES))).toMatchInlineSnapshot(`
    "digraph pipeline {
      rankdir=LR; compound=true; fontname="sans-serif";
      node [shape=box, style=rounded, fontname="sans-serif"];
      subgraph cluster_ps0 {
        label="build"; color=gray;
        pj0 [label="base\\nlogin $CI_REGISTRY\\npush $CI_REGISTRY_IMAGE/base"];
      }
      subgraph cluster_ps1 {
        label="test"; color=gray;
        pj1 [label="api ×2\\npull $CI_REGISTRY_IMAGE/base (no login)"];
        pj2 [label="lint"];
      }
      subgraph cluster_ps2 {
        label="deploy"; color=gray;
        pj3 [label="images\\nstarts child.yml"];
        pj4 [label="other\\nstarts acme/other"];
      }
      pj1 -> pj3 [ltail=cluster_ps1, lhead=cluster_ps2, style=dotted];
      pj0 -> pj1;
      pj2 -> pj1 [style=dashed];
      subgraph cluster_pc0 {
        label="child.yml"; style=dashed;
        subgraph cluster_pc0s0 {
          label="test"; color=gray;
          pc0j0 [label="build"];
        }
      }
      pj3 -> pc0j0 [lhead=cluster_pc0, style=bold];
    }
    "
  `);
});

describe('text of the pipeline stays text', () => {
  const NAME = `a"]; b --> c <script>alert(1)</script> & \\" \u001b[31m \u202e #quot; \`x\` [y](javascript:z)`;
  const drawn = graph(
    `${JSON.stringify(NAME)}: {script: s, stage: ${JSON.stringify('s"<b>')}}\nstages: [${JSON.stringify('s"<b>')}]\n`,
  );

  test.each(Object.entries(DRAWINGS))('%s has no control characters', (_, draw) => {
    expect(draw(drawn)).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  });

  test('in SVG', () => {
    const text = DRAWINGS.svg(drawn);
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<b>');
    expect(text).toContain('&lt;script&gt;');
  });

  test('in Mermaid every label is one quoted text', () => {
    const labels = DRAWINGS.mermaid(drawn)
      .split('\n')
      .filter((line) => line.includes('['));
    for (const label of labels) expect(label).toMatch(/^\s*(subgraph )?\w+\["[^"<>&\\`[\]]*"\]$/);
    expect(labels).toHaveLength(2);
  });

  test('in DOT quotes are escaped', () => {
    const labels = DRAWINGS.dot(drawn)
      .split('\n')
      .filter((line) => line.includes('label='));
    for (const label of labels) expect(label).toMatch(/label="([^"\\]|\\.)*"/);
    expect(labels).toHaveLength(2);
  });
});
