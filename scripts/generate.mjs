/**
 * Writes what follows from the rules alone, so that a new rule is one rule file, one page and its fixtures:
 *   rules/index.ts            the list of all rules
 *   docs/rules/<rule>.md      the head of the rule's page; the rest of the page is written by hand
 *   docs/rules/README.md      the table of rules, and the same in README.md where it has the markers
 *   schemas/settings.schema.json, and the table of keys in docs/settings.md
 * and from the schema of GitLab's keywords src/pipeline/schema/compiled.ts, the functions that check it.
 * With --check nothing is written; what is stale is named and the exit code is 1.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { compileSchema } from './compile-schema.mjs';

const ROOT = new URL('../', import.meta.url);
const CATEGORIES = {
  variables: 'Variables',
  login: 'Login',
  targets: 'Push and pull targets',
  dind: 'Docker-in-Docker',
  'dependency-proxy': 'Dependency proxy',
  'auth-files': 'Kaniko, BuildKit and auth files',
  configuration: 'Configuration',
};
const LINE_WIDTH = 120;

const names = readdirSync(new URL('rules/', ROOT))
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
const { rules, settingsSchema } = await loadRules();

const generated = new Map([
  ['src/pipeline/schema/compiled.ts', await compileSchema()],
  ['rules/index.ts', ruleIndex()],
  ['schemas/settings.schema.json', `${JSON.stringify(settingsSchema, null, 2)}\n`],
  [
    'docs/rules/README.md',
    tablePage('docs/rules/README.md', '# Rules\n\n<!-- generated: rules -->\n<!-- end -->\n', ''),
  ],
  ...(hasMarkers('README.md') ? [['README.md', tablePage('README.md', '', 'docs/rules/')]] : []),
  ['docs/settings.md', betweenMarkers(textOf('docs/settings.md'), 'settings', settingsTable())],
  ...rules.map((docs) => [`docs/rules/${docs.name}.md`, rulePage(docs)]),
]);
const stale = [...generated].filter(([path, text]) => textOf(path) !== text);

if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run npm run generate`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  mkdirSync(new URL('docs/rules/', ROOT), { recursive: true });
  for (const [path, text] of stale) writeFileSync(new URL(path, ROOT), text);
  console.log(stale.length === 0 ? 'Everything is up to date.' : `Written: ${stale.map(([path]) => path).join(', ')}`);
}

/** The `meta.docs` of every rule with the kinds of fixes it makes, in the order of their names; and the settings' schema. */
async function loadRules() {
  const outfile = fileURLToPath(new URL('node_modules/.cache/pipelint/rules.mjs', ROOT));
  await build({
    stdin: {
      contents: [
        "export { settingsSchema } from './src/settings/schema.ts';",
        ...names.map((name) => `export { default as ${identifier(name)} } from './rules/${name}.ts';`),
      ].join('\n'),
      resolveDir: fileURLToPath(ROOT),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  });
  const module = await import(`${pathToFileURL(outfile)}?${Date.now()}`);
  const settingsSchema = module.settingsSchema(names.map((name) => module[identifier(name)]));
  const rules = names.map((name) => {
    const { docs, fixable, hasSuggestions } = module[identifier(name)].meta;
    const fixes = [...(fixable ? ['safe'] : []), ...(hasSuggestions ? ['suggested'] : [])];
    if (docs.name !== name) throw new Error(`rules/${name}.ts calls its rule ${docs.name}`);
    return { ...docs, fixes };
  });
  return { rules, settingsSchema };
}

function identifier(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

function ruleIndex() {
  const list = names.map(identifier);
  const oneLine = `export const RULES: readonly Rule[] = [${list.join(', ')}];`;
  return [
    '/** All rules, by name. Written by scripts/generate.mjs. */',
    "import type { Rule } from '../src/rule.ts';",
    ...names.map((name) => `import ${identifier(name)} from './${name}.ts';`),
    '',
    ...(oneLine.length <= LINE_WIDTH
      ? [oneLine]
      : ['export const RULES: readonly Rule[] = [', ...list.map((name) => `  ${name},`), '];']),
    '',
  ].join('\n');
}

function tablePage(path, empty, folder) {
  return betweenMarkers(textOf(path) ?? empty, 'rules', ruleTables(folder));
}

function ruleTables(folder) {
  return Object.entries(CATEGORIES)
    .map(([category, title]) => [title, rules.filter((docs) => docs.category === category)])
    .filter(([, members]) => members.length > 0)
    .map(([title, members]) => `### ${title}\n\n${table(members, folder)}`)
    .join('\n\n');
}

function settingsTable() {
  const rows = Object.entries(settingsSchema.properties).map(([key, schema]) => [
    `\`${key}\``,
    valuesOf(key, schema),
    schema.description.replaceAll('|', '\\|'),
  ]);
  return alignedTable([['key', 'value', 'meaning'], ...rows]);
}

function valuesOf(key, { enum: names, type, oneOf, properties }) {
  if (names) return names.map((name) => `\`${name}\``).join(', ');
  if (type === 'boolean') return '`true` or `false`';
  if (oneOf) return 'one or a list';
  if (type === 'array') return 'a list';
  if (key === 'rules') return 'a mapping';
  return properties
    ? Object.keys(properties)
        .map((name) => `\`${name}\``)
        .join(', ')
    : 'a text';
}

function table(members, folder) {
  return alignedTable([
    ['rule', 'preset', 'severity', 'fix', 'what it reports'],
    ...members.map(({ name, preset, severity, fixes, description }) => [
      `[\`${name}\`](${folder}${name}.md)`,
      preset,
      severity,
      fixes[0] ?? '',
      description.replaceAll('|', '\\|'),
    ]),
  ]);
}

/** Columns as wide as their widest cell, as the formatter wants them. */
function alignedTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const [head, ...body] = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])));
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The page of a rule: its title, the generated head, and whatever follows by hand. */
function rulePage(docs) {
  const { name } = docs;
  const title = `# ${name}\n`;
  const page = textOf(`docs/rules/${name}.md`) ?? title;
  if (!page.startsWith(title)) throw new Error(`docs/rules/${name}.md does not start with "# ${name}"`);
  const marked = page.includes('<!-- generated: head -->')
    ? page
    : page.replace(title, `${title}\n<!-- generated: head -->\n<!-- end -->\n`);
  return betweenMarkers(marked, 'head', ruleHead(docs));
}

function ruleHead({ description, preset, severity, category, fixes, logLines }) {
  const fix = fixes.length === 0 ? 'none' : fixes.join(' or ');
  const facts = `Preset: \`${preset}\` · Severity: ${severity} · Fix: ${fix} · Category: ${CATEGORIES[category]}`;
  const prevents = logLines.length === 0 ? [] : ['', 'What it prevents:', '', '```text', ...logLines, '```'];
  return [`${description}.`, '', facts, ...prevents].join('\n');
}

function betweenMarkers(text, marker, content) {
  const pattern = new RegExp(`(<!-- generated: ${marker} -->\n)[^]*?(<!-- end -->)`);
  if (!pattern.test(text))
    throw new Error(`no <!-- generated: ${marker} --> … <!-- end --> in:\n${text.slice(0, 200)}`);
  return text.replace(pattern, (_, start, end) => `${start}${content === '' ? '' : `${content}\n`}${end}`);
}

function hasMarkers(path) {
  return textOf(path)?.includes('<!-- generated: rules -->') ?? false;
}

function textOf(path) {
  const url = new URL(path, ROOT);
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined;
}
