/** A pipelint rule as ESLint runs it, in a file of our own language or of another YAML language. */
import type { RuleDefinition, RuleTextEdit, RuleTextEditor, RuleVisitor, TextSourceCode } from '@eslint/core';
import type { FindingFix } from '../lint/finding.ts';
import type { Observation } from '../lint/observe.ts';
import { runRules } from '../lint/run-rules.ts';
import { select } from '../lint/select.ts';
import { suppressionsOf } from '../lint/suppressions.ts';
import { safeLine, safeProse } from '../report/safe-text.ts';
import { docsUrl, type Rule, type Severity } from '../rule.ts';
import type { Position, SourceFile } from '../source/source-file.ts';
import { LintedSource } from './linted-source.ts';
import { readForEslint } from './read.ts';

/** What this needs of whatever language has read the file. */
interface Code extends TextSourceCode {
  readonly ast: { readonly type: string };
  readonly parserServices?: { readonly isYAML?: boolean };
  getLocFromIndex(index: number): Position;
}

export interface EslintRuleTypes {
  LangOptions: Record<string, unknown>;
  Code: Code;
  RuleOptions: unknown[];
  Visitor: RuleVisitor;
  Node: unknown;
  MessageIds: string;
  ExtRuleDocs: unknown;
}

type Context = Parameters<RuleDefinition<EslintRuleTypes>['create']>[0];

/**
 * The rule walks the pipeline when ESLint has come to the root of the file, and reports at the end of its walk, so that a
 * mistake in a template is shown once and not for every job that extends it.
 */
export function eslintRule(rule: Rule): RuleDefinition<EslintRuleTypes> {
  const { meta } = rule;
  return {
    meta: {
      type: meta.type,
      docs: {
        description: meta.docs.description,
        url: docsUrl(meta.docs.name),
        recommended: meta.docs.preset === 'recommended',
      },
      messages: { ...meta.messages },
      schema: meta.schema.map((schema) => ({ ...schema })),
      ...(meta.fixable && { fixable: meta.fixable }),
      ...(meta.hasSuggestions && { hasSuggestions: true }),
      languages: ['pipelint/gitlab-ci', 'yml/yaml'],
    },
    create(context) {
      const source = lintedSource(context);
      const { ast } = context.sourceCode;
      return {
        [ast.type]: (node: unknown) => {
          if (node === ast) report(rule, source, context);
        },
      };
    },
  };
}

const besideOthers = new WeakMap<Code, LintedSource>();

/**
 * ESLint gives one language to a file. Where another one has read it as YAML, we read the same text on our own, once for
 * all rules.
 */
function lintedSource({ id, sourceCode, filename, physicalFilename, languageOptions }: Context): LintedSource {
  if (sourceCode instanceof LintedSource) return sourceCode;
  if (!sourceCode.parserServices?.isYAML) {
    throw new Error(
      `${id} reads GitLab pipelines, but ESLint reads ${filename} as another language. ` +
        'Give the configuration that turns it on the `files` that are pipelines, and the language pipelint/gitlab-ci.',
    );
  }
  const source = besideOthers.get(sourceCode) ?? readForEslint(physicalFilename, sourceCode.text, languageOptions);
  besideOthers.set(sourceCode, source);
  return source;
}

/** @throws what the rule throws, as ESLint expects it */
function report(rule: Rule, source: LintedSource, context: Context): void {
  const { name, severity } = rule.meta.docs;
  const given = context.options.length > 0 ? context.options : (source.options.ruleOptions.get(name) ?? []);
  const { observations, internalErrors } = runRules(source, [rule], new Map([[name, given]]));
  for (const { message, stack } of internalErrors) throw Object.assign(new Error(message), { stack });
  for (const finding of select(observations, source.options, suppressionsOf(source)).shown) {
    const shown = source.shownAt(finding.place);
    if (!shown || !isWorthReporting(severity, finding.severity)) continue;
    const fixes = finding.fixes.filter(({ edits }) => edits.every(({ place }) => source.isLinted(place.file)));
    const safe = fixes.find(({ safety }) => safety === 'safe');
    context.report({
      loc: {
        start: context.sourceCode.getLocFromIndex(shown.range[0]),
        end: context.sourceCode.getLocFromIndex(shown.range[1]),
      },
      message: safeProse(wholeMessage(finding, shown.file)),
      fix: safe ? (fixer) => applyTo(fixer, safe) : null,
      suggest: fixes
        .filter(({ safety }) => safety === 'unsafe')
        .map((fix) => ({ desc: safeLine(fix.title), fix: (fixer) => applyTo(fixer, fix) })),
    });
  }
}

/** ESLint makes the changes of one file only. */
function applyTo(fixer: RuleTextEditor, { edits }: FindingFix): RuleTextEdit[] {
  return edits.map(({ place, text }) => fixer.replaceTextRange([place.range[0], place.range[1]], text));
}

/**
 * In ESLint a rule has one severity. What an error rule only remarks, such as an include that cannot be read offline, would
 * fail the run there, so it is left out.
 */
function isWorthReporting(ruleSeverity: Severity, severity: Severity): boolean {
  return severity !== 'info' || ruleSeverity === 'info';
}

/** ESLint shows one message and one file, so the remedy is part of the message, and so is a place in an included file. */
function wholeMessage({ message, help, place }: Observation, shown: SourceFile): string {
  const text = help === '' ? message : `${message} ${help}`;
  if (place.file === shown) return text;
  const { line, column } = place.file.position(place.range[0]);
  return `${place.file.path}:${line}:${column}: ${text}`;
}
