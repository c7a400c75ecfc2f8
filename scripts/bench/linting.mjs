/** Linting in one process that is warm, against `yaml` that parses the same bytes. */
import { parseDocument } from 'yaml';
import { mediansOf } from './measure.mjs';
import { ROOT_FILE, withJobs } from './pipelines.mjs';
import { compared, heading } from './table.mjs';

/** Files of 10 to 69 jobs, no two with the same names in them. */
const projectsOf = (count) => Array.from({ length: count }, (_, index) => withJobs(10 + (index % 60), `part${index}`));

export async function measureLinting({ quick }) {
  const { lint } = await import('../../dist/index.js');
  const projects = projectsOf(quick ? 3 : 60);
  const texts = projects.map((files) => files[ROOT_FILE]);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const taken = await mediansOf(quick ? 1 : 9, {
    parse: () => {
      for (const text of texts) parseDocument(text);
    },
    lint: () => {
      for (const files of projects) lint(files);
    },
  });
  return [
    heading(`linting ${(bytes / 1e6).toFixed(1)} MB of pipelines in one process, against`),
    compared('yaml.parseDocument of the same bytes', taken.lint, taken.parse, { target: 1.5 }),
  ];
}
