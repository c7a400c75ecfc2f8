/**
 * Clean pipelines, each broken in every way that the rules know. A clean one has no findings; of the broken ones hardly any
 * may go unnoticed by the rule that the mistake belongs to, at the line where a person would look. Prints what was caught.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { lintRoot } from '../../src/lint/lint.ts';
import type { ProjectFacts } from '../../src/registry/project.ts';
import { AUTH_FILES } from './mutators/auth-files.ts';
import { CONFIGURATION } from './mutators/configuration.ts';
import { DAEMON } from './mutators/daemon.ts';
import { LOGINS } from './mutators/logins.ts';
import type { Mutant, Mutator, Project } from './mutators/mutator.ts';
import { REFERENCES } from './mutators/references.ts';

const CLEAN = join(import.meta.dirname, '../../fixtures/projects/clean');
const FACTS: ProjectFacts = { path: 'acme/shop', server: 'gitlab.com', registry: 'registry.gitlab.com' };
const MUTATORS: readonly Mutator[] = [...LOGINS, ...REFERENCES, ...DAEMON, ...AUTH_FILES, ...CONFIGURATION];

const LEAST_PROJECTS = 24;
const LEAST_MUTANTS = 300;
const LEAST_SHARE = 0.97;

const projects = readdirSync(CLEAN).sort().map(loadProject);

describe('clean pipelines have no findings', () => {
  test('there are enough of them', () => expect(projects.length).toBeGreaterThanOrEqual(LEAST_PROJECTS));

  test.each(projects.map((project) => [project.name, project] as const))('%s', (_, project) => {
    expect(findings(project, FACTS).map(show)).toEqual([]);
    expect(findings(project, {}).map(show)).toEqual([]);
  });
});

test('broken pipelines are found broken, by the right rule at the right line', { timeout: 180_000 }, () => {
  const rows = MUTATORS.map((mutator) => judge(mutator));
  console.log(matrix(rows));
  const all = rows.flatMap(({ outcomes }) => outcomes);
  expect(all.length).toBeGreaterThanOrEqual(LEAST_MUTANTS);
  const unseen = rows.filter(({ outcomes }) => !outcomes.some(({ caught }) => caught));
  expect(
    unseen.map(({ mutator }) => mutator.breaks),
    'mistakes that are found nowhere',
  ).toEqual([]);
  expect(all.filter(({ caught }) => caught).length / all.length).toBeGreaterThanOrEqual(LEAST_SHARE);
});

interface Row {
  readonly mutator: Mutator;
  readonly outcomes: readonly Outcome[];
}

interface Outcome {
  readonly mutant: Mutant;
  readonly caught: boolean;
  /** What else was said. */
  readonly besides: readonly Finding[];
}

function judge(mutator: Mutator): Row {
  const outcomes = projects
    .flatMap((project) => mutator.mutate(project))
    .map((mutant): Outcome => {
      const found = findings(mutant, FACTS);
      const isRight = ({ rule, place }: Finding): boolean => {
        const { line } = place.file.position(place.range[0]);
        return (
          rule === mutator.rule && mutant.spots.some((spot) => spot.file === place.file.path && spot.line === line)
        );
      };
      return { mutant, caught: found.some(isRight), besides: found.filter((finding) => !isRight(finding)) };
    });
  return { mutator, outcomes };
}

/** What was caught, mutator by mutator, and under it which mutants were not. */
function matrix(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ mutator }) => mutator.breaks.length));
  const line = (what: string, rule: string, outcomes: readonly Outcome[]): string => {
    const caught = outcomes.filter((outcome) => outcome.caught).length;
    const besides = outcomes.filter((outcome) => outcome.besides.length > 0).length;
    const count = `${String(caught).padStart(4)} of ${String(outcomes.length).padStart(3)}`;
    return `${what.padEnd(width)}  ${count}  ${rule}${besides > 0 ? ` (${besides} with other findings)` : ''}`;
  };
  return [
    ...rows.map(({ mutator, outcomes }) => line(mutator.breaks, mutator.rule, outcomes)),
    line(
      'all',
      '',
      rows.flatMap(({ outcomes }) => outcomes),
    ),
    ...rows.flatMap(missed),
  ].join('\n');
}

function missed({ mutator, outcomes }: Row): string[] {
  return outcomes
    .filter(({ caught }) => !caught)
    .map(({ mutant, besides }) => {
      const expected = [...new Set(mutant.spots.map(({ file, line }) => `${file}:${line}`))].join(' or ');
      const said = besides.length > 0 ? besides.map(show).join('; ') : 'nothing';
      return `missed in ${mutant.name}: ${mutator.breaks}: ${mutator.rule} at ${expected}; said was ${said}`;
    });
}

function findings({ files }: Project, facts: ProjectFacts): readonly Finding[] {
  const { findings, internalErrors } = lintRoot(new MemoryHost(files), '.gitlab-ci.yml', RULES, { facts });
  expect(internalErrors).toEqual([]);
  return findings;
}

function show({ rule, place }: Finding): string {
  return `${rule} at ${place.file.path}:${place.file.position(place.range[0]).line}`;
}

function loadProject(name: string): Project {
  const folder = join(CLEAN, name);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files = paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]);
  return { name, files: Object.fromEntries(files) };
}
