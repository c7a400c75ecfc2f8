/** The drawing: nothing lies on anything else, lines lead to the right, and large pipelines are drawn in time. */
import { describe, expect, test } from 'vitest';
import type { Graph, GraphJob } from '../../src/graph/graph.ts';
import { type Box, layOut } from '../../src/graph/layout.ts';
import { numbered } from '../../src/graph/numbered.ts';
import { svg } from '../../src/graph/svg.ts';
import { fitText, textWidth } from '../../src/graph/text-width.ts';

function job(name: string, needs?: readonly string[], target?: string): GraphJob {
  return {
    name,
    copies: 1,
    starts: undefined,
    needs: needs?.map((one) => ({ job: one, optional: false })),
    registry: target === undefined ? [] : [{ does: 'push', target, access: 'held' }],
  };
}

/** Every job needs its neighbours in earlier stages, near and far, and one of its own stage. */
function large(stages: number, jobs: number): Graph {
  return {
    name: 'large',
    stages: Array.from({ length: stages }, (_, stage) => ({
      name: `stage ${stage}`,
      jobs: Array.from({ length: jobs }, (_, at) => {
        const near = stage > 0 ? [`${stage - 1}-${(at * 7) % jobs}`] : [];
        const far = stage > 2 && at % 3 === 0 ? [`0-${at}`] : [];
        const own = at % 4 === 1 ? [`${stage}-${at - 1}`] : [];
        return job(
          `${stage}-${at}`,
          [...near, ...far, ...own],
          at % 2 ? `registry.example.com/acme/image-${at}` : undefined,
        );
      }),
    })),
    children: [],
    unresolved: [],
  };
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe.each([
  ['50 jobs', large(5, 10)],
  ['one stage', large(1, 12)],
  [
    'jobs without lines between those with',
    {
      ...large(3, 6),
      stages: large(3, 6).stages.map((stage) => ({ ...stage, jobs: [job(`${stage.name} loose`), ...stage.jobs] })),
    },
  ],
] satisfies [string, Graph][])('%s', (_, graph) => {
  const layout = layOut(numbered(graph));

  test('no job lies on another, and each in the band of its stage', () => {
    const pairs = layout.jobs.flatMap((a, at) => layout.jobs.slice(at + 1).map((b) => [a, b] as const));
    expect(pairs.filter(([a, b]) => overlaps(a, b))).toEqual([]);
    for (const box of layout.jobs) {
      const bands = layout.bands.filter((band) => overlaps(band, box));
      expect(bands).toHaveLength(1);
      expect(bands.every((band) => box.x >= band.x && box.x + box.width <= band.x + band.width)).toBe(true);
      expect(bands.every((band) => box.y + box.height <= band.y + band.height)).toBe(true);
    }
  });

  test('bands stand beside each other', () => {
    const pairs = layout.bands.slice(1).map((band, at) => [layout.bands[at], band] as const);
    for (const [left, right] of pairs) expect(right.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
  });

  test('every line runs to the right, and behind no job', () => {
    const wanted = graph.stages.flatMap(({ jobs }) => jobs).flatMap(({ needs }) => needs ?? []);
    expect(layout.lines).toHaveLength(wanted.length);
    for (const { path } of layout.lines) {
      const straight = [...path.matchAll(/ (\d[\d.]*) ([\d.]+)H([\d.]+)/g)];
      for (const [, from, y, to] of straight) {
        expect(Number(to)).toBeGreaterThan(Number(from));
        const line = { x: Number(from), y: Number(y), width: Number(to) - Number(from), height: 1 };
        expect(layout.jobs.filter((box) => overlaps(box, line))).toEqual([]);
      }
    }
  });

  test('the text of a job fits into its box', () => {
    for (const { width, title, lines } of layout.jobs) {
      expect(textWidth(title, 'bold') * 13).toBeLessThanOrEqual(width - 24);
      for (const { kind, target } of lines) {
        expect(textWidth(`${kind} ${target}`, 'monospaced') * 11).toBeLessThanOrEqual(width - 24);
      }
    }
  });
});

test('jobs that need each other in a circle are drawn all the same', () => {
  const graph: Graph = {
    name: 'circle',
    stages: [{ name: 'test', jobs: [job('a', ['b']), job('b', ['a']), job('c', ['c'])] }],
    children: [],
    unresolved: [],
  };
  expect(layOut(numbered(graph)).jobs).toHaveLength(3);
});

test.each([
  ['short', 100, 'short'],
  ['registry.example.com/acme/image', 11, 'regis…image'],
  ['日本語のジョブ', 5, '日…ブ'],
  ['wide', 0.5, '…'],
])('%s in the room of %d letters', (text, most, expected) => {
  expect(fitText(text, 'monospaced', most * 0.61)).toBe(expected);
});

test('a pipeline without jobs says so', () => {
  const text = svg({ name: 'generated.yml', stages: [], children: [], unresolved: ['artifact generated.yml'] });
  expect(text).toContain('No jobs are known here.');
  expect(text).toContain('Not known here: artifact generated.yml');
});

test('2,000 jobs are drawn in a few seconds', () => {
  const begin = performance.now();
  expect(svg(large(10, 200))).toContain('9-199');
  expect(performance.now() - begin).toBeLessThan(5_000);
});
