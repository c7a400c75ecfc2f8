/** What SARIF viewers show of a rule, all from the rule's own texts. */
import type { Notice } from '../../lint/suppression-notices.ts';
import { docsUrl, type Rule, type Severity } from '../../rule.ts';

export const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** GitHub's names, by which it filters alerts (docs.github.com: "SARIF support for code scanning", `problem.severity`). */
const PROBLEM_SEVERITIES: Readonly<Record<Severity, 'error' | 'warning' | 'recommendation'>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
};

export function ruleObject({ docs, messages, help }: Rule['meta']): object {
  const description = `${docs.description}.`;
  const findings = general(Object.values(messages));
  const remedies = general(Object.values(help));
  const logLines = docs.logLines.map((line) => `\`${line}\``);
  const sections = [
    { title: 'What it finds', items: findings },
    { title: "What the job's log would show", items: logLines },
    { title: 'What to do', items: remedies },
  ].filter(({ items }) => items.length > 0);
  return {
    id: docs.name,
    shortDescription: { text: description },
    fullDescription: {
      text: [description, ...(logLines.length > 0 ? [`Prevents ${logLines.join(', ')}.`] : [])].join(' '),
    },
    help: {
      text: [description, ...sections.flatMap(({ title, items }) => [`${title}:`, ...items]), docsUrl(docs.name)].join(
        '\n',
      ),
      markdown: [
        description,
        ...sections.map(({ title, items }) => `**${title}**\n\n${items.map(listItem).join('\n')}`),
        `[Documentation](${docsUrl(docs.name)})`,
      ].join('\n\n'),
    },
    helpUri: docsUrl(docs.name),
    defaultConfiguration: { level: LEVELS[docs.severity], enabled: docs.preset === 'recommended' },
    properties: { tags: [docs.category], 'problem.severity': PROBLEM_SEVERITIES[docs.severity] },
  };
}

/** What is said of comments has no rule, but a name like one. */
export function noticeObject({ name, description, severity, isOn, docs }: Notice): object {
  return {
    id: name,
    shortDescription: { text: `${description}.` },
    fullDescription: { text: `${description}.` },
    help: { text: `${description}.\n${docs}`, markdown: `${description}.\n\n[Documentation](${docs})` },
    helpUri: docs,
    defaultConfiguration: { level: LEVELS[severity], enabled: isOn },
    properties: { tags: ['comments'], 'problem.severity': PROBLEM_SEVERITIES[severity] },
  };
}

/** Texts without the names of a single finding, each once; one that is nothing but such names says nothing here. */
function general(texts: readonly string[]): string[] {
  const said = texts.map((text) => text.replace(/\{\{\s*\w+\s*\}\}/g, '…')).filter((text) => /\w/.test(text));
  return [...new Set(said)];
}

/** Further lines of an item stand below its first. */
function listItem(text: string): string {
  return `- ${text.replaceAll('\n', '\n  ')}`;
}
