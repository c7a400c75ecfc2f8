/**
 * `npm run corpus -- <folder>`: lints a folder of projects with the built library and writes what was found as Markdown, for
 * a person to read and to judge. What users would see is what is measured: each project is a repository of its own, of which
 * nothing else is known.
 */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectsIn } from './corpus/projects.mjs';
import { summaryLine, toMarkdown } from './corpus/report.mjs';

const USAGE = `Usage: npm run corpus -- <folder> [options]

  <folder>                 a folder of projects, each in a folder of its own
  --preset NAME            recommended (the default) or strict
  --rule NAME              only this rule; repeatable
  --min-confidence LEVEL   high, medium (the default) or low
  --output FILE            write the report there instead of to standard output
`;

const LIBRARY = new URL('../dist/index.js', import.meta.url);

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      preset: { type: 'string', default: 'recommended' },
      rule: { type: 'string', multiple: true, default: [] },
      'min-confidence': { type: 'string', default: 'medium' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return process.stdout.write(USAGE);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError('name one folder');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${folder} is no folder`);
  oneOf('--preset', values.preset, ['recommended', 'strict']);
  oneOf('--min-confidence', values['min-confidence'], ['high', 'medium', 'low']);

  const library = await loadLibrary();
  const rules = rulesNamed(values.rule, library.RULES);
  const options = { preset: values.preset, minConfidence: values['min-confidence'], rules };
  // A rule that is asked for by name is wanted, whichever preset it is in.
  if (values.rule.length > 0) options.preset = 'strict';

  const start = performance.now();
  const projects = projectsIn(folder).map(({ name, roots }) => ({
    name,
    roots,
    result: lintProject(join(folder, name), roots, options, library),
  }));
  const seconds = (performance.now() - start) / 1000;

  const survey = { folder, preset: options.preset, rules: rules.map((rule) => rule.meta.docs.name), projects, seconds };
  const report = toMarkdown(survey, library);
  if (values.output === undefined) process.stdout.write(report);
  else writeFileSync(values.output, report);
  process.stderr.write(`${summaryLine(survey)}\n`);
}

/** The pipelines of one project together. A file that another pipeline includes is linted where it is included. */
function lintProject(folder, roots, options, { FileSystemHost, lint, mergeResults }) {
  const host = new FileSystemHost(folder);
  const linted = roots.map((path) => ({ path, result: lint(host, { path, ...options }) }));
  const isIncluded = (path) => linted.some((other) => other.path !== path && other.result.files.includes(path));
  const own = linted.filter(({ path }) => !isIncluded(path));
  return mergeResults((own.length > 0 ? own : linted).map(({ result }) => result));
}

async function loadLibrary() {
  if (!statSync(LIBRARY, { throwIfNoEntry: false }))
    throw new UsageError('there is no dist/: run `npm run build` first');
  return import(LIBRARY);
}

function rulesNamed(names, rules) {
  const known = new Map(rules.map((rule) => [rule.meta.docs.name, rule]));
  for (const name of names) if (!known.has(name)) throw new UsageError(`there is no rule ${name}`);
  return names.length === 0 ? rules : rules.filter((rule) => names.includes(rule.meta.docs.name));
}

function oneOf(option, value, allowed) {
  if (!allowed.includes(value)) throw new UsageError(`${option} is one of ${allowed.join(', ')}`);
}

class UsageError extends Error {}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError || error?.code?.startsWith('ERR_PARSE_ARGS');
  if (!isUsage) throw error;
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
