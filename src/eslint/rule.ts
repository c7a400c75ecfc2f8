/** A pipelint rule as ESLint runs it. */
import type { RuleDefinition, RuleTextEdit, RuleTextEditor, RuleVisitor } from '@eslint/core';
import type { FindingFix } from '../lint/finding.ts';
import { type Handler, type Observation, observe } from '../lint/observe.ts';
import { DEFAULT_OPTIONS } from '../lint/options.ts';
import { select } from '../lint/select.ts';
import { suppressionsOf } from '../lint/suppressions.ts';
import type { Node } from '../pipeline/tree.ts';
import { docsUrl, type Rule, type Severity } from '../rule.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { LintedSource } from './linted-source.ts';

export interface EslintRuleTypes {
  LangOptions: Record<string, unknown>;
  Code: LintedSource;
  RuleOptions: unknown[];
  Visitor: RuleVisitor;
  Node: Node;
  MessageIds: string;
  ExtRuleDocs: unknown;
}

/**
 * ESLint walks the tree and calls the rule as our own runner does, but what the rule says is held back until the walk ends,
 * so that a mistake in a template is shown once and not for every job that extends it.
 */
export function eslintRule({ meta, create }: Rule): RuleDefinition<EslintRuleTypes> {
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
      languages: ['pipelint/gitlab-ci'],
    },
    create(context) {
      const { handlers, observations } = observe({ meta, create }, context.sourceCode, context.options);
      const exit = handlers.get('Pipeline:exit');
      const visitor: Record<string, Handler> = Object.fromEntries(handlers);
      visitor['Pipeline:exit'] = (pipeline) => {
        exit?.(pipeline);
        if (pipeline !== context.sourceCode.ast) return;
        for (const finding of select(observations, DEFAULT_OPTIONS, suppressionsOf(context.sourceCode)).shown) {
          if (!isWorthReporting(meta.docs.severity, finding.severity)) continue;
          const { file } = context.sourceCode;
          const fixes = finding.fixes.filter(({ edits }) => edits.every(({ place }) => place.file === file));
          const safe = fixes.find(({ safety }) => safety === 'safe');
          context.report({
            loc: context.sourceCode.getLoc(finding),
            message: wholeMessage(finding, file),
            fix: safe ? (fixer) => applyTo(fixer, safe) : null,
            suggest: fixes
              .filter(({ safety }) => safety === 'unsafe')
              .map((fix) => ({ desc: fix.title, fix: (fixer) => applyTo(fixer, fix) })),
          });
        }
      };
      return visitor;
    },
  };
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
function wholeMessage({ message, help, place }: Observation, linted: SourceFile): string {
  const text = help === '' ? message : `${message} ${help}`;
  if (place.file === linted) return text;
  const { line, column } = place.file.position(place.range[0]);
  return `${place.file.path}:${line}:${column}: ${text}`;
}
