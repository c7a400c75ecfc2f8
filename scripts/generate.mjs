/**
 * Writes what follows from the rules alone, so that a new rule is one rule file, one page and its fixtures:
 *   rules/index.ts            the list of all rules
 *   docs/rules/<rule>.md      the head of the rule's page; the rest of the page is written by hand
 *   docs/rules/README.md      the table of rules
 *   schemas/settings.schema.json, and the table of keys in docs/settings.md
 * and from the schema of GitLab's keywords src/pipeline/schema/compiled.ts, the functions that check it.
 * With --check nothing is written; what is stale is named and the exit code is 1.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { compileSchema } from './compile-schema.mjs';

const ROOT = new URL('../', import.meta.url);
const LINE_WIDTH = 120;

const names = readdirSync(new URL('rules/', ROOT))
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
const { rules, ruleTables, markdownTable, categories, fixesOf, settingsSchema } = await loadRules();

const generated = new Map([
  ['src/pipeline/schema/compiled.ts', await compileSchema()],
  ['rules/index.ts', ruleIndex()],
  ['schemas/settings.schema.json', `${JSON.stringify(settingsSchema, null, 2)}\n`],
  ['docs/rules/README.md', betweenMarkers(textOf('docs/rules/README.md'), 'rules', rulesTable())],
  ['docs/settings.md', betweenMarkers(textOf('docs/settings.md'), 'settings', settingsTable())],
  ...rules.map((rule) => [`docs/rules/${rule.meta.docs.name}.md`, rulePage(rule)]),
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

/** Every rule, in the order of their names; how they are listed; and the settings' schema. */
async function loadRules() {
  const outfile = fileURLToPath(new URL('node_modules/.cache/pipelint/rules.mjs', ROOT));
  await build({
    stdin: {
      contents: [
        "export { settingsSchema } from './src/settings/schema.ts';",
        "export { CATEGORIES as categories, fixesOf, ruleTables } from './src/cli/rule-list.ts';",
        "export { markdownTable } from './src/cli/markdown-table.ts';",
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
  const rules = names.map((name) => module[identifier(name)]);
  for (const [at, { meta }] of rules.entries()) {
    if (meta.docs.name !== names[at]) throw new Error(`rules/${names[at]}.ts calls its rule ${meta.docs.name}`);
  }
  return { ...module, rules, settingsSchema: module.settingsSchema(rules) };
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

function rulesTable() {
  return ruleTables(rules, (name) => `${name}.md`);
}

function settingsTable() {
  const rows = Object.entries(settingsSchema.properties).map(([key, schema]) => [
    `\`${key}\``,
    valuesOf(key, schema),
    schema.description.replaceAll('|', '\\|'),
  ]);
  return markdownTable([['key', 'value', 'meaning'], ...rows]);
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

/** The page of a rule: its title, the generated head, and whatever follows by hand. */
function rulePage(rule) {
  const { name } = rule.meta.docs;
  const title = `# ${name}\n`;
  const page = textOf(`docs/rules/${name}.md`) ?? title;
  if (!page.startsWith(title)) throw new Error(`docs/rules/${name}.md does not start with "# ${name}"`);
  const marked = page.includes('<!-- generated: head -->')
    ? page
    : page.replace(title, `${title}\n<!-- generated: head -->\n<!-- end -->\n`);
  return betweenMarkers(marked, 'head', ruleHead(rule));
}

function ruleHead(rule) {
  const { description, preset, severity, category, logLines } = rule.meta.docs;
  const fixes = fixesOf(rule);
  const fix = fixes.length === 0 ? 'none' : fixes.join(' or ');
  const facts = `Preset: \`${preset}\` · Severity: ${severity} · Fix: ${fix} · Category: ${categories[category]}`;
  const prevents = logLines.length === 0 ? [] : ['', 'What it prevents:', '', '```text', ...logLines, '```'];
  return [`${description}.`, '', facts, ...prevents].join('\n');
}

function betweenMarkers(text, marker, content) {
  const pattern = new RegExp(`(<!-- generated: ${marker} -->\n)[^]*?(<!-- end -->)`);
  if (!pattern.test(text))
    throw new Error(`no <!-- generated: ${marker} --> … <!-- end --> in:\n${text.slice(0, 200)}`);
  return text.replace(pattern, (_, start, end) => `${start}${content === '' ? '' : `${content}\n`}${end}`);
}

function textOf(path) {
  const url = new URL(path, ROOT);
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined;
}
