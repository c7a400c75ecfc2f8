/** What is kept from keystroke to keystroke makes an answer fast, and never another one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeLensesOf } from '../../src/lsp/code-lens.ts';
import { diagnosticsOf } from '../../src/lsp/diagnostics.ts';
import { hoverAt } from '../../src/lsp/hover.ts';
import { referencesAt } from '../../src/lsp/navigation.ts';
import type { View } from '../../src/lsp/view.ts';
import { repository } from './editor.ts';
import { largePipeline } from './large-pipeline.ts';
import { OpenFiles } from './open-files.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const PROJECTS: readonly string[] = [
  'projects/demo',
  ...[
    'includes',
    'inputs',
    'child-pipeline',
    'login-script',
    'matrix',
    'reference',
    'variables',
    'dockerfile-base',
  ].map((name) => `projects/clean/${name}`),
  ...readdirSync(join(FIXTURES, 'rules/registry-login-required'))
    .filter((name) => name.startsWith('bad.'))
    .slice(0, 8)
    .map((name) => `rules/registry-login-required/${name}`),
];

function filesOf(project: string): Record<string, string> {
  const root = join(FIXTURES, project);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path), readFileSync(path, 'utf8')];
    }),
  );
}

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const TYPED: readonly string[] = ['x', '\n', ' ', '$', 'CI_REGISTRY', '# a\n', 'a: 1\n', '    - docker logout\n', '"'];

/** Somewhere something is typed, typed over, or taken away. Whatever is as long as before is the hardest to notice. */
function edited(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const typed = TYPED[random(TYPED.length)] ?? '';
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random(12));
    case 1:
      return text.slice(0, at) + typed + text.slice(at + typed.length);
    case 2: {
      // Two lines change places: all else stays where it was, as far as offsets go.
      const lines = text.split('\n');
      const line = random(Math.max(1, lines.length - 1));
      return [...lines.slice(0, line), lines[line + 1], lines[line], ...lines.slice(line + 2)].join('\n');
    }
    default:
      return text.slice(0, at) + typed + text.slice(at);
  }
}

/** What else is said of a place and of its file. */
function answersAt(view: View, at: number): object {
  const references = referencesAt(view, at, true).map((location) => JSON.stringify(location));
  return { hover: hoverAt(view, at), references: references.toSorted(), lenses: codeLensesOf(view) };
}

describe('after every keystroke the answers are those of a server that was just started', () => {
  test.each(PROJECTS)('%s', (project) => {
    const files = filesOf(project);
    const paths = Object.keys(files);
    const root = repository(files);
    const long = new OpenFiles(root);
    const texts = new Map(Object.entries(files));
    for (const [path, text] of texts) long.open(path, text);
    const random = numbers(7);
    let found = 0;
    for (let step = 0; step < 24; step++) {
      const path = paths[random(paths.length)] ?? '';
      // A text that is broken for good would hide all the rest.
      const text = step % 4 === 3 ? (files[path] ?? '') : edited(texts.get(path) ?? '', random);
      texts.set(path, text);
      long.type(path, text);
      const fresh = new OpenFiles(root);
      for (const [each, now] of texts) fresh.open(each, now);
      for (const each of paths) {
        const diagnostics = diagnosticsOf(long.view(each));
        expect({ step, each, diagnostics }).toEqual({ step, each, diagnostics: diagnosticsOf(fresh.view(each)) });
        found += diagnostics.length;
        const at = random((texts.get(each) ?? '').length + 1);
        const told = [long, fresh].map((open) => answersAt(open.view(each), at));
        expect({ step, each, at, told: told[0] }).toEqual({ step, each, at, told: told[1] });
      }
    }
    expect(found).toBeGreaterThan(0);
  });
});

test('so they are after more has been kept than there is room for', () => {
  const path = '.gitlab-ci.yml';
  const parts = Array.from({ length: 100 }, (_, part) => [
    `ci/part-${part}.yml`,
    `.part-${part}: { script: [make] }\n`,
  ]);
  const job = 'image: docker:29, script: [docker push $CI_REGISTRY_IMAGE]';
  const textOf = (name: string) => `api: { ${job} }\nstart: { trigger: { include: [ci/*.yml, ${name}.yml] } }\n`;
  const children = Array.from({ length: 12 }, (_, child) => [`child-${child}.yml`, `web: { ${job} }\n`]);
  const root = repository(Object.fromEntries([[path, textOf('child-0')], ...parts, ...children]));
  const long = new OpenFiles(root);
  long.open(path, textOf('child-0'));
  for (let step = 1; step <= 24; step++) {
    // Each of these has files of its own: they are a thousand soon.
    long.type(path, '\n'.repeat(step) + textOf(`child-${step % 12}`));
    const lines = diagnosticsOf(long.view(path)).map(({ range }) => range.start.line);
    expect(lines).toEqual([step]);
  }
});

test.each([
  ['in a job', (text: string, typed: string) => text.replace('services/root-2', `services/root-2${typed}`), 0.35],
  ['above all jobs, which only moves them', (text: string, typed: string) => `# ${typed}\n${text}`, 0.6],
])('a keystroke in a large pipeline costs much less than the first look at it: %s', (_, typing, most) => {
  const files = largePipeline();
  const root = repository(files);
  const path = '.gitlab-ci.yml';
  const text = files[path] ?? '';
  expect(Object.values(files).join('').split('\n').length).toBeGreaterThan(2000);
  const [open, cold, warm] = [new OpenFiles(root), [] as number[], [] as number[]];
  open.open(path, text);
  diagnosticsOf(open.view(path));
  for (let count = 1; count <= 5; count++) {
    const typed = typing(text, 'x'.repeat(count));
    const fresh = new OpenFiles(root);
    fresh.open(path, typed);
    cold.push(timeOf(() => diagnosticsOf(fresh.view(path))));
    open.type(path, typed);
    warm.push(timeOf(() => diagnosticsOf(open.view(path))));
  }
  expect(middle(warm) / middle(cold)).toBeLessThan(most);
});

/** Processor time, since other programs run as well. */
function timeOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user;
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
