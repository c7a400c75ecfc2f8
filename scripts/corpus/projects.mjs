/** Finds the projects of a corpus, and in each the files that are pipelines. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold no pipelines of GitLab's, however their files look. */
const SKIPPED_FOLDERS = new Set(['.git', '.github', 'node_modules']);

/** `.gitlab-ci.yml`, `docker.gitlab-ci.yml`, `gitlab-ci-docker.yaml`. */
const PIPELINE_NAME = /gitlab-ci[^/]*\.ya?ml$/;

/** What only pipelines have: keywords of GitLab at the top level, or a job. Compose files have another `extends`. */
const PIPELINE_TEXT =
  /^(include|stages|default|workflow|spec|before_script)[ \t]*:|^[ \t]{1,8}(script|trigger|extends(?=:[ \t]*(\S|\r?\n[ \t]*-)))[ \t]*:/m;

/**
 * The folders in a folder, each with the paths of its pipelines, all in alphabetical order.
 *
 * @returns {{ name: string, roots: string[] }[]}
 */
export function projectsIn(folder) {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, roots: pipelinesIn(join(folder, name)) }))
    .filter(({ roots }) => roots.length > 0);
}

function pipelinesIn(project, below = '') {
  return entriesOf(join(project, below)).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : pipelinesIn(project, path);
    return entry.isFile() && isPipeline(project, path) ? [path] : [];
  });
}

function isPipeline(project, path) {
  if (PIPELINE_NAME.test(path)) return true;
  return /\.ya?ml$/.test(path) && PIPELINE_TEXT.test(readFileSync(join(project, path), 'utf8'));
}

function entriesOf(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
