/** The small repositories that cases are made from: the fixtures of the rules, and what else strangers write. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mutate, type Step } from './mutate.ts';
import { otherSeeds } from './other-inputs.ts';

/** Texts by path; the root file is `.gitlab-ci.yml`. */
export type Files = Readonly<Record<string, string>>;

const NOT_INPUT = /(?:^|\/)(?:expected\.json|facts\.json|options\.json|root|fixed\..*\.diff)$/;

/**
 * Every fixture with a root file of the usual name, and what is made of other input than pipelines.
 *
 * @param fixtures the folder `fixtures`
 */
export function loadSeeds(fixtures: string): Files[] {
  const rules = join(fixtures, 'rules');
  const pipelines = namesIn(rules)
    .flatMap((rule) => namesIn(join(rules, rule)).map((name) => filesIn(join(rules, rule, name))))
    .filter((files) => files['.gitlab-ci.yml'] !== undefined);
  return [...pipelines, ...otherSeeds(join(fixtures, 'diagnose'))];
}

/** What the fuzzer found, by its name: a folder each. */
export function loadFound(fixtures: string): [name: string, files: Files][] {
  const found = join(fixtures, 'fuzz');
  return existsSync(found) ? namesIn(found).map((name) => [name, filesIn(join(found, name))]) : [];
}

/** A seed after some steps, all in one of its files. */
export function caseOf(seed: Files, file: number, steps: readonly Step[]): Files {
  const paths = Object.keys(seed);
  const path = paths[file % paths.length];
  const text = path === undefined ? undefined : seed[path];
  return path === undefined || text === undefined ? seed : { ...seed, [path]: steps.reduce(mutate, text) };
}

function filesIn(folder: string): Files {
  if (!statSync(folder).isDirectory()) return {};
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !NOT_INPUT.test(path));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}
