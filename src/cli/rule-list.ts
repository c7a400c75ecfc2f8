/** The rules as a list: for people, for programs, and as the tables of the documentation. */
import { colorsOf } from '../report/colors.ts';
import { wrap } from '../report/wrap.ts';
import { docsUrl, type Rule, type RuleDocs } from '../rule.ts';
import { markdownTable } from './markdown-table.ts';
import type { Style } from './terminal.ts';

/** In the order in which people read them. */
export const CATEGORIES: Readonly<Record<RuleDocs['category'], string>> = {
  variables: 'Variables',
  login: 'Login',
  targets: 'Push and pull targets',
  dind: 'Docker-in-Docker',
  'dependency-proxy': 'Dependency proxy',
  'auth-files': 'Kaniko, BuildKit and auth files',
  configuration: 'Configuration',
};

type Print = (rules: readonly Rule[], style: Style) => string;

export const RULE_LISTS = {
  text: ruleText,
  json: ruleJson,
  markdown: (rules) => `${ruleTables(rules, docsUrl)}\n`,
} satisfies Readonly<Record<string, Print>>;

/** The fixes that a rule may make, the surest first. */
export function fixesOf({ meta }: Rule): readonly ('safe' | 'suggested')[] {
  return [...(meta.fixable ? (['safe'] as const) : []), ...(meta.hasSuggestions ? (['suggested'] as const) : [])];
}

function ruleText(rules: readonly Rule[], { color, width }: Style): string {
  const colors = colorsOf(color);
  const widest = Math.max(...rules.map(({ meta }) => meta.docs.name.length));
  const groups = byCategory(rules).map(([title, members]) => [
    colors.bold(title),
    ...members.flatMap((rule) => {
      const { name, preset, severity, description } = rule.meta.docs;
      const [fix] = fixesOf(rule);
      const facts = [preset.padEnd(11), severity.padEnd(7), ...(fix ? [`${fix} fix`] : [])].join('  ').trimEnd();
      const says = wrap(`${description}.`, Math.min(width, 100), '    ').map((line) => colors.dim(line));
      return [`  ${colors.cyan(name.padEnd(widest))}  ${facts}`, ...says];
    }),
  ]);
  const more = 'pipelint explain RULE prints the page of a rule.';
  return `${[...groups, [more]].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function ruleJson(rules: readonly Rule[]): string {
  const listed = rules.map((rule) => {
    const { name, description, category, preset, severity, logLines } = rule.meta.docs;
    return { name, description, category, preset, severity, fixes: fixesOf(rule), logLines, docs: docsUrl(name) };
  });
  return `${JSON.stringify({ version: 1, rules: listed }, null, 2)}\n`;
}

/** A table a category, in Markdown. */
export function ruleTables(rules: readonly Rule[], addressOf: (rule: string) => string): string {
  return byCategory(rules)
    .map(([title, members]) => `### ${title}\n\n${table(members, addressOf)}`)
    .join('\n\n');
}

function byCategory(rules: readonly Rule[]): readonly (readonly [title: string, rules: readonly Rule[]])[] {
  return Object.entries(CATEGORIES)
    .map(([category, title]) => [title, rules.filter(({ meta }) => meta.docs.category === category)] as const)
    .filter(([, members]) => members.length > 0);
}

function table(rules: readonly Rule[], addressOf: (rule: string) => string): string {
  const head = ['rule', 'preset', 'severity', 'fix', 'what it reports'];
  const body = rules.map((rule) => {
    const { name, preset, severity, description } = rule.meta.docs;
    const [fix = ''] = fixesOf(rule);
    return [`[\`${name}\`](${addressOf(name)})`, preset, severity, fix, description.replaceAll('|', '\\|')];
  });
  return markdownTable([head, ...body]);
}
