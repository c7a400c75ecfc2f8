/** The small repositories that cases are made from: the fixtures of the rules. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mutate, type Step } from './mutate.ts';

/** Texts by path; the root file is `.gitlab-ci.yml`. */
export type Files = Readonly<Record<string, string>>;

const NOT_INPUT = /(?:^|\/)(?:expected\.json|facts\.json|options\.json|root|fixed\..*\.diff)$/;

/**
 * Every fixture with a root file of the usual name.
 *
 * @param folder `fixtures/rules`
 */
export function loadSeeds(folder: string): Files[] {
  return namesIn(folder)
    .flatMap((rule) => namesIn(join(folder, rule)).map((name) => filesIn(join(folder, rule, name))))
    .filter((files) => files['.gitlab-ci.yml'] !== undefined);
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
